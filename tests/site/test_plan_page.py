"""The public page of a plan."""

from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.plans import build

pytestmark = pytest.mark.django_db
PAGE = "/valmont-sur-ouveze/plans/relance/"
QUERIES = 25


def page(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_anybody_reads_the_measures_under_their_axis(client: Client, town: SimpleNamespace) -> None:
    shown = page(client)

    assert shown.index("Commerce") < shown.index("Créer un fonds") < shown.index("Doubler le marché")
    assert "Hors de tout groupe nommé" in shown
    assert "Plan adopté" in shown


def test_a_draft_is_not_there(client: Client, town: SimpleNamespace) -> None:
    answer = client.get("/valmont-sur-ouveze/plans/brouillon/")

    assert answer.status_code == 404
    assert "Plan secret" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "kept", "left"),
    [
        ("?sans=horizon", "Doubler le marché", "Créer un fonds"),
        ("?sans=partenaire", "Publier les dépenses", "Créer un fonds"),
        ("?sans=somme", "Doubler le marché", "Créer un fonds"),
        ("?when=2026", "Créer un fonds", "Publier les dépenses"),
        ("?when=ongoing", "Publier les dépenses", "Créer un fonds"),
        ("?axis=none", "Publier les dépenses", "Doubler le marché"),
        ("?kind=event", "Doubler le marché", "Créer un fonds"),
    ],
)
def test_a_filter_keeps_what_answers_to_it(
    client: Client, town: SimpleNamespace, query: str, kept: str, left: str
) -> None:
    build.measure(town.plan, "Étudier", kind="study")

    shown = page(client, query)

    assert kept in shown
    assert left not in shown
    assert " sur 4" in shown


@pytest.mark.parametrize(
    "query", ["?axis=abc", "?when=99999", "?partner=-1", "?sans=x", "?kind=%00", "?axis=²"]
)
def test_nonsense_in_the_address_shows_the_whole_plan(
    client: Client, town: SimpleNamespace, query: str
) -> None:
    assert "3 mesures" in page(client, query)


def test_nothing_that_answers_offers_the_way_back(client: Client, town: SimpleNamespace) -> None:
    shown = page(client, "?when=2026&sans=partenaire")

    assert "Rien ne répond à ces choix" in shown
    assert "Tout afficher" in shown


def test_a_paraphrase_says_so_and_published_words_do_not(client: Client, town: SimpleNamespace) -> None:
    shown = page(client)

    market = shown[shown.index("Doubler le marché") :]
    rents = shown[shown.index("Créer un fonds") : shown.index("Doubler le marché")]
    assert "Résumé par nos soins" in market
    assert "Résumé par nos soins" not in rents


def test_findings_lead_to_their_passage(client: Client, town: SimpleNamespace) -> None:
    shown = page(client)

    assert "Ce que le document constate" in shown
    assert f"passage={town.finding.start}-{town.finding.end}&amp;version=1#passage" in shown


def test_more_measures_cost_no_more_queries(
    client: Client, town: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client)
    with django_assert_num_queries(QUERIES):
        page(client)

    for number in range(30):
        build.partner(build.measure(town.plan, f"Mesure {number}", axis=town.rents.axis), f"Org {number}")

    with django_assert_num_queries(QUERIES):
        page(client)


def test_a_very_long_plan_is_read_a_hundred_measures_at_a_time(client: Client, town: SimpleNamespace) -> None:
    for number in range(100):
        build.measure(town.plan, f"Planter l’arbre {number} ", axis=town.rents.axis)

    first, second = page(client), page(client, "?page=2")

    assert "103 mesures" in first
    assert "1 à 100 sur 103" in first
    assert ("Planter l’arbre 0" in first, "Publier les dépenses" in first) == (True, False)
    assert ("Planter l’arbre 0" in second, "Publier les dépenses" in second) == (False, True)
    assert "Planter l’arbre 99" in client.get(PAGE + "imprimer/").content.decode()


def test_the_printed_page_holds_every_measure_with_its_facts(client: Client, town: SimpleNamespace) -> None:
    shown = client.get(PAGE + "imprimer/").content.decode()

    for words in ("Créer un fonds", "Doubler le marché", "Publier les dépenses", "Région", "2026–2027"):
        assert words in shown
