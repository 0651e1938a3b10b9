"""Who works in a shop, and what it lets other organisations do."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from relance.exchange import models as m
from relance.kernel.models import Account
from tests.exchange import build
from tests.support.cast import Cast, sign_in

TOWN = "/valmont-sur-ouveze/commerces/"
RUN = f"{TOWN}boutique/boulangerie-amblard/gestion/"


@pytest.fixture
def shop(cast: Cast) -> m.Seller:
    return build.seller(cast.valmont, claimed_by=cast.charlie)


@pytest.fixture
def merchant(cast: Cast, client: Client, shop: m.Seller) -> Client:
    return sign_in(client, cast.charlie)


def plain(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ")


def working(shop: m.Seller, who: Account, right: str, number: int = 0) -> Client:
    """Somebody of the staff, signed in."""
    assert shop.claimed_by
    m.Staff.objects.create(
        authority=shop.authority,
        seller=shop,
        email=who.email,
        right=right,
        digest=f"{number:064x}",
        invited_by=shop.claimed_by,
        invited_at=build.NOW.replace(year=2025),
        expires_at=datetime(2040, 1, 1, tzinfo=UTC),
        account=who,
        accepted_at=build.NOW.replace(year=2025),
    )
    return sign_in(Client(), who)


def test_from_the_invitation_to_the_first_day(
    merchant: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = merchant.post(f"{RUN}equipe/", {"email": "BOB@valmont.example", "right": "orders"})
    assert answer.status_code == 302, plain(answer)
    (link,) = re.findall(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    m.Staff.objects.of(cast.valmont).update(email=cast.bob.email)
    theirs = sign_in(Client(), cast.bob)

    page = plain(theirs.get(link))
    assert "Votre droit : préparer les commandes" in page
    assert theirs.get(RUN).status_code == 403, "opening the link accepts nothing"
    theirs.post(link)

    assert theirs.get(RUN).status_code == 200
    assert "Tenir Boulangerie Amblard" in plain(theirs.get(TOWN))
    assert "Dans l’équipe" in plain(merchant.get(f"{RUN}equipe/"))


def test_somebody_else_is_told_whose_invitation_it_is(
    merchant: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        merchant.post(f"{RUN}equipe/", {"email": "lea@example.org", "right": "orders"})
    (link,) = re.findall(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    theirs = sign_in(Client(), cast.bob)

    assert "pour lea@example.org" in plain(theirs.get(link))
    assert theirs.post(link).status_code == 422
    assert "compte/login" in Client().get(link)["Location"]


@pytest.mark.parametrize(
    ("right", "pages", "kept_out"),
    [
        ("catalogue", ["catalogue/", "promotions/"], ["", "fiche/", "equipe/", "droits/"]),
        ("orders", ["", "fermetures/"], ["catalogue/", "fiche/", "equipe/", "droits/"]),
        ("everything", ["", "catalogue/", "fiche/", "horaires/opening/"], ["equipe/", "droits/"]),
    ],
)
def test_each_opens_their_pages_and_sees_no_other_tab(
    shop: m.Seller, cast: Cast, right: str, pages: list[str], kept_out: list[str]
) -> None:
    theirs = working(shop, cast.bob, right)

    assert {theirs.get(f"{RUN}{page}").status_code for page in pages} == {200}
    assert {theirs.get(f"{RUN}{page}").status_code for page in kept_out} == {403}
    tabs = plain(theirs.get(f"{RUN}{pages[0]}")).split('aria-label="Ma boutique"')[1].split("</nav>")[0]
    assert not [page for page in kept_out if f'gestion/{page}"' in tabs]


def test_a_right_is_taken_back_on_the_page(merchant: Client, shop: m.Seller, cast: Cast) -> None:
    theirs = working(shop, cast.bob, "orders")
    helper = m.Staff.objects.of(cast.valmont).get()

    answer = merchant.post(f"{RUN}equipe/{helper.pk}/retirer/", follow=True)

    assert "n’a plus de droit" in plain(answer)
    assert theirs.get(RUN).status_code == 403


def test_who_may_set_prices_and_stocks_changes_nothing_else(
    shop: m.Seller, merchant: Client, cast: Cast
) -> None:
    depot = build.seller(cast.valmont, "Dépôt", claimed_by=cast.bob)
    m.Grant.objects.create(
        authority=cast.valmont,
        giver=shop,
        receiver=depot,
        right="set_stock",
        given_by=cast.charlie,
        given_at=build.NOW,
    )
    bread = build.listing(shop)
    theirs = sign_in(Client(), cast.bob)
    said = {
        "direction": "offer",
        "title": bread.title,
        "price": "3,50",
        "unit": "C62",
        "category": "bakery",
        "state": "shown",
    }

    wrong = theirs.post(f"{RUN}annonces/{bread.pk}/", {**said, "title": "Autre chose"})
    right = theirs.post(f"{RUN}annonces/{bread.pk}/", {**said, "stock": "12"})

    assert (wrong.status_code, right.status_code) == (422, 302), plain(right)
    assert "changer le prix et le stock, rien d’autre" in plain(wrong)
    bread.refresh_from_db()
    assert (bread.title, bread.price, bread.stocks.get().on_hand) == ("Pain de seigle", 350, 12)
    assert theirs.get(f"{RUN}annonces/ajouter/").status_code == 403


def test_who_may_see_lines_does_not_see_who_ordered(shop: m.Seller, merchant: Client, cast: Cast) -> None:
    union = build.seller(cast.valmont, "Union des commerçants", claimed_by=cast.bob)
    merchant.post(f"{RUN}droits/", {"receiver": "union des commercants", "right": "see_orders"})
    order = m.Order.objects.create(
        authority=cast.valmont, key="k", token="t", buyer="Léa Cazenove", placed_at=build.NOW
    )
    cycle = m.OrderCycle.objects.create(
        authority=cast.valmont,
        coordinator=union,
        name="Paniers",
        place="Halle",
        opens_at=build.NOW,
        closes_at=build.NOW.replace(hour=10),
        pick_up_from=build.NOW.replace(hour=11),
        pick_up_until=build.NOW.replace(hour=12),
    )
    m.OrderPart.objects.create(
        authority=cast.valmont, order=order, seller=shop, number=7, cycle=cycle, total=320, currency="EUR"
    )

    seen, own = plain(sign_in(Client(), cast.bob).get(RUN)), plain(merchant.get(RUN))

    assert "n° 7" in seen
    assert "Léa Cazenove" not in seen
    assert "Léa Cazenove" in own
    assert sign_in(Client(), cast.bob).get(f"{RUN}commandes/7/").status_code == 403


def test_a_right_goes_one_way_and_is_taken_back(
    merchant: Client, shop: m.Seller, cast: Cast, client: Client
) -> None:
    farm = build.seller(cast.valmont, "Ferme des Iscles", claimed_by=cast.alice)
    merchant.post(f"{RUN}droits/", {"receiver": farm.slug, "right": "add_listings"})

    theirs = sign_in(Client(), cast.alice)
    assert theirs.get(f"{RUN}catalogue/").status_code == 200
    assert theirs.get(f"{RUN}fiche/").status_code == 403
    assert merchant.get(f"{TOWN}boutique/ferme-des-iscles/gestion/catalogue/").status_code == 403

    grant = m.Grant.objects.of(cast.valmont).get()
    merchant.post(f"{RUN}droits/{grant.pk}/retirer/")
    assert theirs.get(f"{RUN}catalogue/").status_code == 403


@pytest.mark.parametrize(
    ("receiver", "sentence"),
    [
        ("nulle-part", "Aucune boutique"),
        ("quincaillerie-ravel", "pas encore tenue"),
        ("boulangerie-amblard", "elle-même"),
    ],
)
def test_a_right_to_nobody(merchant: Client, cast: Cast, receiver: str, sentence: str) -> None:
    build.seller(cast.valmont, "Quincaillerie Ravel")

    answer = merchant.post(f"{RUN}droits/", {"receiver": receiver, "right": "sell"})

    assert answer.status_code == 422
    assert sentence in plain(answer)


def test_two_shops_of_one_name_are_told_apart(merchant: Client, cast: Cast) -> None:
    for number in (1, 2):
        build.seller(
            cast.valmont,
            "Ferme du Lac",
            slug=f"ferme-du-lac-{number}",
            claimed_by=cast.alice,
            street=f"{number} rue",
        )

    unsure = merchant.post(f"{RUN}droits/", {"receiver": "ferme du lac", "right": "sell"})
    sure = merchant.post(f"{RUN}droits/", {"receiver": "ferme-du-lac-2", "right": "sell"})

    assert "ferme-du-lac-1 (1 rue)" in plain(unsure)
    assert sure.status_code == 302
