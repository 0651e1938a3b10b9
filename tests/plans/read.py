"""Facts as reading gives them, written by hand where a test is about what becomes of them."""

from datetime import date
from typing import Any

from relance.reading.document import Document, Span
from relance.reading.facts.types import (
    AmountFact,
    AmountRole,
    AxisFact,
    DateFact,
    DocumentStatus,
    Facts,
    FindingFact,
    HorizonFact,
    MeasureFact,
    OrganisationFact,
    ParameterFact,
    ParameterKind,
    Role,
    StatusFact,
    TextFact,
)
from relance.values.horizon import Horizon
from relance.values.money import Money

TEXT = """PLAN DE RELANCE DE VALMONT
Adopté le 12 mars 2026. Il mobilise 4,8 M€.
18 % des locaux commerciaux du centre sont vacants.

AXE 1 : Soutenir les commerces
1.1 Créer un fonds de 600 000 € avec la Région, plafonné à 1 500 €, 2026-2027
1.2 Animer un réseau d’entraide, en continu

AXE 2 : Acheter ici
2.1 Accorder des avances de 5 000 à 20 000 € aux artisans
Le ministère veillera.

AXE 3 : Former
Le ministère veillera.
"""


def document(text: str = TEXT, **fields: Any) -> Document:
    fields = {"blocks": (), "format": "text", "sha256": "ab" * 32, **fields}
    return Document(text=text, **fields)


def at(words: str, *, after: str = "", text: str = TEXT) -> dict[str, Any]:
    """Span, quote and confidence of the first place of `words` behind `after`."""
    start = text.index(words, text.index(after))
    return {"span": Span(start, start + len(words)), "quote": words, "confidence": 0.9}


def euros(units: int) -> Money:
    return Money.of(units, "EUR")


def facts() -> Facts:
    """What a reader finds in TEXT."""
    fund, advances = "Créer un fonds", "Accorder des avances"
    amounts = (
        AmountFact(**at("4,8 M€"), money=euros(4_800_000), role=AmountRole.TOTAL, what="le plan"),
        AmountFact(
            **at("600 000 €"), money=euros(600_000), role=AmountRole.ENVELOPE, what="le fonds", measure=0
        ),
        AmountFact(**at("1 500 €"), money=euros(1_500), role=AmountRole.CEILING, what="plafond", measure=0),
        AmountFact(
            **at("5 000 à 20 000 €"), money=euros(5_000), role=AmountRole.FLOOR, what="avances", measure=2
        ),
        AmountFact(
            **at("5 000 à 20 000 €"), money=euros(20_000), role=AmountRole.CEILING, what="avances", measure=2
        ),
    )
    ongoing = HorizonFact(**at("en continu"), horizon=Horizon(ongoing=True))
    years = HorizonFact(**at("2026-2027"), horizon=Horizon.year(2026, 2027))
    measures = (
        MeasureFact(
            **at("Créer un fonds de 600 000 € avec la Région, plafonné à 1 500 €, 2026-2027"),
            text="",
            axis=0,
            number="1.1",
            objective="Soutenir les commerces",
            horizon=years,
            amount=amounts[1],
            partners=(OrganisationFact(**at("la Région", after=fund), name="Région", role=Role.FUNDER),),
            parameters=(
                ParameterFact(**at("600 000 €"), kind=ParameterKind.ENVELOPE, value=60_000_000, unit="EUR"),
                ParameterFact(**at("1 500 €"), kind=ParameterKind.CEILING, value=150_000, unit="EUR"),
            ),
        ),
        MeasureFact(
            **at("Animer un réseau d’entraide, en continu"), text="", axis=0, number="1.2", horizon=ongoing
        ),
        MeasureFact(
            **at("Accorder des avances de 5 000 à 20 000 € aux artisans", after=advances),
            text="",
            axis=1,
            number="2.1",
        ),
        MeasureFact(**at("Le ministère veillera."), text="", axis=1),
        MeasureFact(**at("Le ministère veillera.", after="AXE 3"), text="", axis=2, response_to="Former"),
    )
    return Facts(
        title=TextFact(**at("PLAN DE RELANCE DE VALMONT"), value="Plan de relance de Valmont"),
        territory=TextFact(**at("VALMONT"), value="Valmont"),
        adopted_on=DateFact(**at("12 mars 2026"), value=date(2026, 3, 12)),
        status=StatusFact(**at("Adopté"), value=DocumentStatus.ADOPTED),
        total_budget=amounts[0],
        axes=(
            AxisFact(**at("Soutenir les commerces"), label="Soutenir les commerces", number="1"),
            AxisFact(**at("Acheter ici"), label="Acheter ici", number="2"),
            AxisFact(**at("Former"), label="Former", number="3"),
        ),
        measures=measures,
        amounts=amounts,
        findings=(
            FindingFact(
                **at("18 % des locaux commerciaux du centre sont vacants."),
                text="18 % des locaux commerciaux du centre sont vacants.",
            ),
        ),
    )
