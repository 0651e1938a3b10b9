"""Reasons are kept line by line, and come back as they were."""

import json
from datetime import date

import bareme
from relance.applications.rules.numbers import file_number, link_digest
from relance.applications.rules.reasons import lines, refusals, snapshot
from tests.applications.build import given, text

RULES = bareme.loads(text())
DAY = date(2020, 7, 1)


def kept(**changes: object) -> dict[str, object]:
    return json.loads(json.dumps(snapshot(bareme.evaluate(RULES, given() | changes, on=DAY))))  # type: ignore[no-any-return]  # JSON


def test_each_condition_is_a_line_with_what_it_looked_at() -> None:
    found = {line.name: line for line in lines(kept())}

    assert found["small"].met == "yes"
    assert [(one.name, one.value, one.reference) for one in found["small"].uses] == [
        ("headcount", "3", ""),
        ("headcount_limit", "10", "juin 2020"),
    ]


def test_a_refusal_says_its_sentence_and_its_reference() -> None:
    assert refusals(kept(register_kind="none", headcount=12)) == [
        "Réservé aux commerçants et artisans immatriculés (juin 2020).",
        "L’effectif est trop grand.",
    ]


def test_the_snapshot_pins_the_text_and_the_day() -> None:
    found = kept()

    assert (found["hash"], found["on"], found["amount"]) == (RULES.hash, "2020-07-01", "1230.30")


def test_the_same_facts_give_the_same_snapshot() -> None:
    assert kept() == kept()


def test_a_number_is_the_year_and_eight_signs_nobody_mistakes() -> None:
    assert file_number(2026, 0) == "2026-0000-0000"
    assert file_number(2026, 2**40 - 1) == "2026-ZZZZ-ZZZZ"
    assert not set("ILOU") & set(file_number(2026, 123_456_789_012)[5:])


def test_a_link_is_kept_as_a_digest() -> None:
    assert len(link_digest("secret")) == 64
    assert link_digest("secret") != link_digest("secreT")
