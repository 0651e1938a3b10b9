"""What visitors left goes after a year, in every town; what the town needs to count or answer stays."""

from datetime import timedelta

import pytest

from relance.exchange import models as m
from relance.exchange.actions.forgetting import KEPT, forget_visitors
from tests.exchange import build
from tests.support.cast import Cast

NOW = build.NOW
MINUTE = timedelta(minutes=1)


@pytest.fixture
def shops(cast: Cast) -> list[m.Seller]:
    """One in each of two towns."""
    return [build.seller(cast.valmont), build.seller(cast.brumes, "Dépanneur du Lac")]


def wish(seller: m.Seller, who: str, age: timedelta) -> m.JoinRequest:
    return m.JoinRequest.objects.create(authority=seller.authority, seller=seller, who=who * 64, at=NOW - age)


def report(seller: m.Seller, email: str, age: timedelta) -> m.Report:
    return m.Report.objects.create(
        authority=seller.authority, seller=seller, wrong="hours", text="Fermé", email=email, at=NOW - age
    )


def test_wishes_of_more_than_a_year_go_in_every_town(shops: list[m.Seller]) -> None:
    for seller in shops:
        wish(seller, "a", KEPT + MINUTE)
        wish(seller, "b", KEPT - MINUTE)

    wishes, _ = forget_visitors(NOW)

    assert wishes == 2
    for seller in shops:
        kept = m.JoinRequest.objects.of(seller.authority).values_list("who", flat=True)
        assert list(kept) == ["b" * 64]


def test_an_old_report_stays_without_the_address_of_who_sent_it(shops: list[m.Seller]) -> None:
    old = report(shops[0], "ines@example.org", KEPT + MINUTE)
    other = report(shops[1], "luc@example.org", KEPT + MINUTE)
    young = report(shops[0], "lea@example.org", KEPT - MINUTE)

    _, addresses = forget_visitors(NOW)

    assert addresses == 2
    for row in (old, other, young):
        row.refresh_from_db()
    assert (old.email, other.email, young.email) == ("", "", "lea@example.org")
    assert old.text == "Fermé"


def test_a_day_of_exactly_a_year_is_still_kept(shops: list[m.Seller]) -> None:
    wish(shops[0], "a", KEPT)
    report(shops[0], "ines@example.org", KEPT)

    assert forget_visitors(NOW) == (0, 0)


def test_forgetting_twice_forgets_nothing_more(shops: list[m.Seller]) -> None:
    wish(shops[0], "a", KEPT + MINUTE)
    report(shops[0], "ines@example.org", KEPT + MINUTE)
    report(shops[0], "", KEPT + MINUTE)

    assert forget_visitors(NOW) == (1, 1)
    assert forget_visitors(NOW) == (0, 0)
