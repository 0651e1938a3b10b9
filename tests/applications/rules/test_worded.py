"""Answers and facts are told in words, with their units."""

from datetime import date

import pytest

import bareme
from relance.applications.rules.worded import fact_words, told
from tests.applications.build import given, text

RULES = bareme.loads(text())


def answer(**changes: object) -> bareme.Decision:
    return bareme.evaluate(RULES, given() | changes, on=date(2020, 7, 1))


def test_a_condition_without_a_label_is_told_by_what_it_compares() -> None:
    (small,) = [one for one in told(answer()) if "Effectif salarié" in one.text]

    assert small.text == "Effectif salarié\u00a0: 3\u00a0personnes, moins de 10\u00a0personnes"
    assert small.met == "yes"
    assert "juin 2020" in small.references


def test_a_refused_condition_is_told_by_its_refusal() -> None:
    refused = [one.text for one in told(answer(headcount=12)) if one.met == "no"]

    assert refused == ["L’effectif est trop grand"]


def test_the_amount_comes_last_with_what_made_it() -> None:
    amount = told(answer())[-1]

    assert amount.is_amount
    assert "1\u202f230,30" in amount.text
    assert any("410,10" in used for used in amount.uses)


def test_a_missing_fact_is_neither_yes_nor_no() -> None:
    assert "unknown" in {one.met for one in told(answer(profit=None))}


@pytest.mark.parametrize(
    ("path", "raw", "words"),
    [
        ("tenant", "yes", "oui"),
        ("register_kind", "craft", "répertoire des métiers"),
        ("created", "2015-03-01", "1er mars 2015"),
        ("turnover.2019-03", 15000, "15\u202f000\u00a0€"),
        ("colour", "bleu", "bleu"),
        ("headcount", "beaucoup", "beaucoup"),
    ],
)
def test_a_fact_is_told_as_people_say_it(path: str, raw: object, words: str) -> None:
    assert fact_words(RULES, path, raw) == words
