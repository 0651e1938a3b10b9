"""Decisions for many files: chosen by filter, checked beforehand, confirmed by another, done by a job.

Preparing proposes: who prepares a run is the one who proposed its files, unless a file carries a proposal
of its own. Each file keeps its result. The job looks at everything again, file by file, in steps that
happen once whoever dies (`kernel.jobs`): rights, conflicts of interest, corrections, amounts, envelope.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from relance.applications.actions.deciding import act_key, case_of, written
from relance.applications.actions.errors import NotComplete, WrongState
from relance.applications.actions.papers import erase_identity_papers
from relance.applications.models import (
    Application,
    Decision,
    ItemState,
    Outcome,
    Proposal,
    Run,
    RunItem,
    RunKind,
    RunState,
    State,
)
from relance.applications.permissions import require_examiner
from relance.applications.queries.assessing import Assessment
from relance.applications.queries.queue import Filter, chosen
from relance.applications.queries.standing import Standings
from relance.applications.rules.deciding import SAID, Wanted, Why, obstacles
from relance.applications.rules.reasons import refusals, snapshot
from relance.kernel import audit, jobs
from relance.kernel.models import Account, Authority, Job
from relance.kernel.permissions import may, require
from relance.kernel.rules import Right
from relance.ledger import actions as ledger
from relance.schemes.models import Call
from relance.values.money import Money

STEP: Final = 200  # files decided in one transaction
MOST: Final = 50_000
JOB: Final = "applications.decide"


def prepare_run(
    *, call: Call, outcome: Outcome, wanted: Filter, by: Account, at: datetime, motive: str = ""
) -> Run:
    """Choose files of one call by filter, check each, and keep what was found; nothing is decided yet.

    `motive` of a closing is read by each applicant; a refusal takes the reasons of the scheme. Files that
    something stands in the way of are kept with that reason, and are not decided. Raises NotComplete.
    """
    authority = call.authority
    require_examiner(by, authority)
    if outcome == Outcome.CLOSED and not motive.strip():
        raise NotComplete(("Dites le motif que les demandeurs liront.",))
    filter_of_call = Filter.read(wanted.as_json() | {"call": call.pk})
    pks = list(
        chosen(by, authority, filter_of_call).order_by("complete_at", "pk").values_list("pk", flat=True)
    )
    if not pks:
        raise NotComplete(("Aucune demande de cet appel n’est choisie.",))
    if len(pks) > MOST:
        raise NotComplete((f"Un lot compte au plus {MOST} dossiers\u00a0; ce filtre en retient {len(pks)}.",))
    with transaction.atomic():
        run = Run.objects.create(
            authority=authority,
            call=call,
            kind=RunKind.DECISIONS,
            outcome=outcome,
            wanted=filter_of_call.as_json(),
            options={"motive": motive.strip()} if motive.strip() else {},
            prepared_at=at,
            prepared_by=by,
            prepared_by_name=str(by),
        )
        found: Counter[str] = Counter()
        whole = 0
        for place, row, why, amount in _checked(run, pks, by, at):
            found[why.value if why else "ready"] += 1
            whole += amount.minor if amount and why is None else 0
            if place % STEP == 1:
                items: list[RunItem] = []
            items.append(_item(run, place, row, why, at))
            if place % STEP == 0 or place == len(pks):
                RunItem.objects.bulk_create(items)
        run.preflight = {"reasons": dict(found), "whole": whole, "currency": call.scheme.currency}
        run.save(update_fields=["preflight"])
        audit.record(authority=authority, by=by, act="applications.run.prepare", subject=run, at=at)
    return run


def confirm_run(*, run: Run, by: Account, at: datetime) -> Job:
    """Have the files of a run decided, in the background. Confirmed twice, it is done once.

    Raises Refused, WrongState, NotComplete when no file is left to decide.
    """
    require(by, Right.DECIDE, run.authority)
    with transaction.atomic():
        row = Run.objects.of(run.authority).select_for_update().get(pk=run.pk)
        if row.state == RunState.PREPARED:
            if not _waiting(row).exists():
                raise NotComplete(("Aucun dossier de ce lot ne peut être décidé.",))
            row.state, row.confirmed_at = RunState.CONFIRMED, at
            row.confirmed_by, row.confirmed_by_name = by, str(by)
            row.job_key = f"{JOB}:{row.pk}"
            row.save(update_fields=["state", "confirmed_at", "confirmed_by", "confirmed_by_name", "job_key"])
            audit.record(authority=row.authority, by=by, act="applications.run.confirm", subject=row, at=at)
        elif row.state == RunState.ABANDONED:
            raise WrongState("Ce lot a été abandonné.")
        return jobs.enqueue(
            kind=JOB, authority=row.authority, by=row.confirmed_by, act_key=row.job_key,
            payload={"run": row.pk}, at=at,
        )  # fmt: skip


def abandon_run(*, run: Run, by: Account, at: datetime) -> None:
    """Give up a run that nobody confirmed."""
    require_examiner(by, run.authority)
    with transaction.atomic():
        row = Run.objects.of(run.authority).select_for_update().get(pk=run.pk)
        if row.state != RunState.PREPARED:
            raise WrongState("Ce lot est confirmé\u00a0: il ne s’abandonne plus.")
        row.state, row.ended_at = RunState.ABANDONED, at
        row.save(update_fields=["state", "ended_at"])
        audit.record(authority=row.authority, by=by, act="applications.run.abandon", subject=row, at=at)


def decide_step(run: Run, at: datetime) -> int:
    """Decide the next files of a confirmed run, in the transaction that is open; how many were looked at.

    Raises Refused when who confirmed has lost the right, and the errors of the ledger: nothing is written.
    """
    authority = run.authority
    by = _account(run)
    require(by, Right.DECIDE, authority)
    items = list(_waiting(run).order_by("place")[:STEP])
    if not items:
        return 0
    rows = _locked(run.call, [item.application_id for item in items])
    standings = Standings(run.call, list(rows.values()), at, in_bulk=True)
    done: list[tuple[RunItem, Application, Decision]] = []
    taken: list[int] = []
    for item in items:
        row = rows[item.application_id]
        made = _decision(run, row, standings, by=by, at=at)
        if isinstance(made, Why):
            item.state, item.reason, item.done_at = ItemState.REFUSED, SAID[made], at
            continue
        if row.state == State.SUBMITTED:
            taken.append(row.pk)
        if made.awarded:
            standings.tell(row, Money(made.awarded, made.currency))
        done.append((item, row, made))
    _write(run, done, taken, by=by, at=at)
    waiting = _reserve(run, [(row, made) for _, row, made in done if made.awarded], by=by, at=at)
    for item, row, made in done:
        item.state, item.done_at = ItemState.DONE, at
        item.result = "liste d’attente" if row.pk in waiting else made.get_outcome_display()
    _tell_items(authority, items)
    return len(items)


def end_run(run: Run, at: datetime) -> None:
    """Say that nothing is left to do in a run."""
    Run.objects.of(run.authority).filter(pk=run.pk).update(state=RunState.DONE, ended_at=at)


def _checked(
    run: Run, pks: Sequence[int], by: Account, at: datetime
) -> Iterator[tuple[int, Application, Why | None, Money | None]]:
    """Each file with its place and the first thing that stands in its way."""
    place = 0
    for start in range(0, len(pks), STEP):
        rows = _rows(run.call, pks[start : start + STEP])
        standings = Standings(run.call, list(rows.values()), at, in_bulk=True)
        for pk in pks[start : start + STEP]:
            place += 1
            row = rows[pk]
            why, _, amount, _ = _looked_at(run, row, standings, proposer=by.pk, decider=None)
            if why is None and amount is not None:
                standings.tell(row, amount)
            yield place, row, why, amount


def _looked_at(
    run: Run, row: Application, standings: Standings, *, proposer: int, decider: Account | None
) -> tuple[Why | None, Assessment | None, Money | None, Proposal | None]:
    """What stands in the way of the run's decision on this file, and what it would award."""
    found = standings.assessed(row)
    proposal = standings.proposals.get(row.pk)
    amount = found.amount if found else None
    manual = False
    if proposal is not None:
        if proposal.outcome != run.outcome:
            return Why.OTHER_PROPOSAL, found, None, proposal
        manual = bool(proposal.manual_reason)
        if proposal.amount is not None:
            amount = Money(proposal.amount, run.call.scheme.currency)
    accepted = run.outcome == Outcome.ACCEPTED
    blocked = obstacles(
        standings.of(row, found, amount), Wanted(run.outcome, amount if accepted else None, manual)
    )
    who = proposal.by_id if proposal else proposer
    people = [who, *([decider.pk] if decider else [])]
    if standings.recused(row, people):
        blocked.insert(0, Why.RECUSED)
    if held := standings.held_against(row, proposer):
        blocked.append(held)
    refused_by_rules = found is not None and found.verdict == "not eligible"
    if run.outcome == Outcome.REFUSED and proposal is None and not refused_by_rules:
        blocked.append(Why.ELIGIBLE if found and found.verdict == "eligible" else Why.UNDETERMINED)
    if proposal is None and not may(run.prepared_by, Right.INSTRUCT, run.authority):
        blocked.append(Why.NO_PROPOSAL)
    if decider is not None and who == decider.pk:
        blocked.append(Why.SAME_PERSON)
    if decider is not None and accepted and amount and not standings.has_power(amount, decider):
        blocked.append(Why.POWER)
    return (blocked[0] if blocked else None), found, amount if accepted else None, proposal


def _decision(
    run: Run, row: Application, standings: Standings, *, by: Account, at: datetime
) -> Decision | Why:
    """The decision to be written for this file, or why there is none."""
    why, found, amount, proposal = _looked_at(run, row, standings, proposer=run.prepared_by_id, decider=by)
    if why is not None:
        return why
    if proposal is None:
        motive = run.options.get("motive", "")
        if run.outcome == Outcome.REFUSED and found is not None:
            motive = "\n".join(refusals(snapshot(found.answer.decision)))
        proposal = Proposal(
            outcome=run.outcome,
            amount=amount.minor if amount else None,
            motive=motive,
            by=run.prepared_by,
            by_name=run.prepared_by_name,
            at=run.prepared_at,
        )
    return Decision(**written(row, proposal, found, by=by, at=at), run=run)


def _write(
    run: Run,
    done: Iterable[tuple[RunItem, Application, Decision]],
    taken: Sequence[int],
    *,
    by: Account,
    at: datetime,
) -> None:
    made = [decision for _, _, decision in done]
    if not made:
        return
    rows = Application.objects.of(run.authority)
    if taken:
        rows.filter(pk__in=taken).update(
            state=State.INSTRUCTION, instruction_at=run.prepared_at, instruction_by_name=run.prepared_by_name
        )
    Decision.objects.bulk_create(made)
    pks = [decision.application_id for decision in made]
    rows.filter(pk__in=pks).update(
        state=State.DECIDED, outcome=run.outcome, decided_at=at, holder=None, held_since=None
    )
    erase_identity_papers(pks, authority=run.authority, at=at)
    audit.record_many(
        authority=run.authority,
        by=by,
        act="applications.decide",
        at=at,
        rows=(
            (row, {"décision": one.get_outcome_display(), "montant": _said(one), "lot": run.pk})
            for _, row, one in done
        ),
    )


def _reserve(
    run: Run, awarded: Sequence[tuple[Application, Decision]], *, by: Account, at: datetime
) -> set[int]:
    """Tell the ledger of the awards; ids of the files that stand in the waiting list."""
    if not awarded:
        return set()
    receipts = ledger.reserve_many(
        envelope=run.call.envelope_id or 0,
        authority=run.authority,
        on=at.astimezone(run.authority.zone).date(),
        by=by,
        at=at,
        awards=[
            ledger.Award(
                key=act_key(row),
                case=case_of(row),
                cause=ledger.Ref("decision", row.number),
                amount=Money(decision.awarded, decision.currency),
                complete_at=row.complete_at,
            )
            for row, decision in awarded
        ],
    )
    return {row.pk for (row, _), receipt in zip(awarded, receipts, strict=True) if receipt.is_waiting}


def _item(run: Run, place: int, row: Application, why: Why | None, at: datetime) -> RunItem:
    return RunItem(
        authority=run.authority,
        run=run,
        application=row,
        place=place,
        state=ItemState.REFUSED if why else ItemState.WAITING,
        reason=SAID[why] if why else "",
        done_at=at if why else None,
    )


def _tell_items(authority: Authority, items: Sequence[RunItem]) -> None:
    """Write what became of these items: one statement for each different end."""
    ends: dict[tuple[str, str, str, datetime | None], list[int]] = {}
    for item in items:
        ends.setdefault((item.state, item.reason, item.result, item.done_at), []).append(item.pk)
    rows = RunItem.objects.of(authority)
    for (state, reason, result, done_at), pks in ends.items():
        rows.filter(pk__in=pks).update(state=state, reason=reason, result=result, done_at=done_at)


def _waiting(run: Run) -> Any:
    return RunItem.objects.of(run.authority).filter(run=run, state=ItemState.WAITING)


def _rows(call: Call, pks: Sequence[int], *, lock: bool = False) -> dict[int, Application]:
    rows = Application.objects.of(call.authority).filter(pk__in=pks, call=call)
    rows = rows.select_related("version").order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.call, row.authority = call, call.authority  # known already: no query a file
    return found


def _locked(call: Call, pks: Sequence[int]) -> dict[int, Application]:
    """The files, locked in the order of their ids: two runs never wait for each other in a ring."""
    return _rows(call, pks, lock=True)


def _account(run: Run) -> Account:
    """Who confirmed, with the rights of now."""
    return Account.objects.get(pk=run.confirmed_by_id or 0)


def _said(decision: Decision) -> str:
    return str(Money(decision.awarded, decision.currency)) if decision.awarded else ""


def of_authority(authority: Authority, pk: int) -> Run:
    """The run of this id, with what a job needs."""
    rows = Run.objects.of(authority).select_related(
        "authority", "call__scheme", "call__authority", "prepared_by"
    )
    return rows.get(pk=pk)
