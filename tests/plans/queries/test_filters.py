"""Choosing among the measures of a plan."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relance.plans.models import MeasureKind, Plan
from relance.plans.queries import MeasureFilter, choices_of, measures_of, plan_page
from tests.plans import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Plan:
    plan = build.published(build.authority())
    shops, works = build.axis(plan, "Commerce"), build.axis(plan, "Chantiers")
    loans = build.measure(plan, "prêts", axis=shops, kind="scheme", **build.horizon(2021, 2024))
    build.partner(loans, "CDÉJ")
    build.partner(loans, "CDÉJ", "funder")
    build.amount(loans, 20)
    halls = build.measure(plan, "halles", axis=works, kind="site", **build.horizon(None, 2023))
    build.partner(halls, "MRC")
    build.measure(plan, "marchés", axis=shops, horizon_ongoing=True, horizon_wording="En continu")
    build.measure(plan, "études", **build.horizon(2025, None))
    build.measure(plan, "vœux", horizon_wording="au cours des deux prochaines années")
    build.measure(plan, "divers")
    other = build.published(plan.authority)
    build.measure(other, "ailleurs", axis=build.axis(other))
    return plan


def chosen(plan: Plan, **choice: object) -> list[str]:
    return [measure.wording for measure in measures_of(plan, MeasureFilter(**choice))]  # type: ignore[arg-type]  # fields by name


def test_without_a_choice_every_measure_is_there_in_order(plan: Plan) -> None:
    assert chosen(plan) == ["prêts", "halles", "marchés", "études", "vœux", "divers"]


@pytest.mark.parametrize(
    ("year", "found"),
    [
        (2020, ["halles"]),
        (2021, ["prêts", "halles"]),
        (2023, ["prêts", "halles"]),
        (2024, ["prêts"]),
        (2025, ["études"]),
        (2040, ["études"]),
    ],
)
def test_a_year_finds_the_dated_measures_that_cover_it(plan: Plan, year: int, found: list[str]) -> None:
    assert chosen(plan, year=year) == found


def test_what_has_no_horizon_has_no_words_about_it_either(plan: Plan) -> None:
    assert chosen(plan, without_horizon=True) == ["divers"]


def test_horizons_chosen_together_add_up(plan: Plan) -> None:
    assert chosen(plan, year=2024, ongoing=True) == ["prêts", "marchés"]


def test_the_other_choices_narrow(plan: Plan) -> None:
    partners = {partner.name: partner.pk for partner, _ in choices_of(plan).partners}

    assert chosen(plan, partner=partners["CDÉJ"]) == ["prêts"]
    assert chosen(plan, without_partner=True) == ["marchés", "études", "vœux", "divers"]
    assert chosen(plan, kind="site") == ["halles"]
    assert chosen(plan, with_amount=True) == ["prêts"]
    assert chosen(plan, without_amount=True, year=2022) == ["halles"]
    assert chosen(plan, no_axis=True) == ["études", "vœux", "divers"]


def test_the_choices_say_how_many_measures_each_leaves(plan: Plan) -> None:
    found = choices_of(plan)

    assert [(str(axis), n) for axis, n in found.axes] == [("Commerce", 2), ("Chantiers", 1)]
    assert [(partner.name, n) for partner, n in found.partners] == [("CDÉJ", 1), ("MRC", 1)]
    assert found.years == (2021, 2022, 2023, 2024, 2025)
    assert [(kind.value, n) for kind, n in found.kinds] == [("scheme", 1), ("site", 1)]
    assert (found.no_axis, found.ongoing, found.without_horizon, found.without_partner) == (3, 1, 1, 4)
    assert (found.with_amount, found.without_amount) == (1, 5)


def test_a_filter_leaves_out_the_axes_that_it_empties(plan: Plan) -> None:
    page = plan_page(plan, MeasureFilter(ongoing=True))

    assert [str(group.axis) for group in page.groups] == ["Commerce"]
    assert (page.shown, page.total) == (1, 6)


def test_a_plan_without_filter_shows_its_empty_axes_too(plan: Plan) -> None:
    build.axis(plan, "Culture")

    groups = plan_page(plan).groups

    assert [(str(group.axis) if group.axis else None, len(group.measures)) for group in groups] == [
        ("Commerce", 2),
        ("Chantiers", 1),
        ("Culture", 0),
        (None, 3),
    ]


def test_an_empty_axis_of_a_long_plan_follows_the_one_before_it(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.axis(plan, "Culture")
    monkeypatch.setattr("relance.plans.queries.page.A_SHEET", 2)

    sheets = [plan_page(plan, sheet=str(number)) for number in (1, 2, 3)]

    assert [[(str(one.axis), len(one.measures), one.count) for one in sheet.groups] for sheet in sheets] == [
        [("Commerce", 2, 2)],
        [("Chantiers", 1, 1), ("Culture", 0, 0), ("None", 1, 3)],
        [("None", 2, 3)],
    ]
    assert {(sheet.shown, sheet.total) for sheet in sheets} == {(6, 6)}


def test_a_filter_is_read_from_an_address() -> None:
    read = MeasureFilter.from_query(
        {"axis": "3", "year": "2022", "ongoing": "1", "kind": "scheme", "partner": "7", "no_axis": "0"}
    )

    assert read == MeasureFilter(axis=3, year=2022, ongoing=True, kind="scheme", partner=7)


@example({"year": "0"})
@given(st.dictionaries(st.sampled_from(list(MeasureFilter.__dataclass_fields__)), st.text()))
def test_nonsense_in_an_address_is_left_out(query: dict[str, str]) -> None:
    read = MeasureFilter.from_query(query)

    assert read.kind in ("", *MeasureKind.values)
    assert read.year is None or 1900 <= read.year <= 2200
