"""A merchant's pages: the day, hours, closures, card, photo."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from relance.exchange import models as m
from relance.exchange.actions.showing import show_shops
from tests.exchange import build
from tests.support.cast import Cast, sign_in

TOWN = "/valmont-sur-ouveze/commerces/"
RUN = f"{TOWN}boutique/boulangerie-amblard/gestion/"


@pytest.fixture
def shop(cast: Cast) -> m.Seller:
    made = build.seller(cast.valmont, claimed_by=cast.charlie)
    show_shops([made])
    return made


@pytest.fixture
def merchant(cast: Cast, client: Client, shop: m.Seller) -> Client:
    return sign_in(client, cast.charlie)


def plain(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ")


def test_the_day_says_what_is_still_missing(merchant: Client) -> None:
    text = plain(merchant.get(RUN))

    assert "Aucune commande n’attend" in text
    for todo in (
        "vos horaires d’ouverture",
        "quand les commandes se retirent",
        "par une photo",
        "premier produit",
    ):
        assert todo in text
    assert "no-store" in merchant.get(RUN)["Cache-Control"]


def test_closed_until_tomorrow_in_one_tap_and_open_again(merchant: Client, shop: m.Seller) -> None:
    text = plain(merchant.post(f"{RUN}fermetures/", {"demain": "1"}, follow=True))

    closure = m.Closure.objects.of(shop.authority).get()
    local = closure.ends_at.astimezone(shop.authority.zone)
    assert (local.hour, local.minute) == (0, 0)
    assert timedelta() < closure.ends_at - timezone.now() <= timedelta(days=1, hours=1)
    assert "Rouvrir maintenant" in text

    merchant.post(f"{RUN}fermetures/{closure.pk}/lever/")
    closure.refresh_from_db()
    assert closure.lifted_at


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2040-05-02", "2040-05-01", "vient avant le premier"),
        ("2020-05-01", "2020-05-02", "déjà passée"),
        ("2040-05-01", "2045-05-01", "400 jours au plus"),
        ("2040-05-01", "bientôt", "date valide"),
    ],
)
def test_a_closure_that_cannot_be(merchant: Client, first: str, last: str, sentence: str) -> None:
    answer = merchant.post(f"{RUN}fermetures/", {"first": first, "last": last})

    assert answer.status_code == 422
    assert sentence in plain(answer)


def test_a_closure_of_several_days_is_shown(merchant: Client, shop: m.Seller) -> None:
    text = plain(
        merchant.post(
            f"{RUN}fermetures/", {"first": "2040-05-01", "last": "2040-05-02", "why": "Congés"}, follow=True
        )
    )

    assert "Du 1er mai 2040 à 0 h 00 au 3 mai 2040 à 0 h 00" in text
    assert "Congés" in text


def week(**more: str) -> dict[str, str]:
    said = {"holidays": "closed"}
    for day in range(5):
        said |= {f"d{day}_0_from": "09:00", f"d{day}_0_to": "12:00"}
        said |= {f"d{day}_1_from": "14:00", f"d{day}_1_to": "18:30"}
    return said | more


def test_hours_are_typed_in_a_plain_form_and_kept_as_osm(merchant: Client, shop: m.Seller) -> None:
    text = plain(
        merchant.post(f"{RUN}horaires/opening/", week(d5_0_from="09:00", d5_0_to="00:00"), follow=True)
    )

    kept = m.Hours.objects.of(shop.authority).get()
    assert kept.osm == "Mo-Fr 09:00-12:00,14:00-18:30; Sa 09:00-24:00; PH off"
    assert "Les deux semaines qui viennent" in text
    assert 'value="14:00"' in text

    merchant.post(f"{RUN}horaires/opening/", {"holidays": "unsaid"})
    kept.refresh_from_db()
    assert kept.osm == "off"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"d0_0_to": ""}, "Il manque l’heure de fermeture"),
        ({"d1_0_from": ""}, "Il manque l’heure d’ouverture"),
        ({"d2_1_from": "11:00"}, "chevauche celle qui finit à 12 h"),
        ({"d3_0_from": "soir"}, "heure valide"),
    ],
)
def test_hours_that_cannot_be_say_where(
    merchant: Client, shop: m.Seller, wrong: dict[str, str], sentence: str
) -> None:
    answer = merchant.post(f"{RUN}horaires/opening/", week(**wrong))

    assert answer.status_code == 422
    assert sentence in plain(answer)
    assert not m.Hours.objects.of(shop.authority).exists()


def test_hours_of_service_are_apart(merchant: Client, shop: m.Seller) -> None:
    merchant.post(f"{RUN}horaires/opening/", week())
    merchant.post(f"{RUN}horaires/service/", {"holidays": "closed", "d0_0_from": "17:00", "d0_0_to": "19:00"})

    text = plain(merchant.get(f"{TOWN}boutique/boulangerie-amblard/"))

    assert "Retrait des commandes" in text
    assert "17 h – 19 h" in text
    assert merchant.get(f"{RUN}horaires/livraison/").status_code == 404


def test_hours_from_elsewhere_are_not_lost_unsaid(merchant: Client, shop: m.Seller) -> None:
    m.Hours.objects.create(
        authority=shop.authority, seller=shop, purpose="opening", osm="Apr-Oct 08:00-20:00", set_at=build.NOW
    )

    assert "Enregistrer les remplace" in plain(merchant.get(f"{RUN}horaires/opening/"))


def card(**more: Any) -> dict[str, Any]:
    return {
        "name": "Boulangerie Amblard",
        "category": "bakery",
        "sells": "own",
        "delivery": "town",
        "preparation": "30",
        "slot_minutes": "15",
        "payments": ["cash", "card"],
        "labels": ["organic"],
        "point": "44.3, 5.11",
    } | more


def test_the_card_says_payment_delivery_and_place(merchant: Client, shop: m.Seller) -> None:
    text = plain(merchant.post(f"{RUN}fiche/", card(text="Depuis 1987."), follow=True))

    shop.refresh_from_db()
    assert (shop.latitude, shop.longitude) == (44_300_000, 5_110_000)
    assert "Espèces, Carte bancaire" in text
    assert "Livre dans la commune" in text
    assert "Depuis 1987." in text
    assert "Boulangerie" in plain(merchant.get(f"{TOWN}?q=1987"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"point": "ici"}, "deux nombres"),
        ({"point": "144.3, 5.11"}, "pas sur la Terre"),
        ({"name": ""}, "obligatoire"),
        ({"email": "moi"}, "courriel"),
        ({"slot_minutes": "1"}, "5"),
    ],
)
def test_a_wrong_card_changes_nothing(
    merchant: Client, shop: m.Seller, wrong: dict[str, str], sentence: str
) -> None:
    answer = merchant.post(f"{RUN}fiche/", card(**wrong, text="Changé"))

    assert answer.status_code == 422
    assert sentence in plain(answer)
    shop.refresh_from_db()
    assert shop.text == ""


def picture(
    name: str = "p.jpg", size: tuple[int, int] = (3000, 1500), kind: str = "JPEG"
) -> SimpleUploadedFile:
    out = io.BytesIO()
    image = Image.new("RGB", size, "brown")
    exif = image.getexif()
    exif[0x010F] = "Camera Secrète"
    image.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_a_photo_is_made_smaller_and_forgets_the_camera(merchant: Client, shop: m.Seller) -> None:
    merchant.post(f"{RUN}photo/", {"photo": picture(), "photo_words": "La vitrine de Noël"})

    shop.refresh_from_db()
    assert shop.photo_id
    sent = merchant.get(f"{TOWN}photo/{shop.photo_id}/")
    content = b"".join(sent)
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.size == (1200, 600)
        assert not dict(kept.getexif())
    assert "max-age=86400" in sent["Cache-Control"]
    assert "La vitrine de Noël" in plain(merchant.get(f"{TOWN}boutique/boulangerie-amblard/"))

    merchant.post(f"{RUN}photo/", {"retirer": "1"})
    shop.refresh_from_db()
    assert shop.photo_id is None


def test_what_is_no_photo_is_refused(merchant: Client, shop: m.Seller) -> None:
    wrong = SimpleUploadedFile("p.jpg", b"pas une image", "image/jpeg")

    answer = merchant.post(f"{RUN}photo/", {"photo": wrong, "photo_words": "x"})

    assert answer.status_code == 422
    assert "pas une photo lisible" in plain(answer)
