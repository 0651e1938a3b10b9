"""Many shops as one value: the same rows as by a list of keys, in the order of the page."""

from typing import Any

import pytest

from relance.exchange import models as m
from relance.exchange.actions.showing import show_listings, show_shops
from relance.exchange.queries import among, finding
from relance.exchange.queries.finding import Asked, find
from tests.exchange import build
from tests.support.cast import Cast

HERE = (44_300_000, 5_100_000)
SHOPS = 9


@pytest.fixture
def street(cast: Cast) -> Cast:
    """Nine shops along a street, the last one made the nearest; each sells two things."""
    shops = [
        build.seller(
            cast.valmont,
            f"Maison {n}",
            hours="24/7" if n % 2 else "off",
            latitude=HERE[0] + (SHOPS - n) * 1000,
            longitude=HERE[1],
            street="rue Haute" if n % 3 else "place Basse",
        )
        for n in range(SHOPS)
    ]
    rows = [build.listing(shop, f"{what} {shop.name}") for shop in shops for what in ("Pain", "Tarte")]
    show_shops(shops)
    show_listings(rows, today=build.NOW.date())
    return cast


def every_page(street: Cast, **said: Any) -> list[str]:
    names: list[str] = []
    for page in range(1, 30):
        found = find(authority=street.valmont, asked=Asked(**said), at=build.NOW, page=page).items
        names += [one.listing.title if one.listing else one.seller.name for one in found]
    return names


@pytest.mark.parametrize("few", [0, 200])
def test_many_shops_are_found_like_few(street: Cast, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(among, "FEW", few)
    rows: Any = m.Showcase.objects.of(street.valmont)
    keys = list(m.Seller.objects.of(street.valmont).order_by("pk").values_list("pk", flat=True))[2:5]

    found = set(rows.filter(among.Among(keys)).values_list("pk", flat=True))

    assert found == set(rows.filter(seller__in=keys).values_list("pk", flat=True))
    assert len(found) == 9


@pytest.mark.parametrize("few", [0, 200])
def test_no_shop_at_all_finds_nothing(street: Cast, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(among, "FEW", few)
    rows: Any = m.Showcase.objects.of(street.valmont)

    assert not rows.filter(among.Among([])).exists()


SAID: list[dict[str, Any]] = [
    {},
    {"what": "product"},
    {"open_now": True},
    {"place": "rue haute"},
    {"place": "basse", "open_now": True},
    {"near": HERE},
    {"near": HERE, "what": "product"},
    {"near": HERE, "open_now": True, "within": 700},
]


@pytest.mark.parametrize("said", SAID, ids=str)
def test_many_finds_are_put_in_the_same_order_as_few(
    street: Cast, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    few = every_page(street, **said)

    monkeypatch.setattr(finding, "MOST", 2)
    monkeypatch.setattr(finding, "A_PAGE", 4)
    monkeypatch.setattr(finding, "AROUND", 3)
    many = every_page(street, **said)

    assert many == few
    assert few


def test_the_nearest_is_the_nearest_of_all_and_not_of_the_first_met(
    street: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 2)

    found = find(authority=street.valmont, asked=Asked(near=HERE), at=build.NOW)

    assert found.more
    assert found.items[0].seller.name == "Maison 8"
    assert [one.metres for one in found.items[:3]] == [111, 223, 334]
