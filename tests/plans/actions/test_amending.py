"""An amended document: what stays keeps its decision, what changed is reviewed, nothing is lost."""

import pytest

from relance.kernel.models import Account, Authority
from relance.kernel.rules import Role
from relance.plans.actions.amending import CannotAmend, import_amendment, resolve
from relance.plans.actions.importing import import_document
from relance.plans.actions.publishing import NotReady, publish
from relance.plans.actions.reviewing import Decision, accept_all, decide
from relance.plans.actions.running.beside import add_task
from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.working import change
from relance.plans.models import Fact, Measure, Plan
from relance.plans.permissions import text_for
from relance.plans.queries import published_measure
from relance.plans.queries.comparison import Difference, comparison_of
from relance.plans.queries.coverage import coverage_of
from relance.plans.queries.review import review_of
from relance.plans.queries.running.versions import versions_of
from tests.plans import build

pytestmark = pytest.mark.django_db

FIRST = """# Plan de relance de Valmont

## Axe 1 : Soutenir les commerces

- 1.1 Créer un fonds d’aide aux loyers de 600 000 € pour les commerces du centre
- 1.2 Animer un réseau d’entraide entre les commerçants d’ici 2026
- 1.3 Ouvrir une halle des producteurs sur la place du marché

## Axe 2 : Acheter ici

- 2.1 Créer une plateforme de vente en ligne pour les artisans
"""
SECOND = """# Plan de relance de Valmont

## Axe 1 : Soutenir les commerces

- 1.1 Créer un fonds d’aide aux loyers de 900 000 € pour les commerces du centre
- 1.2 Animer un réseau d’entraide entre les commerçants d’ici 2026

## Axe 2 : Acheter ici

- 2.1 Créer une plateforme de vente en ligne pour les artisans
- 2.2 Former les apprentis aux métiers de bouche avec la chambre de métiers
"""


@pytest.fixture
def valmont(db: None) -> Authority:
    return build.authority()


@pytest.fixture
def alice(valmont: Authority) -> Account:
    return build.officer(valmont, Role.EDITOR)


def imported(valmont: Authority, alice: Account, words: str = FIRST) -> Plan:
    report = import_document(authority=valmont, by=alice, name="plan.md", content=words.encode(), at=build.AT)
    assert report.plan
    return report.plan


@pytest.fixture
def plan(valmont: Authority, alice: Account) -> Plan:
    plan = imported(valmont, alice)
    accept_all(facts=Fact.objects.of(valmont), plan=plan, by=alice, at=build.AT)
    publish(plan=plan, by=alice, at=build.AT)
    return plan


def amended(plan: Plan, alice: Account, words: str = SECOND) -> dict[Difference, list[str]]:
    amendment = import_amendment(plan=plan, by=alice, name="plan-v2.md", content=words.encode(), at=build.AT)
    found = comparison_of(amendment)
    return {
        one: [(change.after or change.before).words for change in found.of(one)]  # type: ignore[union-attr]  # one side is there
        for one in Difference
        if found.of(one)
    }


def accept_rest(plan: Plan, alice: Account) -> None:
    facts = [one.fact for group in review_of(plan).groups for one in group.facts]
    accept_all(facts=facts, plan=plan, by=alice, at=build.AT)


def test_what_differs_is_told_apart(plan: Plan, alice: Account) -> None:
    found = amended(plan, alice)

    assert any("900 000" in words for words in found[Difference.REWORDED])
    assert any("Former les apprentis" in words for words in found[Difference.NEW])
    assert any("Ouvrir une halle" in words for words in found[Difference.GONE])
    assert not any("réseau" in words for all_of in found.values() for words in all_of)


def test_what_people_decided_is_kept(plan: Plan, alice: Account) -> None:
    before = Fact.objects.of(plan.authority).filter(plan=plan, state="accepted").count()

    amended(plan, alice)

    facts = Fact.objects.of(plan.authority).filter(plan=plan)
    assert facts.filter(state="accepted", earlier=None).count() >= before
    network = facts.get(kind="measure", quote__contains="réseau")
    assert network.state == "accepted"
    assert network.places.count() == 1


def test_a_published_plan_stays_as_it_is_until_the_version_is_published(plan: Plan, alice: Account) -> None:
    codes = dict(Measure.objects.of(plan.authority).values_list("number", "code"))
    keys = dict(Measure.objects.of(plan.authority).values_list("number", "key"))
    amended(plan, alice)
    assert Measure.objects.of(plan.authority).filter(quote__contains="600 000").exists()
    with pytest.raises(NotReady):
        publish(plan=plan, by=alice, at=build.AT)

    accept_rest(plan, alice)
    hall = Fact.objects.of(plan.authority).get(kind="measure", quote__contains="halle")
    decide(fact=hall, by=alice, at=build.AT, decision=Decision.REJECT)
    publish(plan=plan, by=alice, at=build.AT)

    fund = Measure.objects.of(plan.authority).get(quote__contains="900 000")
    assert (fund.code, fund.key) == (codes["1.1"], keys["1.1"])
    measures = Measure.objects.of(plan.authority)
    words = " ".join(measures.filter(ended_by__isnull=True).values_list("quote", flat=True))
    assert "600 000" not in words
    assert "halle" not in words
    assert "halle" in measures.get(ended_by__number=1).quote
    assert "Former les apprentis" in words


def test_the_earlier_wording_stays_readable_by_anybody(plan: Plan, alice: Account) -> None:
    assert plan.document
    earlier = plan.document.pk
    amended(plan, alice)
    accept_rest(plan, alice)
    publish(plan=plan, by=alice, at=build.AT)

    plan.refresh_from_db()
    assert plan.document_id != earlier
    assert "600 000" in text_for(None, plan.authority.slug, earlier).text  # type: ignore[arg-type]  # nobody


def test_coverage_is_that_of_the_new_text(plan: Plan, alice: Account) -> None:
    amended(plan, alice, SECOND + "\nLa Ville remercie chaleureusement toutes les équipes mobilisées.\n")

    covered = coverage_of(plan)

    assert covered.text
    assert "900 000" in covered.text.text
    assert all("réseau" not in one.words for one in covered.sentences())


def test_a_date_and_a_sum_that_change_under_the_same_words(valmont: Authority, alice: Account) -> None:
    rows = (
        "Axe;Action;Échéance;Budget\n"
        "Commerce;Ouvrir une halle des producteurs;{};{}\n"
        "Commerce;Planter;2026;\n"
    )
    report = import_document(
        authority=valmont,
        by=alice,
        name="plan.csv",
        content=rows.format(2026, "20 000 €").encode(),
        at=build.AT,
    )
    assert report.plan
    accept_all(facts=Fact.objects.of(valmont), plan=report.plan, by=alice, at=build.AT)

    amendment = import_amendment(
        plan=report.plan,
        by=alice,
        name="plan-v2.csv",
        content=rows.format(2028, "35 000 €").encode(),
        at=build.AT,
    )

    found = comparison_of(amendment)
    ((dated,), (priced,)) = found.of(Difference.REDATED), found.of(Difference.REPRICED)
    assert dated.before
    assert dated.after
    assert (dated.before.value, dated.after.value) == ("2026", "2028")
    assert dated.about == "Ouvrir une halle des producteurs"
    assert priced.after
    assert "35" in priced.after.value
    assert not found.of(Difference.NEW)
    assert not found.of(Difference.GONE)


def test_a_likeness_that_is_not_sure_is_asked(plan: Plan, alice: Account) -> None:
    words = FIRST.replace(
        "1.3 Ouvrir une halle des producteurs sur la place du marché",
        "Construire une halle couverte de producteurs près du marché",
    )
    found = amended(plan, alice, words)
    assert any("halle couverte" in words for words in found[Difference.UNSURE])
    fact = Fact.objects.of(plan.authority).get(maybe__isnull=False)
    earlier = fact.maybe
    accept_rest(plan, alice)
    with pytest.raises(NotReady, match="rapprocher"):
        publish(plan=plan, by=alice, at=build.AT)

    resolve(fact=fact, same=True, by=alice, at=build.AT)

    fact.refresh_from_db()
    assert (fact.earlier, fact.maybe) == (earlier, None)
    publish(plan=plan, by=alice, at=build.AT)
    assert not Measure.objects.of(plan.authority).filter(quote__contains="Ouvrir une halle").exists()


def test_another_measure_leaves_the_known_one_standing(plan: Plan, alice: Account) -> None:
    words = FIRST.replace(
        "1.3 Ouvrir une halle des producteurs sur la place du marché",
        "Construire une halle couverte de producteurs près du marché",
    )
    amended(plan, alice, words)
    fact = Fact.objects.of(plan.authority).get(maybe__isnull=False)

    resolve(fact=fact, same=False, by=alice, at=build.AT)
    accept_rest(plan, alice)
    publish(plan=plan, by=alice, at=build.AT)

    assert Measure.objects.of(plan.authority).filter(quote__contains="halle").count() == 2


def test_the_same_document_is_no_version(plan: Plan, alice: Account) -> None:
    with pytest.raises(CannotAmend, match="déjà connu"):
        amended(plan, alice, FIRST)


def test_one_version_at_a_time(plan: Plan, alice: Account) -> None:
    amended(plan, alice)

    with pytest.raises(CannotAmend, match="déjà en relecture"):
        amended(plan, alice, SECOND + "\nEncore.\n")


def test_sending_either_version_again_proposes_nothing(plan: Plan, alice: Account) -> None:
    amended(plan, alice)
    accept_rest(plan, alice)
    publish(plan=plan, by=alice, at=build.AT)
    before = Fact.objects.of(plan.authority).count()

    for words in (FIRST, SECOND):
        assert imported(plan.authority, alice, words) == plan

    assert Fact.objects.of(plan.authority).count() == before
    assert Plan.objects.of(plan.authority).count() == 1


def test_a_plan_of_rows_has_nothing_to_compare(valmont: Authority, alice: Account) -> None:
    with pytest.raises(CannotAmend, match="ne vient pas"):
        amended(build.plan(valmont), alice)


def test_what_hangs_on_a_measure_stays_when_its_words_change_or_it_leaves(plan: Plan, alice: Account) -> None:
    fund = Measure.objects.of(plan.authority).get(quote__contains="600 000")
    hall = Measure.objects.of(plan.authority).get(quote__contains="halle")
    who = contributor_called(authority=plan.authority, name="Service commerce")
    for one in (fund, hall):
        change(measure=one, by=alice, at=build.AT, fields={"lead": who})
        add_task(measure=one, by=alice, at=build.AT, title="Choisir")
    amended(plan, alice)
    accept_rest(plan, alice)
    gone = Fact.objects.of(plan.authority).get(kind="measure", quote__contains="halle")
    decide(fact=gone, by=alice, at=build.AT, decision=Decision.REJECT)

    publish(plan=plan, by=alice, at=build.AT, because="La région se retire.", reference="2026-118")

    again = Measure.objects.of(plan.authority).get(quote__contains="900 000")
    assert (again.pk, again.key, again.code) == (fund.pk, fund.key, fund.code)
    assert [one.tasks.get().title for one in (again, hall)] == ["Choisir", "Choisir"]
    assert {one.contributor for one in again.roles.all()} == {who}
    hall.refresh_from_db()
    assert hall.ended_by
    assert (hall.ended_by.because, hall.ended_by.reference) == ("La région se retire.", "2026-118")
    latest = versions_of(plan)[0]
    becoming = {one.now.code: one.now.becoming for one in latest.touched}
    assert (becoming[hall.code], becoming[fund.code]) == ("ended", "changed")
    (changed,) = [one for one in latest.touched if one.now.code == fund.code]
    assert "900" in "".join(piece.text for piece in changed.words if piece.kind == "new")
    assert published_measure(authority=plan.authority, plan=plan.slug, code=hall.code).quote == hall.quote
