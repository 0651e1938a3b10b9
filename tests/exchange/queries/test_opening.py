"""Which shops are open: what the search believes is what the rules of hours say, at any moment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from relance.exchange import models as m
from relance.exchange.queries import opening
from relance.exchange.rules import hours
from relance.exchange.rules.hours import Closed
from tests.exchange import build
from tests.support.cast import Cast

CHRISTMAS = datetime(2026, 12, 25, 10, tzinfo=UTC)  # a Friday
TEXTS = (
    build.ALWAYS,
    "Mo-Su 09:00-19:00",
    "Tu-Sa 18:00-02:00; PH off",
    "24/7",
    "off",
    "Dec 24 09:00-12:00; PH 10:00-12:00",
)


@pytest.fixture
def street(cast: Cast) -> Cast:
    """A shop for each way to write hours, half of them shut for some days around Christmas."""
    for number, osm in enumerate(TEXTS * 2):
        shop = build.seller(cast.valmont, f"Maison {number}", hours=osm)
        if number >= len(TEXTS):
            m.Closure.objects.create(
                authority=cast.valmont,
                seller=shop,
                starts_at=CHRISTMAS - timedelta(days=1),
                ends_at=CHRISTMAS + timedelta(hours=number),
                said_at=build.NOW,
            )
    return cast


def by_the_rules(street: Cast, at: datetime) -> set[int]:
    """Every shop asked one by one."""
    zone = street.valmont.zone
    out = set()
    for row in m.Hours.objects.of(street.valmont):
        shut = m.Closure.objects.of(street.valmont).filter(seller=row.seller_id)
        closures = [Closed(one.starts_at, one.ends_at) for one in shut]
        if hours.status(row.osm, closures, at=at, country="FR", zone=zone).open:
            out.add(row.seller_id)
    return out


def test_open_now_is_what_the_rules_say_through_the_holidays(street: Cast) -> None:
    @settings(max_examples=40, deadline=None, database=None)
    @given(minutes=some.integers(0, 12 * 24 * 60))
    def at_any_minute(minutes: int) -> None:
        at = datetime(2026, 12, 22, tzinfo=UTC) + timedelta(minutes=minutes)

        assert opening.open_shops(street.valmont, at) == by_the_rules(street, at)

    at_any_minute()


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_a_closure_begins_and_ends_to_the_second(street: Cast, step: int) -> None:
    for edge in (CHRISTMAS - timedelta(days=1), CHRISTMAS + timedelta(hours=9)):
        at = edge + timedelta(seconds=step)

        assert opening.open_shops(street.valmont, at) == by_the_rules(street, at)


def test_hours_said_anew_count_at_once(street: Cast) -> None:
    row = m.Hours.objects.of(street.valmont).get(seller__name="Maison 4")
    assert row.seller_id not in opening.open_shops(street.valmont, build.NOW)

    row.osm, row.set_at = "24/7", build.NOW
    row.save()
    m.Hours.objects.of(street.valmont).filter(pk=row.pk).update(set_at=build.NOW + timedelta(seconds=1))

    assert row.seller_id in opening.open_shops(street.valmont, build.NOW)


def test_a_lifted_closure_counts_no_more(street: Cast) -> None:
    before = opening.open_shops(street.valmont, CHRISTMAS)

    m.Closure.objects.of(street.valmont).update(lifted_at=build.NOW)

    after = opening.open_shops(street.valmont, CHRISTMAS)
    assert before < after
    assert after == {
        row.seller_id
        for row in m.Hours.objects.of(street.valmont)
        if hours.is_open(row.osm, at=CHRISTMAS, country="FR", zone=street.valmont.zone)
    }
