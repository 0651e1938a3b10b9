"""Asking for news: mails are prepared once, sent once, paused and taken up again."""

from datetime import date, timedelta

import pytest

from relance.kernel.errors import Refused
from relance.kernel.models import AuditLine, Job
from relance.kernel.rules import Role
from relance.plans.actions.following import asking
from relance.plans.models import Measure, NewsMail, NewsRequest, Plan, RoleOnMeasure
from relance.plans.queries.following.asking import asking_of
from relance.plans.rules.following.links import digest_of_token
from tests.plans import build, follow
from tests.plans.build import AT
from tests.support.cast import Cast

LATER = AT + timedelta(days=40)


def mails(plan: Plan) -> list[NewsMail]:
    return list(NewsMail.objects.of(plan.authority).filter(plan=plan).order_by("pk"))


def test_one_mail_asks_a_person_about_all_that_they_lead(plan: Plan) -> None:
    (mail,) = asking.prepare(plan=plan, now=AT)

    assert (mail.email, mail.name) == ("zoe@x.example", "Zoé Marcellin")
    assert mail.requests.count() == 3
    assert mail.sent_at is None


def test_the_same_day_prepares_nothing_more(plan: Plan) -> None:
    asking.prepare(plan=plan, now=AT)

    assert asking.prepare(plan=plan, now=AT + timedelta(hours=2)) == []
    assert len(mails(plan)) == 1


def test_a_silent_lead_is_followed_by_the_team_then_by_the_pilot(cast: Cast, plan: Plan) -> None:
    for measure in plan.measures.all():
        team = follow.contributor(cast.valmont, "Ange Roubaud", "ange@x.example")
        follow.leads(team, measure, RoleOnMeasure.MEMBER)

    for day in (0, 10, 20):
        asking.prepare(plan=plan, now=AT + timedelta(days=day))

    assert [mail.email for mail in mails(plan)] == [
        "zoe@x.example",
        "ange@x.example",
        cast.holding(Role.PLAN_LEAD).email,
    ]


def test_news_that_came_stop_the_asking_for_their_measure_alone(cast: Cast, plan: Plan) -> None:
    first = plan.measures.order_by("pk")[0]
    follow.update(first, by=cast.alice)

    (mail,) = asking.prepare(plan=plan, now=AT)

    assert first.pk not in mail.requests.values_list("measure_id", flat=True)
    assert mail.requests.count() == 2


def test_news_sent_back_are_no_news(cast: Cast, plan: Plan) -> None:
    from relance.plans.actions.following import writing

    for measure in plan.measures.all():
        row = follow.update(measure, by=cast.alice)
        writing.send_back(update=row, by=cast.alice, at=AT, because="Trop vague")

    assert asking.prepare(plan=plan, now=AT)


def test_a_measure_that_is_over_is_not_asked_about(cast: Cast, plan: Plan) -> None:
    from relance.plans.models import Status

    done = plan.measures.order_by("pk")[0]
    follow.public_update(done, by=cast.alice, status=Status.DONE)

    found = asking_of(plan)

    assert found is not None
    assert {one.key: one.over for one in found.subjects}[done.pk]


def test_a_name_without_address_is_passed_over(cast: Cast) -> None:
    plan = build.published(cast.valmont)
    follow.leads(follow.contributor(cast.valmont, "Sans Adresse"), build.measure(plan))
    asking.set_rhythm(plan=plan, by=cast.alice, at=AT, every_months=3)

    (mail,) = asking.prepare(plan=plan, now=AT)

    assert mail.email == cast.holding(Role.PLAN_LEAD).email
    assert [one.tier for one in mail.requests.all()] == [2]


def test_a_merged_name_is_asked_under_the_one_that_stays(cast: Cast, plan: Plan) -> None:
    from relance.plans.actions.running.people import merge

    zoe = follow.contributor(cast.valmont, "Zoé Marcellin")
    merge(one=zoe, into=follow.contributor(cast.valmont, "Z. Marcellin", "z@x.example"), by=cast.alice, at=AT)

    (mail,) = asking.prepare(plan=plan, now=AT)

    assert (mail.email, mail.name) == ("z@x.example", "Z. Marcellin")


def test_a_plan_without_rhythm_or_not_public_asks_nobody(cast: Cast) -> None:
    quiet = build.published(cast.valmont)
    build.measure(quiet)
    draft = build.plan(cast.valmont)
    build.measure(draft)
    asking.set_rhythm(plan=draft, by=cast.alice, at=AT, every_months=1)

    assert asking.ask_tonight(now=AT) == 0
    assert not Job.objects.of(cast.valmont).exists()


def test_the_night_prepares_and_has_sent_once(cast: Cast, plan: Plan) -> None:
    assert asking.ask_tonight(now=AT) == 1
    assert asking.ask_tonight(now=AT) == 0

    assert Job.objects.of(cast.valmont).filter(kind="plans.news").count() == 1


def test_a_link_is_kept_as_its_digest_alone(plan: Plan) -> None:
    request = follow.asked(plan)

    token = follow.token(request)

    assert request.digest == digest_of_token(token)
    row = NewsRequest.objects.of(plan.authority).filter(pk=request.pk).values().get()
    assert token not in map(str, row.values())


def test_all_who_are_late_are_reminded_at_once(cast: Cast, plan: Plan) -> None:
    count = asking.remind_all_late(plan=plan, by=cast.alice, at=LATER)

    (mail,) = mails(plan)
    assert count == 1
    assert mail.by_hand
    assert AuditLine.objects.of(cast.valmont).filter(act="plans.news.remind").exists()
    assert asking.remind_all_late(plan=plan, by=cast.alice, at=LATER) == 0


def test_nobody_is_reminded_before_being_late(cast: Cast, plan: Plan) -> None:
    assert asking.remind_all_late(plan=plan, by=cast.alice, at=AT) == 0


def test_reminding_needs_a_rhythm_and_the_right(cast: Cast, plan: Plan) -> None:
    with pytest.raises(asking.NoRhythm, match="à quel rythme"):
        asking.remind_all_late(plan=build.published(cast.valmont), by=cast.alice, at=AT)
    with pytest.raises(Refused):
        asking.remind_all_late(plan=plan, by=cast.bob, at=LATER)


def test_a_measure_may_have_a_rhythm_of_its_own(cast: Cast, plan: Plan) -> None:
    often, never, _ = plan.measures.order_by("pk")
    asking.set_rhythm(plan=plan, by=cast.alice, at=AT, every_months=0, measure=never)
    asking.set_rhythm(plan=plan, by=cast.alice, at=AT, every_months=1, measure=often)

    found = asking_of(plan)

    assert found is not None
    months = {one.key: one.every_months for one in found.subjects}
    assert (months[often.pk], months[never.pk]) == (1, 0)
    (mail,) = asking.prepare(plan=plan, now=AT)
    assert never.pk not in mail.requests.values_list("measure_id", flat=True)


def test_changing_a_rhythm_keeps_one_row_and_what_it_does_not_say(cast: Cast, plan: Plan) -> None:
    row = asking.set_rhythm(plan=plan, by=cast.alice, at=AT, every_months=6, gap_days=9)
    again = asking.set_rhythm(plan=plan, by=cast.alice, at=AT, every_months=2)

    assert again.pk == row.pk
    assert (again.every_months, again.gap_days) == (2, 9)


def pause(measure: Measure, cast: Cast, until: date) -> None:
    asking.snooze(measure=measure, by=cast.alice, at=AT, until=until, reason="Travaux en cours")


def test_a_pause_keeps_a_measure_from_being_asked_about(cast: Cast, plan: Plan) -> None:
    for measure in plan.measures.all():
        pause(measure, cast, date(2026, 6, 30))

    assert asking.prepare(plan=plan, now=AT) == []
    assert asking.prepare(plan=plan, now=AT.replace(month=7, day=1))


def test_another_pause_takes_the_place_of_the_first(cast: Cast, plan: Plan) -> None:
    measure = plan.measures.order_by("pk")[0]
    pause(measure, cast, date(2026, 6, 30))
    pause(measure, cast, date(2026, 5, 10))

    open_ones = measure.snoozes.filter(ended_at__isnull=True)

    assert [one.until for one in open_ones] == [date(2026, 5, 10)]
    assert measure.snoozes.count() == 2


def test_taking_up_again_arms_the_asking(cast: Cast, plan: Plan) -> None:
    for measure in plan.measures.all():
        pause(measure, cast, date(2026, 12, 31))
        assert asking.rearm(measure=measure, by=cast.alice, at=AT)
        assert not asking.rearm(measure=measure, by=cast.alice, at=AT)

    assert asking.prepare(plan=plan, now=AT)


def test_the_facts_are_read_in_as_many_queries_for_many_measures(
    cast: Cast, plan: Plan, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        asking_of(plan)
    who = follow.contributor(cast.valmont, "Zoé Marcellin", "zoe@x.example")
    for _ in range(6):
        follow.leads(who, build.measure(plan))
    asking.prepare(plan=plan, now=AT)

    with CaptureQueriesContext(connection) as many:
        asking_of(plan)

    assert len(many) == len(few) <= 10
