"""An officer takes a plan away, edits it in a spreadsheet, and brings it back."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from relance.plans.models import Plan
from tests.plans import build
from tests.support.browser import Visitor
from tests.support.cast import Cast

MANAGE = "/valmont-sur-ouveze/gestion/plan/relance/"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = build.plan(cast.valmont, slug="relance", title="Plan de relance du commerce")
    axis = build.axis(plan, "Soutenir les commerces", number="1")
    for number, words in enumerate(("Ouvrir une halle couverte", "Aider les loyers des boutiques"), 1):
        measure = build.measure(plan, words, axis=axis, number=f"1.{number}", code=f"1-{number}")
        build.amount(measure, 600_000)
        build.partner(measure, "Communauté de communes du Pays d’Ouvèze")
    return plan


def download(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_a_spreadsheet_leaves_and_comes_back_edited(
    visitor: Visitor, cast: Cast, plan: Plan, tmp_path: Path
) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(MANAGE)
    visitor.check_access()
    path = download(page, "Classeur XLSX", tmp_path)

    book = load_workbook(path)
    sheet = book["Mesures"]
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(2, headers.index("Intitulé de travail") + 1).value = "La halle"
    sheet.cell(4, headers.index("Paraphrase") + 1).value = "Étendre le marché du mercredi"
    book.save(path)
    page.get_by_role("link", name="Reprendre un plan exporté").click()
    page.get_by_label("Fichier d’un plan").set_input_files(path)
    page.get_by_role("button", name="Vérifier le fichier").click()

    expect(page.get_by_role("heading", name="Ce que contient")).to_be_visible()
    expect(page.get_by_role("row", name="La halle")).to_contain_text("Intitulé de travail")
    visitor.check_access()
    page.get_by_role("button", name="Reprendre ces lignes").click()

    expect(page.get_by_text("1 ligne ajoutée, 1 mise à jour.")).to_be_visible()
    visitor.check_access()
    assert [measure.title for measure in plan.measures.all()] == [
        "La halle",
        "Aider les loyers des boutiques",
        "Étendre le marché du mercredi",
    ]


def test_a_faulty_spreadsheet_is_refused_with_its_cells(
    visitor: Visitor, cast: Cast, plan: Plan, tmp_path: Path
) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(MANAGE)
    path = download(page, "Classeur XLSX", tmp_path)

    book = load_workbook(path)
    headers = [cell.value for cell in book["Mesures"][1]]
    book["Mesures"].cell(2, headers.index("Nature") + 1).value = "Miracle"
    book.save(path)
    visitor.goto("/valmont-sur-ouveze/gestion/plans/reprendre/")
    page.get_by_label("Fichier d’un plan").set_input_files(path)
    page.get_by_role("button", name="Vérifier le fichier").click()

    expect(page.get_by_text("Rien n’est repris")).to_be_visible()
    expect(page.get_by_role("row", name="Mesures!")).to_contain_text("Une de ces valeurs est attendue")
    visitor.check_access()


@pytest.mark.parametrize("name", ["Archive de CSV", "JSON"])
def test_what_was_taken_away_untouched_changes_nothing(
    visitor: Visitor, cast: Cast, plan: Plan, tmp_path: Path, name: str
) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(MANAGE)
    path = download(page, name, tmp_path)

    visitor.goto("/valmont-sur-ouveze/gestion/plans/reprendre/")
    page.get_by_label("Fichier d’un plan").set_input_files(path)
    page.get_by_role("button", name="Vérifier le fichier").click()

    expect(page.get_by_text("Rien ne change")).to_be_visible()
