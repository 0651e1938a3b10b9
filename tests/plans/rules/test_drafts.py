"""What reading says becomes facts to be decided, one decision each."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.drafts import Draft, drafts_of, finding_value, plain_units
from relance.reading.document import Span
from relance.reading.facts.types import Facts, FindingFact
from tests.plans import read


@pytest.fixture
def drafts() -> tuple[Draft, ...]:
    return drafts_of(read.facts())


def of_kind(drafts: tuple[Draft, ...], kind: str) -> list[Draft]:
    return [draft for draft in drafts if draft.kind == kind]


def test_the_plan_comes_first_then_each_axis_with_its_measures(drafts: tuple[Draft, ...]) -> None:
    kinds = [draft.kind for draft in drafts if draft.parent is None or draft.kind == "measure"]

    assert kinds == [
        *("title", "territory", "status", "date", "budget"),
        *("axis", "measure", "measure"),
        *("axis", "measure", "measure"),
        *("axis", "measure"),
        "finding",
    ]


def test_a_part_comes_after_what_it_belongs_to(drafts: tuple[Draft, ...]) -> None:
    for place, draft in enumerate(drafts):
        assert draft.parent is None or draft.parent < place

    horizon = of_kind(drafts, "horizon")[0]
    assert horizon.parent is not None
    assert drafts[horizon.parent].value["number"] == "1.1"


def test_each_draft_quotes_its_place(drafts: tuple[Draft, ...]) -> None:
    for draft in drafts:
        assert read.TEXT[draft.start : draft.end] == draft.quote


def test_both_ends_of_a_range_are_one_decision(drafts: tuple[Draft, ...]) -> None:
    advances = of_kind(drafts, "amount")[-1]

    assert (advances.value["low"], advances.value["high"]) == (500_000, 2_000_000)
    assert advances.value["role"] == "detail"


def test_an_envelope_has_both_ends(drafts: tuple[Draft, ...]) -> None:
    value = of_kind(drafts, "amount")[0].value

    assert (value["low"], value["high"], value["role"]) == (60_000_000, 60_000_000, "envelope")


def test_a_ceiling_that_is_a_parameter_is_decided_once(drafts: tuple[Draft, ...]) -> None:
    assert [draft.kind for draft in drafts if draft.quote == "1 500 €"] == ["parameter"]


def test_a_ceiling_that_is_no_parameter_is_a_sum_without_lower_end() -> None:
    facts = read.facts()
    bare = replace(facts.measures[0], parameters=())

    drafts = drafts_of(replace(facts, measures=(bare, *facts.measures[1:])))

    ceiling = next(draft for draft in drafts if draft.quote == "1 500 €")
    assert (ceiling.kind, ceiling.value["low"], ceiling.value["high"]) == ("amount", None, 150_000)


def test_the_total_of_the_plan_is_decided_once(drafts: tuple[Draft, ...]) -> None:
    assert [draft.quote for draft in of_kind(drafts, "budget")] == ["4,8 M€"]
    assert "4,8 M€" not in [draft.quote for draft in of_kind(drafts, "amount")]


def test_an_envelope_is_no_parameter_besides(drafts: tuple[Draft, ...]) -> None:
    assert [draft.value for draft in of_kind(drafts, "parameter")] == [
        {"kind": "ceiling", "low": "1500", "high": "1500", "unit": "EUR"}
    ]


def test_a_horizon_without_a_date_has_no_precision(drafts: tuple[Draft, ...]) -> None:
    years, ongoing = of_kind(drafts, "horizon")

    assert (years.value["start"], years.value["end"], years.value["precision"]) == (
        "2026-01-01",
        "2027-12-31",
        "year",
    )
    assert (ongoing.value["ongoing"], ongoing.value["precision"]) == (True, None)


def test_the_same_words_under_two_priorities_are_two_facts(drafts: tuple[Draft, ...]) -> None:
    replies = [draft for draft in drafts if draft.quote == "Le ministère veillera."]

    assert len(replies) == 2
    assert replies[0].fingerprint != replies[1].fingerprint


def test_every_fingerprint_is_its_own_and_the_same_at_each_reading(drafts: tuple[Draft, ...]) -> None:
    again = drafts_of(read.facts())

    assert len({draft.fingerprint for draft in drafts}) == len(drafts)
    assert [draft.fingerprint for draft in again] == [draft.fingerprint for draft in drafts]


def test_a_better_reader_recognises_what_it_places_elsewhere() -> None:
    facts = read.facts()
    assert facts.title
    moved = replace(facts, title=replace(facts.title, span=Span(3, 29), confidence=0.2))

    first, second = drafts_of(facts)[0], drafts_of(moved)[0]

    assert first.start != second.start
    assert first.fingerprint == second.fingerprint


def test_measures_before_any_axis_come_before_it() -> None:
    facts = read.facts()
    loose = replace(facts.measures[4], axis=None, span=Span(0, 4), quote="PLAN")
    facts = replace(facts, measures=(*facts.measures[:4], loose))

    drafts = drafts_of(facts)

    first = next(draft for draft in drafts if draft.kind in ("axis", "measure"))
    assert (first.kind, first.quote) == ("measure", "PLAN")


def test_a_document_without_facts_has_no_drafts() -> None:
    nothing = Facts(
        title=None,
        territory=None,
        adopted_on=None,
        status=None,
        total_budget=None,
        axes=(),
        measures=(),
        amounts=(),
        findings=(),
    )

    assert drafts_of(nothing) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("Plus de 20% des locaux sont inoccupés", "20", "percent", "at_least"),
        ("72 % des commerçants ont moins de 100 m²", "72", "percent", "exact"),
        ("Environ 12,5 % des logements", "12.5", "percent", "about"),
        ("moins de 100m² de surface", "100", "m2", "at_most"),
        ("La ville compte 14 200 habitants en 2024", "14200", "", "exact"),
        ("Depuis 2019, la vacance progresse", "", "", "exact"),
        ("La vacance progresse", "", "", "exact"),
    ],
)
def test_the_figure_of_a_finding_is_read(text: str, value: str, unit: str, bound: str) -> None:
    finding = FindingFact(span=Span(0, len(text)), quote=text, confidence=1, text=text)

    assert finding_value(finding) == {"value": value, "unit": unit, "bound": bound}


@given(st.text(max_size=80))
def test_any_finding_has_a_plain_figure_or_none(text: str) -> None:
    finding = FindingFact(span=Span(0, 1), quote="x", confidence=1, text=text)

    value = finding_value(finding)["value"]

    assert value == "" or float(value) >= 0


@pytest.mark.parametrize(
    ("value", "unit", "plain"),
    [
        (150_000, "EUR", "1500"),
        (150_050, "CAD", "1500.5"),
        (30, "%", "30"),
        (0, "EUR", "0"),
        (36, "months", "36"),
    ],
)
def test_money_goes_in_whole_units(value: int, unit: str, plain: str) -> None:
    assert plain_units(value, unit) == plain
