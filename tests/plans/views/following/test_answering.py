"""A lead answers from a mail: opening changes nothing, the button does, once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from relance.plans.models import NewsRequest, Plan, Update
from tests.plans import follow
from tests.plans.build import AT
from tests.support.cast import Cast


@pytest.fixture
def request_(plan: Plan) -> NewsRequest:
    """A question asked just now."""
    return follow.asked(plan, timezone.now())


@pytest.fixture
def link(plan: Plan, request_: NewsRequest) -> str:
    return f"/{plan.authority.slug}/nouvelles/{follow.token(request_)}/"


def updates(plan: Plan) -> int:
    return Update.objects.of(plan.authority).count()


def test_opening_the_link_changes_nothing(client: Client, plan: Plan, link: str) -> None:
    for address in (link, f"{link}?etat=done"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        client.head(address)

    assert updates(plan) == 0


def test_a_click_in_the_mail_lands_on_one_button(client: Client, link: str, request_: NewsRequest) -> None:
    text = client.get(f"{link}?etat=done").content.decode()

    main = text[text.index("<main") : text.index("</main")]
    assert main.count("<button") == 1
    assert "Confirmer\u00a0: Réalisée" in main
    assert request_.measure.title in main


@pytest.mark.parametrize("said", ["paused", "dropped", "nonsense", "<script>"])
def test_what_needs_words_or_means_nothing_shows_the_whole_form(client: Client, link: str, said: str) -> None:
    text = client.get(link, {"etat": said}).content.decode()

    assert 'name="words"' in text
    assert text.count('type="radio"') == 5
    assert "<script>" not in text.split("<main")[1]


def test_the_button_sends_the_answer_and_says_thanks(client: Client, plan: Plan, link: str) -> None:
    answer = client.post(link, {"etat": "under_way", "words": "Le bail est signé."}, follow=True)

    assert "Merci, votre réponse est arrivée" in answer.content.decode()
    update = Update.objects.of(plan.authority).get()
    assert (update.status, update.words, update.state) == ("under_way", "Le bail est signé.", "draft")


def test_the_same_answer_sent_twice_is_one(client: Client, plan: Plan, link: str) -> None:
    client.post(link, {"etat": "under_way"})
    again = client.post(link, {"etat": "done"})

    assert again.status_code == 200
    assert "ne sert plus" in again.content.decode()
    assert updates(plan) == 1


def test_a_stop_without_words_is_said_beside_its_field_and_keeps_the_choice(
    client: Client, plan: Plan, link: str
) -> None:
    answer = client.post(link, {"etat": "paused", "words": ""})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "pourquoi la mesure s’arrête" in text
    assert 'value="paused"' in text
    assert updates(plan) == 0


def test_an_expired_link_says_what_to_do(client: Client, plan: Plan) -> None:
    old = follow.asked(plan, timezone.now() - timedelta(days=31))
    link = f"/{plan.authority.slug}/nouvelles/{follow.token(old)}/"

    for answer in (client.get(link), client.post(link, {"etat": "done"})):
        assert answer.status_code == 410
        assert "Vous recevrez une nouvelle demande" in answer.content.decode()
    assert updates(plan) == 0


def test_a_link_with_one_letter_changed_or_of_another_town_opens_nothing(
    client: Client, cast: Cast, plan: Plan, link: str
) -> None:
    tampered = link[:-2] + ("A" if link[-2] != "A" else "B") + "/"
    elsewhere = link.replace(cast.valmont.slug, cast.brumes.slug)

    for address in (tampered, elsewhere, link.rstrip("/")[:-1] + "/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"etat": "done"}).status_code == 404
    assert updates(plan) == 0


def test_a_link_for_news_opens_nothing_else(client: Client, cast: Cast, link: str) -> None:
    token = link.rstrip("/").rpartition("/")[2]

    for address in ("abonnement", "desabonnement", "avis"):
        assert client.get(f"/{cast.valmont.slug}/{address}/{token}/").status_code == 404


def test_the_answer_needs_the_form_of_the_page(plan: Plan, link: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(link, {"etat": "done"}).status_code == 403
    assert updates(plan) == 0


def test_the_page_tells_the_last_public_news(client: Client, cast: Cast, plan: Plan) -> None:
    measure = plan.measures.order_by("pk")[0]
    follow.public_update(measure, by=cast.alice, at=AT - timedelta(days=200))
    asked = follow.asked(plan, timezone.now())
    request = asked.mail.requests.get(measure=measure)

    text = client.get(f"/{cast.valmont.slug}/nouvelles/{follow.token(request)}/").content.decode()

    assert "Dernières nouvelles" in text
    assert "En cours" in text
