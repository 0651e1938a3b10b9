"""The joined page of a measure."""

from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from relance.kernel import panels
from relance.kernel.panels import Panel, Subject
from relance.kernel.permissions import Reader
from tests.plans import build

QUERIES = 29  # eight for the document, twenty-one for what each app shows of the measure

pytestmark = pytest.mark.django_db
PAGE = "/valmont-sur-ouveze/plans/relance/mesures/"


def page(client: Client, code: str) -> str:
    answer = client.get(f"{PAGE}{code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_wording_is_quoted_with_its_place_in_the_document(client: Client, town: SimpleNamespace) -> None:
    shown = page(client, "1-1")

    assert "« Créer un fonds pour les loyers" in shown.replace("\u202f", " ").replace("\xa0", " ")
    assert f"passage={town.rents.start}-{town.rents.end}&amp;version=1#passage" in shown
    assert "Plan voté" in shown


def test_a_paraphrase_is_never_shown_as_a_quotation(client: Client, town: SimpleNamespace) -> None:
    shown = page(client, "1-2")

    assert "Résumé par nos soins" in shown
    assert "« Doubler" not in shown.replace("\xa0", " ")


def test_horizon_partners_sums_and_parameters_are_there(client: Client, town: SimpleNamespace) -> None:
    shown = page(client, "1-1").replace("\u202f", " ").replace("\xa0", " ")

    for words in ("2026–2027", "Région", "1 000 000 €", "1 500 € par bénéficiaire", "Plafond"):
        assert words in shown


def test_what_the_document_does_not_say_is_said(client: Client, town: SimpleNamespace) -> None:
    shown = page(client, "1-2")

    assert "Le document n’en donne pas" in shown
    assert "Aucun n’est nommé" in shown


def test_the_same_reply_under_other_priorities_is_linked(client: Client, town: SimpleNamespace) -> None:
    other = build.measure(town.plan, "Doubler le marché", axis=build.axis(town.plan, "Culture"))

    shown = page(client, "1-2")

    assert "Le même texte figure aussi sous" in shown
    assert f"/mesures/{other.code}/" in shown


def test_neighbours_are_one_click_away(client: Client, town: SimpleNamespace) -> None:
    shown = page(client, "1-2")

    assert f'href="{PAGE}1-1/" rel="prev"' in shown
    assert f'href="{PAGE}3/" rel="next"' in shown


@pytest.mark.parametrize("address", ["relance/mesures/absente/", "brouillon/mesures/secret/"])
def test_a_measure_that_is_not_public_is_missing(client: Client, town: SimpleNamespace, address: str) -> None:
    answer = client.get(f"/valmont-sur-ouveze/plans/{address}")

    assert answer.status_code == 404
    assert "secrète" not in answer.content.decode()


def test_an_app_shows_its_panel_without_the_site_knowing_it(
    client: Client, town: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def notes(subject: Subject, reader: Reader) -> Panel | None:
        return Panel("Notes", "403.html", {"sentence": f"vu {subject.key}"})

    monkeypatch.setattr(panels, "_panels", {})
    panels.register("plans.measure", notes)

    assert f"vu {town.market.pk}" in page(client, "1-2")


def test_a_measure_costs_a_constant_number_of_queries(
    client: Client, town: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES):
        page(client, "1-1")

    for number in range(20):
        build.partner(town.rents, f"Org {number}")
        build.measure(town.plan, f"Mesure {number}")

    with django_assert_num_queries(QUERIES):
        page(client, "1-1")
