"""News: written by whoever may, answered once from a mail, public after somebody read them."""

from datetime import timedelta

import pytest

from relance.kernel.errors import Refused
from relance.plans.actions.following import writing
from relance.plans.models import Change, Plan, Status, Update, UpdateState, Work
from tests.plans import build, follow
from tests.plans.build import AT
from tests.support.cast import Cast


def test_an_answer_from_a_mail_waits_for_a_reader(plan: Plan) -> None:
    request = follow.asked(plan)

    update = writing.answer(request=request, at=AT, status=Status.UNDER_WAY, words="Le bail est signé.")

    assert (update.state, update.written_by, update.written_by_name) == ("draft", None, "Zoé Marcellin")
    request.refresh_from_db()
    assert request.answered_at == AT
    assert not Change.objects.of(plan.authority).exists()


def test_a_link_answers_once(plan: Plan) -> None:
    request = follow.asked(plan)
    writing.answer(request=request, at=AT, status=Status.UNDER_WAY, words="")

    with pytest.raises(writing.LinkIsOver, match="déjà servi"):
        writing.answer(request=request, at=AT, status=Status.DONE, words="")

    assert Update.objects.of(plan.authority).count() == 1


def test_a_link_expires(plan: Plan) -> None:
    request = follow.asked(plan)

    with pytest.raises(writing.LinkIsOver, match="plus valable"):
        writing.answer(request=request, at=request.expires_at, status=Status.DONE, words="")
    writing.answer(
        request=request, at=request.expires_at - timedelta(seconds=1), status=Status.DONE, words=""
    )


@pytest.mark.parametrize("status", [Status.PAUSED, Status.DROPPED])
def test_a_measure_that_stops_says_why(plan: Plan, status: Status) -> None:
    request = follow.asked(plan)

    with pytest.raises(writing.WordsMissing, match="pourquoi la mesure s’arrête"):
        writing.answer(request=request, at=AT, status=status, words="  ")

    request.refresh_from_db()
    assert request.answered_at is None


def test_a_lead_without_any_role_writes_about_their_measure_alone(cast: Cast, plan: Plan) -> None:
    mine, other = plan.measures.order_by("pk")[:2]
    follow.leads(cast.charlie, mine)

    update = follow.update(mine, by=cast.charlie)

    assert update.written_by == cast.charlie
    with pytest.raises(Refused):
        follow.update(other, by=cast.charlie)


def test_news_are_read_then_published_and_never_straight_away(cast: Cast, plan: Plan) -> None:
    update = follow.update(plan.measures.all()[0], by=cast.alice, words="La halle ouvre.")

    with pytest.raises(writing.NotInThatState, match="À relire"):
        writing.publish(update=update, by=cast.alice, at=AT)
    writing.review(update=update, by=cast.bob, at=AT)
    writing.publish(update=update, by=cast.alice, at=AT)

    update.refresh_from_db()
    assert update.state == UpdateState.PUBLIC
    assert (update.reviewed_by_name, update.published_by_name) == (str(cast.bob), str(cast.alice))


def test_a_reviewer_does_not_publish_and_a_reader_does_not_review(cast: Cast, plan: Plan) -> None:
    from relance.kernel.rules import Role

    update = follow.update(plan.measures.all()[0], by=cast.alice)

    with pytest.raises(Refused):
        writing.review(update=update, by=cast.holding(Role.READER), at=AT)
    writing.review(update=update, by=cast.bob, at=AT)
    with pytest.raises(Refused):
        writing.publish(update=update, by=cast.bob, at=AT)


def test_publishing_tells_the_difference_with_the_last_public_news(cast: Cast, plan: Plan) -> None:
    measure = plan.measures.all()[0]
    follow.public_update(measure, by=cast.alice)
    follow.public_update(measure, by=cast.alice, status=Status.DONE, words="Tout est ouvert.")

    last, first = Change.objects.of(cast.valmont).order_by("-pk")

    assert first.differences == [{"label": "Où en est-on", "before": "", "after": "En cours"}]
    assert last.differences == [{"label": "Où en est-on", "before": "En cours", "after": "Réalisée"}]
    assert (last.words, last.public, last.measure) == ("Tout est ouvert.", True, measure)


def test_the_same_state_again_is_no_difference(cast: Cast, plan: Plan) -> None:
    measure = plan.measures.all()[0]
    follow.public_update(measure, by=cast.alice)
    follow.public_update(measure, by=cast.alice, words="Deux vitrines de plus.")

    assert Change.objects.of(cast.valmont).order_by("-pk")[0].differences == []


def test_a_published_state_becomes_the_declared_one_of_the_measure(cast: Cast, plan: Plan) -> None:
    measure = plan.measures.all()[0]
    follow.public_update(measure, by=cast.alice, status=Status.PAUSED, words="L’artisan est malade.")

    work = Work.objects.of(cast.valmont).get(measure=measure)

    assert (work.status, work.reason) == (Status.PAUSED, "L’artisan est malade.")


def test_older_news_published_later_do_not_undo_newer_ones(cast: Cast, plan: Plan) -> None:
    measure = plan.measures.all()[0]
    old = follow.update(measure, by=cast.alice)
    follow.public_update(measure, by=cast.alice, status=Status.DONE, at=AT + timedelta(days=9))
    writing.review(update=old, by=cast.alice, at=AT + timedelta(days=10))
    writing.publish(update=old, by=cast.alice, at=AT + timedelta(days=10))

    assert Work.objects.of(cast.valmont).get(measure=measure).status == Status.DONE


def test_news_of_an_unfinished_reading_are_sent_back_with_the_reason(cast: Cast, plan: Plan) -> None:
    update = follow.update(plan.measures.all()[0], by=cast.alice)

    writing.send_back(update=update, by=cast.bob, at=AT, because=" Dites combien. ")

    update.refresh_from_db()
    assert (update.state, update.returned_because) == (UpdateState.RETURNED, "Dites combien.")
    with pytest.raises(writing.NotInThatState, match="Renvoyée"):
        writing.review(update=update, by=cast.bob, at=AT)


def test_news_of_an_ended_measure_are_published_and_change_nothing_of_it(cast: Cast) -> None:
    from relance.plans.models import PlanVersion

    plan = build.published(cast.valmont)
    measure = build.measure(plan)
    update = follow.update(measure, by=cast.alice, status=Status.DONE)
    version = PlanVersion.objects.create(
        authority=cast.valmont, plan=plan, number=1, on=build.TODAY, because="Vote", at=AT, by_name="Alice"
    )
    measure.ended_by = version
    measure.save()

    writing.review(update=update, by=cast.alice, at=AT)
    writing.publish(update=update, by=cast.alice, at=AT)

    assert not Work.objects.of(cast.valmont).filter(measure=measure, status=Status.DONE).exists()
