"""Files and their envelope together, whatever is done in whatever order, against a model that only counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from relance.applications import actions
from relance.applications.models import Application, CorrectionReason, Decision, Outcome, State
from relance.kernel.errors import Missing, Refused
from relance.ledger import actions as ledger
from relance.ledger import queries
from relance.values.money import Money
from tests.applications.build import fund, many
from tests.support import cast as people

pytestmark = [pytest.mark.proof, pytest.mark.django_db]

EACH = 1230_30
FILES = 5
PLACES = st.integers(0, FILES - 1)
WHO = st.sampled_from(["instructor", "decider"])


@dataclass
class File:
    """What a file should be."""

    number: str
    complete: datetime
    state: State = State.SUBMITTED
    holder: str = ""
    correcting: bool = False
    proposed: str = ""
    by: str = ""
    outcome: str = ""
    funded: str = ""  # "", "reserved", "waiting", "released"
    recused: frozenset[str] = frozenset()


class Desk(RuleBasedStateMachine):
    """Five files of the rent fund, money for two; an instructor, and a decider who also examines."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    @initialize()
    def open(self) -> None:
        self.rent = fund(people.gather(), minor=2 * EACH + 3, now=datetime(2020, 7, 1, 9, tzinfo=UTC))
        rows = many(self.rent, FILES)
        self.files = [File(row.number, row.complete_at or self.rent.now) for row in rows]
        self.keys = {row.number: row.pk for row in rows}
        self.left = 2 * EACH + 3
        self.line: list[File] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def row(self, file: File) -> Application:
        rows = Application.objects.of(self.rent.authority).select_related(
            "authority", "call__scheme", "version", "holder"
        )
        return rows.get(pk=self.keys[file.number])

    def account(self, who: str) -> Any:
        return getattr(self.rent, who)

    def tried(self, act: Callable[[], Any]) -> bool:
        """Whether it was let through; a refusal leaves nothing behind."""
        try:
            with transaction.atomic():
                act()
        except (actions.ApplicationError, Missing, Refused):
            return False
        return True

    def settle(self, file: File, possible: bool, done: bool) -> bool:
        assert done is possible, (file, possible)
        return done

    @rule(place=PLACES, who=WHO)
    def take(self, place: int, who: str) -> None:
        file = self.files[place]
        possible = (
            file.state in (State.SUBMITTED, State.INSTRUCTION)
            and file.holder in ("", who)
            and who not in file.recused
        )
        act = lambda: actions.take(  # noqa: E731  # told in one line
            application=self.row(file), by=self.account(who), at=self.rent.later()
        )
        if self.settle(file, possible, self.tried(act)):
            file.state, file.holder = State.INSTRUCTION, who

    @rule(place=PLACES, who=WHO)
    def release(self, place: int, who: str) -> None:
        file = self.files[place]
        possible = file.state == State.INSTRUCTION and file.holder in ("", who) and who not in file.recused
        act = lambda: actions.release(  # noqa: E731  # told in one line
            application=self.row(file), by=self.account(who), at=self.rent.later()
        )
        if self.settle(file, possible, self.tried(act)):
            file.holder = ""

    @rule(place=PLACES, who=WHO)
    def correct(self, place: int, who: str) -> None:
        file = self.files[place]
        possible = file.state == State.INSTRUCTION and not file.correcting and who not in file.recused
        act = lambda: actions.ask_correction(  # noqa: E731  # told in one line
            application=self.row(file),
            reason=CorrectionReason.INCOMPLETE,
            message="Le bail manque.",
            by=self.account(who),
            at=self.rent.later(),
        )
        if self.settle(file, possible, self.tried(act)):
            file.correcting, file.proposed, file.by = True, "", ""

    @rule(place=PLACES)
    def answer(self, place: int) -> None:
        file = self.files[place]
        row = self.row(file)
        correction = row.corrections.filter(answered_at__isnull=True, withdrawn_at__isnull=True).first()
        assert (correction is not None) is file.correcting
        if correction is not None:
            actions.answer_correction(correction=correction, at=self.rent.later())
            file.correcting, file.complete = False, self.rent.now

    @rule(place=PLACES, who=WHO, outcome=st.sampled_from(["accepted", "closed"]))
    def propose(self, place: int, who: str, outcome: str) -> None:
        file = self.files[place]
        possible = file.state == State.INSTRUCTION and not file.correcting and who not in file.recused
        act = lambda: actions.propose(  # noqa: E731  # told in one line
            application=self.row(file),
            outcome=Outcome(outcome),
            motive="Le demandeur a renoncé." if outcome == "closed" else "",
            by=self.account(who),
            at=self.rent.later(),
        )
        if self.settle(file, possible, self.tried(act)):
            file.proposed, file.by = outcome, who

    @rule(place=PLACES, who=WHO)
    def decide(self, place: int, who: str) -> None:
        file = self.files[place]
        possible = (
            who == "decider"
            and file.state == State.INSTRUCTION
            and bool(file.proposed)
            and file.by != who
            and not file.correcting
            and not file.recused & {who, file.by}
        )
        act = lambda: actions.decide(  # noqa: E731  # told in one line
            application=self.row(file), by=self.account(who), at=self.rent.later()
        )
        if self.settle(file, possible, self.tried(act)):
            file.state, file.outcome, file.holder = State.DECIDED, file.proposed, ""
            if file.outcome == "accepted":
                self.line.append(file)
                file.funded = "waiting"
                self.serve()

    @rule(place=PLACES, who=WHO)
    def recuse(self, place: int, who: str) -> None:
        file = self.files[place]
        if who in file.recused or len(self.files[place].recused) > 0 or place % 2:
            return  # few of them, so that most files go their way
        actions.declare_conflict(
            application=self.row(file),
            account=self.account(who),
            why="Un proche.",
            by=self.account(who),
            at=self.rent.later(),
        )
        file.recused |= {who}
        if file.holder == who:
            file.holder = ""
        if file.by == who and not file.outcome:
            file.proposed, file.by = "", ""

    @rule(place=PLACES)
    def give_back(self, place: int) -> None:
        """An award is given back: the first in line is served."""
        file = self.files[place]
        if file.funded != "reserved":
            return
        ledger.release(
            authority=self.rent.authority,
            envelope=self.rent.envelope,
            case=ledger.Ref("award", file.number),
            amount=Money(EACH, "EUR"),
            cause=ledger.Ref("decision", "withdrawn"),
            on=self.rent.later().date(),
            key=f"release {file.number}",
            by=None,
            at=self.rent.now,
        )
        file.funded = "released"
        self.left += EACH
        self.serve()

    def serve(self) -> None:
        self.line.sort(key=lambda one: (one.complete, self.keys[one.number]))
        while self.line and self.left >= EACH:
            self.line.pop(0).funded = "reserved"
            self.left -= EACH

    @invariant()
    def files_are_as_told(self) -> None:
        if not hasattr(self, "files"):
            return
        rows = {
            row.number: row for row in Application.objects.of(self.rent.authority).select_related("holder")
        }
        names = {self.rent.instructor.pk: "instructor", self.rent.decider.pk: "decider"}
        for file in self.files:
            row = rows[file.number]
            holder = names.get(row.holder_id or 0, "")
            assert (row.state, row.outcome, holder) == (file.state, file.outcome, file.holder)
        decisions = Decision.objects.of(self.rent.authority)
        decided = {file.number for file in self.files if file.outcome}
        assert set(decisions.values_list("application__number", flat=True)) == decided

    @invariant()
    def money_is_as_told(self) -> None:
        if not hasattr(self, "files"):
            return
        whole = queries.statement(
            self.rent.authority,
            self.rent.envelope,
            on=self.rent.now.astimezone(self.rent.authority.zone).date(),
        ).whole
        waiting = [place.case.key for place in queries.waiting_list(self.rent.authority, self.rent.envelope)]
        reserved = [file for file in self.files if file.funded == "reserved"]
        assert whole.available == self.left
        assert whole.awarded == EACH * len(reserved)
        assert waiting == [file.number for file in self.line]


def test_files_and_envelope_hold_together_in_any_order() -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
