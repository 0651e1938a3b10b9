"""Pledges as pages show them: of a plan, of a measure, of the bodies that an account answers for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from relance.kernel.models import Account, Authority
from relance.kernel.permissions import Reader
from relance.plans.models import AnswerState, Measure, PartnerAccount, Plan, PlanState, Pledge, PledgeAnswer
from relance.plans.rules.following.pledges import is_late


@dataclass(frozen=True, slots=True)
class ShownPledge:
    """A pledge with the priorities it answers, whether it is late, and its last answer if it is not settled.

    `waiting`: it waits for an officer. `returned`: it was sent back, and no other came since.
    """

    pledge: Pledge
    targets: tuple[str, ...]
    late: bool
    waiting: PledgeAnswer | None
    returned: PledgeAnswer | None


def bodies_of(reader: Reader, authority: Authority) -> frozenset[int]:
    """Keys of the organisations that this account answers for to the authority."""
    if not isinstance(reader, Account) or not reader.is_active:
        return frozenset()
    rows = PartnerAccount.objects.of(authority).filter(account=reader)
    return frozenset(rows.values_list("organisation_id", flat=True))


def pledges_of_plan(plan: Plan, today: date, *, public_only: bool) -> list[ShownPledge]:
    """The pledges towards a plan, in four queries whatever their number."""
    rows = Pledge.objects.of(plan.authority).filter(plan=plan)
    return _shown(rows.filter(public=True) if public_only else rows, today)


def pledges_of_measure(measure: Measure, today: date, *, public_only: bool) -> list[ShownPledge]:
    rows = Pledge.objects.of(measure.authority).filter(targets__measure=measure)
    return _shown(rows.filter(public=True) if public_only else rows, today)


def pledges_to_answer(reader: Reader, authority: Authority, today: date) -> list[ShownPledge]:
    """Those of the reader's own bodies, towards public plans."""
    rows = Pledge.objects.of(authority).filter(
        organisation__in=bodies_of(reader, authority), plan__state=PlanState.PUBLISHED
    )
    return _shown(rows, today)


def pledge_count(plan: Plan) -> int:
    """How many pledges the public sees."""
    return Pledge.objects.of(plan.authority).filter(plan=plan, public=True).count()


def _shown(rows: QuerySet[Pledge], today: date) -> list[ShownPledge]:
    answers = PledgeAnswer.objects.everywhere("answers of the pledges just read")
    found = rows.select_related("organisation", "plan", "authority").prefetch_related(
        "targets__measure__axis",
        "targets__axis",
        Prefetch("answers", queryset=answers.order_by("-pk")),
    )
    return [
        ShownPledge(
            pledge=one,
            targets=_targets(one),
            late=is_late(one.state, one.due_on, today),
            waiting=_last(one, AnswerState.WAITING),
            returned=_last(one, AnswerState.RETURNED),
        )
        for one in found.order_by("organisation__folded", "pk")
    ]


def _targets(pledge: Pledge) -> tuple[str, ...]:
    """The priorities in words: the axis under which a reply stands, when the reply is the pledge itself."""
    words: dict[str, None] = {}
    for target in pledge.targets.all():
        if target.axis is not None:
            words[str(target.axis)] = None
        elif target.measure is not None:
            itself = target.measure.wording == pledge.words and target.measure.axis is not None
            words[str(target.measure.axis) if itself else target.measure.title] = None
    return tuple(words)


def _last(pledge: Pledge, state: AnswerState) -> PledgeAnswer | None:
    """The last answer, if it is in this state."""
    last = next(iter(pledge.answers.all()), None)
    return last if last is not None and last.state == state else None
