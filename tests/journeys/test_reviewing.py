"""An officer reviews a PDF by keyboard, beside its pages; two reviewers share a review out."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from relance.kernel.rules import Role
from relance.plans.actions.importing import import_document
from relance.plans.actions.reviewing import Decision, decide
from relance.plans.models import AidParameter, Fact, Omission, Plan
from tests.plans import build
from tests.reading.readers.paper import Paper
from tests.support.browser import Visitor
from tests.support.cast import Cast

SHOTS = os.environ.get("RELANCE_SHOTS")


@pytest.fixture
def plan(cast: Cast, tmp_path: Path, settings: object) -> Plan:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]  # pytest-django's settings
    paper = Paper()
    paper.add_page()
    paper.line_of("Plan de relance de Valmont", size=20, bold=True)
    paper.prose("Adopté par le conseil municipal le 12 mars 2026.")
    paper.line_of("AXE 1 : Soutenir les commerces", size=14, bold=True)
    for words in (
        "Créer un fonds d'aide aux loyers de 600 000 euros avec la Région, en 2026",
        "Ouvrir une halle des producteurs sur la place du marché d'ici 2028",
        "Animer un réseau d'entraide entre commerçants, en continu",
    ):
        paper.prose(f"- {words}", indent=6)
    paper.prose("Le conseil remercie les associations qui ont pris part aux ateliers.")
    paper.add_page()
    paper.line_of("AXE 2 : Acheter ici", size=14, bold=True)
    for words in (
        "Accorder des avances remboursables de 5 000 à 20 000 euros aux artisans",
        "Créer une plateforme de vente en ligne pour les commerces du centre",
    ):
        paper.prose(f"- {words}", indent=6)
    report = import_document(
        authority=cast.valmont, by=cast.alice, name="plan.pdf", content=paper.bytes(), at=build.AT
    )
    assert report.plan
    return report.plan


def address(plan: Plan) -> str:
    return f"/valmont-sur-ouveze/gestion/plan/{plan.slug}/relecture/"


def shot(page: Page, name: str) -> None:
    """A picture for whoever looks at the pages; only where a folder is named."""
    if SHOTS:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png")


def waiting(plan: Plan) -> int:
    return Fact.objects.of(plan.authority).filter(plan=plan, state="proposed").count()


def test_a_pdf_is_reviewed_by_keyboard_alone(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    visitor.sign_in(cast.alice)
    visitor.goto(address(plan))
    visitor.check_access()
    shot(page, "review")
    before = waiting(plan)

    keys.press("j")
    expect(page.locator(".fact:focus")).to_have_count(1)
    keys.press("a")
    expect(page.locator("#annuler")).to_be_visible()
    assert waiting(plan) == before - 1
    keys.press("u")
    expect(page.locator("#annuler")).to_have_count(0)
    expect(page.locator(".fact:focus-within")).to_have_count(1)
    assert waiting(plan) == before

    keys.press("p")
    expect(page.locator(".sheet svg rect").first).to_be_visible()
    visitor.check_access()
    shot(page, "page")
    keys.press("p")
    accept = page.locator("#relecture [value=accept]")
    for _ in range(before + 5):
        if not waiting(plan):
            break
        left = accept.count()
        if left == 0:
            with page.expect_navigation():
                keys.press("n")
            keys.press("j")
            continue
        expect(page.locator(".fact:focus-within [value=accept]")).to_have_count(1)
        keys.press("a")
        expect(accept).to_have_count(left - 1)
    assert not waiting(plan)
    visitor.check_access()
    shot(page, "reviewed")

    keys.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    visitor.check_access()
    shot(page, "keys")


def test_keys_do_nothing_where_somebody_types_or_turned_them_off(
    visitor: Visitor, cast: Cast, plan: Plan
) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(address(plan))
    page.keyboard.press("?")
    page.get_by_label("Raccourcis actifs").uncheck()
    page.keyboard.press("Escape")
    before = waiting(plan)

    page.locator(".fact").first.focus()
    page.keyboard.press("a")

    visitor.goto(address(plan))
    assert waiting(plan) == before


def test_words_chosen_in_the_text_become_a_fact(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(address(plan) + "?partie=" + group(plan))

    page.evaluate(
        """() => {
          const piece = [...document.querySelectorAll("[data-text] [data-start]")]
            .find((one) => one.textContent.includes("Le conseil remercie"));
          const node = piece.firstChild, start = node.data.indexOf("Le conseil remercie");
          getSelection().setBaseAndExtent(node, start, node, start + "Le conseil remercie".length);
        }"""
    )
    page.get_by_role("link", name="Ajouter un fait avec ces mots").click()

    expect(page.locator("[name=words]")).to_have_value("Le conseil remercie")
    visitor.check_access()
    shot(page, "add")
    page.get_by_label("Constat").check()
    page.get_by_role("button", name="Ajouter le fait").click()
    page.get_by_text("Fait ajouté").wait_for()
    assert Fact.objects.of(plan.authority).get(added_by=cast.alice).quote == "Le conseil remercie"
    visitor.check_access()


def test_the_words_lead_to_the_fact_and_back(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(address(plan) + "?partie=" + group(plan))

    page.locator(".words", has_text="Ouvrir une halle").first.click()

    expect(page.locator(".fact:focus")).to_contain_text("Ouvrir une halle")
    expect(page.locator(".words.is-lit").first).to_contain_text("Ouvrir une halle")


def test_what_is_left_is_set_aside(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    page = visitor.page
    # as if the reader had taken these thanks for nothing
    Fact.objects.of(plan.authority).filter(quote__contains="Le conseil remercie").delete()
    visitor.sign_in(cast.alice)
    visitor.goto(address(plan) + "reste/")
    visitor.check_access()
    shot(page, "left")

    page.get_by_label("Le conseil remercie").check()
    page.get_by_role("button", name="Mettre de côté").click()

    page.get_by_text("Une phrase mise de côté.").wait_for()
    assert Omission.objects.of(plan.authority).count() == 1
    visitor.check_access()


def test_two_reviewers_do_not_tread_on_each_other(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(address(plan) + "?partie=" + group(plan))
    fact = Fact.objects.of(plan.authority).select_related("plan", "authority").get(pk=chosen(plan).pk)
    decide(fact=fact, by=cast.holding(Role.REVIEWER), at=build.AT, decision=Decision.REJECT)

    page.locator(f"#fait-{fact.pk}").get_by_role("button", name="Accepter").click()

    page.get_by_text("Bob a décidé de ce fait entre-temps").wait_for()
    expect(page.locator(f"#fait-{fact.pk}")).to_contain_text("Bob, le")
    visitor.check_access()
    shot(page, "two")
    fact.refresh_from_db()
    assert (fact.state, fact.decided_by) == ("rejected", cast.bob)


def test_a_measure_is_cut_in_two_and_put_together_again(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    page = visitor.page
    fact = chosen(plan)
    visitor.sign_in(cast.alice)
    visitor.goto(f"{address(plan)}{fact.pk}/deplacer/")
    visitor.check_access()
    shot(page, "shape")
    words = page.get_by_label("Mots de la mesure")

    words.fill(words.input_value().replace("sur la place", "\nsur la place"))
    page.get_by_role("button", name="Couper la mesure").click()

    page.get_by_text("Mesure coupée en deux.").wait_for()
    made = Fact.objects.of(plan.authority).get(added_by=cast.alice)
    assert made.quote.startswith("sur la place")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(f"#fait-{made.pk}")).to_have_count(0)


def chosen(plan: Plan) -> Fact:
    return Fact.objects.of(plan.authority).get(kind="measure", quote__startswith="Ouvrir une halle")


def group(plan: Plan) -> str:
    return f"axe-{chosen(plan).parent_id}"


def test_an_amended_document_shows_what_it_changes(
    visitor: Visitor, cast: Cast, plan: Plan, tmp_path: Path
) -> None:
    page = visitor.page
    amended = tmp_path / "plan-modifie.md"
    amended.write_text(
        "# Plan de relance de Valmont\n\nAdopté par le conseil municipal le 12 mars 2026.\n\n"
        "## AXE 1 : Soutenir les commerces\n\n"
        "- Créer un fonds d'aide aux loyers de 900 000 euros avec la Région, en 2026\n"
        "- Construire une halle couverte de producteurs près du marché d'ici 2029\n"
        "- Animer un réseau d'entraide entre commerçants, en continu\n\n"
        "## AXE 2 : Acheter ici\n\n"
        "- Accorder des avances remboursables de 5 000 à 20 000 euros aux artisans\n"
        "- Former les apprentis aux métiers de bouche\n"
    )
    visitor.sign_in(cast.alice)
    visitor.goto("/valmont-sur-ouveze/gestion/plans/importer/")
    page.get_by_label("Document").set_input_files(amended)
    page.get_by_label("Nouvelle version de").select_option(str(plan.pk))
    visitor.check_access()
    page.get_by_role("button", name="Lire le document").click()

    page.get_by_role("heading", name="Ce que la nouvelle version change").wait_for()
    visitor.check_access()
    shot(page, "versions")
    page.get_by_role("button", name="C’est la même, reformulée").first.click()
    page.get_by_role("link", name="Relire ce qui a changé").click()
    expect(page.locator(".fact").first).to_be_visible()
    visitor.check_access()
    shot(page, "amended")


def test_a_measure_gives_the_draft_of_a_scheme(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    measure = build.measure(plan, "Aider au loyer des commerces", code="loyers")
    AidParameter.objects.create(
        authority=cast.valmont, measure=measure, kind="ceiling", low="1500", high="1500", unit="EUR"
    )
    visitor.sign_in(cast.alice)
    visitor.goto(f"/valmont-sur-ouveze/gestion/plan/{plan.slug}/mesure/loyers/")
    visitor.check_access()
    shot(visitor.page, "measure")

    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Télécharger le brouillon").click()

    assert download.value.suggested_filename == "bareme-loyers.yaml"
