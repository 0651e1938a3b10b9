"""Until when a file is answered: from its deposit, questions of the service not counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.applications.rules.clock import Pause, clock
from relance.values.typography import Locale

DEPOSIT = date(2026, 3, 3)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(("received", "months"), [(None, 2), (DEPOSIT, None)])
def test_without_deposit_or_stated_delay_there_is_no_clock(received: date | None, months: int | None) -> None:
    assert clock(received, months, [], DEPOSIT) is None


def test_the_delay_ends_on_the_same_day_of_a_later_month() -> None:
    found = clock(DEPOSIT, 2, [], date(2026, 5, 3))

    assert found is not None
    assert (found.due, found.late) == (date(2026, 5, 3), 0)
    assert found.words(Locale.FR) == "Réponse due le 3 mai 2026 (2\u00a0mois)."


def test_the_end_of_a_short_month_is_its_last_day() -> None:
    found = clock(date(2026, 12, 31), 2, [], DEPOSIT)

    assert found is not None
    assert found.due == date(2027, 2, 28)


def test_a_day_after_it_is_late() -> None:
    found = clock(DEPOSIT, 2, [], date(2026, 5, 4))

    assert found is not None
    assert found.late == 1
    assert found.words(Locale.FR).endswith("dépassée de 1\u00a0jour.")


def test_an_answered_question_moves_the_day_by_as_long_as_it_waited() -> None:
    asked = Pause(date(2026, 3, 10), date(2026, 3, 22), "Dossier incomplet")

    found = clock(DEPOSIT, 2, [asked], date(2026, 4, 1))

    assert found is not None
    assert found.due == date(2026, 5, 15)
    assert "suspendu 12\u00a0jours" in found.words(Locale.FR)


def test_while_a_question_waits_nothing_runs_and_nothing_is_late() -> None:
    asked = Pause(date(2026, 5, 1), None, "Dossier incomplet")

    soon = clock(DEPOSIT, 2, [asked], date(2026, 5, 10))
    far = clock(DEPOSIT, 2, [asked], date(2026, 9, 10))

    assert soon is not None
    assert far is not None
    assert soon.late == far.late == 0
    said = "Délai suspendu depuis le 1er mai 2026 (dossier incomplet)\u00a0: "
    said += "à la réponse du demandeur, il restera"
    assert soon.words(Locale.FR) == f"{said} 2\u00a0jours."
    assert far.words(Locale.FR) == f"{said} 2\u00a0jours."


def test_a_question_asked_too_late_brings_no_time_back() -> None:
    found = clock(DEPOSIT, 2, [Pause(date(2026, 5, 9), None, "Pièce périmée")], date(2026, 5, 20))

    assert found is not None
    assert "le délai est passé" in found.words(Locale.FR)


@given(DAYS, st.integers(1, 24), st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=3), DAYS)
def test_a_question_never_brings_the_day_nearer(
    received: date, months: int, asked: list[tuple[date, int]], today: date
) -> None:
    pauses = [Pause(since, since + timedelta(days=days), "x") for since, days in asked]

    bare, paused = clock(received, months, [], today), clock(received, months, pauses, today)

    assert bare is not None
    assert paused is not None
    assert paused.due - bare.due == timedelta(days=sum(days for _, days in asked))
