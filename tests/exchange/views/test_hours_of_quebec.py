"""A shop of Québec says and hears its hours as its town counts them, not as Paris does."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from relance.exchange import models as m
from tests.exchange import build
from tests.support.cast import Cast, sign_in

DAILY = "Mo-Su 09:00-17:00"


@pytest.fixture
def shop(cast: Cast) -> m.Seller:
    return build.seller(cast.brumes, "Boulangerie Tremblay", claimed_by=cast.dora, hours=DAILY)


@pytest.fixture
def dora(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.dora)


def run(shop: m.Seller) -> str:
    return f"/{shop.authority.slug}/commerces/boutique/{shop.slug}/gestion/"


def test_the_days_to_come_are_told_in_the_hours_of_the_town(client: Client, shop: m.Seller) -> None:
    page = client.get(f"/{shop.authority.slug}/commerces/boutique/{shop.slug}/").content.decode()

    assert "9 h – 17 h" in page.replace("\u00a0", " ")
    assert "15 h" not in page.replace("\u00a0", " ")  # nine o'clock, as Paris has it


def test_a_closure_is_told_in_the_hours_of_the_town(dora: Client, shop: m.Seller) -> None:
    begins, ends = (datetime(2099, 1, 5, hour, tzinfo=shop.authority.zone) for hour in (9, 11))
    m.Closure.objects.create(
        authority=shop.authority, seller=shop, starts_at=begins, ends_at=ends, said_at=build.NOW
    )

    page = dora.get(f"{run(shop)}fermetures/").content.decode()

    assert re.search(r"Du 5 janvier 2099 à 9\D+00 au 5 janvier 2099 à 11\D+00", page)


def test_the_hours_that_are_written_are_those_of_the_town(dora: Client, shop: m.Seller) -> None:
    moments = ["2099-01-06T08:00", "2099-01-08T20:00", "2099-01-09T17:00", "2099-01-09T19:00"]
    names = ["opens_at", "closes_at", "pick_up_from", "pick_up_until"]

    dora.post(
        f"{run(shop)}groupees/",
        {"name": "Paniers", "place": "Halle", **dict(zip(names, moments, strict=True))},
    )

    cycle = m.OrderCycle.objects.of(shop.authority).get()
    assert cycle.opens_at.astimezone(shop.authority.zone).isoformat() == "2099-01-06T08:00:00-05:00"


def test_the_next_page_is_again_in_the_hours_of_its_own_town(client: Client, cast: Cast) -> None:
    usual = timezone.get_current_timezone_name()

    client.get(f"/{cast.brumes.slug}/commerces/")

    assert timezone.get_current_timezone_name() == usual == "Europe/Paris"
