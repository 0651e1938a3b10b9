"""Which page comes next: only what can still change the answer, one thing at a time, of any scheme."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bareme
from relance.applications.rules.asking import facts, pages, registered, said
from relance.applications.rules.asking.fields import ELSEWHERE, Kind, field_for
from relance.applications.rules.asking.pages import State
from relance.applications.rules.asking.reading import read
from relance.values.typography import Locale

EXAMPLES = Path(__file__).parents[4] / "examples" / "schemes"
SUMMER = date(2020, 7, 1)
NOW = date(2026, 11, 22)
REGISTER = {
    "headcount": "03",
    "unit_headcount": "12",
    "activity": "10.71C",
    "legal_form": "5499",
    "commune": "59350",
    "created_on": "2015-03-01",
}


@cache
def scheme(name: str) -> bareme.Scheme:
    return bareme.load(EXAMPLES / f"{name}.yaml")


def plausible(page: pages.Page) -> dict[str, Any]:
    """Answers that anybody could give to this page."""
    typed = {
        Kind.MONEY: "1 000,50",
        Kind.COUNT: "3",
        Kind.NUMBER: "12,5",
        Kind.RATE: "30",
        Kind.DATE: "27/03/2024",
        Kind.YES_NO: "oui",
        Kind.CODE: "A1",
        Kind.CODES: "A1",
    }
    codes = {
        "naf": "56.10C",
        "legal_form": "5499",
        "sirene_legal_form": "5499",
        "commune": "59350",
        "epci": "200093201",
    }
    found = {}
    for one in page.fields:
        text = one.choices[0][0] if one.choices else codes.get(one.nomenclature) or typed[one.kind]
        found[one.path] = read(one, text)
    return found


def walked(state: State, *, most: int = 40) -> tuple[State, list[pages.Page]]:
    """Answer every page until nothing is asked any more."""
    seen: list[pages.Page] = []
    while (page := pages.next_page(state)) is not None:
        assert len(seen) < most, [one.key for one in seen]
        seen.append(page)
        known = dict(state.declared)
        if page.many:
            row = {path.rpartition(".")[2]: value for path, value in plausible(page).items()}
            known = facts.put(known, page.key, [row])
        else:
            for path, value in plausible(page).items():
                known = facts.put(known, path, value)
        state = state.answering(known)
    return state, seen


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_scheme_can_be_answered_to_its_end(path: Path) -> None:
    rules = scheme(path.stem)
    day = max(rules.since, min(NOW, rules.until or NOW))

    state, seen = walked(State(rules, day))

    assert not pages.left(state)
    assert len({page.key for page in seen}) == len(seen), "no page comes twice"
    assert all(line.answer for line in said.summary(state))


def test_what_the_register_answers_is_not_asked() -> None:
    _, alone = walked(State(scheme("fonds-loyer"), SUMMER))
    _, helped = walked(
        State(scheme("fonds-loyer"), SUMMER, registered=registered.facts_of(scheme("fonds-loyer"), REGISTER))
    )

    spared = {page.key for page in alone} - {page.key for page in helped}
    assert spared == {"headcount", "legal_form", "created"}


def test_a_bracket_is_asked_precisely_only_when_it_matters() -> None:
    rules = scheme("fonds-loyer")
    small, around = {**REGISTER, "headcount": "03"}, {**REGISTER, "headcount": "11"}

    _, enough = walked(State(rules, SUMMER, registered=registered.facts_of(rules, small)))
    page = pages.page_of(
        State(
            rules, date(2020, 11, 1), registered=registered.facts_of(rules, {**REGISTER, "headcount": "12"})
        ),
        "headcount",
    )

    assert "headcount" not in {one.key for one in enough}
    assert registered.facts_of(rules, around)["headcount"] == {"from": 10, "to": 19}
    assert page.known == "le registre dit de 20 à 49"


def test_a_refusal_that_is_certain_ends_the_questions() -> None:
    state = State(scheme("fonds-loyer"), SUMMER, declared={"tenant": False})

    assert pages.next_page(state) is None
    assert pages.decision_of(state).verdict == "not eligible"


def test_a_page_left_for_later_is_not_asked_again_but_not_forgotten() -> None:
    state = State(scheme("fonds-loyer"), SUMMER)
    first = pages.next_page(state)
    assert first is not None

    later = State(scheme("fonds-loyer"), SUMMER, skipped=frozenset({first.key}))

    following = pages.next_page(later)
    assert following is not None
    assert following.key != first.key
    assert first.key in pages.still_to_ask(later)


def test_periods_stand_on_one_page_in_their_order() -> None:
    page = pages.page_of(State(scheme("fonds-loyer"), SUMMER), "turnover")

    assert [one.label for one in page.fields[:2]] == ["Mars 2019", "Avril 2019"]
    assert len(page.fields) == 6
    answered = State(scheme("fonds-loyer"), SUMMER, declared={"turnover": {"2019-03": "5 EUR"}})
    assert len(pages.page_of(answered, "turnover").fields) == 6


def test_a_place_is_chosen_among_the_territories_that_count() -> None:
    page = pages.page_of(State(scheme("fonds-loyer"), SUMMER), "shop")

    (field,) = page.fields
    assert field.path == "shop.epci"
    assert field.choices == (("200093201", "Métropole européenne de Lille"), (ELSEWHERE, "Ailleurs"))
    away = State(scheme("fonds-loyer"), SUMMER, declared={"shop": {"epci": ELSEWHERE}})
    assert pages.decision_of(away).verdict == "not eligible"


def test_what_officers_find_is_never_asked_of_the_applicant() -> None:
    state, seen = walked(State(scheme("supplement-loyer"), NOW))

    assert {page.key for page in seen} <= {"home", "members", "couple"}
    assert pages.waiting(state) == ["Loyer reconnu"]


def test_a_household_lists_its_members() -> None:
    state = State(scheme("supplement-loyer"), NOW)
    page = pages.page_of(state, "members")

    assert page.many
    assert [one.label for one in page.fields] == ["Revenu mensuel", "Aux études à temps plein"]
    rows = [{"income": "1500.50 CAD/month", "student": False}]
    (line,) = said.summary(state.answering({"members": rows}), Locale.FR_CA)
    assert (
        line.answer
        == "1. revenu mensuel\u00a0: 1\u00a0500,50\u00a0$/mois, aux études à temps plein\u00a0: Non"
    )
    (line,) = said.summary(state.answering({"members": []}), Locale.FR_CA)
    assert line.answer == "Aucun"


def test_nothing_awarded_before_is_assumed_and_said() -> None:
    state = State(scheme("fonds-loyer"), date(2020, 11, 1))

    assert state.assumes_no_award
    assert state.facts["already"] == {"firm": 0}
    assert not State(scheme("subvention-association"), NOW).assumes_no_award


@pytest.mark.parametrize("key", ["", "nothing", "project", "already.firm.x", "members.0.income"])
def test_a_page_that_no_scheme_has_is_no_page(key: str) -> None:
    with pytest.raises((KeyError, IndexError, ValueError)):
        pages.page_of(State(scheme("subvention-association"), NOW), key)


def test_the_register_fills_a_place_for_an_establishment_alone() -> None:
    shop = registered.facts_of(scheme("fonds-loyer"), REGISTER)
    grant = registered.facts_of(scheme("subvention-association"), REGISTER)
    home = registered.facts_of(scheme("supplement-loyer"), REGISTER)

    assert shop["shop"] == {"commune": "59350"}
    assert grant == {"declared": "2015-03-01"}
    assert home == {}
    assert registered.facts_of(scheme("fonds-loyer"), {}) == {}


def test_answers_are_said_with_their_unit_and_source() -> None:
    rules = scheme("fonds-loyer")
    state = State(
        rules,
        SUMMER,
        declared={"monthly_rent": "620.5 EUR/month", "tenant": True, "register_kind": "craft"},
        registered=registered.facts_of(rules, REGISTER),
    )

    lines = {line.path: (line.answer, line.source) for line in said.summary(state)}

    assert lines["monthly_rent"] == ("620,50\u00a0€/mois", "declared")
    assert lines["tenant"] == ("Oui", "declared")
    assert lines["register_kind"] == ("répertoire des métiers", "declared")
    assert lines["headcount"] == ("de 6 à 9\u00a0personnes", "register")
    assert lines["created"] == ("1er mars 2015", "register")


def test_a_fraction_of_a_cent_and_open_brackets_are_said_too() -> None:
    rules = scheme("fonds-loyer")
    rent = field_for(rules, "monthly_rent", on=SUMMER, label="Loyer")
    count = field_for(rules, "headcount", on=SUMMER, label="Effectif")

    assert said.words(rent, "1.005 EUR/month") == "1,005\u00a0€/mois"
    assert said.words(count, {"from": 50}) == "au moins 50\u00a0personnes"
    assert said.words(count, {"to": 5}) == "au plus 5\u00a0personnes"
    assert said.words(count, None) == said.UNKNOWN
    assert said.typed(count, {"from": 3, "to": 5}) == ""
    assert said.typed(rent, "1234.50 EUR/month") == "1234,50"
    assert pages.period_words("2020-T1") == "1er trimestre 2020"
    assert pages.period_words("2020-T3") == "3e trimestre 2020"
    assert pages.period_words("2020") == "Année 2020"
