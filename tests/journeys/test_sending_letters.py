"""An officer writes a letter, tries it on a real file, runs the letters and takes what is to be printed."""

import io
import os
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import expect

from relance.applications.models import Application, State
from relance.kernel.jobs import run_waiting
from tests.applications.lettered import Lettered, lettered
from tests.support.browser import Visitor
from tests.support.cast import Cast

SHOTS = os.environ.get("RELANCE_SHOTS")


@pytest.fixture
def width() -> tuple[int, int]:
    """Officers' work, at a desk."""
    return 1280, 900


@pytest.fixture
def office(cast: Cast, settings: Any, tmp_path: Path) -> Lettered:
    settings.FILES_ROOT = tmp_path / "files"
    made = lettered(cast)
    for name in ("Boulangerie Amblard", "Librairie Chastang"):
        made.decided(applicant=name)
    return made


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_letters_are_written_tried_made_printed_and_posted(
    visitor: Visitor, cast: Cast, office: Lettered
) -> None:
    page = visitor.page
    visitor.sign_in(office.instructor)
    visitor.goto("/valmont-sur-ouveze/courriers/")
    expect(page.get_by_role("heading", name="Courriers", level=1)).to_be_visible()
    visitor.check_access()
    shot(visitor, "letters")

    page.get_by_role("link", name="version 1").first.click()
    expect(page.get_by_role("heading", name="Notification d’accord", level=1)).to_be_visible()
    text = page.get_by_label("Texte")
    text.fill(f"{text.input_value()}\n\nBravo, {{demandeurs}} !")
    with visitor.forgiving():
        page.get_by_role("button", name="Enregistrer le texte").click()
        expect(page.get_by_text("Vouliez-vous dire").first).to_be_visible()
    visitor.check_access()
    shot(visitor, "letter-wrong")

    text = page.get_by_label("Texte")
    text.fill(text.input_value().replace("{demandeurs}", "{demandeur}"))
    with page.context.expect_event("response", lambda got: got.url.endswith("/apercu/")) as waited:
        page.get_by_role("button", name="Voir l’aperçu").click()
    assert waited.value.headers["content-type"] == "application/pdf"
    page.bring_to_front()
    page.get_by_role("button", name="Enregistrer le texte").click()
    expect(page.get_by_text("version 2").first).to_be_visible()

    page.get_by_label("Appel", exact=True).select_option(label=office.call.title)
    page.get_by_role("button", name="Contrôler les dossiers").click()
    expect(page.get_by_role("heading", name="Lot de lettres")).to_be_visible()
    run_waiting()
    page.reload()
    page.get_by_role("button", name="Faire les lettres de 2 dossiers").click()
    expect(page.get_by_role("heading", name="Lettres en lot")).to_be_visible()
    run_waiting()
    visitor.goto("/valmont-sur-ouveze/courriers/")
    page.get_by_role("region", name="Lots de lettres").get_by_role("link").first.click()
    expect(page.get_by_role("link", name="Télécharger le fichier à imprimer")).to_be_visible()
    visitor.check_access()
    shot(visitor, "letter-run")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le fichier à imprimer").click()
    with pypdfium2.PdfDocument(io.BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        assert len(pdf) == 4
        assert "Bravo" in pdf[0].get_textpage().get_text_range()

    page.get_by_label("par courrier postal").check()
    page.get_by_role("button", name="Notifier").click()
    expect(page.get_by_role("heading", name="Notification d’un lot")).to_be_visible()
    run_waiting()
    assert set(Application.objects.of(cast.valmont).values_list("state", flat=True)) == {State.NOTIFIED}
