"""The demonstration's local trade: 200 shops, 3,000 listings, found, and loaded once."""

from typing import Any

import pytest
from django.test import Client

from relance.exchange import models as m
from relance.exchange.queries import opening, spelling
from relance.exchange.queries.catalogue import row_of
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules import hours
from relance.exchange.rules.kinds import checked
from relance.kernel.models import Account
from relance.kernel.rules import Role
from relance.site.demo import DemoWorld
from relance.site.demo import exchange as loader
from tests.plans import build
from tests.support.cast import Cast

HOME = "/valmont-sur-ouveze/commerces/"


@pytest.fixture
def world(cast: Cast) -> DemoWorld:
    opening.forget()
    spelling.forget()
    accounts: dict[Role, Account] = dict(cast.by_role)
    made = DemoWorld(cast.valmont, accounts)
    loader.load(made)
    return made


def test_the_town_has_its_shops_and_what_they_sell(
    world: DemoWorld, client: Client, django_assert_max_num_queries: Any
) -> None:
    town = world.valmont
    shops, listings = m.Seller.objects.of(town), m.Listing.objects.of(town)
    assert (shops.count(), listings.count()) == (loader.SHOPS, loader.LISTINGS)
    assert m.Showcase.objects.of(town).count() == loader.SHOPS + loader.LISTINGS

    with django_assert_max_num_queries(5):  # loading again looks, and writes nothing
        loader.load(world)

    assert shops.count() == loader.SHOPS
    text = client.get(f"{HOME}?q=pain de siegle").content.decode()
    assert "seigle" in text
    assert "Promotion" in client.get(f"{HOME}?quoi=offers").content.decode()
    assert "Paniers de la semaine" in client.get(HOME).content.decode()
    assert m.CycleListing.objects.of(town).count() == 6
    assert client.get(f"{HOME}?vue=carte").content.decode().count("<circle") > 20

    known = kinds()
    for row in listings.select_related("seller").prefetch_related("stocks")[:300]:
        assert not checked(known[row.kind], row.fields).errors
        assert row_of(row)["title"] == row.title
    for osm in m.Hours.objects.of(town).values_list("osm", flat=True).distinct():
        assert hours.check(osm) == osm
    assert all(shop.claimed_by and shop.claimed_by.is_demo for shop in shops.filter(state="claimed"))


def test_two_merchants_can_be_tried_and_the_others_cannot_sign_in(cast: Cast) -> None:
    for email in loader.MERCHANTS.values():
        Account.objects.create_user(email, "un mot de passe", is_demo=True)

    loader.load(DemoWorld(cast.valmont, dict(cast.by_role)))

    held = m.Seller.objects.of(cast.valmont).filter(claimed_by__isnull=False)
    tried = held.filter(claimed_by__email__in=loader.MERCHANTS.values())
    assert {(shop.category, shop.claimed_by.email, shop.sells) for shop in tried if shop.claimed_by} == {
        (category, email, "own") for category, email in loader.MERCHANTS.items()
    }
    others = Account.objects.filter(pk__in=held.values("claimed_by")).exclude(
        email__in=loader.MERCHANTS.values()
    )
    assert others.count() == held.count() - 2
    assert not any(account.has_usable_password() for account in others)


def test_the_measure_about_the_platform_shows_local_trade(cast: Cast) -> None:
    plan = build.published(cast.valmont)
    build.measure(plan, number="1.1")
    platform = build.measure(plan, number=loader.CARRIED_OUT)

    loader.load(DemoWorld(cast.valmont, dict(cast.by_role)))

    linked = m.MeasureLink.objects.of(cast.valmont).get()
    assert linked.measure == platform
