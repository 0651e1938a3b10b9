"""Who publishes here, and what."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from relance.kernel.rules import Role
from relance.plans.actions.following.telling import tell
from relance.plans.models import ChangeKind
from relance.site.demo import PASSWORD, PEOPLE
from relance.site.views.authority import ways_of
from tests.applications.build import fund
from tests.exchange import build as shops
from tests.plans import build
from tests.plans.actions.running import build as running
from tests.support.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


def test_home_names_authorities_that_publish_and_no_other(
    client: Client, cast: Cast, town: SimpleNamespace
) -> None:
    shown = client.get("/").content.decode()

    assert "Valmont-sur-Ouvèze" in shown
    assert "Rivière-aux-Brumes" not in shown
    assert "Plan secret" not in shown


def test_home_without_any_plan_says_what_will_come(client: Client, cast: Cast) -> None:
    assert "Aucun plan n’est encore publié" in client.get("/").content.decode()


def test_home_takes_two_queries_however_many_plans(
    client: Client, town: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    build.published(town.valmont)

    with django_assert_num_queries(2):
        client.get("/")


def test_the_page_of_an_authority_lists_its_published_plans(client: Client, town: SimpleNamespace) -> None:
    shown = client.get("/valmont-sur-ouveze/").content.decode()

    assert "Plan de relance" in shown
    assert "Plan secret" not in shown
    assert "Votre travail ici" not in shown


def test_its_people_find_the_ways_to_their_work(client: Client, cast: Cast, town: SimpleNamespace) -> None:
    sign_in(client, cast.alice)

    shown = client.get("/valmont-sur-ouveze/").content.decode()

    assert "Votre travail ici" in shown
    assert 'href="/valmont-sur-ouveze/gestion/plans/importer/"' in shown
    assert "Membres" not in shown


@pytest.mark.parametrize("role", list(Role))
def test_every_way_that_is_shown_can_be_gone(
    client: Client, cast: Cast, town: SimpleNamespace, role: Role
) -> None:
    sign_in(client, cast.holding(role))

    ways = ways_of(cast.holding(role), town.valmont)

    assert ways
    for way in ways:
        assert client.get(way.url).status_code == 200, way.text


def test_who_leads_measures_finds_them_whatever_role_they_hold(client: Client, cast: Cast) -> None:
    one, (fund_, hall, _) = running.plan(cast.valmont)
    running.led_by(fund_, cast.charlie)
    running.led_by(hall, cast.charlie)
    sign_in(client, cast.charlie)

    (way,) = ways_of(cast.charlie, cast.valmont)

    assert way.text == "Vos mesures (2)"
    shown = client.get(way.url).content.decode()
    assert "Fonds" in shown
    assert "Halle" in shown
    assert "Vitrines" not in shown.split("<tbody>")[1].split("</tbody>")[0]
    assert one.slug in way.url


def test_who_leads_measures_of_several_plans_finds_each_by_its_name(cast: Cast) -> None:
    for _ in range(2):
        _, (first, *_) = running.plan(cast.valmont)
        running.led_by(first, cast.charlie)

    ways = ways_of(cast.charlie, cast.valmont)

    assert [way.text for way in ways] == ["Vos mesures, Plan de relance (1)"] * 2
    assert len({way.url for way in ways}) == 2


def test_who_led_a_measure_once_finds_nothing(cast: Cast) -> None:
    _, (first, *_) = running.plan(cast.valmont)
    running.led_by(first, cast.charlie)
    running.led_by(first, cast.alice)

    assert ways_of(cast.charlie, cast.valmont) == []
    assert ways_of(cast.dora, cast.valmont) == []


def test_strangers_do_not(client: Client, cast: Cast, town: SimpleNamespace) -> None:
    sign_in(client, cast.dora)

    assert "Votre travail ici" not in client.get("/valmont-sur-ouveze/").content.decode()


def test_an_unknown_authority_is_missing(client: Client, cast: Cast) -> None:
    assert client.get("/nulle-part/").status_code == 404


def test_home_puts_first_who_runs_a_plan_here(client: Client, cast: Cast, town: SimpleNamespace) -> None:
    build.published(build.authority("aaa"), summary="Un plan que Relance montre seulement.")
    shops.seller(cast.valmont)

    shown = client.get("/").content.decode()

    assert shown.index("Un plan conduit avec Relance") < shown.index("Valmont-sur-Ouvèze")
    assert shown.index("Valmont-sur-Ouvèze") < shown.index("Les autres plans publiés") < shown.index("Aaa")
    assert 'href="/valmont-sur-ouveze/commerces/"' in shown
    assert 'href="/valmont-sur-ouveze/aides/"' not in shown


def test_home_leads_to_the_aids_of_a_town_that_publishes_no_plan(client: Client, cast: Cast) -> None:
    fund(cast, now=timezone.now())

    shown = client.get("/").content.decode()

    assert "Des aides instruites avec Relance" in shown
    assert 'href="/valmont-sur-ouveze/aides/"' in shown
    assert "Aucun plan n’est encore publié" not in shown


def test_home_gives_its_accounts_in_the_demonstration_alone(
    client: Client, cast: Cast, settings: Any
) -> None:
    assert "helene@valmont.example" not in client.get("/").content.decode()

    settings.DEMO = True

    shown = client.get("/").content.decode()
    assert all(person.email in shown for person in PEOPLE)
    assert PASSWORD in shown


def test_a_town_at_work_shows_its_shops_and_its_news(
    client: Client, cast: Cast, town: SimpleNamespace
) -> None:
    shops.seller(cast.valmont)
    said = "Sept commerces sont aidés."
    tell(plan=town.plan, kind=ChangeKind.NEWS, title="Loyers", by_name="", at=build.AT, words=said)

    shown = client.get("/valmont-sur-ouveze/").content.decode()

    assert "Une boutique de Valmont-sur-Ouvèze" in shown
    assert said in shown


def test_a_town_that_only_publishes_shows_its_plan_alone(client: Client, town: SimpleNamespace) -> None:
    shown = client.get("/valmont-sur-ouveze/").content.decode()

    assert "Aides ouvertes" not in shown
    assert "Commerces et services" not in shown
    assert "Ce qui a changé" not in shown


def test_a_merchant_finds_the_way_to_their_shop(client: Client, cast: Cast, town: SimpleNamespace) -> None:
    shop = shops.seller(cast.valmont, claimed_by=cast.charlie)
    sign_in(client, cast.charlie)

    shown = client.get("/valmont-sur-ouveze/").content.decode()

    assert f"Tenir {shop.name}" in shown
    assert f'href="/valmont-sur-ouveze/commerces/boutique/{shop.slug}/gestion/"' in shown
