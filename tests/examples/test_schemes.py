"""The schemes of the five plans: sure figures told from examples, cases by hand, both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import bareme

D = Decimal
FOLDER = Path(__file__).parents[2] / "examples" / "schemes"
SCHEMES = {path.stem: bareme.load(path) for path in sorted(FOLDER.glob("*.yaml"))}
ASKED_FOR = {
    "avances-remboursables",
    "boutique-numerique",
    "epicerie-etudiante",
    "festival-centre-ville",
    "fonds-loyer",
    "fonds-solidarite",  # to set a simulation beside money really paid
    "fonds-tourisme",
    "friches-commerciales",
    "mobilite-au-merite",
    "pardon-de-pret",
    "premier-emploi",
    "redevance-vitrine",
    "subvention-association",
    "supplement-loyer",
}
# What our notes hold for read in an official text or in two sources that agree; all else is an example.
SURE: dict[str, set[str]] = {
    "fonds-loyer": {
        "headcount_limit 2020-06-18",
        "created_before 2020-06-18",
        "turnover_limit 2020-06-18",
        "profit_limit 2020-06-18",
        "loss_rate 2020-06-18",
        "period_start 2020-06-18",
        "period_end 2020-06-18",
        "months_covered 2020-06-18",
        "monthly_cap 2020-06-18",
        "award_cap 2020-06-18",
    },
    "pardon-de-pret": {
        "days_needed 2020-10-01",
        "month_cap 2020-10-01",
        "forgiven_share 2020-10-01",
        "bonus_cap 2020-10-01",
        "first_month 2020-10-01",
        "last_month 2020-10-01",
    },
    "subvention-association": {"agreement_from 2022-01-01", "deposit_from 2022-01-01"},
    "friches-commerciales": {
        "vacancy 2024-11-21",
        "first_rate 2014-01-01",
        "second_rate 2014-01-01",
        "third_rate 2014-01-01",
        "most_raised 2014-01-01",
    },
    "boutique-numerique": {"de_minimis_cap 2024-01-01"},
}
every_scheme = pytest.mark.parametrize("name", sorted(SCHEMES))


def first(name: str) -> tuple[dict[str, Any], date]:
    """The facts of the first test of a scheme, and its day: somebody who is entitled."""
    test = SCHEMES[name].tests[0]
    return dict(test.given), test.on


def decide(name: str, *, on: date | None = None, **changes: Any) -> bareme.Decision:
    """The answer for the first test's facts with some of them changed; None takes a fact away."""
    facts, day = first(name)
    facts.update(changes)
    facts = {key: value for key, value in facts.items() if value is not None}
    return bareme.evaluate(SCHEMES[name], facts, on=on or day)


def labels(part: Any) -> Iterator[Mapping[str, str]]:
    """Every text of a scheme that a reader may meet."""
    yield part.title
    for group in (part.inputs, part.entities, part.sets, part.parameters, part.scales, part.definitions):
        yield from (item.label for item in group.values())
    for condition in part.conditions:
        yield condition.refusal
    yield from (line.label for line in part.lines if line.label)
    yield from (duty.label for duty in part.obligations)
    yield from (paper.label for paper in part.documents)


def test_each_scheme_asked_for_is_there() -> None:
    assert set(SCHEMES) == ASKED_FOR


@every_scheme
def test_a_file_bears_the_name_of_its_scheme(name: str) -> None:
    assert SCHEMES[name].name == name


@every_scheme
def test_no_unsure_figure_is_shipped_as_sure(name: str) -> None:
    shipped = {
        f"{parameter.name} {value.since}"
        for parameter in SCHEMES[name].parameters.values()
        for value in parameter.values
        if not value.example
    }

    assert shipped == SURE.get(name, set())


@every_scheme
def test_an_envelope_is_an_example_too(name: str) -> None:
    envelope = SCHEMES[name].envelope

    assert envelope is None or all(value.example for value in envelope.amount)


@every_scheme
def test_each_figure_has_its_reference(name: str) -> None:
    for parameter in SCHEMES[name].parameters.values():
        assert all(value.reference.strip() for value in parameter.values), parameter.name


@every_scheme
def test_each_text_is_there_in_french_and_in_english(name: str) -> None:
    missing = [label for label in labels(SCHEMES[name]) if not (label.get("fr") and label.get("en"))]

    assert missing == []


@every_scheme
def test_a_french_text_has_no_straight_apostrophe(name: str) -> None:
    assert [label["fr"] for label in labels(SCHEMES[name]) if "'" in label["fr"]] == []


@every_scheme
@pytest.mark.parametrize("language", ["fr", "en"])
def test_reasons_are_sentences_without_a_name_of_the_code(name: str, language: str) -> None:
    decision = decide(name)

    said = "\n".join(decision.sentences(language))

    title = SCHEMES[name].title
    assert title.get(language, title["fr"]) in said
    assert re.findall(r"\b[a-z]+_[a-z_]+\b", said) == []


@every_scheme
def test_a_fact_taken_away_never_makes_another_amount(name: str) -> None:
    whole = decide(name)

    for fact in first(name)[0]:
        less = decide(name, **{fact: None})
        defaults = {path for path, given in SCHEMES[name].inputs.items() if given.default is not None}
        if fact not in defaults:
            assert less.amount in (whole.amount, bareme.UNKNOWN), fact
            assert less.verdict in (whole.verdict, "undetermined", "to be checked"), fact


@every_scheme
def test_the_order_of_the_facts_does_not_matter(name: str) -> None:
    facts, on = first(name)

    turned = bareme.evaluate(SCHEMES[name], dict(reversed(facts.items())), on=on)

    assert (turned.verdict, turned.amount) == (decide(name).verdict, decide(name).amount)


@every_scheme
def test_knowing_nothing_is_never_a_refusal_nor_money(name: str) -> None:
    decision = bareme.evaluate(SCHEMES[name], {}, on=first(name)[1])

    assert decision.verdict == "undetermined"
    assert decision.amount is bareme.UNKNOWN
    assert decision.questions


@pytest.mark.parametrize(
    ("name", "changes", "verdict", "amount"),
    [
        # June: 3 months of at most 500 €; the loss must reach half, so 22 500 of 45 000 €.
        ("fonds-loyer", {"monthly_rent": "499.99 EUR/month"}, "eligible", D("1499.97")),
        ("fonds-loyer", {"yearly_turnover": "999999.99"}, "eligible", D(1500)),
        ("fonds-loyer", {"yearly_turnover": "1000000"}, "not eligible", None),
        ("fonds-loyer", {"profit": "60000"}, "not eligible", None),
        ("fonds-loyer", {"created": "2020-04-30"}, "eligible", D(1500)),
        # 5 people: 1 500 a month; 6: 2 000; three months each, 6 000 at most.
        ("fonds-tourisme", {"headcount": 5}, "eligible", D(4500)),
        ("fonds-tourisme", {"headcount": 6}, "eligible", D(6000)),
        ("fonds-tourisme", {"headcount": 9, "months_hit": 2}, "eligible", D(4000)),
        ("fonds-tourisme", {"trade": "hotel", "headcount": 20, "months_hit": 1}, "eligible", D(2000)),
        # a quarter of 79 999.99 is 19 999.9975: down to the hundred, 19 900; of 80 000, 20 000.
        ("avances-remboursables", {"yearly_turnover": "79999.99"}, "eligible", D(19900)),
        ("avances-remboursables", {"yearly_turnover": "80000"}, "eligible", D(20000)),
        ("avances-remboursables", {"requested": "5099.99"}, "eligible", D(5000)),
        ("avances-remboursables", {"headcount": 9}, "eligible", D(15200)),
        ("avances-remboursables", {"headcount": 10}, "not eligible", None),
        ("avances-remboursables", {"term": "35 months"}, "not eligible", None),
        # 25 % of 1 000.01 is 250.0025, so 250.00; 950 − 250 = 700.
        ("supplement-loyer", {"members": [{"income": "1000.01", "student": "no"}]}, "eligible", D(700)),
        # 25 % of 1 000.02 is 250.005: half a cent goes up, 250.01.
        ("supplement-loyer", {"members": [{"income": "1000.02", "student": "no"}]}, "eligible", D("699.99")),
        # 32 500 a year for a couple: 2 708.33 a month is 32 499.96, within; a cent more is 32 500.08.
        ("supplement-loyer", {"members": [{"income": "2708.33", "student": "no"}]}, "eligible", D("272.92")),
        ("supplement-loyer", {"members": [{"income": "2708.34", "student": "no"}]}, "not eligible", None),
        # 80 % of 10 000.01 is 8 000.008.
        ("pardon-de-pret", {"loan": "10000.01"}, "eligible", D("8000.01")),
        ("pardon-de-pret", {"reopening": "99.99"}, "eligible", D("18300.39")),
        ("subvention-association", {"requested": "40000.01"}, "eligible", D(40000)),
        ("subvention-association", {"requested": "39999.99"}, "eligible", D("39999.99")),
        ("subvention-association", {"declared": "2024-03-01"}, "eligible", D(23000)),
        ("subvention-association", {"declared": "2024-03-02"}, "not eligible", None),
        # 40 % of 13 000.90 is 5 200.36; the euro below. Charged entrance: 25 %, 3 250.225.
        ("festival-centre-ville", {"free": "no"}, "eligible", D(3250)),
        ("festival-centre-ville", {"expected": 500}, "eligible", D(3000)),
        # 15 % and 20 % of 4 321.05.
        ("friches-commerciales", {"taxed_years": 1}, "eligible", D("648.16")),
        ("friches-commerciales", {"taxed_years": 2}, "eligible", D("864.21")),
        ("friches-commerciales", {"unused_since": "2023-01-02"}, "not eligible", None),
        ("redevance-vitrine", {"frontage": "0.1"}, "eligible", D(25)),
        ("redevance-vitrine", {"excused_days": 117}, "eligible", D(5625)),
        ("redevance-vitrine", {"excused_days": 118}, "not eligible", None),
        # 3 people may keep 720 € of 1 180; 80 % of 61.27 is 49.016.
        ("epicerie-etudiante", {"resources": "1180", "household": 3}, "eligible", D("49.02")),
        ("epicerie-etudiante", {"resources": "1180.01", "household": 3}, "not eligible", None),
        ("epicerie-etudiante", {"basket": "125.01"}, "eligible", D(100)),
        # half of 399.99 is 199.995, three times: 599.985, half a cent goes up.
        ("premier-emploi", {"rent": "399.99"}, "eligible", D("599.99")),
        ("premier-emploi", {"rent": "400.01"}, "eligible", D(600)),
        ("premier-emploi", {"age": 30}, "not eligible", None),
        # 60 % of 633.50 is 380.10 a month: six months 2 280.60, nine would pass 2 500.
        ("mobilite-au-merite", {"level": "e7", "months_abroad": "6 months"}, "eligible", D("2280.60")),
        ("mobilite-au-merite", {"level": "e7", "months_abroad": "7 months"}, "eligible", D(2500)),
        ("mobilite-au-merite", {"level": "e0", "months_abroad": "3 months"}, "eligible", D("261.72")),
        ("boutique-numerique", {"de_minimis": "299500"}, "eligible", D(500)),
        ("boutique-numerique", {"de_minimis": "300000"}, "eligible", D(0)),
        ("boutique-numerique", {"already": {"firm": "2999.99"}}, "eligible", D("0.01")),
    ],
)
def test_a_case_worked_out_by_hand(
    name: str, changes: dict[str, Any], verdict: str, amount: D | None
) -> None:
    decision = decide(name, **changes)

    assert decision.verdict == verdict
    assert decision.amount == amount if amount is not None else decision.amount is bareme.NOT_APPLICABLE


def test_three_funders_pay_an_advance_and_the_metropolis_takes_the_odd_cent() -> None:
    parts = bareme.split(SCHEMES["avances-remboursables"], D(15200))

    assert parts == {"metropole": D("6514.30"), "region": D("4342.85"), "caisse": D("4342.85")}
    assert sum(parts.values()) == D(15200)


def test_an_advance_comes_back_month_by_month_after_the_pause() -> None:
    decision = decide("avances-remboursables")

    due = bareme.repayments(decision, D(15200), paid=date(2020, 9, 15))

    assert sum(part.amount for part in due) == D(15200)
    assert len({part.amount for part in due[:-1]}) == 1
    assert len(due) == 36


def test_a_grant_is_paid_in_two_parts_that_add_up() -> None:
    parts = bareme.instalments(SCHEMES["subvention-association"], D("1666.67"), {"award": date(2025, 3, 1)})

    assert [part.amount for part in parts] == [D("1166.66"), D("500.01")]
    assert [part.due for part in parts] == [date(2025, 3, 1), None]


def test_the_amending_votes_of_the_rent_fund_change_the_answer_and_not_the_past() -> None:
    ten: dict[str, Any] = {"headcount": 10, "already": {"firm": "0"}}

    assert decide("fonds-loyer", **ten).verdict == "not eligible"
    assert decide("fonds-loyer", on=date(2020, 10, 15), **ten).verdict == "not eligible"
    assert decide("fonds-loyer", on=date(2020, 10, 16), **ten).verdict == "eligible"


def test_the_tourism_line_ends_where_the_december_vote_begins() -> None:
    with pytest.raises(bareme.NotInForce):
        decide("fonds-tourisme", on=date(2020, 12, 18))


def test_scholarships_that_nobody_has_published_yet_are_not_guessed() -> None:
    assert decide("mobilite-au-merite", on=date(2026, 8, 31)).verdict == "eligible"

    with pytest.raises(bareme.NotInForce):
        decide("mobilite-au-merite", on=date(2026, 9, 1))


def test_the_agreement_is_an_obligation_of_those_above_the_threshold_alone() -> None:
    scheme = SCHEMES["subvention-association"]
    signing = next(duty for duty in scheme.obligations if duty.evidence == "agreement")
    assert signing.applies is not None

    needed = [
        decision.program.run(signing.applies)(decision.env)
        for decision in (decide(scheme.name), decide(scheme.name, granted_this_year="0.01"))
    ]

    assert needed == [False, True]


@pytest.mark.parametrize(
    ("month", "counts"), [("2020-10-01", True), ("2020-09-01", False), ("2022-02-01", True)]
)
def test_only_months_of_the_programme_are_forgiven(month: str, counts: bool) -> None:
    closed = [{"month": month, "days": 10, "costs": "100.10", "other_aid": "0"}]

    decision = decide("pardon-de-pret", on=date(2022, 3, 31), closed_months=closed)

    assert decision.amount == (D("100.10") if counts else bareme.NOT_APPLICABLE)
