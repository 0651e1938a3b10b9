"""Full text over a table of an app's own: it follows its rows by itself, and is put back where it is gone."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection

from relance.exchange import models as m
from relance.kernel.search import tables
from tests.exchange import build
from tests.support.cast import Cast

INDEX = "exchange_showcase_words"


@pytest.fixture
def shop(cast: Cast) -> m.Seller:
    return build.seller(cast.valmont)


def show(shop: m.Seller, heading: str, body: str = "") -> m.Showcase:
    """A window whose words are these."""
    listing = build.listing(shop, heading)
    return m.Showcase.objects.create(
        authority=shop.authority,
        what="listing",
        seller=shop,
        listing=listing,
        title=heading,
        category="bakery",
        heading=heading,
        body=body,
    )


def found(shop: m.Seller, *groups: Sequence[str], **how: bool) -> list[str]:
    rows: Any = m.Showcase.objects.of(shop.authority)
    kept = rows.filter(tables.matching(m.Showcase, groups, **how)).order_by("pk")
    return list(kept.values_list("title", flat=True))


def test_every_group_must_be_there_by_one_of_its_words(shop: m.Seller) -> None:
    show(shop, "pain seigle")
    show(shop, "pain mais", "farine seigle")
    show(shop, "brioche")

    assert found(shop, ["pain"], ["siegle", "seigle"]) == ["pain seigle", "pain mais"]
    assert found(shop, ["pain", "brioche"]) == ["pain seigle", "pain mais", "brioche"]
    assert found(shop, ["pain"], ["brioche"]) == []


def test_only_the_last_word_is_a_beginning(shop: m.Seller) -> None:
    show(shop, "pain seigle")

    assert found(shop, ["pain"], ["sei"]) == ["pain seigle"]
    assert found(shop, ["pai"], ["seigle"]) == []
    assert found(shop, ["sei"], prefix=False) == []


def test_the_heading_alone_when_that_is_asked(shop: m.Seller) -> None:
    show(shop, "pain", "farine seigle")

    assert found(shop, ["seigle"]) == ["pain"]
    assert found(shop, ["seigle"], heading_only=True) == []
    assert found(shop, ["pai"], heading_only=True) == ["pain"]


def test_the_index_follows_what_becomes_of_a_row(shop: m.Seller) -> None:
    row = show(shop, "pain")

    m.Showcase.objects.of(shop.authority).filter(pk=row.pk).update(heading="brioche", body="beurre")
    assert found(shop, ["pain"]) == []
    assert found(shop, ["beurre"]) == ["pain"]  # its title, which was not changed

    row.delete()
    assert found(shop, ["brioche"]) == []


def test_words_that_look_like_operators_are_words(shop: m.Seller) -> None:
    show(shop, "and or not near")

    assert found(shop, ["and"], ["or"]) == ["and or not near"]
    assert found(shop, ["not"], ["pain"]) == []


def test_registered_twice_is_registered_once() -> None:
    tables.register(m.Showcase)

    assert tables._models.count(m.Showcase) == 1


@pytest.mark.django_db
def test_what_stands_stays_as_it_is() -> None:
    assert tables.missing() == []

    tables.install()

    assert tables.missing() == []


def test_installing_again_is_possible_with_rows_under_way(shop: m.Seller) -> None:
    show(shop, "pain")

    tables.install()

    assert found(shop, ["pain"]) == ["pain"]


def test_an_index_that_is_gone_is_said_and_built_again_with_the_rows_there_are(shop: m.Seller) -> None:
    show(shop, "pain")
    connection.check_constraints()  # PostgreSQL changes no table that has a check to come
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE exchange_showcase DROP COLUMN words")
        else:
            cursor.execute(f"DROP TABLE {INDEX}")
    assert tables.missing() == [INDEX]

    tables.install()

    assert tables.missing() == []
    assert found(shop, ["pain"]) == ["pain"]


@pytest.mark.django_db
@pytest.mark.one_database("sqlite", reason="PostgreSQL needs no trigger")
def test_a_trigger_that_is_gone_is_put_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {INDEX}_update")
    assert tables.missing() == [f"{INDEX}_update"]

    tables.install()

    assert tables.missing() == []
