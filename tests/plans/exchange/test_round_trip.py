"""A plan leaves and comes back without loss."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance.kernel.models import Account, Authority
from relance.kernel.rules import Role
from relance.plans.actions.exchange import Outcome, restore
from relance.plans.models import AidParameter, DocumentText, Finding, Plan, SourceDocument
from relance.plans.queries import budget_of, plan_page
from relance.plans.queries.exchange import TABLES, book_of, export_plan
from relance.plans.queries.exchange.spec import NOT_EXPORTED
from tests.plans import build

pytestmark = pytest.mark.django_db

TEXT = "PLAN\nOuvrir une halle, 2026-2027\n18 % de locaux vides\n"
FORMS = ["json", "xlsx", "ods", "csv"]


@pytest.fixture
def valmont(db: None) -> Authority:
    return build.authority()


@pytest.fixture
def alice(valmont: Authority) -> Account:
    return build.officer(valmont, Role.EDITOR)


def place(source: DocumentText, words: str) -> dict[str, Any]:
    start = source.text.index(words)
    said = {"source": source, "start": start, "end": start + len(words), "quote": words}
    return {**said, "confirmed_by": "Bob", "confirmed_at": build.AT}


def full(of: Authority) -> Plan:
    """A plan with a row of every kind, quoted and paraphrased."""
    document = build.document(of, title="Le document", sha256="a" * 64, status="adopted", name="plan.txt")
    source = build.text(document, TEXT, warnings=["Une page vide"], pages=2, page_starts=[[1, 0], [2, 5]])
    plan = build.plan(
        of,
        slug="relance",
        title="Plan de relance",
        territory="Valmont",
        summary="=Notre plan;\n«\u00a0deux lignes\u00a0»",
        document=document,
        adopted_on=date(2026, 3, 12),
        announced_measures=50,
        axis_word="priority",
    )
    build.amount(plan, 4_800_000, **place(source, "PLAN"))
    axis = build.axis(plan, "Commerce", number="1")
    build.axis(plan, "Chantiers", number="2")
    hall = build.measure(
        plan,
        paraphrase="",
        axis=axis,
        number="1.1",
        code="1-1",
        kind="site",
        working_title="La halle",
        objective="Commerce",
        objective_start=0,
        objective_end=4,
        responds_to="Priorité 2",
        horizon_wording="2026-2027",
        horizon_from=23,
        horizon_to=32,
        **build.horizon(2026, 2027),
        **place(source, "Ouvrir une halle"),
    )
    part = build.measure(plan, "Une part de la halle", parent=hall, horizon_ongoing=True)
    build.partner(hall, "Région", "funder")
    build.partner(part, "Chambre d’agriculture")
    build.amount(hall, 600_000, 750_000, meaning="le bâtiment")
    build.amount(part, 0, role="detail", per="beneficiary", low=None, high=150_050)
    build.amount(axis, 900_000)
    AidParameter.objects.create(
        authority=of, measure=hall, kind="rate", low="12.5", high="30", unit="percent", order=1
    )
    Finding.objects.create(
        authority=of,
        plan=plan,
        paraphrase="",
        value="18",
        unit="percent",
        **place(source, "18 % de locaux vides"),
    )
    Finding.objects.create(authority=of, plan=plan, axis=axis, paraphrase="Un sur cinq", order=2)
    return plan


def cells(plan: Plan, *, but: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Everything that an export of the plan holds."""
    return {
        table: [{name: cell for name, cell in row.cells.items() if name not in but} for row in rows]
        for table, rows in book_of(Plan.objects.of(plan.authority).get(pk=plan.pk)).tables.items()
    }


@pytest.mark.parametrize("form", FORMS)
def test_another_authority_takes_the_whole_plan_in(valmont: Authority, form: str) -> None:
    plan = full(valmont)
    other = build.authority("brumes", country="CA", currency="CAD")
    dora = build.officer(other, Role.EDITOR, name="dora")

    report = restore(authority=other, by=dora, name="plan", content=export_plan(plan, form=form), at=build.AT)

    assert not report.faults
    assert report.plan is not None
    assert report.plan.authority == other
    assert report.plan.state == "draft"
    assert cells(report.plan) == cells(plan)
    assert str(budget_of(report.plan).account.unexplained) == str(budget_of(plan).account.unexplained)
    quoted = report.plan.measures.get(code="1-1")
    assert quoted.source is not None
    assert quoted.source.authority == other
    assert quoted.source.text[quoted.start : quoted.end] == quoted.quote == "Ouvrir une halle"


@pytest.mark.parametrize("form", FORMS)
def test_taking_in_again_changes_nothing(valmont: Authority, alice: Account, form: str) -> None:
    plan = full(valmont)
    before = cells(plan)

    report = restore(
        authority=valmont, by=alice, name="plan", content=export_plan(plan, form=form), at=build.AT
    )

    assert report.changes_nothing
    assert {row.outcome for row in report.rows} == {Outcome.SAME}
    assert cells(plan) == before
    assert Plan.objects.of(valmont).count() == SourceDocument.objects.of(valmont).count() == 1


def test_a_document_that_the_other_authority_has_already_is_not_doubled(valmont: Authority) -> None:
    plan = full(valmont)
    other = build.authority("autre")
    dora = build.officer(other, Role.EDITOR, name="dora")
    document = build.document(other, title="Le même", sha256="a" * 64)
    source = build.text(document, TEXT)

    report = restore(
        authority=other, by=dora, name="plan", content=export_plan(plan, form="json"), at=build.AT
    )

    assert not report.faults
    assert report.plan is not None
    assert SourceDocument.objects.of(other).get() == document
    assert report.plan.measures.get(code="1-1").source == source


def test_a_plan_of_the_same_address_gets_another(valmont: Authority) -> None:
    plan = full(valmont)
    other = build.authority("autre")
    dora = build.officer(other, Role.EDITOR, name="dora")
    build.plan(other, slug="relance")

    report = restore(
        authority=other, by=dora, name="plan", content=export_plan(plan, form="json"), at=build.AT
    )

    assert report.plan is not None
    assert report.plan.slug == "relance-2"


def test_the_page_of_a_plan_taken_in_is_that_of_the_first(valmont: Authority) -> None:
    plan = full(valmont)
    other = build.authority("autre")
    dora = build.officer(other, Role.EDITOR, name="dora")

    copy = restore(
        authority=other, by=dora, name="plan", content=export_plan(plan, form="xlsx"), at=build.AT
    ).plan

    def shown(one: Plan) -> list[Any]:
        return [
            (str(group.axis), m.title, str(m.horizon), [str(partner) for partner in m.partners.all()])
            for group in plan_page(one).groups
            for m in group.measures
        ]

    assert copy is not None
    assert shown(copy) == shown(plan)


anything = st.text(max_size=40).map(lambda text: text.replace("\x00", ""))
named = anything.filter(lambda text: text.strip() != "")


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    title=named,
    summary=anything,
    measures=st.lists(
        st.tuples(named, anything, st.none() | st.integers(1900, 2100), st.integers(0, 10**15)), max_size=4
    ),
)
def test_any_plan_leaves_and_comes_back_without_loss(
    valmont: Authority,
    form: str,
    title: str,
    summary: str,
    measures: list[tuple[str, str, int | None, int]],
) -> None:
    with transaction.atomic():
        plan = build.plan(valmont, title=title, summary=summary)
        for words, objective, year, minor in measures:
            dated = build.horizon(year, year) if year else {}
            measure = build.measure(plan, words, objective=objective, **dated)
            build.amount(measure, 0, low=minor, high=minor)
        other = build.authority("autre")
        dora = build.officer(other, Role.EDITOR, name="dora")
        kept = cells(plan)

        report = restore(
            authority=other, by=dora, name="plan", content=export_plan(plan, form=form), at=build.AT
        )

        assert not report.faults
        assert report.plan is not None
        assert cells(report.plan) == kept
        transaction.set_rollback(True)


def test_every_field_is_exported_or_left_out_for_a_reason() -> None:
    silent = []
    for table in TABLES:
        exported = {column.name for column in table.columns}
        for field in table.model._meta.concrete_fields:
            said = {f"*.{field.name}", f"{table.model.__name__}.{field.name}"} & NOT_EXPORTED.keys()
            if field.name not in exported and not said:
                silent.append(f"{table.model.__name__}.{field.name}")
    assert not silent


def test_every_reason_is_about_a_field() -> None:
    fields = {(t.model.__name__, field.name) for t in TABLES for field in t.model._meta.concrete_fields}
    known = {f"{owner}.{field}" for owner, field in fields} | {f"*.{field}" for _, field in fields}

    assert not NOT_EXPORTED.keys() - known
