"""A shopkeeper, an association and somebody refused apply from a telephone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from relance.applications import actions
from relance.applications.actions import links
from relance.applications.models import Application, Outcome, State
from tests.applications.build import Fund, fund
from tests.support.browser import Visitor
from tests.support.cast import Cast

TELEPHONE = pytest.mark.parametrize("width", ["telephone"], indirect=True)
LEASE = {"key": "lease", "label": "Bail commercial"}
BAKER = "552 081 317 66522"
SHOP: dict[str, str] = {
    "Effectif salarié": "3",
    "Bénéfice imposable du dernier exercice": "22 000 €",
    "Adresse du local": "Métropole européenne de Lille",
    "Catégorie juridique": "1000",
    "Votre bail porte-t-il sur un local avec vitrine": "Oui",
    "Chiffre d’affaires du dernier exercice": "180 000",
    "Date de création": "01/03/2015",
    "Immatriculation": "répertoire des métiers",
    "Quel est le loyer mensuel, hors charges": "1 234,50 €",
    "Chiffre d’affaires du mois": "15 000;15 000;4 000;4 000",
}
GRANT: dict[str, str] = {
    "Nature du demandeur": "association déclarée",
    "Date de déclaration": "01/06/2015",
    "Subvention demandée": "30 000",
    "Le contrat d’engagement républicain est-il souscrit": "Oui",
    "Budget du projet": "80 000",
    "Fin du projet": "31/12/2099",
}


def heading(visitor: Visitor) -> str:
    return visitor.page.locator("h1").inner_text().replace("\u00a0", " ").strip(" ?")


def press(visitor: Visitor, name: str) -> None:
    """A button or a link that leads to another page."""
    cache.clear()
    chosen = visitor.page.get_by_role("button", name=name, exact=True)
    target = chosen if chosen.count() else visitor.page.get_by_role("link", name=name, exact=True)
    with visitor.page.expect_navigation():
        target.first.click()
    visitor.page.locator("h1").wait_for()


def answer_all(visitor: Visitor, answers: dict[str, str]) -> int:
    """Answer whatever is asked, page by page; how many pages there were."""
    asked = 0
    while "/question/" in visitor.path():
        visitor.check_access()
        text = answers[heading(visitor)]
        boxes = visitor.page.locator("main input[type=text]")
        if boxes.count():
            for box, typed in zip(boxes.all(), text.split(";"), strict=True):
                box.fill(typed)
        else:
            visitor.page.get_by_label(text, exact=True).check()
        press(visitor, "Continuer")
        asked += 1
    return asked


def picture(visitor: Visitor, name: str) -> None:
    """Kept where RELANCE_PICTURES says, for looking at."""
    folder = os.environ.get("RELANCE_PICTURES")
    if folder:
        visitor.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def who(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_label("Nom ou dénomination").fill(name)
    visitor.page.get_by_label("Courriel").fill("lucie@example.org")
    visitor.page.get_by_label("Adresse postale").fill("4, place du Marché")


@TELEPHONE
def test_a_shopkeeper_goes_from_the_pre_check_to_the_receipt(
    visitor: Visitor, cast: Cast, tmp_path: Path
) -> None:
    town = fund(cast, now=timezone.now(), pieces=[LEASE])
    lease = tmp_path / "bail.pdf"
    lease.write_bytes(b"%PDF-1.4\n%%EOF")
    visitor.goto(f"/{town.authority.slug}/aides/")
    visitor.check_access()
    press(visitor, town.call.title)
    visitor.check_access()
    picture(visitor, "call")
    press(visitor, "Savoir si j’y ai droit")
    visitor.check_access()
    picture(visitor, "number")
    press(visitor, "Continuer sans numéro")
    picture(visitor, "question")

    asked = answer_all(visitor, SHOP)

    assert asked == len(SHOP) - 1, "the legal form counted only until December 2020"
    expect(visitor.page.get_by_text("vous avez droit à cette aide")).to_be_visible()
    visitor.check_access()
    picture(visitor, "answer")
    press(visitor, "Déposer une demande")
    press(visitor, "Commencer ma demande")
    visitor.page.get_by_label("Numéro SIRET").fill(BAKER)
    press(visitor, "Continuer")
    visitor.check_access()
    press(visitor, "Continuer")
    who(visitor, "Boulangerie Amblard")
    visitor.check_access()
    picture(visitor, "who")
    press(visitor, "Continuer")
    visitor.page.get_by_label("IBAN").fill("FR76 3000 6000 0112 3456 7890 189")
    visitor.check_access()
    press(visitor, "Continuer")
    visitor.page.locator("input[type=file]").set_input_files(lease)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Envoyer").click()
    expect(visitor.page.get_by_text("non analysé")).to_be_visible()
    visitor.check_access()
    picture(visitor, "pieces")
    press(visitor, "Continuer")
    visitor.check_access()
    picture(visitor, "check")
    visitor.page.get_by_label("J’atteste").check()
    press(visitor, "Déposer ma demande")

    expect(visitor.page.get_by_text("Votre demande est déposée.")).to_be_visible()
    visitor.check_access()
    picture(visitor, "file")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Récépissé de dépôt (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    file = Application.objects.of(town.authority).get()
    assert (file.state, file.assessed_amount) == (State.SUBMITTED, 2469_00)


@TELEPHONE
def test_an_association_asks_for_more_than_the_threshold_of_an_agreement(
    visitor: Visitor, cast: Cast
) -> None:
    town = fund(cast, "subvention-association", now=timezone.now(), agreement_above=23_000_00)
    visitor.goto(f"/{town.authority.slug}/aides/{town.call.slug}/demande/")
    press(visitor, "Commencer ma demande")
    visitor.page.get_by_label("Numéro SIRET").fill("732 829 320 00074")
    press(visitor, "Continuer")
    press(visitor, "Continuer")
    who(visitor, "Les Amis de l’Ouvèze")
    press(visitor, "Continuer")
    while heading(visitor) != "Subvention demandée":
        one = heading(visitor)
        answer_one(visitor, GRANT[one])
    visitor.page.locator("main input[type=text]").fill("trente mille")
    press(visitor, "Continuer")
    visitor.check_access()
    expect(visitor.page.get_by_text("n’est pas un nombre").first).to_be_visible()
    picture(visitor, "error")

    answer_all(visitor, GRANT)
    press(visitor, "Plus tard")
    visitor.check_access()
    expect(visitor.page.get_by_text("30\u202f000\u00a0€").first).to_be_visible()
    visitor.page.get_by_label("J’atteste").check()
    press(visitor, "Déposer ma demande")

    file = Application.objects.of(town.authority).get()
    assert (file.state, file.assessed_amount) == (State.SUBMITTED, 30_000_00)


def answer_one(visitor: Visitor, text: str) -> None:
    box = visitor.page.locator("main input[type=text]")
    if box.count():
        box.first.fill(text)
    else:
        visitor.page.get_by_label(text, exact=True).check()
    press(visitor, "Continuer")


@TELEPHONE
def test_somebody_refused_reads_why(visitor: Visitor, cast: Cast) -> None:
    town = fund(cast, now=timezone.now() - timedelta(hours=1))
    file = refused(town)
    link = links.renew_link(application=file).removeprefix("http://localhost:8000")

    visitor.goto(link)

    expect(visitor.page.get_by_text("n’accorde pas cette aide")).to_be_visible()
    expect(visitor.page.get_by_text("Le local doit avoir une vitrine").first).to_be_visible()
    expect(visitor.page.get_by_text("non rempli")).to_be_visible()
    visitor.check_access()
    picture(visitor, "refused")
    visitor.page.get_by_label("Votre message").fill("Ma vitrine a été refaite en mai.")
    press(visitor, "Envoyer au service")
    expect(visitor.page.get_by_text("Ma vitrine a été refaite en mai.")).to_be_visible()


def refused(town: Fund) -> Application:
    """A file without a shop window, refused and notified."""
    file = town.taken(window=False)
    motive = "Le local doit avoir une vitrine."
    actions.propose(
        application=file, outcome=Outcome.REFUSED, by=town.instructor, at=town.later(), motive=motive
    )
    actions.decide(application=file, by=town.decider, at=town.later())
    rows = Application.objects.of(town.authority).filter(pk=file.pk)
    rows.update(state=State.NOTIFIED, notified_at=town.later(), notified_how="courriel")
    return rows.select_related("authority", "call").get()
