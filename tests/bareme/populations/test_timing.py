"""Times come from the clock that is given, and from no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from bareme.populations import open_population
from bareme.populations.timing import Clock, Stopwatch


def ticking(*moments: int) -> Clock:
    """A clock that says these seconds, one after the other."""
    times: Iterator[int] = iter(moments)
    return lambda: next(times) * 1_000_000_000


def test_a_stopwatch_counts_from_when_it_was_made() -> None:
    watch = Stopwatch(ticking(5, 7, 12))

    assert (watch.seconds, watch.seconds) == (Decimal(2), Decimal(7))


def test_milliseconds_are_kept_and_no_more() -> None:
    moments = iter((0, 1_234_999_999))

    assert Stopwatch(lambda: next(moments)).seconds == Decimal("1.234")


def test_without_a_clock_nothing_is_known() -> None:
    assert Stopwatch(None).seconds is None


def test_a_population_says_how_long_its_hash_took(tmp_path: Path) -> None:
    path = tmp_path / "firmes.csv"
    path.write_text("siret,rent\n1,2\n")

    assert open_population(path, clock=ticking(1, 4)).hashing == 3
    assert open_population(path).hashing is None


def test_the_bar_of_a_hash_goes_up_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "firmes.csv"
    path.write_text("siret,rent\n" + "1,2\n" * 100)
    monkeypatch.setattr("bareme.populations.files.PART", 100)
    seen: list[float] = []

    found = open_population(path, progress=seen.append)

    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert len(seen) > 3
    assert found.hash == hashlib.sha256(path.read_bytes()).hexdigest()
