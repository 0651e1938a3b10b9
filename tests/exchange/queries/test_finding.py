"""One search over shops and listings: which words find, which filters hold, in which order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from relance.exchange import models as m
from relance.exchange.actions.showing import show_again, show_listings, show_shops
from relance.exchange.queries import finding
from relance.exchange.queries.finding import Asked, Found, find, points
from relance.exchange.queries.spelling import nearest, spelt
from relance.kernel.search import tables
from tests.exchange import build
from tests.support.cast import Cast

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # ten o'clock at Valmont
NIGHT = datetime(2026, 11, 23, 22, tzinfo=UTC)


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Three shops and what they sell."""
    bakery = build.seller(
        cast.valmont,
        claimed_by=cast.charlie,
        hours=build.ALWAYS,
        latitude=44_300_000,
        longitude=5_100_000,
        street="4 rue Haute",
    )
    farm = build.seller(
        cast.valmont,
        "Ferme des Œillets",
        claimed_by=cast.charlie,
        category="farm",
        labels=["organic"],
        latitude=44_330_000,
        longitude=5_100_000,
    )
    night = build.seller(cast.valmont, "Épicerie de nuit", category="grocery", hours="20:00-24:00")
    rows = [
        build.listing(bakery, "Pain de seigle"),
        build.listing(bakery, "Éclairs au café", text="Avec du pain perdu"),
        build.listing(farm, "Œufs de plein air", kind="product"),
        build.listing(farm, "Main-d’œuvre pour la récolte", kind="service", direction="need"),
    ]
    today = MONDAY.date()
    m.Offer.objects.create(
        authority=cast.valmont,
        listing=rows[0],
        rule="price",
        price=250,
        prior=320,
        starts_on=today,
        ends_on=today,
        made_at=MONDAY,
    )
    show_shops([bakery, farm, night])
    show_listings(rows, today=today)
    return cast


def names(found: Found) -> list[str]:
    return [one.listing.title if one.listing else one.seller.name for one in found.items]


def asked(town: Cast, at: datetime = MONDAY, **said: Any) -> list[str]:
    return names(find(authority=town.valmont, asked=Asked(**said), at=at))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("oeufs", "Œufs de plein air"),
        ("oeuf", "Œufs de plein air"),
        ("ECLAIR", "Éclairs au café"),
        ("epicerie", "Épicerie de nuit"),
        ("seig", "Pain de seigle"),
        ("siegle", "Pain de seigle"),
        ("boulengerie", "Boulangerie Amblard"),
        ("œillet", "Ferme des Œillets"),
        ("pain des seigles", "Pain de seigle"),
        ("Moulin \"' OR 1=1 --", "none"),
    ],
)
def test_words_find_without_accents_in_the_plural_and_misspelt(town: Cast, words: str, first: str) -> None:
    assert (asked(town, words=words) or ["none"])[0] == first


def test_words_in_the_name_come_before_words_in_the_text(town: Cast) -> None:
    assert asked(town, words="pain") == ["Pain de seigle", "Éclairs au café"]


def test_shops_come_before_listings_and_the_open_ones_first(town: Cast) -> None:
    found = asked(town, words="ferme")

    assert found[0] == "Ferme des Œillets"
    assert set(found[1:]) == {"Œufs de plein air", "Main-d’œuvre pour la récolte"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"what": "shops"}, {"Boulangerie Amblard", "Ferme des Œillets", "Épicerie de nuit"}),
        ({"what": "offers"}, {"Pain de seigle"}),
        ({"what": "needs"}, {"Main-d’œuvre pour la récolte"}),
        ({"what": "service"}, set()),
        ({"category": "grocery"}, {"Épicerie de nuit"}),
        ({"label": "organic", "what": "shops"}, {"Ferme des Œillets"}),
        ({"place": "rue haute", "what": "shops"}, {"Boulangerie Amblard"}),
        ({"open_now": True, "what": "shops"}, {"Boulangerie Amblard"}),
        ({"open_now": True, "words": "pain"}, {"Pain de seigle", "Éclairs au café"}),
        ({"near": (44_300_000, 5_100_000), "within": 1000, "what": "shops"}, {"Boulangerie Amblard"}),
    ],
)
def test_filters_hold(town: Cast, said: dict[str, Any], found: set[str]) -> None:
    assert set(asked(town, **said)) == found


def test_what_is_open_depends_on_the_moment(town: Cast) -> None:
    assert asked(town, at=NIGHT, open_now=True, what="shops") == ["Épicerie de nuit"]
    assert asked(town, at=MONDAY.replace(day=22), open_now=True, what="shops") == []


def test_a_closure_counts_at_once(town: Cast) -> None:
    shop = m.Seller.objects.of(town.valmont).get(slug="boulangerie-amblard")
    assert asked(town, open_now=True, what="shops")

    m.Closure.objects.create(
        authority=town.valmont,
        seller=shop,
        starts_at=MONDAY,
        ends_at=MONDAY + timedelta(hours=3),
        said_at=MONDAY,
    )

    assert asked(town, open_now=True, what="shops") == []


def test_the_nearest_comes_first_and_says_how_far(town: Cast) -> None:
    found = find(authority=town.valmont, asked=Asked(what="shops", near=(44_329_000, 5_100_000)), at=MONDAY)

    assert names(found) == ["Ferme des Œillets", "Boulangerie Amblard"]
    assert [one.metres for one in found.items] == [111, 3228]


def test_an_offer_is_over_when_its_day_is(town: Cast) -> None:
    assert asked(town, at=MONDAY + timedelta(days=1), what="offers") == []


def test_pages_follow_each_other_without_gap(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "A_PAGE", 3)
    whole = [
        name
        for page in (1, 2, 3, 4)
        for name in names(find(authority=town.valmont, asked=Asked(), at=MONDAY, page=page))
    ]

    assert len(whole) == len(set(whole)) == 7
    assert whole[:3] == ["Boulangerie Amblard", "Épicerie de nuit", "Ferme des Œillets"]


def test_too_many_finds_are_said(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 2)

    for said in (Asked(), Asked(words="e"), Asked(words="e", open_now=True)):
        found = find(authority=town.valmont, asked=said, at=MONDAY)
        assert found.total <= 2
    assert find(authority=town.valmont, asked=Asked(), at=MONDAY).more


def test_points_of_the_map_are_shops_each_once(town: Cast) -> None:
    found = points(authority=town.valmont, asked=Asked(words="pain"), at=MONDAY)

    assert found == [(44_300_000, 5_100_000, "Boulangerie Amblard", "boulangerie-amblard")]


def test_another_town_finds_nothing_of_ours(town: Cast) -> None:
    assert names(find(authority=town.brumes, asked=Asked(words="pain"), at=MONDAY)) == []


def test_writing_every_window_again_changes_nothing_and_forgets_words(town: Cast) -> None:
    before = asked(town, words="pain")
    m.Word.objects.create(authority=town.valmont, word="oublie")

    rows = show_again(authority=town.valmont, today=MONDAY.date())

    assert rows == 7
    assert asked(town, words="pain") == before
    assert not m.Word.objects.of(town.valmont).filter(word="oublie").exists()


def test_a_short_word_or_a_number_is_not_put_right(town: Cast) -> None:
    assert nearest(["pain", "seigle"], "pai") == []
    assert nearest(["12345"], "12346") == []
    assert spelt(town.valmont, ["siegle", "pain"]).corrected == (("siegle", "seigle"),)


def test_nothing_of_the_index_is_missing(town: Cast) -> None:
    assert tables.missing() == []
    connection.check_constraints()  # PostgreSQL makes no index while foreign keys wait to be checked
    tables.install()
    assert asked(town, words="seigle")
