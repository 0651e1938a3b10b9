"""The shared register keeps an organisation once."""

import pytest
from django.db import IntegrityError, transaction

from relance.directory.actions import organisation_called
from relance.directory.models import Organisation

pytestmark = pytest.mark.django_db


def test_two_spellings_of_a_name_are_one_organisation() -> None:
    first = organisation_called(name="Chambre de métiers et de l’artisanat", country="FR")

    again = organisation_called(name="CHAMBRE DE METIERS  ET DE L'ARTISANAT", country="FR")

    assert again == first
    assert again.name == "Chambre de métiers et de l’artisanat"


def test_the_same_name_in_another_country_is_another_organisation() -> None:
    first = organisation_called(name="Chambre de commerce", country="FR")

    assert organisation_called(name="Chambre de commerce", country="CA") != first


def test_an_acronym_is_learned_once() -> None:
    organisation_called(name="Corporation de développement économique", country="CA")

    organisation_called(name="Corporation de développement économique", acronym="CDÉJ", country="CA")
    organisation_called(name="Corporation de développement économique", acronym="CDE", country="CA")

    assert Organisation.objects.get().acronym == "CDÉJ"


def test_a_name_of_nothing_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        organisation_called(name="  ", country="FR")
