"""Photos in lists: small squares of one size, with their words; a quiet letter where there is none."""

import io
import re
from random import Random

import pytest
from django.test import Client
from PIL import Image

from relance.exchange import models as m
from relance.exchange.actions.showing import show_listings, show_shops
from relance.kernel import files
from relance.site.demo.exchange_pictures import drawing
from tests.exchange import build
from tests.support.cast import Cast

HOME = "/valmont-sur-ouveze/commerces/"


@pytest.fixture
def bread(cast: Cast) -> m.Listing:
    """Bread with a photo, in a bakery without."""
    shop = build.seller(cast.valmont, claimed_by=cast.charlie)
    photo = files.store(
        authority=cast.valmont, by=None, name="p.jpg", content=drawing(Random(1), place=1, of=2)
    )
    made = build.listing(shop, photo=photo, photo_words="Trois pains sur une planche")
    show_shops([shop])
    show_listings([made], today=build.NOW.date())
    return made


def shots(client: Client, path: str) -> list[str]:
    return re.findall(r'<(?:img|span) class="shot".*?>', client.get(path).content.decode())


@pytest.mark.parametrize("path", ["?q=seigle", "boutique/boulangerie-amblard/"])
def test_a_photo_in_a_list_has_its_words_and_its_size_before_it_comes(
    bread: m.Listing, client: Client, path: str
) -> None:
    (shot,) = shots(client, HOME + path)

    assert 'alt="Trois pains sur une planche"' in shot
    assert 'width="80" height="80" loading="lazy"' in shot


def test_words_that_are_the_title_are_not_read_twice(bread: m.Listing, client: Client) -> None:
    m.Listing.objects.of(bread.authority).update(photo_words=bread.title)

    (shot,) = shots(client, f"{HOME}?q=seigle")

    assert 'alt=""' in shot


def test_without_a_photo_a_letter_stands_there_and_is_read_to_nobody(
    bread: m.Listing, client: Client
) -> None:
    (shot,) = shots(client, f"{HOME}?q=amblard&quoi=shops")

    assert shot == '<span class="shot" aria-hidden="true">'


def test_the_small_one_is_a_square_kept_for_a_day(bread: m.Listing, client: Client) -> None:
    first, again = (client.get(f"{HOME}photo/{bread.photo_id}/petite/") for _ in range(2))

    assert first["Cache-Control"] == "public, max-age=86400"
    assert Image.open(io.BytesIO(first.content)).size == (160, 160)
    assert first.content == again.content


def test_a_file_that_nothing_shows_has_no_small_one(bread: m.Listing, client: Client) -> None:
    pk = bread.photo_id
    m.Listing.objects.of(bread.authority).update(photo=None, photo_words="")

    assert client.get(f"{HOME}photo/{pk}/petite/").status_code == 404


def test_machines_are_told_where_the_photo_is(bread: m.Listing, client: Client) -> None:
    text = client.get(f"{HOME}annonces/{bread.pk}/").content.decode()

    assert f'"image": "http://testserver{HOME}photo/{bread.photo_id}/"' in text
