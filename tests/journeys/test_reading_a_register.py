"""An administrator brings a file of the register in: tries it, reads it, looks a number up."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from relance.kernel import jobs
from relance.kernel.rules import Role
from tests.directory.conftest import BAKER, PLACE_COLUMNS, place
from tests.support.browser import Visitor
from tests.support.cast import Cast


@pytest.mark.parametrize("width", ["telephone"], indirect=True)
def test_a_file_is_tried_read_and_looked_up(visitor: Visitor, cast: Cast, tmp_path: Path) -> None:
    stock = tmp_path / "StockEtablissement.csv"
    stock.write_text("\n".join([PLACE_COLUMNS, place(), place(number="123")]))
    visitor.sign_in(cast.holding(Role.ADMINISTRATOR))
    visitor.goto(f"/{cast.valmont.slug}/gestion/registre/")
    visitor.check_access()
    visitor.page.get_by_role("link", name="Lire un fichier").click()
    expect(visitor.page.get_by_role("heading", name="Lire un fichier du registre")).to_be_visible()
    visitor.check_access()

    visitor.page.locator("input[type=file]").set_input_files(stock)
    visitor.page.get_by_label("Fichier arrêté au").fill("2026-11-01")
    visitor.page.get_by_role("button", name="Lire le fichier").click()
    expect(visitor.page.get_by_role("heading", name="StockEtablissement.csv")).to_be_visible()
    jobs.run_waiting()
    visitor.page.reload()

    expect(visitor.page.get_by_text("Lignes refusées").first).to_be_visible()
    visitor.check_access()
    visitor.goto(f"/{cast.valmont.slug}/gestion/registre/?numero={BAKER}")
    expect(visitor.page.get_by_text("FOURNIL DU PONT")).to_be_visible()
    visitor.check_access()
