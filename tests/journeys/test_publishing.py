"""From a document to a public plan, by one editor, in a browser."""

import re

from playwright.sync_api import expect

from relance.kernel.models import Authority
from relance.plans.models import Fact, Plan, PlanState
from tests.support.browser import Visitor
from tests.support.cast import Cast
from tests.support.shared import ROOT

DOCUMENT = ROOT / "examples" / "valmont" / "plan-de-relance.docx"


def test_a_document_is_imported_reviewed_and_published(visitor: Visitor, cast: Cast) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)

    visitor.goto(f"/{cast.valmont.slug}/gestion/plans/")
    visitor.check_access()
    page.get_by_role("link", name="Importer un document").click()
    visitor.check_access()
    page.locator("input[type=file]").set_input_files(DOCUMENT)
    page.get_by_role("button", name="Lire le document").click()

    page.wait_for_url(re.compile("/relecture/"))
    visitor.check_access()
    turn_one_down(visitor)
    review_the_rest(visitor, cast.valmont)
    visitor.check_access()

    page.get_by_role("link", name="Vérifier et publier").click()
    visitor.check_access()
    page.get_by_role("button", name="Publier le plan").click()

    plan = Plan.objects.of(cast.valmont).get()
    expect(page.get_by_role("link", name="Voir le plan public")).to_be_visible()
    assert plan.state == PlanState.PUBLISHED
    assert Fact.objects.of(cast.valmont).filter(state="rejected").exists()
    anybody_reads(visitor, plan)


def turn_one_down(visitor: Visitor) -> None:
    """Reject the last fact of the first part."""
    row = visitor.page.locator("li.fact").last
    row.get_by_role("button", name="Écarter").click()
    expect(visitor.page.locator("li.fact.is-out")).not_to_have_count(0)


def review_the_rest(visitor: Visitor, authority: Authority) -> None:
    """Part after part, as the page proposes, until nothing waits."""
    page = visitor.page
    told = page.locator("#relecture [role=status]")
    for _ in range(60):
        page.wait_for_load_state()
        rest = page.locator("#tout")
        single = page.get_by_role("button", name="Accepter")
        if rest.count() or single.count():
            (rest if rest.count() else single.first).click()
            expect(told).to_have_text("Cette partie est relue.")
        following = page.get_by_role("link", name="Partie suivante")
        if not following.count():
            break
        following.click()
    assert not Fact.objects.of(authority).filter(state="proposed").exists()


def anybody_reads(visitor: Visitor, plan: Plan) -> None:
    """Signed out, the plan and one of its measures are open, and lead back to the document."""
    visitor.page.context.clear_cookies()
    visitor.goto(f"/{plan.authority.slug}/plans/{plan.slug}/")
    visitor.check_access()
    visitor.page.locator("ol.measures a").first.click()
    visitor.page.wait_for_url(re.compile("/mesures/"))
    visitor.check_access()
    expect(visitor.page.get_by_role("heading", name="Ce que dit le document")).to_be_visible()
