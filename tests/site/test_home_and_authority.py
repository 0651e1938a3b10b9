"""Who publishes here, and what."""

from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from relance.kernel.rules import Role
from relance.site.views.authority import ways_of
from tests.plans import build
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


def test_home_takes_one_query_however_many_plans(
    client: Client, town: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    build.published(town.valmont)

    with django_assert_num_queries(1):
        client.get("/")


def test_the_page_of_an_authority_lists_its_published_plans(client: Client, town: SimpleNamespace) -> None:
    shown = client.get("/valmont-sur-ouveze/").content.decode()

    assert "Plan de relance" in shown
    assert "Plan secret" not in shown
    assert "Travail des agents" not in shown


def test_its_people_find_the_ways_to_their_work(client: Client, cast: Cast, town: SimpleNamespace) -> None:
    sign_in(client, cast.alice)

    shown = client.get("/valmont-sur-ouveze/").content.decode()

    assert "Travail des agents" in shown
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


def test_strangers_do_not(client: Client, cast: Cast, town: SimpleNamespace) -> None:
    sign_in(client, cast.dora)

    assert "Travail des agents" not in client.get("/valmont-sur-ouveze/").content.decode()


def test_an_unknown_authority_is_missing(client: Client, cast: Cast) -> None:
    assert client.get("/nulle-part/").status_code == 404
