"""The form of a page of questions: its boxes, its hints, its errors, whatever the scheme."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import bareme
from relance.applications.forms.answers import PageForm
from relance.applications.rules.asking import fields, pages
from relance.applications.rules.asking.fields import Kind, field_for
from relance.applications.rules.asking.pages import Page, State
from relance.values.typography import Locale

EXAMPLES = Path(__file__).parents[3] / "examples" / "schemes"
DAY = date(2020, 7, 1)
RENT = bareme.load(EXAMPLES / "fonds-loyer.yaml")
MIXED = bareme.loads("""
language: 1
scheme: mixte
title: {fr: Mixte}
kind: grant
currency: EUR
valid: {from: 2020-01-01}
applies_by: filing
beneficiary: firm
inputs:
  share: {type: rate, label: {fr: Part louée}}
  surface: {type: number, unit: m2, decimals: 1, label: {fr: Surface}}
  term: {type: duration, unit: months, label: {fr: Durée du bail}}
  naf: {type: code, of: naf, label: {fr: Activité}}
  others: {type: code, of: naf, many: yes, label: {fr: Autres activités}}
  profit: {type: money, min: -1000, label: {fr: Résultat}}
  opened: {type: date, label: {fr: Ouverture}}
  home: {type: place, label: {fr: Adresse}}
parameters:
  least: [{from: 2020-01-01, value: 10 %, reference: article 1}]
  space: [{from: 2020-01-01, value: 12 m2, reference: article 1}]
  lease: [{from: 2020-01-01, value: 6 months, reference: article 1}]
  floor: [{from: 2020-01-01, value: 0 EUR, reference: article 1}]
  start: [{from: 2020-01-01, value: 2019-01-01, reference: article 1}]
  gift: [{from: 2020-01-01, value: 100 EUR, reference: article 2}]
sets:
  trades:
    of: naf
    label: {fr: métiers}
    versions: [{from: 2020-01-01, prefixes: [56], reference: article 1}]
zones:
  two:
    label: {fr: les deux villes}
    versions: [{from: 2020-01-01, commune: [84001, 84002], reference: article 1}]
eligibility:
  a: {rule: share >= least, else: {fr: a}}
  b: {rule: surface >= space, else: {fr: b}}
  c: {rule: term >= lease, else: {fr: c}}
  d: {rule: naf in trades, else: {fr: d}}
  e: {rule: others in trades, else: {fr: e}}
  f: {rule: profit >= floor, else: {fr: f}}
  g: {rule: opened >= start, else: {fr: g}}
  h: {rule: home in two, else: {fr: h}}
amount: gift
tests:
  - {name: rien, date: 2020-02-01, given: {}, expect: {verdict: undetermined}}
""")


def page(key: str, scheme: bareme.Scheme = MIXED, **more: Any) -> Page:
    return pages.page_of(State(scheme, DAY, **more), key)


@pytest.mark.parametrize(
    ("key", "kind", "suffix"),
    [
        ("share", Kind.RATE, "%"),
        ("surface", Kind.NUMBER, "m²"),
        ("term", Kind.COUNT, "mois"),
        ("naf", Kind.CODE, ""),
        ("others", Kind.CODES, ""),
        ("profit", Kind.MONEY, "€"),
        ("opened", Kind.DATE, ""),
        ("home", Kind.CHOICE, ""),
    ],
)
def test_the_type_of_a_fact_makes_its_field(key: str, kind: Kind, suffix: str) -> None:
    (field,) = page(key).fields

    assert (field.kind, field.suffix) == (kind, suffix)


@pytest.mark.parametrize(
    ("key", "typed", "fact"),
    [
        ("share", "12,5 %", "12.5 %"),
        ("surface", "45,5 m²", "45.5 m2"),
        ("term", "36", "36 month"),
        ("naf", "56.10C", "56.10C"),
        ("others", "56.10C 47.11A", ["56.10C", "47.11A"]),
        ("profit", "-500", "-500 EUR"),
        ("opened", "1er mars 2020", "2020-03-01"),
    ],
)
def test_what_is_typed_is_a_fact_that_the_scheme_takes(key: str, typed: str, fact: object) -> None:
    form = PageForm(page(key), {"q0": typed})

    assert form.is_valid(), form.errors
    assert form.facts == {key: fact}
    bareme.evaluate(MIXED, {key: fact}, on=DAY)  # raises if it did not


def test_several_communes_are_named_when_somebody_knows_their_names() -> None:
    known = page("home", names={"84001": "Valmont", "84002": "Brumes"})

    assert page("home").fields[0].choices[0] == ("84001", "Commune 84001")
    assert known.fields[0].choices == (
        ("84002", "Brumes"),
        ("84001", "Valmont"),
        (fields.ELSEWHERE, "Ailleurs"),
    )


def test_more_territories_than_one_reads_are_typed() -> None:
    many = ", ".join(f"{84000 + rank}" for rank in range(fields.MANY + 1))
    scheme = bareme.loads(MIXED.text.replace("commune: [84001, 84002]", f"commune: [{many}]"))

    field = field_for(scheme, "home.commune", on=DAY, label="Adresse")

    assert field.kind is Kind.CODE
    assert "cinq signes" in field.hint


def test_a_box_opens_the_right_keyboard_and_says_its_unit() -> None:
    printed = str(PageForm(page("surface")))
    money = str(PageForm(page("profit")))

    assert 'inputmode="decimal"' in printed
    assert "En m²" in printed
    assert "par exemple 1\u00a0234,50" in money
    assert 'inputmode="numeric"' in str(PageForm(page("term")))


def test_few_choices_are_buttons_and_many_a_list() -> None:
    few = str(PageForm(pages.page_of(State(RENT, DAY), "register_kind")))
    communes = ", ".join(str(84000 + rank) for rank in range(12))
    scheme = bareme.loads(MIXED.text.replace("commune: [84001, 84002]", f"commune: [{communes}]"))
    many = str(PageForm(page("home", scheme)))

    assert few.count('type="radio"') == 3
    assert "<select" in many
    assert many.count("<option") == 12 + 2


@pytest.mark.parametrize("locale", [Locale.FR, Locale.FR_CA])
def test_an_answer_comes_back_as_it_is_typed_there(locale: Locale) -> None:
    form = PageForm(page("opened"), known={"opened": "2020-03-05"}, locale=locale)

    assert form.fields["q0"].initial == ("05/03/2020" if locale is Locale.FR else "2020-03-05")


def test_each_empty_answer_has_its_own_words() -> None:
    for key, words in (
        ("share", "pourcentage"),
        ("profit", "écrivez 0"),
        ("opened", "27/03/2024"),
        ("naf", "code"),
        ("home", "Choisissez"),
    ):
        form = PageForm(page(key), {})
        assert not form.is_valid()
        assert words in str(form.errors["q0"]), key


def test_several_boxes_of_a_page_are_answered_together() -> None:
    asked = pages.page_of(State(RENT, DAY), "turnover")

    form = PageForm(asked, {f"q{rank}": str(rank) for rank in range(6)})

    assert form.is_valid()
    assert form.facts["turnover.2020-05"] == "5 EUR"
    assert len(PageForm(asked, {"q0": "1"}).errors) == 5


def test_an_element_of_a_list_is_answered_by_attribute() -> None:
    scheme = bareme.load(EXAMPLES / "supplement-loyer.yaml")
    asked = pages.page_of(State(scheme, date(2026, 11, 22)), "members")

    form = PageForm(asked, {"q0": "900 $", "q1": "yes"})

    assert form.is_valid()
    assert form.facts == {"income": "900 CAD/month", "student": True}
