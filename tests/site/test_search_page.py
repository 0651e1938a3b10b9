"""The search page."""

import pytest
from django.test import Client

from relance.kernel import search
from relance.kernel.models import Authority
from tests.support.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


def entry(of: Authority, key: str, title: str, *, public: bool = True) -> None:
    search.put(
        authority=of,
        kind="plans.measure",
        key=key,
        title=title,
        text=title,
        address=f"/{key}/",
        is_public=public,
    )


def test_words_are_found_without_their_accents(client: Client, cast: Cast) -> None:
    entry(cast.valmont, "1", "Aménager le marché couvert")

    shown = client.get("/recherche/?q=marche").content.decode()

    assert "Aménager le marché couvert" in shown
    assert "1 résultat" in shown


def test_drafts_are_found_by_their_own_people_alone(client: Client, cast: Cast) -> None:
    entry(cast.valmont, "1", "Mesure en préparation", public=False)

    assert "en préparation" not in client.get("/recherche/?q=mesure").content.decode()
    sign_in(client, cast.dora)
    assert "en préparation" not in client.get("/recherche/?q=mesure").content.decode()
    sign_in(client, cast.alice)
    assert "en préparation" in client.get("/recherche/?q=mesure").content.decode()


def test_one_authority_can_be_asked_alone(client: Client, cast: Cast) -> None:
    entry(cast.valmont, "1", "Aide aux loyers")
    entry(cast.brumes, "2", "Aide aux locataires")

    shown = client.get("/recherche/?q=aide&collectivite=riviere-aux-brumes").content.decode()

    assert "locataires" in shown
    assert "Aide aux loyers" not in shown


def test_nothing_found_offers_to_search_again(client: Client, cast: Cast) -> None:
    shown = client.get("/recherche/?q=introuvable").content.decode()

    assert "Rien ne correspond" in shown
    assert "<button>Rechercher</button>" in shown


def test_many_finds_come_in_pages(client: Client, cast: Cast) -> None:
    for number in range(45):
        entry(cast.valmont, str(number), f"Aide {number}")

    first = client.get("/recherche/?q=aide").content.decode()
    last = client.get("/recherche/?q=aide&page=3").content.decode()

    assert "45 résultats" in first.replace("\u202f", "")
    assert "41 à 45 sur 45" in last


@pytest.mark.parametrize(
    "query",
    ["q=%22", "q=*", "q=a&page=-1", "q=a&page=abc", "q=a&page=99999", "q=&page=²", "collectivite=non"],
)
def test_nonsense_never_breaks_the_page(client: Client, cast: Cast, query: str) -> None:
    assert client.get(f"/recherche/?{query}").status_code == 200
