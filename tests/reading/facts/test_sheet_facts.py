import io
from typing import Any

import openpyxl
import pytest

from relance.reading.document import Document
from relance.reading.facts import facts_of
from relance.reading.facts.types import AmountRole, Role
from relance.reading.readers import read_document
from relance.reading.sheets import FaultySheet

HEADER = ("Axe", "Action", "Pilote", "Partenaires", "Financeur", "Montant", "Budget", "Échéance")


def workbook(*lines: tuple[Any, ...]) -> Document:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    file = io.BytesIO()
    book.save(file)
    return read_document(file.getvalue())


def test_columns_become_facts_with_their_place() -> None:
    document = workbook(
        ("Plan de relance de Valmont",),
        HEADER,
        ("Axe 1 : Centre", "2. Ouvrir une halle", "Ville", "CCI, CMA", "Région", 4000, 10_000, "2024-2025"),
    )

    facts = facts_of(document)

    (measure,) = facts.measures
    assert facts.title is not None
    assert facts.title.value == "Plan de relance de Valmont"
    assert [axis.label for axis in facts.axes] == ["Centre"]
    assert (measure.text, measure.number, measure.axis) == ("Ouvrir une halle", "2", 0)
    assert [(p.name, p.role) for p in measure.partners] == [
        ("Ville", Role.LEAD),
        ("CCI", Role.PARTNER),
        ("CMA", Role.PARTNER),
        ("Région", Role.FUNDER),
    ]
    assert measure.amount is not None
    assert measure.amount.money.minor == 1_000_000
    assert measure.horizon is not None
    assert measure.horizon.horizon.years == (2024, 2025)
    assert [(a.role, a.money.minor) for a in facts.amounts] == [
        (AmountRole.ENVELOPE, 1_000_000),
        (AmountRole.SHARE, 400_000),
    ]


def test_every_quote_is_the_text_at_its_span() -> None:
    document = workbook(HEADER, ("Centre", "Ouvrir une halle", "Ville", "CCI", "Région", 1, 2, "2024"))

    facts = facts_of(document)

    everything = [*facts.axes, *facts.measures, *facts.amounts, *facts.measures[0].partners]
    assert all(fact.quote == fact.span.quote(document.text) for fact in everything)


def test_persons_are_no_partners_and_columns_say_nothing_of_the_territory() -> None:
    facts = facts_of(
        workbook(("Action", "Personne pilote", "Financeur", "Budget"), ("Ouvrir", "A. Roux", "DREAL", 5))
    )

    assert [p.name for p in facts.measures[0].partners] == ["DREAL"]
    assert facts.territory is None


def test_a_faulty_sheet_gives_no_facts() -> None:
    with pytest.raises(FaultySheet, match="Cellule G2"):
        facts_of(workbook(HEADER, ("Centre", "Ouvrir", None, None, None, None, "cher", None)))


def test_prose_is_read_as_before() -> None:
    facts = facts_of(read_document(b"AXE 1 : COMMERCE\n\n- Ouvrir une halle couverte\n- Planter\n"))

    assert len(facts.measures) == 2


@pytest.mark.parametrize(
    "line",
    [
        ("Budget total : 4 800 000 €",),
        ("Budget total", "4 800 000 €"),
        ("Budget total (€)", 4_800_000),
        ("Budget total (k€)", 4800),
        ("Enveloppe globale du plan : 4,8 M€",),
    ],
)
def test_the_total_above_the_table_is_that_of_the_plan(line: tuple[Any, ...]) -> None:
    row = ("Centre", "Ouvrir une halle", "Ville", "CCI", "Région", 4000, 10_000, "2024")

    facts = facts_of(workbook(("Plan de relance de Valmont",), line, HEADER, row))

    assert facts.total_budget is not None
    assert facts.total_budget.money.minor == 4_800_000_00
    assert facts.total_budget in facts.amounts
    assert [m.text for m in facts.measures] == ["Ouvrir une halle"]


def test_a_compound_name_that_opens_a_line_above_the_table_is_the_territory() -> None:
    row = ("Centre", "Ouvrir une halle", "Communauté du Pays d’Arlan", "CCI", "Région", 4000, 10_000, "2024")
    top = ("Plan de relance",), ("Bourg-sur-Isole – Adopté par le conseil municipal le 12 mars 2026",)

    facts = facts_of(workbook(*top, HEADER, row))

    assert facts.territory is not None
    assert facts.territory.value == "Bourg-sur-Isole"
