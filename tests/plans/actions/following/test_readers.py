"""Readers: subscriptions confirmed from the mail, feedback followed to an answer, both erased in time."""

from datetime import timedelta

import pytest
from django.core import mail as outbox

from relance.kernel.errors import Missing, Refused
from relance.kernel.jobs import run_waiting
from relance.kernel.models import AuditLine
from relance.plans.actions.following import feedback, subscribing
from relance.plans.models import Change, Feedback, FeedbackState, Plan, Subscription
from relance.plans.queries.following.readers import (
    feedback_called,
    public_answers,
    subscription_to_confirm,
    subscription_to_stop,
)
from tests.plans import follow
from tests.plans.build import AT
from tests.support.cast import Cast


def sent() -> list[str]:
    run_waiting()
    return [str(mail.subject) for mail in outbox.outbox]


def test_an_address_counts_once_it_was_confirmed(cast: Cast, plan: Plan) -> None:
    row = follow.subscriber(plan, confirmed=False)
    follow.public_update(plan.measures.all()[0], by=cast.alice)

    assert subscribing.tell_subscribers(now=AT) == 0
    assert sent() == ["Valmont-sur-Ouvèze : confirmez votre abonnement"]
    assert subscribing.confirm_token(row) in outbox.outbox[0].body


def test_a_subscriber_is_told_what_changed_since_and_once(cast: Cast, plan: Plan) -> None:
    old, new = plan.measures.all()[:2]
    follow.public_update(old, by=cast.alice, words="Ancien.")
    follow.subscriber(plan)
    follow.public_update(new, by=cast.alice, words="La halle ouvre.")
    sent()
    outbox.outbox.clear()

    assert subscribing.tell_subscribers(now=AT) == 1
    sent()
    assert subscribing.tell_subscribers(now=AT + timedelta(days=1)) == 0

    (mail,) = outbox.outbox
    assert "La halle ouvre." in mail.body
    assert "Ancien." not in mail.body


def test_a_mail_of_changes_carries_the_one_click_that_ends_it(cast: Cast, plan: Plan) -> None:
    row = follow.subscriber(plan)
    follow.public_update(plan.measures.all()[0], by=cast.alice)
    subscribing.tell_subscribers(now=AT)
    sent()

    mail = outbox.outbox[-1]

    stop = f"http://localhost:8000/valmont-sur-ouveze/desabonnement/{subscribing.stop_token(row)}/"
    assert mail.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in mail.body


def test_a_mail_that_never_left_is_sent_again_with_the_same_changes(cast: Cast, plan: Plan) -> None:
    row = follow.subscriber(plan)
    follow.public_update(plan.measures.all()[0], by=cast.alice, words="Premier.")
    subscribing.tell_subscribers(now=AT)  # and whoever should have sent it died
    follow.public_update(plan.measures.all()[1], by=cast.alice, words="Second.")

    subscribing.tell_subscribers(now=AT + timedelta(days=1))
    sent()

    row.refresh_from_db()
    bodies = [mail.body for mail in outbox.outbox if "ce qui a changé" in mail.subject]
    assert len(bodies) == 1
    assert "Premier." in bodies[0]
    assert "Second." not in bodies[0]
    assert subscribing.tell_subscribers(now=AT + timedelta(days=2)) == 1


def test_what_is_not_public_is_told_to_nobody(cast: Cast, plan: Plan) -> None:
    follow.subscriber(plan)
    hidden = follow.indicator(plan, public=False)
    follow.approved(follow.years(hidden)[0], 10, by=cast.bob)

    assert subscribing.tell_subscribers(now=AT) == 0


def test_a_link_to_confirm_expires(plan: Plan) -> None:
    row = follow.subscriber(plan, confirmed=False)

    with pytest.raises(subscribing.TooLate, match="Abonnez-vous de nouveau"):
        subscribing.confirm(subscription=row, at=AT + timedelta(days=3, seconds=1))


def test_asking_again_begins_the_delay_again_and_keeps_one_row(plan: Plan) -> None:
    follow.subscriber(plan, confirmed=False)
    row = subscribing.subscribe(plan=plan, email=" LOU@x.example ", at=AT + timedelta(days=5))

    subscribing.confirm(subscription=row, at=AT + timedelta(days=6))

    assert Subscription.objects.of(plan.authority).count() == 1


def test_who_is_subscribed_already_learns_it_by_mail_alone(plan: Plan) -> None:
    follow.subscriber(plan)
    sent()
    outbox.outbox.clear()

    subscribing.subscribe(plan=plan, email="lou@x.example", at=AT + timedelta(hours=2))

    assert sent() == ["Valmont-sur-Ouvèze : vous êtes déjà abonné"]


def test_the_button_pressed_twice_sends_one_mail(plan: Plan) -> None:
    for _ in range(3):
        subscribing.subscribe(plan=plan, email="lou@x.example", at=AT)

    assert len(sent()) == 1


def test_whoever_leaves_is_erased(plan: Plan) -> None:
    row = follow.subscriber(plan)

    subscribing.unsubscribe(subscription=row)
    subscribing.unsubscribe(subscription=row)

    assert not Subscription.objects.of(plan.authority).exists()


def test_an_address_that_nobody_confirmed_is_erased(plan: Plan) -> None:
    follow.subscriber(plan, confirmed=False)
    follow.subscriber(plan, "max@x.example")

    assert subscribing.forget_unconfirmed(now=AT + timedelta(days=2)) == 0
    assert subscribing.forget_unconfirmed(now=AT + timedelta(days=4)) == 1
    assert Subscription.objects.of(plan.authority).get().email == "max@x.example"


def test_a_secret_serves_its_purpose_and_its_authority_alone(cast: Cast, plan: Plan) -> None:
    row, message = follow.subscriber(plan, confirmed=False), follow.written(plan)
    confirm, stop = subscribing.confirm_token(row), subscribing.stop_token(row)

    assert subscription_to_confirm(cast.valmont, confirm) == row
    assert subscription_to_stop(cast.valmont, stop) == row
    for wrong in (
        lambda: subscription_to_stop(cast.valmont, confirm),
        lambda: subscription_to_confirm(cast.valmont, stop),
        lambda: subscription_to_confirm(cast.brumes, confirm),
        lambda: feedback_called(cast.brumes, feedback.follow_token(message)),
        lambda: feedback_called(cast.valmont, stop),
    ):
        with pytest.raises(Missing):
            wrong()


def test_a_message_is_followed_from_its_arrival_to_its_answer(cast: Cast, plan: Plan) -> None:
    row = follow.written(plan, name="Lou", email="Lou@x.example")
    assert sent() == ["Valmont-sur-Ouvèze : votre message est arrivé"]
    assert feedback.follow_token(row) in outbox.outbox[0].body

    feedback.take_up(feedback=row, by=cast.alice, at=AT)
    feedback.answer(feedback=row, by=cast.alice, at=AT, words="En juin.", public=False)

    row.refresh_from_db()
    assert (row.state, row.answer, row.answered_by_name) == (FeedbackState.ANSWERED, "En juin.", "Alice")
    assert sent()[-1] == "Valmont-sur-Ouvèze : réponse à votre message"
    assert "En juin." in outbox.outbox[-1].body
    assert not Change.objects.of(cast.valmont).exists()


def test_a_published_answer_shows_the_words_and_never_the_name(cast: Cast, plan: Plan) -> None:
    row = follow.written(plan, name="Lou Marande", email="lou@x.example")

    feedback.answer(feedback=row, by=cast.alice, at=AT, words="En juin.", public=True)

    (change,) = Change.objects.of(cast.valmont)
    told = f"{change.title} {change.words} {change.by_name}"
    assert "Quand rouvre la halle ?" in change.words
    assert "Lou" not in told
    assert "x.example" not in told
    assert [one.pk for one in public_answers(plan)] == [row.pk]


def test_a_message_is_answered_or_closed_once(cast: Cast, plan: Plan) -> None:
    row = follow.written(plan)
    feedback.close(feedback=row, by=cast.alice, at=AT, because="Publicité")

    with pytest.raises(feedback.AlreadyOver, match="Classé"):
        feedback.answer(feedback=row, by=cast.alice, at=AT, words="X", public=False)


def test_only_editors_answer(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused):
        feedback.answer(feedback=follow.written(plan), by=cast.bob, at=AT, words="X", public=False)


def test_the_journal_says_neither_who_wrote_nor_what(cast: Cast, plan: Plan) -> None:
    row = follow.written(plan, name="Lou", email="lou@x.example")
    feedback.answer(feedback=row, by=cast.alice, at=AT, words="En juin.", public=False)

    line = AuditLine.objects.of(cast.valmont).get(act="plans.feedback.answer")

    told = f"{line.subject_label} {line.before} {line.after}"
    assert "Lou" not in told
    assert "halle" not in told


def test_name_and_address_are_erased_in_their_time_and_the_words_stay(cast: Cast, plan: Plan) -> None:
    row = follow.written(plan, name="Lou", email="lou@x.example")

    assert feedback.erase_old(now=AT + timedelta(days=364)) == 0
    assert feedback.erase_old(now=AT + timedelta(days=366)) == 1
    assert feedback.erase_old(now=AT + timedelta(days=367)) == 0

    row = Feedback.objects.of(cast.valmont).get(pk=row.pk)
    assert (row.name, row.email, row.words) == ("", "", "Quand rouvre la halle ?")
    assert row.erased_at is not None
