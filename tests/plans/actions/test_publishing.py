"""A reviewed plan becomes public, with what was kept and nothing else."""

from datetime import date
from typing import Any

import pytest

from relance.kernel import search
from relance.kernel.errors import Refused
from relance.kernel.models import Account, AuditLine, Authority
from relance.kernel.rules import Role
from relance.plans.actions.publishing import NotPublished, NotReady, publish, withdraw
from relance.plans.actions.reviewing import Decision, decide
from relance.plans.models import (
    AidParameter,
    AnnouncedAmount,
    Axis,
    DocumentText,
    Fact,
    Finding,
    Measure,
    MeasurePartner,
    Plan,
)
from relance.plans.queries import budget_of, plan_page, published_plans
from tests.plans import build, read

pytestmark = pytest.mark.django_db

FUND = "Créer un fonds de 600 000 € avec la Région, plafonné à 1 500 €, 2026-2027"


@pytest.fixture
def valmont(db: None) -> Authority:
    return build.authority()


@pytest.fixture
def alice(valmont: Authority) -> Account:
    return build.officer(valmont, Role.EDITOR)


@pytest.fixture
def source(valmont: Authority) -> DocumentText:
    return build.text(build.document(valmont, title="plan.txt"), read.TEXT)


@pytest.fixture
def plan(source: DocumentText) -> Plan:
    """A draft with a title, a total, an axis with one full measure, a second measure and a finding."""
    plan = build.plan(source.authority, slug="relance", title="PLAN", document=source.document)
    build.fact(plan, source, "PLAN DE RELANCE DE VALMONT", kind="title", value={"text": "Plan de Valmont"})
    build.fact(plan, source, "Adopté", kind="status", value={"status": "adopted"})
    build.fact(plan, source, "12 mars 2026", kind="date", value={"date": "2026-03-12"})
    total = {"low": 480_000_000, "high": 480_000_000, "currency": "EUR"}
    build.fact(plan, source, "4,8 M€", kind="budget", value=total)
    axis = build.fact(plan, source, "Soutenir les commerces", kind="axis", value={"number": "1"})
    value = {"number": "1.1", "objective": "Soutenir les commerces", "responds_to": None}
    fund = build.fact(plan, source, FUND, value=value, parent=axis)
    years = {"start": "2026-01-01", "end": "2027-12-31", "precision": "year", "ongoing": False}
    build.fact(plan, source, "2026-2027", kind="horizon", value=years, parent=fund)
    envelope = {
        **dict.fromkeys(("low", "high"), 60_000_000),
        "currency": "EUR",
        "per": "total",
        "role": "envelope",
        "meaning": "le fonds",
    }
    build.fact(plan, source, "600 000 €", kind="amount", value=envelope, parent=fund)
    region = {"name": "Région", "acronym": None, "role": "funder"}
    build.fact(plan, source, "la Région", kind="partner", value=region, parent=fund)
    ceiling = {"kind": "ceiling", "low": "", "high": "1500", "unit": "EUR"}
    build.fact(plan, source, "1 500 €", kind="parameter", value=ceiling, parent=fund)
    build.fact(plan, source, "Animer un réseau d’entraide", value={"number": "1.2"}, parent=axis)
    vacancy = {"value": "18", "unit": "percent", "bound": "exact"}
    build.fact(plan, source, "18 % des locaux", kind="finding", value=vacancy)
    return plan


def accept(plan: Plan, by: Account, **but: Decision) -> None:
    """Accept every fact, but for those whose quote starts with a given word."""
    for fact in Fact.objects.of(plan.authority).filter(plan=plan):
        decision = next((d for word, d in but.items() if fact.quote.startswith(word)), Decision.ACCEPT)
        decide(fact=fact, by=by, at=build.AT, decision=decision)


def fact(plan: Plan, words: str) -> Fact:
    return Fact.objects.of(plan.authority).get(plan=plan, quote=words)


def test_kept_facts_become_the_plan(plan: Plan, alice: Account) -> None:
    accept(plan, alice)

    made = publish(plan=plan, by=alice, at=build.AT)

    fund, network = Measure.objects.of(plan.authority).filter(plan=plan)
    assert (fund.wording, fund.number, fund.code) == (FUND, "1.1", "1-1")
    assert (fund.horizon_start, fund.horizon_end) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (fund.horizon_precision, fund.horizon_wording) == ("year", "2026-2027")
    assert read.TEXT[fund.horizon_from : fund.horizon_to] == "2026-2027"
    assert read.TEXT[fund.objective_start : fund.objective_end] == fund.objective == "Soutenir les commerces"
    assert fund.axis is not None
    assert (fund.axis.wording, fund.axis.number) == ("Soutenir les commerces", "1")
    assert (network.code, network.axis, network.horizon) == ("1-2", fund.axis, None)
    assert [(p.organisation.name, p.role, p.wording) for p in fund.partners.all()] == [
        ("Région", "funder", "la Région")
    ]
    assert [(p.kind, p.high, p.unit) for p in fund.parameters.all()] == [("ceiling", "1500", "EUR")]
    assert [(a.role, a.high, a.meaning) for a in fund.amounts.all()] == [("envelope", 60_000_000, "le fonds")]
    assert [(f.wording, f.value) for f in plan.findings.all()] == [("18 % des locaux", "18")]
    assert (made.added, made.removed) == (8, 0)


def test_the_plan_itself_says_what_was_kept_of_it(plan: Plan, alice: Account) -> None:
    accept(plan, alice)

    publish(plan=plan, by=alice, at=build.AT)

    assert (plan.title, plan.adopted_on) == ("Plan de Valmont", date(2026, 3, 12))
    assert (plan.state, plan.published_at, plan.published_by_name) == ("published", build.AT, "Alice")
    assert plan.document is not None
    assert (plan.document.title, plan.document.status) == ("Plan de Valmont", "adopted")
    assert str(budget_of(plan).account.unexplained) == "4\u202f200\u202f000\u00a0€"


def test_every_published_row_says_who_accepted_it_and_quotes_its_text(plan: Plan, alice: Account) -> None:
    accept(plan, alice)

    publish(plan=plan, by=alice, at=build.AT)

    models = (Axis, Measure, MeasurePartner, AnnouncedAmount, AidParameter, Finding)
    rows = [row for model in models for row in model.objects.of(plan.authority).select_related("source")]
    assert len(rows) == 8
    for row in rows:
        assert (row.confirmed_by, row.confirmed_at) == ("Alice", build.AT)
        assert row.source is not None
        assert row.source.text[row.start : row.end] == row.quote


def test_what_is_rejected_is_not_published(plan: Plan, alice: Account) -> None:
    accept(plan, alice, **{"18 %": Decision.REJECT, "la Région": Decision.REJECT, "Animer": Decision.REJECT})

    publish(plan=plan, by=alice, at=build.AT)

    assert [measure.wording for measure in plan.measures.all()] == [FUND]
    assert not plan.findings.exists()
    assert not MeasurePartner.objects.of(plan.authority).exists()


def test_a_rejected_measure_takes_its_parts_along_undecided_as_they_are(plan: Plan, alice: Account) -> None:
    accept(plan, alice, Créer=Decision.REJECT)
    decide(fact=fact(plan, "600 000 €"), by=alice, at=build.AT, decision=Decision.REOPEN)

    publish(plan=plan, by=alice, at=build.AT)

    assert [measure.wording for measure in plan.measures.all()] == ["Animer un réseau d’entraide"]
    assert [amount.role for amount in plan.amounts.all()] == ["total"]


def test_a_rejected_axis_leaves_its_measures_standing(plan: Plan, alice: Account) -> None:
    accept(plan, alice, Soutenir=Decision.REJECT)

    publish(plan=plan, by=alice, at=build.AT)

    assert not plan.axes.exists()
    assert [measure.axis for measure in plan.measures.all()] == [None, None]


def test_a_correction_counts_and_other_words_are_quoted_at_their_place(plan: Plan, alice: Account) -> None:
    accept(plan, alice)
    start = read.TEXT.index("Créer")
    value = {"number": "12", "start": start, "end": start + len("Créer un fonds")}
    decide(fact=fact(plan, FUND), by=alice, at=build.AT, decision=Decision.CORRECT, value=value)

    publish(plan=plan, by=alice, at=build.AT)

    fund = plan.measures.get(number="12")
    assert (fund.wording, fund.code) == ("Créer un fonds", "12")
    assert read.TEXT[fund.start : fund.end] == fund.quote


def test_an_undecided_fact_holds_the_plan_back(plan: Plan, alice: Account) -> None:
    accept(plan, alice)
    decide(fact=fact(plan, "4,8 M€"), by=alice, at=build.AT, decision=Decision.REOPEN)

    with pytest.raises(NotReady, match="un fait attend votre décision"):
        publish(plan=plan, by=alice, at=build.AT)

    plan.refresh_from_db()
    assert plan.state == "draft"
    assert not plan.measures.exists()
    assert not published_plans().exists()


def test_a_plan_of_which_nothing_was_kept_is_not_published(plan: Plan, alice: Account) -> None:
    accept(plan, alice, Créer=Decision.REJECT, Animer=Decision.REJECT)

    with pytest.raises(NotReady, match="Aucune mesure n’est acceptée"):
        publish(plan=plan, by=alice, at=build.AT)


def test_a_rejected_title_is_not_published_behind_one_s_back(plan: Plan, alice: Account) -> None:
    plan.title = "Plan de Valmont"
    plan.save()
    accept(plan, alice, PLAN=Decision.REJECT)

    with pytest.raises(NotReady, match="titre"):
        publish(plan=plan, by=alice, at=build.AT)

    plan.title = "Relance 2026"
    plan.save()
    publish(plan=plan, by=alice, at=build.AT)
    assert plan.title == "Relance 2026"
    assert plan.document is not None
    assert plan.document.title == "plan.txt"


def test_a_published_plan_is_not_published_again(plan: Plan, alice: Account) -> None:
    accept(plan, alice)
    publish(plan=plan, by=alice, at=build.AT)

    with pytest.raises(NotReady, match="déjà publié"):
        publish(plan=plan, by=alice, at=build.AT)


def test_publishing_and_withdrawing_leave_their_lines(plan: Plan, alice: Account) -> None:
    accept(plan, alice)
    publish(plan=plan, by=alice, at=build.AT)

    withdraw(plan=plan, by=alice, at=build.AT, because="Une erreur de montant")

    acts = (
        AuditLine.objects.of(plan.authority).filter(subject_kind="plans.plan").values_list("act", flat=True)
    )
    assert list(acts) == ["plans.withdraw", "plans.publish"]
    assert (plan.state, plan.withdrawn_by_name) == ("withdrawn", "Alice")
    assert not published_plans().exists()


def test_a_withdrawal_has_a_reason_and_something_to_withdraw(plan: Plan, alice: Account) -> None:
    with pytest.raises(NotReady, match="pourquoi"):
        withdraw(plan=plan, by=alice, at=build.AT, because=" ")
    with pytest.raises(NotPublished):
        withdraw(plan=plan, by=alice, at=build.AT, because="Erreur")


def again(plan: Plan, by: Account, **changes: Any) -> dict[str, Measure]:
    """Publish, withdraw, decide otherwise, publish again: the measures before and after."""
    accept(plan, by)
    publish(plan=plan, by=by, at=build.AT)
    before = plan.measures.get(number="1.1")
    before.working_title = "Le fonds"
    before.save()
    withdraw(plan=plan, by=by, at=build.AT, because="Erreur")
    decide(by=by, at=build.AT, **{"fact": fact(plan, FUND), **changes})
    publish(plan=plan, by=by, at=build.AT)
    return {"before": before}


def test_publishing_again_without_a_change_touches_no_row(plan: Plan, alice: Account) -> None:
    before = again(plan, alice, decision=Decision.ACCEPT)["before"]

    assert plan.measures.get(number="1.1") == before
    assert before.partners.count() == 1


def test_publishing_again_follows_a_corrected_field(plan: Plan, alice: Account) -> None:
    value = {"low": 1, "high": 1, "currency": "EUR", "per": "year", "role": "envelope", "meaning": ""}

    before = again(plan, alice, fact=fact(plan, "600 000 €"), decision=Decision.CORRECT, value=value)[
        "before"
    ]

    assert [(amount.high, amount.per) for amount in before.amounts.all()] == [(1, "year")]


def test_publishing_again_with_other_words_keeps_key_code_and_working_title(
    plan: Plan, alice: Account
) -> None:
    start = read.TEXT.index("Créer")
    value = {"number": "1.1", "start": start, "end": start + 14}

    before = again(plan, alice, decision=Decision.CORRECT, value=value)["before"]

    after = plan.measures.get(number="1.1")
    assert (after.pk, after.key, after.code) == (before.pk, before.key, before.code)
    assert after.order == before.order
    assert (after.wording, after.working_title) == ("Créer un fonds", "Le fonds")
    assert (after.partners.count(), after.amounts.count(), after.parameters.count()) == (1, 1, 1)
    line = AuditLine.objects.of(plan.authority).get(act="plans.measure.remove")
    assert line.before is not None
    assert line.before["quote"] == FUND


def test_publishing_again_removes_what_is_no_longer_kept(plan: Plan, alice: Account) -> None:
    again(plan, alice, decision=Decision.REJECT)

    assert [measure.number for measure in plan.measures.all()] == ["1.2"]
    assert not MeasurePartner.objects.of(plan.authority).exists()
    removed = AuditLine.objects.of(plan.authority).filter(act__endswith=".remove")
    assert removed.count() == 4


def test_a_measure_in_use_is_not_removed(plan: Plan, alice: Account) -> None:
    accept(plan, alice)
    publish(plan=plan, by=alice, at=build.AT)
    build.partner(plan.measures.get(number="1.1"), "Ajoutée à la main")
    withdraw(plan=plan, by=alice, at=build.AT, because="Erreur")
    decide(fact=fact(plan, FUND), by=alice, at=build.AT, decision=Decision.REJECT)

    with pytest.raises(NotReady, match="sert encore ailleurs"):
        publish(plan=plan, by=alice, at=build.AT)

    plan.refresh_from_db()
    assert plan.state == "withdrawn"
    assert plan.measures.count() == 2


def test_a_plan_that_came_as_rows_needs_no_fact(valmont: Authority, alice: Account) -> None:
    plan = build.plan(valmont)
    build.measure(plan)

    publish(plan=plan, by=alice, at=build.AT)

    assert plan.is_public


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.TREASURER, Role.ADMINISTRATOR])
def test_only_editors_and_plan_leads_publish(plan: Plan, role: Role) -> None:
    somebody = build.officer(plan.authority, role)

    with pytest.raises(Refused):
        publish(plan=plan, by=somebody, at=build.AT)
    with pytest.raises(Refused):
        withdraw(plan=plan, by=somebody, at=build.AT, because="Erreur")


def test_the_search_finds_a_plan_while_it_is_published(plan: Plan, alice: Account) -> None:
    accept(plan, alice)
    nobody = build.officer(plan.authority, name="personne")

    publish(plan=plan, by=alice, at=build.AT)
    found = search.find("réseau d’entraide", reader=nobody, authority=None)
    withdraw(plan=plan, by=alice, at=build.AT, because="Erreur")
    gone = search.find("réseau d’entraide", reader=nobody, authority=None)
    inside = search.find("réseau d’entraide", reader=alice, authority=None)

    assert [hit.address for hit in found.hits] == ["/valmont/plans/relance/mesures/1-2/"]
    assert not gone.hits
    assert len(inside.hits) == 1


def test_a_plan_page_shows_what_was_published(plan: Plan, alice: Account) -> None:
    accept(plan, alice)
    publish(plan=plan, by=alice, at=build.AT)

    groups = plan_page(published_plans().get()).groups

    assert [(str(group.axis), len(group.measures)) for group in groups] == [("Soutenir les commerces", 2)]
