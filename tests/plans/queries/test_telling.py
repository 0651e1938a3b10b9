"""Facts said in French, as a list shows them."""

from typing import Any

import pytest

from relance.plans.models import FactKind
from relance.plans.queries.telling import horizon_of, tell
from relance.plans.rules.drafts import drafts_of
from relance.values.typography import Locale
from tests.plans import read

NBSP = "\u00a0"


def test_every_fact_that_reading_gives_can_be_said() -> None:
    said = {draft.quote: tell(draft.kind, draft.value) for draft in drafts_of(read.facts())}

    assert said["PLAN DE RELANCE DE VALMONT"] == "Plan de relance de Valmont"
    assert said["Adopté"] == "Adopté"
    assert said["12 mars 2026"] == "12 mars 2026"
    assert said["4,8 M€"] == f"4\u202f800\u202f000{NBSP}€"
    assert said["600 000 €"] == f"600\u202f000{NBSP}€ · enveloppe ou coût"
    assert said["la Région"] == "Région · financeur"
    assert said["1 500 €"] == f"Plafond{NBSP}: 1\u202f500{NBSP}€"
    assert said["2026-2027"] == "2026–2027"
    assert said["en continu"] == "en continu"
    assert said["Acheter ici"] == "numéro 2"
    assert said["18 % des locaux commerciaux du centre sont vacants."] == f"18{NBSP}%"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("measure", {"number": None}, ""),
        (
            "measure",
            {"number": "3", "objective": "Commerce", "responds_to": "Priorité 2"},
            f"numéro 3 · objectif{NBSP}: Commerce · répond à{NBSP}: Priorité 2",
        ),
        ("finding", {"value": "20", "unit": "percent", "bound": "at_least"}, f"au moins 20{NBSP}%"),
        ("finding", {"value": "", "unit": "", "bound": "at_least"}, ""),
        ("parameter", {"kind": "charter", "low": "", "high": "", "unit": ""}, "Contrepartie"),
        (
            "partner",
            {"name": "Corporation de développement", "acronym": "CDÉJ", "role": "lead"},
            "Corporation de développement (CDÉJ) · pilote",
        ),
        (
            "amount",
            {
                "low": None,
                "high": 150_000,
                "currency": "CAD",
                "per": "year",
                "role": "detail",
                "meaning": "aide",
            },
            f"au plus 1{NBSP}500{NBSP}$ par an · autre somme citée, aide",
        ),
    ],
)
def test_values_are_said_in_a_few_words(kind: str, value: dict[str, Any], words: str) -> None:
    assert tell(kind, value, Locale.FR_CA) == words


def test_a_horizon_that_says_nothing_is_none() -> None:
    assert horizon_of({"start": None, "end": None, "ongoing": False, "relative": None}) is None


def test_every_kind_of_fact_has_its_words() -> None:
    from relance.plans.queries import telling

    assert set(telling._TELLING) == set(FactKind)
