"""Pledges of bodies: asked or noted by an officer, answered by the body, counted once an officer accepted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from relance.directory.models import Organisation
from relance.kernel.audit import record
from relance.kernel.errors import Refused, RelanceError
from relance.kernel.models import Account, StoredFile
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.following.telling import Difference, tell
from relance.plans.models import (
    AnswerState,
    Axis,
    ChangeKind,
    Measure,
    Plan,
    Pledge,
    PledgeAnswer,
    PledgeKind,
    PledgeState,
    PledgeTarget,
)
from relance.plans.permissions import check
from relance.plans.queries.following.pledges import bodies_of
from relance.plans.rules.following.addresses import pledges_path
from relance.plans.rules.following.pledges import may_say, needs_words
from relance.values.typography import fold, long_date


class NoTarget(RelanceError):
    """A pledge answers at least one priority of its plan."""


class EvidenceMissing(RelanceError):
    """What was kept is shown, what was not is explained."""


class AlreadyDecided(RelanceError):
    """Somebody accepted or sent back the answer in between."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a body says of one pledge."""

    pledge: Pledge
    state: PledgeState
    words: str = ""
    due_on: date | None = None
    file: StoredFile | None = None


def add_pledge(
    *,
    plan: Plan,
    organisation: Organisation,
    by: Account | None,
    at: datetime,
    words: str,
    measures: Sequence[Measure] = (),
    axes: Sequence[Axis] = (),
    kind: PledgeKind = PledgeKind.REPLY,
    state: PledgeState = PledgeState.ASKED,
    due_on: date | None = None,
    due_wording: str = "",
) -> Pledge:
    """A pledge that is asked of a body, or that it gave. Raises NoTarget without any priority of the plan."""
    check(by, Right.EDIT_PLANS, plan.authority)
    plans = {one.plan_id for one in measures} | {one.plan_id for one in axes}
    if plans != {plan.pk}:
        raise NoTarget("Choisissez au moins une priorité de ce plan à laquelle l’engagement répond.")
    with transaction.atomic(), working_for(plan.authority):
        pledge = Pledge.objects.create(
            authority=plan.authority,
            plan=plan,
            organisation=organisation,
            kind=kind,
            words=words.strip(),
            due_on=due_on,
            due_wording=due_wording,
            state=state,
            state_since=at.astimezone(plan.authority.zone).date(),
            created_at=at,
        )
        PledgeTarget.objects.bulk_create(
            [
                *(PledgeTarget(authority=plan.authority, pledge=pledge, measure=one) for one in measures),
                *(PledgeTarget(authority=plan.authority, pledge=pledge, axis=one) for one in axes),
            ]
        )
        record(
            authority=plan.authority,
            by=by,
            act="plans.pledge.add",
            subject=pledge,
            at=at,
            after={"state": pledge.get_state_display(), "words": pledge.words},
        )
    return pledge


def pledges_from_replies(
    *, plan: Plan, organisation: Organisation, by: Account | None, at: datetime
) -> list[Pledge]:
    """Each reply of a published document as a pledge of the body that gave it.

    The same words under several priorities are one pledge that answers them all. Replies that
    are a pledge already are left alone: doing it again adds nothing.
    """
    check(by, Right.EDIT_PLANS, plan.authority)
    with transaction.atomic(), working_for(plan.authority):
        known = set(
            PledgeTarget.objects.of(plan.authority)
            .filter(pledge__plan=plan, pledge__organisation=organisation, measure__isnull=False)
            .values_list("measure_id", flat=True)
        )
        rows = Measure.objects.of(plan.authority).filter(plan=plan, ended_by__isnull=True)
        same_words: dict[str, list[Measure]] = defaultdict(list)
        for measure in rows.select_related("plan").order_by("order", "pk"):
            if measure.pk not in known:
                same_words[fold(measure.wording)].append(measure)
        return [
            add_pledge(
                plan=plan,
                organisation=organisation,
                by=by,
                at=at,
                words=replies[0].wording,
                measures=replies,
                state=PledgeState.GIVEN,
                due_on=replies[0].horizon_end,
                due_wording=replies[0].horizon_wording[:200],
            )
            for replies in same_words.values()
        ]


def answer_pledges(*, said: Sequence[Said], by: Account, at: datetime) -> list[PledgeAnswer]:
    """What a body says of its pledges, all or none. They wait for an officer to accept them.

    Raises Refused for a pledge of another body, EvidenceMissing where words are due.
    """
    with transaction.atomic():
        return [_answered(one, by, at) for one in said]


def _answered(said: Said, by: Account, at: datetime) -> PledgeAnswer:
    pledge = said.pledge
    if pledge.organisation_id not in bodies_of(by, pledge.authority):
        raise Refused("Cet engagement est celui d’un autre organisme.")
    if not may_say(said.state):
        raise ValueError(f"a body cannot say “{said.state}” of its pledge")
    if needs_words(said.state) and not said.words.strip():
        raise EvidenceMissing("Dites ce qui le montre, ou pourquoi, en quelques mots.")
    if said.file is not None and said.file.authority_id != pledge.authority_id:
        raise Refused("Ce fichier est celui d’une autre collectivité.")
    with working_for(pledge.authority):
        locked = Pledge.objects.of(pledge.authority).select_for_update(of=("self",)).get(pk=pledge.pk)
        waiting = PledgeAnswer.objects.of(pledge.authority).filter(pledge=locked, state=AnswerState.WAITING)
        waiting.update(
            state=AnswerState.RETURNED,
            decided_at=at,
            decided_by_name=str(by),
            returned_because="Remplacée par une réponse plus récente",
        )
        answer = PledgeAnswer.objects.create(
            authority=pledge.authority,
            pledge=locked,
            state_said=said.state,
            words=said.words.strip(),
            due_on=said.due_on,
            file=said.file,
            given_by=by,
            given_by_name=str(by),
            given_at=at,
        )
        record(
            authority=pledge.authority,
            by=by,
            act="plans.pledge.answer",
            subject=locked,
            at=at,
            after={"state": answer.get_state_said_display(), "words": answer.words},
        )
    return answer


def accept_answer(*, answer: PledgeAnswer, by: Account, at: datetime) -> None:
    """Let the answer count: the pledge takes its state and term, and the public is told."""
    with transaction.atomic(), working_for(answer.authority):
        locked = _waiting(answer, by)
        pledge = locked.pledge
        before, due_before = pledge.get_state_display(), pledge.due_on
        locked.state, locked.decided_at, locked.decided_by_name = AnswerState.ACCEPTED, at, str(by)
        locked.save(update_fields=["state", "decided_at", "decided_by_name"])
        pledge.state = locked.state_said
        pledge.state_since = locked.given_at.astimezone(pledge.authority.zone).date()
        pledge.evidence = locked.words
        pledge.due_on = locked.due_on or pledge.due_on
        pledge.save(update_fields=["state", "state_since", "evidence", "due_on"])
        plan = pledge.plan
        tell(
            plan=plan,
            kind=ChangeKind.PLEDGE,
            title=f"{pledge.organisation}\u00a0: {pledge.words[:200]}",
            words=locked.words,
            differences=[
                Difference("État", before, pledge.get_state_display()),
                Difference("Échéance", _day(due_before), _day(pledge.due_on)),
            ],
            path=f"{pledges_path(plan.authority.slug, plan.slug)}#engagement-{pledge.pk}",
            by_name=str(by),
            at=at,
            public=pledge.public,
        )
        _decided(locked, "plans.pledge.accept", by, at)


def return_answer(*, answer: PledgeAnswer, by: Account, at: datetime, because: str) -> None:
    """Send the answer back to its body, with the reason. The pledge stays as it was."""
    with transaction.atomic(), working_for(answer.authority):
        locked = _waiting(answer, by)
        locked.state, locked.decided_at, locked.decided_by_name = AnswerState.RETURNED, at, str(by)
        locked.returned_because = because.strip()
        locked.save(update_fields=["state", "decided_at", "decided_by_name", "returned_because"])
        _decided(locked, "plans.pledge.return", by, at)


def _waiting(answer: PledgeAnswer, by: Account) -> PledgeAnswer:
    check(by, Right.EDIT_PLANS, answer.authority)
    locked = (
        PledgeAnswer.objects.of(answer.authority)
        .select_for_update(of=("self",))
        .select_related("pledge__plan__authority", "pledge__organisation", "pledge__authority")
        .get(pk=answer.pk)
    )
    if locked.state != AnswerState.WAITING:
        raise AlreadyDecided(
            "Cette réponse n’attend plus\u00a0: quelqu’un l’a relue, ou l’organisme l’a changée."
        )
    return locked


def _decided(answer: PledgeAnswer, act: str, by: Account, at: datetime) -> None:
    record(
        authority=answer.authority,
        by=by,
        act=act,
        subject=answer.pledge,
        at=at,
        after={"state": answer.get_state_said_display(), "motif": answer.returned_because},
    )


def _day(day: date | None) -> str:
    return long_date(day) if day else ""
