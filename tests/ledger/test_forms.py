"""What may be asked of a statement."""

from datetime import UTC, date, datetime

import pytest

from relance.ledger.forms import DayForm
from relance.ledger.queries import Basis
from tests.support.cast import Cast

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # the 3rd in Paris, still the 2nd in Rivière-aux-Brumes


def form(cast: Cast, **asked: str) -> DayForm:
    return DayForm(asked or None, authority=cast.valmont, now=NOW)


def test_nothing_asked_is_today_in_the_town_as_known(cast: Cast) -> None:
    seen = form(cast).cut

    assert (seen.on, seen.basis) == (date(2026, 3, 3), Basis.KNOWN)
    assert DayForm(None, authority=cast.brumes, now=NOW).cut.on == date(2026, 3, 2)


def test_a_day_and_a_sense_are_taken(cast: Cast) -> None:
    seen = form(cast, au="2026-01-31", base="effective").cut

    assert (seen.on, seen.basis, seen.recorded_before) == (date(2026, 1, 31), Basis.EFFECTIVE, None)


@pytest.mark.parametrize("written", ["31/01/2026", "2026-01-31"])
def test_a_day_is_read_as_the_french_write_it_and_as_browsers_send_it(cast: Cast, written: str) -> None:
    assert form(cast, au=written).cut.on == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ({"au": "demain"}, "au", "Indiquez une date, par exemple"),
        ({"au": "2026-03-04"}, "au", "au plus tard aujourd’hui"),
        ({"connu": "hier"}, "connu", "incomplète"),
        ({"connu": "2026-03-01T10:00:00"}, "connu", "incomplète"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    cast: Cast, asked: dict[str, str], field: str, words: str
) -> None:
    wrong = form(cast, **asked)

    assert wrong.cut.on == date(2026, 3, 3)
    assert words in str(wrong.errors[field])


def test_an_unknown_sense_counts_as_not_said(cast: Cast) -> None:
    wrong = form(cast, base="dreamt")

    assert wrong.cut.basis == Basis.KNOWN
    assert "base" in wrong.errors


def test_the_moment_of_knowledge_is_taken_with_its_zone(cast: Cast) -> None:
    seen = form(cast, au="2026-01-31", base="effective", connu="2026-02-01T00:00:00+01:00").cut

    assert seen.recorded_before == datetime(2026, 1, 31, 23, tzinfo=UTC)


def test_no_field_is_said_to_be_optional(cast: Cast) -> None:
    assert "facultatif" not in form(cast).as_p()
