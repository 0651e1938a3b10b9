"""At which day a statement is drawn up, and in which sense."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from relance.ledger.rules.cut import Basis, cut

PARIS, TORONTO = ZoneInfo("Europe/Paris"), ZoneInfo("America/Toronto")
DAY = date(2026, 3, 2)


def test_what_was_known_ends_with_the_day_of_the_town() -> None:
    paris = cut(on=DAY, basis=Basis.KNOWN, zone=PARIS).recorded_before
    toronto = cut(on=DAY, basis=Basis.KNOWN, zone=TORONTO).recorded_before

    assert paris == datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert toronto == datetime(2026, 3, 3, 5, tzinfo=UTC)


def test_the_day_on_which_clocks_change_ends_at_its_own_midnight() -> None:
    spring = cut(on=date(2026, 3, 29), basis=Basis.KNOWN, zone=PARIS).recorded_before

    assert spring == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_the_truth_looks_at_all_that_was_learnt_since() -> None:
    seen = cut(on=DAY, basis=Basis.EFFECTIVE, zone=PARIS)

    assert (seen.on, seen.recorded_before) == (DAY, None)


def test_the_truth_may_be_asked_with_the_knowledge_of_a_moment() -> None:
    moment = datetime(2026, 6, 1, tzinfo=UTC)

    seen = cut(on=DAY, basis=Basis.EFFECTIVE, zone=PARIS, known_at=moment)

    assert seen.recorded_before == moment


def test_what_was_known_that_day_is_never_more_than_was_known_at_the_moment() -> None:
    noon, june = datetime(2026, 3, 2, 11, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)

    early = cut(on=DAY, basis=Basis.KNOWN, zone=PARIS, known_at=noon)
    late = cut(on=DAY, basis=Basis.KNOWN, zone=PARIS, known_at=june)

    assert early.recorded_before == noon
    assert late.recorded_before == datetime(2026, 3, 2, 23, tzinfo=UTC)
