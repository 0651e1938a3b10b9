"""Mails about orders: to the buyer and to each shop, once, after the order is written."""

import pytest
from django.core import mail
from django.utils import timezone

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.actions.buying import Buyer
from relance.exchange.rules.buying.steps import Who
from relance.kernel.jobs import run_waiting
from tests.exchange.actions.buying.shopping import NOW, basket, bread, order, shop
from tests.support.cast import Cast


@pytest.fixture
def placed(cast: Cast) -> m.Order:
    made = order(basket(cast, bread(shop(cast)), bread(shop(cast, "Épicerie Fabre"))))
    run_waiting()
    return made


def test_the_buyer_has_the_address_of_the_order_and_each_shop_its_part(cast: Cast, placed: m.Order) -> None:
    to_buyer, *to_shops = mail.outbox

    assert to_buyer.to == ["lea@example.org"]
    assert placed.token in to_buyer.body
    assert "Boulangerie Amblard, commande n° 1" in to_buyer.body
    assert [letter.to for letter in to_shops] == [[cast.alice.email]] * 2
    assert all("Léa Cazenove" in letter.body for letter in to_shops)
    assert not any(placed.token in letter.body for letter in to_shops)


def test_what_becomes_of_a_part_is_told_to_the_buyer(placed: m.Order) -> None:
    mail.outbox.clear()
    part = m.OrderPart.objects.of(placed.authority).filter(order=placed)[0]

    buying.ready(part=part, now=NOW)
    buying.cancel(part=part, who=Who.SELLER, why="Four en panne", now=timezone.now())
    run_waiting()

    assert [letter.subject.rpartition("\u00a0: ")[2] for letter in mail.outbox] == ["prête", "annulée"]
    assert "Four en panne" in mail.outbox[1].body


def test_what_the_buyer_gives_up_is_told_to_the_shop(cast: Cast, placed: m.Order) -> None:
    mail.outbox.clear()
    part = m.OrderPart.objects.of(placed.authority).filter(order=placed)[0]

    buying.cancel(part=part, who=Who.BUYER, why="", now=NOW)
    run_waiting()

    (letter,) = mail.outbox
    assert letter.to == [cast.alice.email]
    assert placed.token not in letter.body


def test_a_buyer_without_mail_gets_none(cast: Cast) -> None:
    order(basket(cast, bread(shop(cast))), buyer=Buyer(name="Léa", phone="06 00 00 00 00"))

    run_waiting()

    assert [letter.to for letter in mail.outbox] == [[cast.alice.email]]


def test_the_mails_of_an_order_are_sent_once(cast: Cast, placed: m.Order) -> None:
    run_waiting()

    assert len(mail.outbox) == 3
