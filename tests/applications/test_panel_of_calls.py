"""A measure leads to the pre-check of its open calls, for anybody."""

from django.test import Client
from django.utils import timezone

from relance.schemes import actions as schemes
from tests.applications.build import Fund, fund
from tests.plans import build
from tests.support.cast import Cast


def measured(cast: Cast) -> tuple[Fund, str]:
    """A fund that carries out a measure, and the address of that measure."""
    plan = build.published(cast.valmont, slug="plan")
    measure = build.measure(plan)
    town = fund(cast, now=timezone.now())
    schemes.change_scheme(scheme=town.scheme, by=None, at=town.now, measure_key=str(measure.pk))
    return town, f"/{cast.valmont.slug}/plans/{plan.slug}/mesures/{measure.code}/"


def test_the_page_of_a_measure_leads_to_the_pre_check(cast: Cast, client: Client) -> None:
    town, url = measured(cast)

    page = client.get(url).content.decode()

    assert "Demander cette aide" in page
    assert f"/aides/{town.call.slug}/essai/" in page


def test_a_call_that_closed_is_no_longer_offered(cast: Cast, client: Client) -> None:
    town, url = measured(cast)
    schemes.close_call(call=town.call, why="L’enveloppe est épuisée.", by=None, at=timezone.now())

    assert "Demander cette aide" not in client.get(url).content.decode()


def test_the_page_of_the_town_leads_to_its_open_calls(cast: Cast, client: Client) -> None:
    town = fund(cast, now=timezone.now())

    shown = client.get(f"/{cast.valmont.slug}/").content.decode()

    assert f"/aides/{town.call.slug}/" in shown
    assert f"/{cast.valmont.slug}/aides/" in shown


def test_a_town_whose_calls_are_closed_says_so_and_leads_to_the_files_of_before(
    cast: Cast, client: Client
) -> None:
    town = fund(cast, now=timezone.now())
    schemes.close_call(call=town.call, why="L’enveloppe est épuisée.", by=None, at=timezone.now())

    shown = client.get(f"/{cast.valmont.slug}/").content.decode()

    assert "Aucune n’est ouverte aujourd’hui" in shown
    assert f"/{cast.valmont.slug}/aides/" in shown
