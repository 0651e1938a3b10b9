"""An edited list is taken in again; an officer amends and the public sees why."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from relance.plans.models import Measure, Plan
from tests.journeys.conftest import WIDTHS
from tests.plans import build
from tests.support.browser import Visitor
from tests.support.cast import Cast

WORK = "/valmont-sur-ouveze/gestion/plan/relance/conduite/"
PUBLIC = "/valmont-sur-ouveze/plans/relance/"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = build.published(cast.valmont, slug="relance", title="Plan de relance du commerce")
    axis = build.axis(plan, "Soutenir les commerces", number="1")
    for number, words in enumerate(("Ouvrir une halle couverte", "Aider les loyers des boutiques"), 1):
        measure = build.measure(plan, words, axis=axis, number=f"1.{number}", code=f"1-{number}")
        build.amount(measure, 600_000)
    return plan


@pytest.mark.parametrize("width", [WIDTHS["desk"]], ids=["desk"])
def test_an_edited_spreadsheet_comes_back_cell_by_cell(
    visitor: Visitor, cast: Cast, plan: Plan, tmp_path: Path
) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(WORK)
    expect(page.get_by_role("heading", name="Conduite du plan", level=1)).to_be_visible()
    visitor.check_access()
    with page.expect_download() as started:
        page.get_by_role("link", name="Exporter en XLSX").click()
    path = tmp_path / "mesures.xlsx"
    started.value.save_as(path)

    book = load_workbook(path)
    sheet = book["Mesures"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("État déclaré") + 1).value = "En cours"
    sheet.cell(2, heads.index("Pilote") + 1).value = "Service commerce"
    sheet.cell(3, heads.index("État déclaré") + 1).value = "En retard"
    book.save(path)
    page.get_by_role("link", name="Reprendre un tableur modifié").click()
    page.get_by_label("Fichier modifié").set_input_files(path)
    page.get_by_role("button", name="Voir ce que le fichier change").click()

    expect(page.get_by_role("heading", name="Ce que le fichier change", level=1)).to_be_visible()
    expect(page.get_by_role("row", name="Service commerce")).to_contain_text("Pilote")
    expect(page.get_by_text("n’est pas un choix")).to_be_visible()
    visitor.check_access()
    page.get_by_role("button", name="Écrire ces changements").click()

    expect(page.get_by_role("heading", name="Conduite du plan", level=1)).to_be_visible()
    expect(page.get_by_role("row", name="Ouvrir une halle couverte")).to_contain_text("Service commerce")
    hall = Measure.objects.of(cast.valmont).get(code="1-1")
    assert (hall.work.status, hall.changes.count()) == ("under_way", 2)


def test_an_officer_amends_and_the_public_sees_why(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(f"{WORK}mesure/1-1/")
    expect(page.get_by_role("heading", name="Ouvrir une halle couverte", level=1)).to_be_visible()
    visitor.check_access()
    page.get_by_role("link", name="Amender cette mesure").click()
    expect(page.get_by_role("heading", name="Changer l’enveloppe d’une mesure")).to_be_visible()
    page.get_by_label("Nouvelle enveloppe").fill("900 000")
    page.get_by_label("Délibération").fill("2026-118")
    page.get_by_label("Pourquoi le plan change").fill("La toiture coûte plus cher.")
    visitor.check_access()
    page.get_by_role("button", name="Enregistrer la nouvelle enveloppe").click()
    expect(page.get_by_role("heading", name="Le plan et ses avenants")).to_be_visible()

    page.context.clear_cookies()
    visitor.goto(f"{PUBLIC}mesures/1-1/")

    expect(page.get_by_role("heading", name="Où elle en est")).to_be_visible()
    expect(page.get_by_text("La toiture coûte plus cher.")).to_be_visible()
    visitor.check_access()
    page.get_by_role("link", name="Avenant n° 1").click()
    expect(page.get_by_role("heading", name="Le plan et ses avenants")).to_be_visible()
    expect(page.get_by_text("2026-118")).to_be_visible()
    visitor.check_access()
