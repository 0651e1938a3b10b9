"""What one may apply for, and what is said before one does."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from relance.schemes import actions as schemes
from tests.applications.build import fund
from tests.applications.public.conftest import Applicant, words_of
from tests.support.cast import Cast


def test_an_open_call_is_listed_with_its_last_day(shopkeeper: Applicant) -> None:
    page = shopkeeper.get(f"/{shopkeeper.fund.authority.slug}/aides/")

    assert "Appel Aide au loyer des commerces" in page
    assert "inclus" in page


def test_a_town_without_a_call_says_what_will_come(cast: Cast, client: Client) -> None:
    page = client.get("/riviere-aux-brumes/aides/").content.decode()

    assert "Aucune aide ouverte aujourd’hui" in page


def test_a_call_says_everything_before_one_applies(shopkeeper: Applicant) -> None:
    words = words_of(shopkeeper.get(shopkeeper.home))

    for said in (
        "Savoir si j’y ai droit",
        "Déposer une demande",
        "Bail commercial",
        "PDF, JPG ou PNG, 10\u00a0Mo au plus",
        "Effacée dès la décision",
        "CGCT, article L1511-3",
        "Plafond mensuel",
        "chiffre donné en exemple, à vérifier",
        "Un brouillon est gardé 3 mois",
        "mission d’intérêt public",
        "empreinte",
    ):
        assert said in words, said


def test_a_closed_call_still_answers_but_takes_no_file(shopkeeper: Applicant) -> None:
    now = timezone.now()
    schemes.close_call(call=shopkeeper.fund.call, why="L’enveloppe est épuisée.", by=None, at=now)

    page = shopkeeper.get(shopkeeper.home)

    assert "L’enveloppe est épuisée." in page
    assert "Savoir si j’y ai droit" in page
    assert "Déposer une demande" not in page
    assert shopkeeper.post(shopkeeper.home + "demande/").status_code in (403, 409)


def test_a_call_in_preparation_is_not_public(cast: Cast, client: Client) -> None:
    found = fund(cast, now=timezone.now())
    draft = schemes.make_call(scheme=found.scheme, slug="demain", title="Demain", by=None, at=found.now)

    assert client.get(f"/{found.authority.slug}/aides/{draft.slug}/").status_code == 404


def test_public_pages_hold_their_number_of_queries(
    shopkeeper: Applicant, django_assert_max_num_queries: Any
) -> None:
    """However many calls, answers and files there are."""
    for rank in range(8):
        call = schemes.make_call(
            scheme=shopkeeper.fund.scheme,
            slug=f"autre-{rank}",
            title=f"Autre appel {rank}",
            by=None,
            at=shopkeeper.fund.now,
            envelope_id=shopkeeper.fund.envelope,
            opens_on=(timezone.now() - timedelta(days=2)).date(),
        )
        schemes.open_call(call=call, by=None, at=timezone.now())
    shopkeeper.check(number="55208131766522")

    for most, url in (
        (2, f"/{shopkeeper.fund.authority.slug}/aides/"),
        (4, shopkeeper.home),
        (6, shopkeeper.home + "essai/"),
        (6, shopkeeper.home + "essai/question/monthly_rent/"),
        (6, shopkeeper.home + "essai/reponse/"),
    ):
        with django_assert_max_num_queries(most):
            page = shopkeeper.get(url)
        assert len(page.encode()) < 60_000, url


@pytest.mark.parametrize("path", ["aides/inconnu/", "aides/inconnu/essai/", "aides/inconnu/demande/"])
def test_a_call_that_is_not_there_is_missing(cast: Cast, client: Client, path: str) -> None:
    assert client.get(f"/valmont-sur-ouveze/{path}").status_code == 404
