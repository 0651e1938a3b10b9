import io
from typing import Any

import openpyxl
import pytest

from relance.reading.document import Document, ReadingError
from relance.reading.readers import read_document
from relance.reading.sheets import FaultySheet, PlanSheet, read_plan_sheet

HEADER = (
    "Axe",
    "Titre de l'action",
    "Titre de la sous-action",
    "Pilote",
    "Budget (k€)",
    "Date de début",
    "Date de fin",
)


def workbook(*lines: tuple[Any, ...]) -> Document:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    file = io.BytesIO()
    book.save(file)
    return read_document(file.getvalue())


def sheet(*lines: tuple[Any, ...]) -> PlanSheet:
    found = read_plan_sheet(workbook(*lines))
    assert found is not None
    return found


def test_rows_become_actions_with_typed_values_and_their_cells() -> None:
    document = workbook(
        HEADER, ("Centre", "Ouvrir une halle", None, "Ville, CCI", 12, "mars 2025", "31/12/2026")
    )

    plan = read_plan_sheet(document)

    assert plan is not None
    (action,) = plan.checked().actions
    assert (action.title.words, action.title.cell) == ("Ouvrir une halle", "B2")
    assert action.title.span.quote(document.text) == "Ouvrir une halle"
    assert [v.words for v in action.path] == ["Centre"]
    assert [v.span.quote(document.text) for v in action.leads] == ["Ville", "CCI"]
    assert action.budget is not None
    assert (action.budget.money.minor, action.budget.money.currency) == (1_200_000, "EUR")
    assert action.horizon is not None
    assert action.horizon.years == (2025, 2026)


def test_columns_in_another_order_are_simply_read() -> None:
    plan = sheet(("Fin", "Porteur", "Mesure", "Orientation"), (2026, "Ville", "Ouvrir une halle", "Centre"))

    (action,) = plan.actions
    assert action.title.words == "Ouvrir une halle"
    assert [v.words for v in action.path] == ["Centre"]
    assert [v.words for v in action.leads] == ["Ville"]


def test_a_first_column_filled_once_counts_for_the_rows_below() -> None:
    plan = sheet(
        ("Axe", "Action", "Échéance"), ("Centre", "A", "2022"), (None, "B", "2023"), ("Quais", "C", "2024")
    )

    assert [a.path[0].words for a in plan.actions] == ["Centre", "Centre", "Quais"]


def test_a_new_axis_ends_the_sub_axis() -> None:
    plan = sheet(("Axe", "Sous-axe", "Action"), ("Centre", "Rues", "A"), ("Quais", None, "B"))

    assert [[v.words for v in a.path] for a in plan.actions] == [["Centre", "Rues"], ["Quais"]]


def test_sub_actions_belong_to_their_action() -> None:
    plan = sheet(
        HEADER,
        ("Centre", "Halle", None),
        ("Centre", "Halle", "Choisir le lieu"),
        (None, None, "Construire"),
        ("Quais", "Arbres", "Planter"),
    )

    assert [(a.title.words, a.parent) for a in plan.actions] == [
        ("Halle", None),
        ("Choisir le lieu", 0),
        ("Construire", 0),
        ("Arbres", None),
        ("Planter", 3),
    ]


def test_a_budget_that_is_no_number_is_named_with_its_cell_and_what_is_allowed() -> None:
    plan = sheet(HEADER, ("Centre", "Halle", None, None, "Entre 200 et 500"))

    (problem,) = plan.problems
    assert problem.cell == "E2"
    assert problem.value == "Entre 200 et 500"
    assert "15000" in problem.message
    with pytest.raises(FaultySheet, match="Cellule E2"):
        plan.checked()


def test_a_budget_for_each_year_says_so() -> None:
    plan = sheet(HEADER, ("Centre", "Halle", None, None, "15 000 €/an"))

    budget = plan.checked().actions[0].budget
    assert budget is not None
    assert (budget.money.minor, budget.per) == (1_500_000, "year")


def test_a_budget_that_nobody_knows_yet_is_no_fault() -> None:
    plan = sheet(HEADER, ("Centre", "Halle", None, None, "à définir"))

    assert plan.problems == ()
    assert plan.actions[0].budget is None


def test_the_same_action_twice_in_an_axis_is_refused_and_in_two_axes_is_not() -> None:
    plan = sheet(HEADER, ("Centre", "Halle"), ("Centre", "halle"), ("Quais", "Halle"))

    assert [(p.cell, "B2" in p.message) for p in plan.problems] == [("B3", True)]
    assert len(plan.actions) == 2


@pytest.mark.parametrize(
    ("start", "end", "cell", "words"),
    [
        ("bientôt", None, "F2", "date de début"),
        (None, "tantôt", "G2", "date de fin"),
        ("31/12/2026", "01/01/2025", "G2", "précède"),
    ],
)
def test_dates_that_cannot_be_are_named(start: str, end: str, cell: str, words: str) -> None:
    plan = sheet(HEADER, ("Centre", "Halle", None, None, None, start, end))

    (problem,) = plan.problems
    assert problem.cell == cell
    assert words in problem.message


def test_a_date_that_lost_its_format_is_still_a_date() -> None:
    plan = sheet(HEADER, ("Centre", "Halle", None, None, None, 44881, None))

    assert plan.problems == ()
    assert plan.actions[0].horizon is not None
    assert plan.actions[0].horizon.start is not None
    assert plan.actions[0].horizon.start.isoformat() == "2022-11-16"


def test_funders_stand_beside_what_they_give() -> None:
    plan = sheet(
        ("Axe", "Action", "Financeur 1", "Montant € HT", "Financeur 2", "Montant € HT", "Budget total"),
        ("Centre", "Halle", "Région", 3000, "DREAL, État", 10, 5000),
    )

    (action,) = plan.actions
    assert [(f.funder and f.funder.words, f.amount and f.amount.money.minor) for f in action.fundings] == [
        ("Région", 300_000),
        ("DREAL", None),
        ("État", None),
    ]
    assert action.budget is not None
    assert action.budget.money.minor == 500_000


def test_instructions_totals_and_lone_titles_are_left_aside_and_told() -> None:
    plan = sheet(
        HEADER,
        ("Champ texte", "Champ texte", "Champ texte", "Champ texte", "Champ numérique"),
        ("Centre",),
        ("Centre", "Halle", "Ce champ ne sera pas intégré", None, 5),
        ("TOTAL", None, None, None, 5),
    )

    assert [a.title.words for a in plan.actions] == ["Halle"]
    assert [(s.cell, s.reason) for s in plan.skipped] == [
        ("A2", "consignes de remplissage"),
        ("A3", "ligne sans action"),
        ("C4", "consigne laissée dans la cellule"),
        ("A5", "ligne de total"),
    ]


def test_a_list_of_anything_else_is_no_plan() -> None:
    assert read_plan_sheet(workbook(("SIRET", "Nom", "Montant"), ("1", "Boulangerie", "5"))) is None
    assert read_plan_sheet(read_document(b"Axe 1\n\nUne halle.\n")) is None


def test_all_faults_are_told_at_once_the_first_five_in_words() -> None:
    plan = sheet(HEADER, *((f"Axe {i}", f"Action {i}", None, None, "beaucoup") for i in range(8)))

    with pytest.raises(ReadingError, match=r"Cellule E2.*Et 3 autres cellules à corriger") as caught:
        plan.checked()

    assert isinstance(caught.value, FaultySheet)
    assert len(caught.value.problems) == 8


@pytest.mark.parametrize(("goes_on", "refused"), [("oui", False), ("non", True), (None, True)])
def test_an_end_that_is_no_date_matters_only_where_there_is_an_end(
    goes_on: str | None, refused: bool
) -> None:
    header = ("Titre de l'action", "Date de fin", "Action en amélioration continue")

    found = sheet(header, ("Ouvrir une halle", "TRUE", goes_on))

    assert bool(found.problems) is refused
    assert any("en continu" in one.reason for one in found.skipped) is not refused
