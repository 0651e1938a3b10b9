"""Pledges: asked or noted, answered by their body alone, counted once an officer accepted."""

from datetime import date

import pytest

from relance.kernel.errors import Refused
from relance.plans.actions.following import pledging
from relance.plans.models import AnswerState, Change, Plan, Pledge, PledgeAnswer, PledgeState
from relance.plans.queries.following.pledges import pledges_of_plan, pledges_to_answer
from tests.plans import build, follow
from tests.plans.build import AT, TODAY
from tests.support.cast import Cast


@pytest.fixture
def pledge(cast: Cast, plan: Plan) -> Pledge:
    """The chamber's, for which Charlie answers."""
    follow.answers_for(cast.charlie, follow.body(), cast.valmont)
    return follow.pledge(plan)


def test_a_pledge_answers_several_priorities_at_once(cast: Cast, plan: Plan) -> None:
    one, two = build.measure(plan, "Aider"), build.axis(plan, "Commerce")

    pledge = follow.pledge(plan, measures=[one], axes=[two])

    (shown,) = pledges_of_plan(plan, TODAY, public_only=True)
    assert shown.pledge == pledge
    assert shown.targets == ("Aider", "Commerce")


def test_a_pledge_answers_at_least_one_priority_of_its_plan(cast: Cast, plan: Plan) -> None:
    elsewhere = build.measure(build.published(cast.valmont))

    for measures in ([], [elsewhere]):
        with pytest.raises(pledging.NoTarget, match="au moins une priorité"):
            pledging.add_pledge(
                plan=plan, organisation=follow.body(), by=cast.alice, at=AT, words="X", measures=measures
            )


def test_replies_of_a_document_become_pledges_and_the_same_words_one(cast: Cast) -> None:
    plan = build.published(cast.brumes)
    first, second = build.axis(plan, "Culture"), build.axis(plan, "Économie")
    for axis in (first, second):
        build.measure(plan, "Préciser cette priorité.", axis=axis)
    build.measure(plan, "Financer les pôles.", axis=second, **build.horizon(2026, 2027))
    ministry = follow.body("Ministère de l’Économie", "CA")

    made = pledging.pledges_from_replies(plan=plan, organisation=ministry, by=None, at=AT)

    shown = pledges_of_plan(plan, TODAY, public_only=True)
    assert [(one.pledge.words, one.targets) for one in shown] == [
        ("Préciser cette priorité.", ("Culture", "Économie")),
        ("Financer les pôles.", ("Économie",)),
    ]
    assert [one.due_on for one in made] == [None, date(2027, 12, 31)]
    assert all(one.state == PledgeState.GIVEN for one in made)


def test_taking_the_replies_again_adds_nothing(cast: Cast, plan: Plan) -> None:
    pledging.pledges_from_replies(plan=plan, organisation=follow.body(), by=cast.alice, at=AT)

    assert pledging.pledges_from_replies(plan=plan, organisation=follow.body(), by=cast.alice, at=AT) == []


def test_a_body_answers_its_pledges_together_and_they_wait(cast: Cast, plan: Plan, pledge: Pledge) -> None:
    other = follow.pledge(plan, words="Ouvrir un guichet")
    said = [
        pledging.Said(pledge=pledge, state=PledgeState.KEPT, words="22 artisans formés"),
        pledging.Said(pledge=other, state=PledgeState.GIVEN, due_on=date(2027, 6, 30)),
    ]

    answers = pledging.answer_pledges(said=said, by=cast.charlie, at=AT)

    assert [one.state for one in answers] == ["waiting", "waiting"]
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.GIVEN


def test_a_body_does_not_answer_for_another_and_then_nothing_is_kept(
    cast: Cast, plan: Plan, pledge: Pledge
) -> None:
    foreign = follow.pledge(plan, of=follow.body("Région"))
    said = [pledging.Said(pledge=one, state=PledgeState.KEPT, words="Fait") for one in (pledge, foreign)]

    with pytest.raises(Refused, match="autre organisme"):
        pledging.answer_pledges(said=said, by=cast.charlie, at=AT)

    assert not PledgeAnswer.objects.of(cast.valmont).exists()


def test_the_same_body_answers_to_each_authority_by_its_own_invitation(cast: Cast, pledge: Pledge) -> None:
    there = build.published(cast.brumes)
    foreign = follow.pledge(there, of=pledge.organisation)

    with pytest.raises(Refused):
        follow.answered(foreign, by=cast.charlie)
    assert pledges_to_answer(cast.charlie, cast.brumes, TODAY) == []
    assert [one.pledge for one in pledges_to_answer(cast.charlie, cast.valmont, TODAY)] == [pledge]


def test_an_editor_does_not_answer_in_the_name_of_a_body(cast: Cast, pledge: Pledge) -> None:
    with pytest.raises(Refused):
        follow.answered(pledge, by=cast.alice)


@pytest.mark.parametrize(
    "state", [PledgeState.KEPT, PledgeState.PARTLY, PledgeState.DECLINED, PledgeState.BROKEN]
)
def test_what_was_kept_or_not_says_what_shows_it(cast: Cast, pledge: Pledge, state: PledgeState) -> None:
    with pytest.raises(pledging.EvidenceMissing, match="ce qui le montre"):
        follow.answered(pledge, by=cast.charlie, state=state, words=" ")


def test_another_answer_takes_the_place_of_the_one_that_waits(cast: Cast, pledge: Pledge) -> None:
    first = follow.answered(pledge, by=cast.charlie)
    second = follow.answered(pledge, by=cast.charlie, state=PledgeState.PARTLY, words="12 sur 20")

    first.refresh_from_db()
    assert (first.state, first.returned_because) == (
        AnswerState.RETURNED,
        "Remplacée par une réponse plus récente",
    )
    (shown,) = pledges_to_answer(cast.charlie, cast.valmont, TODAY)
    assert (shown.waiting, shown.returned) == (second, None)


def test_an_accepted_answer_moves_the_pledge_and_tells_the_public(cast: Cast, pledge: Pledge) -> None:
    answer = follow.answered(pledge, by=cast.charlie, words="22 artisans formés")

    pledging.accept_answer(answer=answer, by=cast.alice, at=AT)

    pledge.refresh_from_db()
    assert (pledge.state, pledge.evidence, pledge.state_since) == ("kept", "22 artisans formés", TODAY)
    (change,) = Change.objects.of(cast.valmont)
    assert change.differences == [{"label": "État", "before": "Pris", "after": "Tenu"}]
    with pytest.raises(pledging.AlreadyDecided):
        pledging.accept_answer(answer=answer, by=cast.alice, at=AT)


def test_an_answer_sent_back_changes_nothing_and_its_body_reads_why(cast: Cast, pledge: Pledge) -> None:
    answer = follow.answered(pledge, by=cast.charlie)

    pledging.return_answer(answer=answer, by=cast.alice, at=AT, because="Joignez la liste.")

    pledge.refresh_from_db()
    (shown,) = pledges_to_answer(cast.charlie, cast.valmont, TODAY)
    assert pledge.state == PledgeState.GIVEN
    assert shown.returned is not None
    assert shown.returned.returned_because == "Joignez la liste."
    assert not Change.objects.of(cast.valmont).exists()


def test_a_pledge_that_is_not_public_is_told_to_nobody(cast: Cast, plan: Plan, pledge: Pledge) -> None:
    pledge.public = False
    pledge.save()

    pledging.accept_answer(answer=follow.answered(pledge, by=cast.charlie), by=cast.alice, at=AT)

    assert not Change.objects.of(cast.valmont).get().public
    assert pledges_of_plan(plan, TODAY, public_only=True) == []


def test_a_list_of_pledges_takes_as_many_queries_for_many(cast: Cast, plan: Plan, pledge: Pledge) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        pledges_of_plan(plan, TODAY, public_only=True)
    for number in range(5):
        follow.answered(follow.pledge(plan, words=f"Engagement {number}"), by=cast.charlie)

    with CaptureQueriesContext(connection) as many:
        pledges_of_plan(plan, TODAY, public_only=True)

    assert len(many) == len(few)
