"""The announced money, sum by sum."""

from types import SimpleNamespace

import pytest
from django.test import Client

from relance.plans.models import AnnouncedAmount
from tests.plans import build

pytestmark = pytest.mark.django_db
PAGE = "/valmont-sur-ouveze/plans/relance/budget/"


def page(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_it_says_what_the_text_does_not_cost(client: Client, town: SimpleNamespace) -> None:
    shown = page(client)

    assert (
        "Des 3 000 000 € annoncés, le texte en détaille 1 000 000 €. 2 000 000 € n’y sont pas chiffrés."
        in shown
    )


def test_a_ceiling_is_shown_and_not_added(client: Client, town: SimpleNamespace) -> None:
    shown = page(client)

    aside = shown[shown.index("Sommes citées, qui ne s’ajoutent pas") :]
    assert "1 500 € par bénéficiaire" in aside
    assert "Plafond, part ou somme citée en passant" in aside


def test_each_sum_opens_onto_its_measure(client: Client, town: SimpleNamespace) -> None:
    assert "/valmont-sur-ouveze/plans/relance/mesures/1-1/" in page(client)


def test_measures_without_a_sum_are_counted_and_linked(client: Client, town: SimpleNamespace) -> None:
    shown = page(client)

    assert "2 mesures n’ont aucune sum".replace("sum", "somme") in shown
    assert "?sans=somme#mesures" in shown


def test_parts_over_the_total_are_said_and_not_drawn(client: Client, town: SimpleNamespace) -> None:
    build.amount(town.market, 2_500_000)

    shown = page(client)

    assert "500 000 € de plus que son total" in shown
    assert "Non détaillé dans le plan" not in shown


def test_a_plan_without_any_sum_says_so(client: Client, town: SimpleNamespace) -> None:
    AnnouncedAmount.objects.of(town.valmont).delete()

    shown = page(client)

    assert "Le document n’annonce pas de total." in shown
    assert "Aucune somme par mesure" in shown
