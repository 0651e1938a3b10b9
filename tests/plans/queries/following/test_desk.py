"""What the desk of news and the public's lists are made of."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.kernel.errors import Missing
from relance.kernel.models import Account, Membership
from relance.plans.actions.following import asking
from relance.plans.models import NewsCadence, Plan, RoleOnMeasure, Snooze, Status, Update, Work
from relance.plans.queries.following.asking import (
    asking_of,
    late_count,
    late_measures,
    today_of,
    told_measures,
)
from relance.plans.queries.following.news import (
    MOST_AHEAD,
    MOST_NAMED,
    news_desk,
    public_changes,
    public_updates,
    request_called,
    sent_log,
    updates_to_read,
)
from relance.plans.rules.following.asking import is_late
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


@pytest.mark.django_db
@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(-200, 0),
            st.none() | st.integers(-30, 30),
            st.none() | st.sampled_from([0, 1, 2, 5]),
            st.sampled_from(["under_way", "done"]),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 90),
)
def test_the_database_and_the_rules_agree_on_whose_news_are_late(
    drawn: list[tuple[int | None, int | None, int | None, str, bool]], days: int
) -> None:
    owner = build.authority(f"ville-{next(build._numbers)}")
    the_plan, today = build.published(owner), TODAY + timedelta(days=days)
    NewsCadence.objects.create(authority=owner, plan=the_plan, every_months=3, from_day=TODAY)
    officer = Account.objects.create_user(f"{owner.slug}@x.example", name="Alice")
    for news, pause, months, status, returned in drawn:
        measure = build.measure(the_plan)
        said = {"authority": owner, "measure": measure}
        Work.objects.create(**said, status=status, said_at=AT, said_by_name="Alice")
        if news is not None:
            Update.objects.create(
                **said,
                plan=the_plan,
                status="under_way",
                as_of=today + timedelta(days=news),
                written_at=AT,
                written_by_name="Alice",
                state="returned" if returned else "draft",
                returned_because="Trop court" if returned else "",
            )
        if pause is not None:
            until = today + timedelta(days=pause)
            Snooze.objects.create(**said, until=until, reason="Travaux", by=officer, at=AT)
        if months is not None:
            NewsCadence.objects.create(**said, plan=the_plan, every_months=months, from_day=TODAY)

    asking = asking_of(the_plan)
    assert asking is not None
    by_rule = [one.key for one in asking.subjects if is_late(one, today, asking.pace)]

    assert [one.pk for one in late_measures(the_plan, today)] == by_rule
    assert [one.pk for one in late_measures(the_plan, today, most=1)] == by_rule[:1]
    assert late_count(the_plan, today) == len(by_rule)


def test_the_desk_names_the_first_of_many_that_nobody_answers_for(cast: Cast, plan: Plan) -> None:
    Membership.objects.filter(role="plan_lead").delete()
    alone = [build.measure(plan, f"Seule {number}") for number in range(MOST_NAMED + 2)]

    desk = news_desk(plan, AT)

    assert [one.pk for one in desk.nobody] == [one.pk for one in alone[:MOST_NAMED]]
    assert desk.nobody_count == len(alone)


def test_what_is_expected_is_read_by_its_place(plan: Plan) -> None:
    expected = news_desk(plan, LATER).expected

    assert len(expected) == 3
    assert expected[1] == expected[:][1] == list(expected)[1]


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


def test_of_many_mails_the_first_are_shown_and_that_there_are_more_is_said(cast: Cast, plan: Plan) -> None:
    assert not news_desk(plan, AT).more_mails
    for number in range(MOST_AHEAD + 1):
        who = follow.contributor(cast.valmont, f"Pilote {number}", f"pilote{number}@x.example")
        follow.leads(who, build.measure(plan, f"Autre vitrine {number}"))

    desk = news_desk(plan, AT + timedelta(days=120))

    assert len(desk.next_mails) == MOST_AHEAD
    assert desk.more_mails
