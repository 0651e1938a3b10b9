"""What the desk of news and the public's lists are made of."""

from datetime import timedelta

import pytest

from relance.kernel.errors import Missing
from relance.plans.actions.following import asking
from relance.plans.models import Plan, RoleOnMeasure, Status
from relance.plans.queries.following.asking import late_measures, today_of, told_measures
from relance.plans.queries.following.news import (
    news_desk,
    public_changes,
    public_updates,
    request_called,
    sent_log,
    updates_to_read,
)
from tests.plans import build, follow
from tests.plans.build import AT, TODAY
from tests.support.cast import Cast

LATER = AT + timedelta(days=20)


def test_what_is_expected_says_since_when_who_and_whether_it_is_late(cast: Cast, plan: Plan) -> None:
    first, *_ = plan.measures.order_by("order")
    follow.update(first, by=cast.alice)

    soon, late = news_desk(plan, AT), news_desk(plan, LATER)

    assert [one.late for one in soon.expected] == [False, False]
    assert [one.late for one in late.expected] == [True, True]
    assert {one.people for one in late.expected} == {("Zoé Marcellin",)}
    assert all(one.due_on == TODAY for one in late.expected)
    assert late.expected.any_late


def test_the_next_mails_are_those_that_will_leave(plan: Plan) -> None:
    foreseen = news_desk(plan, AT).next_mails

    asking.prepare(plan=plan, now=AT)

    (mail,) = sent_log(plan)
    letter, titles = foreseen[0]
    assert (letter.on, letter.person.email) == (mail.day, mail.email)
    assert set(titles) == {one.measure.title for one in mail.requests.all()}


def test_a_measure_that_nobody_answers_for_is_named(cast: Cast, plan: Plan) -> None:
    from relance.kernel.models import Membership

    Membership.objects.filter(role="plan_lead").delete()
    alone = build.measure(plan, "Sans personne")

    assert [one.pk for one in news_desk(plan, AT).nobody] == [alone.pk]


def test_a_plan_without_rhythm_has_an_empty_desk(cast: Cast) -> None:
    quiet = build.published(cast.valmont)
    build.measure(quiet)

    desk = news_desk(quiet, AT)

    assert (desk.asking, list(desk.expected), desk.next_mails) == (None, [], ())
    assert late_measures(quiet, TODAY) == {}


def test_late_is_computed_from_news_pauses_and_states(cast: Cast, plan: Plan) -> None:
    told, paused, over = plan.measures.order_by("order")
    silent = build.measure(plan, "Silencieuse")
    follow.update(told, by=cast.alice)
    asking.snooze(measure=paused, by=cast.alice, at=AT, until=LATER.date(), reason="Travaux")
    follow.public_update(over, by=cast.alice, status=Status.DONE)

    found = late_measures(plan, LATER.date())

    assert {measure.pk: day for measure, day in found.items()} == {silent.pk: TODAY}
    assert late_measures(plan, LATER.date(), only=told.pk) == {}
    assert [one.pk for one in late_measures(plan, LATER.date(), only=silent.pk)] == [silent.pk]


def test_late_is_asked_in_two_queries_whatever_the_plan(
    cast: Cast, plan: Plan, django_assert_num_queries: object
) -> None:
    for _ in range(5):
        follow.update(build.measure(plan), by=cast.alice)

    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture of pytest-django
        late_measures(plan, LATER.date())


def test_an_ended_measure_is_asked_about_no_more(cast: Cast, plan: Plan) -> None:
    from relance.plans.models import PlanVersion

    ended = plan.measures.order_by("order")[0]
    ended.ended_by = PlanVersion.objects.create(
        authority=cast.valmont, plan=plan, number=1, on=TODAY, because="Vote", at=AT, by_name="Alice"
    )
    ended.save()

    assert ended.pk not in {one.pk for one in told_measures(plan)}


def test_a_referent_is_not_asked(cast: Cast, plan: Plan) -> None:
    elected = follow.contributor(cast.valmont, "Gaston Malaval", "gaston@x.example")
    measure = build.measure(plan)
    follow.leads(elected, measure, RoleOnMeasure.REFERENT)

    desk = news_desk(plan, AT)

    (one,) = [one for one in desk.expected if one.measure.pk == measure.pk]
    assert "Gaston Malaval" not in one.people


def test_what_waits_for_a_reader_is_shown_the_oldest_first(cast: Cast, plan: Plan) -> None:
    first, second, third = plan.measures.order_by("order")
    follow.update(first, by=cast.alice)
    follow.public_update(second, by=cast.alice)
    follow.update(third, by=cast.alice)

    assert [one.measure_id for one in updates_to_read(plan)] == [first.pk, third.pk]


def test_the_public_sees_public_news_alone_the_latest_first(cast: Cast, plan: Plan) -> None:
    measure = plan.measures.order_by("order")[0]
    for day in (0, 30):
        follow.public_update(measure, by=cast.alice, words=f"Jour {day}", at=AT + timedelta(days=day))
    follow.update(measure, by=cast.alice, words="Brouillon", at=AT + timedelta(days=60))

    assert [one.words for one in public_updates(measure)] == ["Jour 30", "Jour 0"]
    assert [one.words for one in public_updates(measure, most=1)] == ["Jour 30"]
    assert [one.words for one in public_changes(plan)] == ["Jour 30", "Jour 0"]


def test_a_token_finds_its_request_here_and_nothing_elsewhere(cast: Cast, plan: Plan) -> None:
    request = follow.asked(plan)
    token = follow.token(request)

    assert request_called(cast.valmont, token) == request
    for authority, said in ((cast.brumes, token), (cast.valmont, token[:-1]), (cast.valmont, "")):
        with pytest.raises(Missing, match="ne mène à rien"):
            request_called(authority, said)


def test_the_day_is_that_of_the_authority(cast: Cast) -> None:
    midnight_in_paris = AT.replace(hour=22, minute=30)

    assert today_of(cast.valmont, midnight_in_paris) == TODAY + timedelta(days=1)
    assert today_of(cast.brumes, midnight_in_paris) == TODAY
