"""Lists of codes and territories: prefixes, exclusions, levels that are not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import bareme
from bareme import UNKNOWN
from tests.bareme.schemes import JULY, refused, scheme

BODY = """\
inputs:
  naf: {type: code, of: naf, label: {fr: Activité}}
  scian: {type: code, of: scian, label: {fr: Secteur}}
  labels: {type: code, of: label, many: yes, label: {fr: Labels}}
  shop: {type: place, label: {fr: Adresse}}
sets:
  food:
    of: naf
    versions:
      - {from: 2020-01-01, prefixes: [56, 10.71], except: [56.29, 56.30Z], reference: a}
      - {from: 2020-10-01, values: [56.10A], reference: b}
  retail: {of: scian, versions: [{from: 2020-01-01, prefixes: [44, 45], reference: a}]}
  green: {of: label, versions: [{from: 2020-01-01, values: [bio, local], reference: a}]}
zones:
  area:
    - from: 2020-01-01
      departement: [59, 2A, 971]
      epci: [200093201]
      zones: [QPV1]
      except: {commune: [59350], zones: [ZAC9]}
      reference: a
    - {from: 2020-10-01, commune: [59350], reference: b}
definitions:
  fed: naf in food
  fasting: naf not in food
  sold: scian in retail
  kind: labels in green
  here: shop in area
amount: 0 EUR
"""
LATER = date(2020, 10, 1)


def worth(name: str, on: date = JULY, **facts: Any) -> Any:
    return bareme.evaluate(scheme(BODY), facts, on=on).values[name]


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("56.10A", True), ("5610A", True), ("56 10a", True), ("10.71C", True), ("10.72Z", False),
        ("56.29A", False), ("56.30Z", False), ("5", False), ("47.11F", False),
    ],
)  # fmt: skip
def test_a_code_is_found_by_its_beginning_less_the_exclusions(code: str, inside: bool) -> None:
    assert worth("fed", naf=code) is inside
    assert worth("fasting", naf=code) is not inside


def test_a_list_changes_with_its_dates() -> None:
    assert worth("fed", LATER, naf="56.10A") is True
    assert worth("fed", LATER, naf="56.10B") is False


def test_other_nomenclatures_keep_their_codes_as_written() -> None:
    assert worth("sold", scian="445110") is True
    assert worth("sold", scian="4.45") is False


@pytest.mark.parametrize(
    ("labels", "inside"),
    [(["bio", "x"], True), (["x"], False), ([], False), ("local", True), (None, UNKNOWN)],
)
def test_one_of_several_codes_is_enough(labels: Any, inside: Any) -> None:
    assert worth("kind", labels=labels) is inside


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        ({"commune": "59009", "zones": []}, True),
        ({"commune": "59350", "zones": ["QPV1"]}, False),
        ({"commune": "2A004", "zones": []}, True),
        ({"commune": "97105", "zones": []}, True),
        ({"commune": "62041", "epci": "200093201", "zones": []}, True),
        ({"commune": "62041", "epci": "x", "zones": ["QPV1"]}, True),
        ({"commune": "62041", "epci": "x", "zones": ["QPV1", "ZAC9"]}, False),
        ({"commune": "62041", "epci": "x", "zones": []}, False),
        ({"commune": "62041", "epci": "x"}, UNKNOWN),
        ({"commune": "62041", "zones": []}, UNKNOWN),
        ("59350", False),
        ("59009", UNKNOWN),
        ({"departement": "62", "epci": "x", "zones": ["ZAC9"]}, False),
        (None, UNKNOWN),
    ],
)
def test_a_place_is_inside_by_any_level_and_outside_by_any_exclusion(place: Any, inside: Any) -> None:
    assert worth("here", shop=place) is inside


def test_a_territory_may_have_a_name_of_its_own() -> None:
    body = """\
inputs: {shop: {type: place, label: {fr: Adresse}}}
zones:
  area: {label: {fr: Cœur de ville}, versions: [{from: 2020-01-01, commune: [26362], reference: a}]}
eligibility: {here: {rule: shop in area, else: {fr: Trop loin}}}
amount: 0 EUR
"""

    told = bareme.evaluate(scheme(body), {"shop": "26362"}, on=JULY).sentences("fr")

    assert any("dans «\u00a0Cœur de ville\u00a0»" in sentence for sentence in told)


def test_a_level_that_no_version_in_force_names_does_not_matter() -> None:
    assert worth("here", LATER, shop="59350") is True
    assert worth("here", LATER, shop="59009") is False


def test_only_the_levels_that_matter_are_asked() -> None:
    text = BODY.replace("amount: 0 EUR", "eligibility:\n  in: {rule: here, else: {fr: non}}\namount: 0 EUR")

    asked = {q.path for q in bareme.evaluate(scheme(text), {"shop": "62041"}, on=JULY).questions}

    assert asked == {"shop.epci", "shop.zones"}


def test_a_level_may_be_read_by_itself() -> None:
    text = BODY.replace("amount: 0 EUR", "").replace(
        "  here: shop in area\n", '  here: shop in area\n  mine: shop.commune == "59350"\n'
    )

    decision = bareme.evaluate(scheme(text + "amount: 0 EUR\n"), {"shop": "59350"}, on=JULY)

    assert decision.values["mine"] is True


@pytest.mark.parametrize("code", [56, "", " ", None.__class__, 56.1])
def test_a_code_is_text_so_that_its_zero_stays(code: Any) -> None:
    with pytest.raises(bareme.FactsError, match="texte"):
        worth("fed", naf=code)


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("sets: {x: {of: naf, versions: [{from: 2020-01-01, reference: a}]}}", "missing"),
        ("sets: {x: {versions: [{from: 2020-01-01, values: [a], reference: a}]}}", "missing"),
        ("sets: {x: {of: naf, versions: [{values: [a], reference: a}]}}", "missing"),
        ("sets: {x: {of: naf, versions: []}}", "shape"),
        ("zones: {x: [{from: 2020-01-01, reference: a}]}", "missing"),
        ("zones: {x: [{from: 2020-01-01, town: [a], reference: a}]}", "key"),
        ("zones: {x: [{from: 2020-01-01, except: {commune: [59350]}, reference: a}]}", "missing"),
        ("zones: {on: [{from: 2020-01-01, commune: [a], reference: a}]}", "name"),
    ],
)
def test_a_list_without_codes_or_dates_is_refused(section: str, code: str) -> None:
    assert refused(f"{section}\namount: 0 EUR\n").code == code


def test_a_list_must_hold_when_a_rule_needs_it() -> None:
    body = BODY.replace(
        "sets:\n  food:\n    of: naf\n    versions:\n      - {from: 2020-01-01",
        "sets:\n  food:\n    of: naf\n    versions:\n      - {from: 2020-02-01",
    ).replace("amount: 0 EUR", "eligibility:\n  c: {rule: fed, else: {fr: non}}\namount: 0 EUR")

    problem = refused(body)

    assert problem.code == "undated"
    assert "food" in problem.cause
