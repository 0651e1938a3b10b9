"""A lead answers from the mail; a partner answers three priorities; a visitor subscribes and leaves."""

import re

import pytest
from django.core import mail as outbox
from django.utils import timezone
from playwright.sync_api import expect

from relance.kernel.jobs import run_waiting
from relance.plans.actions.following import asking, subscribing
from relance.plans.models import PledgeAnswer, Subscription, Update
from tests.plans import follow
from tests.support.browser import Visitor
from tests.support.cast import Cast

TELEPHONE = pytest.mark.parametrize("width", ["telephone"], indirect=True)
DESK = pytest.mark.parametrize("width", ["desk"], indirect=True)


def link(visitor: Visitor, ending: str) -> str:
    """The path of the last mail's address that ends so."""
    run_waiting()
    found: list[str] = re.findall(r"http://localhost:8000(/\S+)", str(outbox.outbox[-1].body))
    return next(path for path in found if path.endswith(ending) or ending in path)


@TELEPHONE
def test_a_lead_answers_from_the_mail(visitor: Visitor, cast: Cast) -> None:
    plan = follow.followed(cast.valmont, by=cast.alice)
    asking.ask_tonight(now=timezone.now())
    page = visitor.page

    visitor.goto(link(visitor, "?etat=under_way"))
    visitor.check_access()
    assert not Update.objects.of(cast.valmont).exists()  # a program that follows links changes nothing
    page.get_by_label("Un mot de plus").fill("Le bail est signé.")
    page.get_by_role("button", name="Confirmer").click()

    expect(page.get_by_text("Merci, votre réponse est arrivée")).to_be_visible()
    visitor.check_access()
    update = Update.objects.of(cast.valmont).get()
    assert (update.words, update.plan_id) == ("Le bail est signé.", plan.pk)
    an_officer_publishes(visitor, cast, plan.slug)


def an_officer_publishes(visitor: Visitor, cast: Cast, plan: str) -> None:
    page = visitor.page
    visitor.sign_in(cast.alice)
    visitor.goto(f"/{cast.valmont.slug}/gestion/plan/{plan}/nouvelles/")
    visitor.check_access()
    page.get_by_role("button", name="Relu").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Rien à relire")).to_be_visible()
    visitor.goto(f"/{cast.valmont.slug}/plans/{plan}/nouvelles/")
    expect(page.get_by_text("Le bail est signé.")).to_be_visible()
    visitor.check_access()


@DESK
def test_a_partner_answers_three_priorities_at_once(visitor: Visitor, cast: Cast) -> None:
    plan = follow.followed(cast.valmont, by=cast.alice)
    follow.answers_for(cast.charlie, follow.body(), cast.valmont)
    for words in ("Former vingt artisans", "Tenir une permanence", "Afficher la charte"):
        follow.pledge(plan, words=words)
    page = visitor.page
    visitor.sign_in(cast.charlie)

    visitor.goto(f"/{cast.valmont.slug}/partenaire/")
    visitor.check_access()
    for group, (state, words) in zip(
        page.locator("fieldset").all(),
        [("kept", "22 artisans formés"), ("given", ""), ("declined", "")],
        strict=True,
    ):
        group.get_by_label("Où en êtes-vous").select_option(state)
        group.get_by_label("Ce qui le montre").fill(words)
    page.get_by_role("button", name="Envoyer mes réponses").click()

    expect(page.get_by_text("Dites ce qui le montre, ou pourquoi").first).to_be_visible()
    visitor.check_access()
    assert not PledgeAnswer.objects.of(cast.valmont).exists()
    page.locator("fieldset").last.get_by_label("Ce qui le montre").fill("Hors de nos missions")
    page.get_by_role("button", name="Envoyer mes réponses").click()

    expect(page.get_by_text("Vos 3 réponses sont envoyées")).to_be_visible()
    visitor.check_access()
    assert PledgeAnswer.objects.of(cast.valmont).count() == 3


@TELEPHONE
def test_a_visitor_subscribes_and_unsubscribes(visitor: Visitor, cast: Cast) -> None:
    plan = follow.followed(cast.valmont, by=cast.alice)
    page = visitor.page

    visitor.goto(f"/{cast.valmont.slug}/plans/{plan.slug}/nouvelles/")
    visitor.check_access()
    page.get_by_role("link", name="Recevoir ces nouvelles par courriel").click()
    expect(page.get_by_role("heading", name="Recevoir les nouvelles du plan")).to_be_visible()
    visitor.check_access()
    page.get_by_label("Votre courriel").fill("lou@x.example")
    page.get_by_role("button", name="M’abonner").click()
    expect(page.get_by_text("Ouvrez votre courriel")).to_be_visible()

    visitor.goto(link(visitor, "/abonnement/"))
    visitor.check_access()
    page.get_by_role("button", name="Confirmer mon abonnement").click()
    expect(page.get_by_role("heading", name="Vous êtes abonné")).to_be_visible()
    visitor.check_access()

    follow.public_update(plan.measures.all()[0], by=cast.alice, words="La halle ouvre.", at=timezone.now())
    subscribing.tell_subscribers(now=timezone.now())
    visitor.goto(link(visitor, "/desabonnement/"))
    visitor.check_access()
    page.get_by_role("button", name="Ne plus rien recevoir").click()
    expect(page.get_by_role("heading", name="Vous êtes désabonné")).to_be_visible()
    visitor.check_access()
    assert not Subscription.objects.of(cast.valmont).exists()
