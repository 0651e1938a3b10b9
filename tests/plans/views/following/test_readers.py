"""What the public reads and sends: changes, Atom, subscriptions, messages."""

import pytest
from django.core.cache import cache
from django.test import Client

from relance.plans.actions.following import feedback, subscribing
from relance.plans.models import Feedback, Plan, Subscription
from tests.plans import build, follow
from tests.support.cast import Cast


@pytest.fixture(autouse=True)
def _no_limit_reached() -> None:
    cache.clear()


def here(plan: Plan, page: str) -> str:
    return f"/{plan.authority.slug}/plans/{plan.slug}/{page}"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_public_reads_what_changed_and_what_is_late(client: Client, cast: Cast, plan: Plan) -> None:
    first, second, _ = plan.measures.order_by("pk")
    first.working_title = "Halle"
    first.save()
    follow.public_update(first, by=cast.alice, words="La halle ouvre.")
    follow.update(second, by=cast.alice, words="Pas encore relu.")

    text = read(client, here(plan, "nouvelles/"))

    assert "La halle ouvre." in text
    assert "<ins>En cours</ins>" in text
    assert "Pas encore relu." not in text
    assert "Nouvelles en retard" in text  # nothing came of the third since May


def test_atom_tells_the_same_with_names_that_stay(client: Client, cast: Cast, plan: Plan) -> None:
    follow.public_update(plan.measures.all()[0], by=cast.alice, words="Un <b>mot</b> & deux")

    answer = client.get(here(plan, "nouvelles/atom.xml"))

    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert f"<id>urn:uuid:{plan.key}</id>" in text
    assert "&amp;lt;b&amp;gt;" in text or "&lt;b&gt;mot" in text
    assert "http://localhost:8000/valmont-sur-ouveze/plans/" in text


def test_a_plan_that_is_not_public_tells_nothing(client: Client, cast: Cast) -> None:
    draft = build.plan(cast.valmont)

    for page in (
        "nouvelles/",
        "nouvelles/atom.xml",
        "engagements/",
        "indicateurs/",
        "abonnement/",
        "ecrire/",
    ):
        assert client.get(here(draft, page)).status_code == 404


def test_subscribing_says_the_same_to_everybody(client: Client, plan: Plan) -> None:
    follow.subscriber(plan, "known@x.example")
    texts = set()
    for email in ("known@x.example", "new@x.example"):
        answer = client.post(here(plan, "abonnement/"), {"email": email}, follow=True)
        texts.add(answer.content.decode().split("<main")[1].split("</main")[0])

    assert len(texts) == 1
    assert "Ouvrez votre courriel" in texts.pop()


def test_a_machine_is_thanked_and_let_go(client: Client, plan: Plan) -> None:
    said = {"email": "bot@x.example", "words": "Achetez", "site": "http://spam.example"}

    for page in ("abonnement/", "ecrire/"):
        assert client.post(here(plan, page), said).status_code == 302

    assert not Subscription.objects.of(plan.authority).exists()
    assert not Feedback.objects.of(plan.authority).exists()


def test_opening_the_link_of_a_mail_neither_subscribes_nor_unsubscribes(client: Client, plan: Plan) -> None:
    row = follow.subscriber(plan, confirmed=False)
    slug = plan.authority.slug

    read(client, f"/{slug}/abonnement/{subscribing.confirm_token(row)}/")
    read(client, f"/{slug}/desabonnement/{subscribing.stop_token(row)}/")

    row.refresh_from_db()
    assert row.confirmed_at is None


def test_the_mail_program_unsubscribes_in_one_click_without_our_page(plan: Plan) -> None:
    row = follow.subscriber(plan)
    program = Client(enforce_csrf_checks=True)

    answer = program.post(
        f"/{plan.authority.slug}/desabonnement/{subscribing.stop_token(row)}/",
        {"List-Unsubscribe": "One-Click"},
    )

    assert answer.status_code == 200
    assert not Subscription.objects.of(plan.authority).exists()


def test_a_message_leads_to_the_page_that_follows_it(client: Client, cast: Cast, plan: Plan) -> None:
    measure = plan.measures.all()[0]
    said = {"words": "Quand ?", "mesure": measure.code, "email": "lou@x.example", "name": "Lou"}

    answer = client.post(here(plan, "ecrire/"), said, follow=True)

    row = Feedback.objects.of(cast.valmont).get()
    assert row.measure == measure
    assert feedback.follow_token(row) in answer.redirect_chain[0][0]
    assert "attend d’être lu" in answer.content.decode()
    assert "lou@x.example" not in answer.content.decode()


def test_an_empty_message_says_so_beside_its_field_and_keeps_the_rest(client: Client, plan: Plan) -> None:
    answer = client.post(here(plan, "ecrire/"), {"words": "", "name": "Lou"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Écrivez votre message." in text
    assert 'value="Lou"' in text


def test_a_message_about_a_measure_of_another_plan_is_refused(client: Client, cast: Cast, plan: Plan) -> None:
    foreign = build.measure(build.published(cast.valmont))

    assert client.post(here(plan, "ecrire/"), {"words": "X", "mesure": foreign.code}).status_code == 404
    assert not Feedback.objects.of(cast.valmont).exists()


def test_somebody_who_writes_too_much_waits(client: Client, plan: Plan) -> None:
    codes = [client.post(here(plan, "ecrire/"), {"words": f"Message {n}"}).status_code for n in range(12)]

    assert codes[:10] == [302] * 10
    assert codes[-1] == 429


def test_a_published_answer_stands_on_the_public_page_without_its_writer(
    client: Client, cast: Cast, plan: Plan
) -> None:
    row = follow.written(plan, name="Lou Marande", email="lou@x.example")
    feedback.answer(feedback=row, by=cast.alice, at=build.AT, words="En juin.", public=True)

    text = read(client, here(plan, "nouvelles/"))

    assert "Quand rouvre la halle ?".replace(" ?", "\u00a0?") in text or "Quand rouvre la halle ?" in text
    assert "En juin." in text
    assert "Marande" not in text
    assert "lou@x.example" not in text


def test_the_measure_page_shows_news_figures_and_promises(client: Client, cast: Cast, plan: Plan) -> None:
    from relance.plans.actions.following import indicators

    measure = plan.measures.all()[0]
    follow.public_update(measure, by=cast.alice, words="La halle ouvre.")
    follow.pledge(plan, measures=[measure])
    vacancy = follow.indicator(plan)
    follow.approved(follow.years(vacancy)[0], 215, by=cast.bob)
    indicators.claim_effect(
        indicator=vacancy,
        measure=measure,
        effect="−2 points",
        claimed_by="l’étude",
        by=cast.alice,
        at=build.AT,
    )

    text = read(client, here(plan, f"mesures/{measure.code}/"))

    for words in ("La halle ouvre.", "Former 20 artisans", "Locaux vacants", "21,5", "−2 points", "l’étude"):
        assert words in text


def test_a_chart_has_its_table_and_no_value_that_waits(client: Client, cast: Cast, plan: Plan) -> None:
    first, second, _ = follow.years(follow.indicator(plan))
    follow.approved(first, 215, by=cast.bob)
    follow.value(second, 999)

    text = read(client, here(plan, "indicateurs/vacance/"))

    assert '<svg class="measured"' in text
    assert "Voir les données" in text
    assert "99,9" not in text


def test_nothing_yet_is_said_on_every_page(client: Client, cast: Cast) -> None:
    empty = build.published(cast.valmont)

    assert "Rien n’a encore changé" in read(client, here(empty, "nouvelles/"))
    assert "Aucun engagement pour l’instant" in read(client, here(empty, "engagements/"))
    assert "Aucun indicateur pour l’instant" in read(client, here(empty, "indicateurs/"))
