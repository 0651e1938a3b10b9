"""What the database refuses of news, pledges, indicators and messages, whoever writes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.plans.models import (
    Change,
    Feedback,
    Indicator,
    NewsCadence,
    NewsMail,
    NewsRequest,
    Plan,
    Pledge,
    PledgeAnswer,
    PledgeTarget,
    Snooze,
    Subscription,
    Update,
)
from tests.plans import build, follow
from tests.plans.build import AT, TODAY
from tests.support.cast import Cast

Make = Callable[[Plan, Cast], Any]


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = build.published(cast.valmont)
    build.measure(plan)
    return plan


def update(**fields: Any) -> Make:
    said = {"status": "under_way", "as_of": TODAY, "written_at": AT, "written_by_name": "Zoé", **fields}
    return lambda plan, cast: Update.objects.create(
        authority=cast.valmont, plan=plan, measure=plan.measures.get(), **said
    )


def feedback(**fields: Any) -> Make:
    said = {"words": "X", "digest": "0" * 64, "received_at": AT, "erase_on": TODAY, **fields}
    return lambda plan, cast: Feedback.objects.create(authority=cast.valmont, plan=plan, **said)


def pledge(**fields: Any) -> Make:
    said = {"words": "X", "state_since": TODAY, "created_at": AT, **fields}
    return lambda plan, cast: Pledge.objects.create(
        authority=cast.valmont, plan=plan, organisation=follow.body(), **said
    )


def indicator(**fields: Any) -> Make:
    said = {"code": "x", "name": "X", "definition": "X", "unit": "x", "source": "X", **fields}
    return lambda plan, cast: Indicator.objects.create(authority=cast.valmont, plan=plan, **said)


def cadence(**fields: Any) -> Make:
    return lambda plan, cast: NewsCadence.objects.create(
        authority=cast.valmont, plan=plan, **{"every_months": 3, "from_day": TODAY, **fields}
    )


def snooze(**fields: Any) -> Make:
    return lambda plan, cast: Snooze.objects.create(
        authority=cast.valmont,
        measure=plan.measures.get(),
        until=TODAY,
        by=cast.alice,
        at=AT,
        **{"reason": "X", **fields},
    )


def twice(make: Make) -> Make:
    def made(plan: Plan, cast: Cast) -> None:
        make(plan, cast)
        make(plan, cast)

    return made


REFUSED: dict[str, Make] = {
    "update_reviewed_says_who_and_when": update(state="reviewed"),
    "update_public_says_who_and_when": update(state="public", reviewed_at=AT, reviewed_by_name="Bob"),
    "update_returned_says_why": update(state="returned"),
    "update_says_who_wrote_it": update(written_by_name=""),
    "update_stopped_says_why": update(status="paused"),
    "update_words_known": update(status="late"),
    "feedback_answered_says_what_who_and_when": feedback(state="answered", answer="Oui"),
    "feedback_closed_says_why": feedback(state="closed"),
    "feedback_erased_names_nobody": feedback(erased_at=AT, email="lou@x.example"),
    "feedback_state_known": feedback(state="lost"),
    "pledge_says_what": pledge(words=""),
    "pledge_ended_says_why": pledge(state="kept"),
    "pledge_words_known": pledge(state="late"),
    "indicator_places_few": indicator(places=7),
    "indicator_says_what_and_whence": indicator(source=""),
    "indicator_trend_known": indicator(trend="aside"),
    "news_cadence_within_bounds": cadence(every_months=37),
    "snooze_says_why": snooze(reason=""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name: str, cast: Cast, plan: Plan) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name](plan, cast)


@pytest.mark.parametrize(
    "make", [twice(cadence()), twice(snooze()), twice(indicator())], ids=["rhythm", "pause", "code"]
)
def test_there_is_one_at_a_time(make: Make, cast: Cast, plan: Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(plan, cast)


def test_what_was_told_is_never_altered_nor_taken_back(cast: Cast, plan: Plan) -> None:
    follow.public_update(plan.measures.get(), by=cast.alice)
    change = Change.objects.of(cast.valmont).get()

    for wrong in (
        lambda: Change.objects.of(cast.valmont).update(words="Autre"),
        lambda: change.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_a_person_gets_one_mail_a_plan_and_day(cast: Cast, plan: Plan) -> None:
    said: dict[str, Any] = {"plan": plan, "email": "zoe@x.example", "day": TODAY, "prepared_at": AT}
    NewsMail.objects.create(authority=cast.valmont, **said)

    with pytest.raises(IntegrityError), transaction.atomic():
        NewsMail.objects.create(authority=cast.valmont, **said)
    NewsMail.objects.create(authority=cast.valmont, **said | {"day": TODAY + timedelta(days=1)})


def test_a_link_keeps_a_digest_and_its_term(cast: Cast, plan: Plan) -> None:
    follow.leads(follow.contributor(cast.valmont, "Zoé", "zoe@x.example"), plan.measures.get())
    NewsCadence.objects.create(authority=cast.valmont, plan=plan, every_months=3, from_day=TODAY)
    request = follow.asked(plan)

    for name, value in (("digest", "0" * 64), ("expires_at", AT + timedelta(days=900))):
        with pytest.raises(IntegrityError), transaction.atomic():
            NewsRequest.objects.of(cast.valmont).filter(pk=request.pk).update(**{name: value})


def test_a_pledge_has_one_answer_that_waits_and_targets_one_thing(cast: Cast, plan: Plan) -> None:
    follow.answers_for(cast.charlie, follow.body(), cast.valmont)
    row = follow.pledge(plan, measures=[plan.measures.get()])
    follow.answered(row, by=cast.charlie)

    with pytest.raises(IntegrityError), transaction.atomic():
        PledgeAnswer.objects.create(
            authority=cast.valmont, pledge=row, state_said="given", given_at=AT, given_by_name="C"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgeTarget.objects.create(authority=cast.valmont, pledge=row)


def test_an_address_subscribes_once_to_a_plan(cast: Cast, plan: Plan) -> None:
    row = follow.subscriber(plan)

    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(
            authority=cast.valmont,
            plan=plan,
            email=row.email,
            asked_at=AT,
            confirm_digest="1" * 64,
            stop_digest="2" * 64,
        )
