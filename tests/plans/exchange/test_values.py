"""Cells of the exchange format: tolerant where people write the same in several ways, else plain."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.models import MeasureKind
from relance.plans.queries.exchange.values import LARGEST_MINOR, BadCell, Kind, read, written

KEY = "12345678-1234-5678-1234-567812345678"


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Kind.TEXT, None, ""),
        (Kind.TEXT, 11, "11"),
        (Kind.TEXT, 11.0, "11"),
        (Kind.TEXT, 1.4, "1.4"),
        (Kind.TEXT, True, "oui"),
        (Kind.TEXT, datetime(2026, 3, 12, tzinfo=UTC).replace(tzinfo=None), "2026-03-12"),
        (Kind.TEXT, date(2026, 3, 12), "2026-03-12"),
        (Kind.SLUG, "relance-2", "relance-2"),
        (Kind.NUMBER, " 12 ", 12),
        (Kind.NUMBER, 12.0, 12),
        (Kind.NUMBER, "", None),
        (Kind.FLAG, "Oui", True),
        (Kind.FLAG, "x", True),
        (Kind.FLAG, 1, True),
        (Kind.FLAG, None, False),
        (Kind.FLAG, "FAUX", False),
        (Kind.DAY, "2026-03-12", date(2026, 3, 12)),
        (Kind.DAY, "1/3/2026", date(2026, 3, 1)),
        (Kind.DAY, datetime(2026, 3, 12, 9, tzinfo=UTC), date(2026, 3, 12)),
        (Kind.DAY, None, None),
        (Kind.MOMENT, "2026-03-12T09:30:00+00:00", datetime(2026, 3, 12, 9, 30, tzinfo=UTC)),
        (Kind.MOMENT, "2026-03-12 09:30", datetime(2026, 3, 12, 9, 30, tzinfo=UTC)),
        (Kind.MONEY, "1 500,50 €", 150_050),
        (Kind.MONEY, "1\u202f500\u00a0$", 150_000),
        (Kind.MONEY, 1500.5, 150_050),
        (Kind.MONEY, 1500, 150_000),
        (Kind.MONEY, None, None),
        (Kind.KEY, KEY, UUID(KEY)),
        (Kind.KEY, "  ", None),
        (Kind.LIST, '["a"]', ["a"]),
        (Kind.LIST, None, []),
        (Kind.PAIRS, "[[1, 0], [2, 5]]", [[1, 0], [2, 5]]),
        (Kind.PAIRS, None, []),
    ],
)
def test_what_people_and_spreadsheets_write_is_understood(kind: Kind, cell: Any, value: Any) -> None:
    assert read(kind, cell) == value


@pytest.mark.parametrize("said", ["site", "LIEU", " lieu ", "Lieu"])
def test_a_choice_is_its_word_or_its_code(said: str) -> None:
    assert read(Kind.CHOICE, said, MeasureKind) == "site"
    assert read(Kind.CHOICE, None, MeasureKind) == ""


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (Kind.TEXT, "a\x00b", "caractère nul"),
        (Kind.SLUG, "à la carte", "sans accent"),
        (Kind.NUMBER, "1,5", "entier positif"),
        (Kind.NUMBER, True, "entier positif"),
        (Kind.NUMBER, 2**31, "entier positif"),
        (Kind.FLAG, "parfois", "oui"),
        (Kind.DAY, "12 mars", "Une date"),
        (Kind.DAY, "2026-13-01", "Une date"),
        (Kind.MOMENT, "hier", "Une date et une heure"),
        (Kind.MONEY, "beaucoup", "Une somme"),
        (Kind.MONEY, "NaN", "Une somme"),
        (Kind.MONEY, "Infinity", "Une somme"),
        (Kind.MONEY, "-1", "positive"),
        (Kind.MONEY, "1.234", "deux décimales"),
        (Kind.MONEY, "1e30", "positive"),
        (Kind.KEY, "abc", "abîmée"),
        (Kind.LIST, "[1]", "liste de textes"),
        (Kind.LIST, "{", "liste au format JSON"),
        (Kind.LIST, "[" * 100_000, "liste au format JSON"),
        (Kind.PAIRS, "[[1]]", "paires"),
        (Kind.PAIRS, "[[1, -2]]", "paires"),
        (Kind.PAIRS, "oops", "paires"),
    ],
)
def test_what_is_not_understood_says_what_was_allowed(kind: Kind, cell: Any, said: str) -> None:
    with pytest.raises(BadCell, match=said):
        read(kind, cell)


def test_a_choice_that_is_none_names_those_that_are() -> None:
    with pytest.raises(BadCell, match="Dispositif d’aide, Projet, Service"):
        read(Kind.CHOICE, "miracle", MeasureKind)


@given(st.integers(0, LARGEST_MINOR))
def test_money_is_written_in_units_and_read_back_to_the_cent(minor: int) -> None:
    assert read(Kind.MONEY, written(Kind.MONEY, minor)) == minor


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_read_back_to_the_microsecond(moment: datetime) -> None:
    assert read(Kind.MOMENT, written(Kind.MOMENT, moment)) == moment


cells = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes()
)


@given(st.sampled_from([kind for kind in Kind if kind is not Kind.CHOICE]), cells)
def test_any_cell_is_understood_or_refused(kind: Kind, cell: Any) -> None:
    try:
        read(kind, cell)
    except BadCell as refusal:
        cause = str(refusal)
    else:
        cause = "."
    assert cause.endswith(".")
