"""All acts in any order, against a model that only adds and subtracts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from relance.directory.models import Organisation
from relance.kernel.models import Authority
from relance.ledger import actions, queries
from relance.ledger.actions import Act, LedgerError, Ref, Section, book
from relance.ledger.queries import Basis, Figures, audit, balances
from relance.ledger.rules.figures import figures
from relance.ledger.rules.kinds import Kind
from relance.values.money import Money
from tests.ledger.books import standing

pytestmark = [pytest.mark.proof, pytest.mark.django_db]

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
AMOUNTS = st.integers(1, 40_000)
CASES = st.sampled_from(["a", "b", "c", "d"])
WHERE = st.sampled_from(["fund", "child"])


@dataclass
class Place:
    """Who waits, in the model."""

    key: str
    case: str
    amount: int
    complete: int
    rank: int


@dataclass
class Model:
    """What an envelope should hold: sums by account, by case, and a line."""

    sums: dict[Kind, int] = field(default_factory=dict)
    cases: dict[tuple[Kind, str], int] = field(default_factory=dict)
    line: list[Place] = field(default_factory=list)
    closed: bool = False

    def move(self, source: Kind, target: Kind, amount: int, case: str = "") -> None:
        for kind, delta in ((source, -amount), (target, amount)):
            self.sums[kind] = self.sums.get(kind, 0) + delta
            self.cases[kind, case] = self.cases.get((kind, case), 0) + delta

    def held(self, kind: Kind, case: str = "") -> int:
        return self.cases.get((kind, case), 0) if case else self.sums.get(kind, 0)

    def standing(self) -> dict[Kind, int]:
        return {kind: total for kind, total in self.sums.items() if total}


class Books(RuleBasedStateMachine):
    """A fund of two funders with a sub-envelope, and four cases that draw on both."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.authority = Authority.objects.create(
            slug="valmont", name="Valmont", country="FR", currency="EUR", time_zone="Europe/Paris"
        )
        self.funders = [Organisation.objects.create(name=name, country="FR") for name in ("Ville", "Région")]
        self.count = 0
        self.now = START
        self.models = {"fund": Model(), "child": Model()}
        self.done: list[tuple[str, str, Act, str, Kind, Kind, int]] = []  # what may be taken back
        self.drawn: set[tuple[str, str, Kind]] = set()  # accounts of a case that something left
        self.told: list[tuple[int, datetime, Basis, Figures]] = []

    def teardown(self) -> None:
        for envelope, moment, basis, whole in self.told:
            assert self.statement(envelope, moment, basis) == whole, "a past statement changed"
        assert queries.faults(self.authority) == []
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(weights=st.tuples(st.integers(1, 7), st.integers(1, 7)), voted=st.integers(1, 200_000))
    def vote_a_fund(self, weights: tuple[int, int], voted: int) -> None:
        said: dict[str, Any] = {
            "authority": self.authority,
            "section": Section.INVESTMENT,
            "shares": dict(zip(self.funders, weights, strict=True)),
            "odd_to": self.funders[1],
            "by": None,
            "at": self.now,
        }
        fund = actions.open_envelope(name="Fonds", key="fund", **said)
        self.ids = {
            "fund": fund,
            "child": actions.open_envelope(name="Appel", key="child", parent=fund, **said),
        }
        self.act("vote", envelope=fund, amount=self.money(voted))
        self.models["fund"].move(Kind.VOTED, Kind.AVAILABLE, voted)

    # --- helpers ---------------------------------------------------------------------
    def money(self, minor: int) -> Money:
        return Money(minor, "EUR")

    def act(self, name: str, **said: Any) -> Any:
        """The act, twice: the second time must change nothing."""
        self.count += 1
        usual = {
            "authority": self.authority,
            "cause": Ref("test", str(self.count)),
            "on": self.now.date() - timedelta(days=self.count % 4 * 9),
            "key": f"{name} {self.count}",
            "by": None,
            "at": self.now,
        }
        do: Callable[..., Any] = getattr(actions, name)
        receipt = do(**usual | said)
        again = do(**usual | said)
        assert again.replayed
        assert (again.amount, again.parts, again.transfers) == (
            receipt.amount,
            receipt.parts,
            receipt.transfers,
        )
        return receipt

    def refused(self, name: str, **said: Any) -> None:
        with pytest.raises(LedgerError):
            self.act(name, **said)

    def case(self, name: str) -> Ref:
        return Ref("award", name)

    def statement(self, envelope: int, moment: datetime, basis: Basis) -> Figures:
        day = moment.astimezone(self.authority.zone).date()
        return queries.statement(self.authority, envelope, on=day, basis=basis, known_at=moment).whole

    def serve(self, where: str) -> list[str]:
        model, served = self.models[where], []
        model.line.sort(key=lambda place: (place.complete, place.rank))
        while model.line and not model.closed and model.line[0].amount <= model.held(Kind.AVAILABLE):
            place = model.line.pop(0)
            model.move(Kind.AVAILABLE, Kind.RESERVED, place.amount, place.case)
            served.append(place.key)
        return served

    def money_is_back(self, where: str, receipt: Any) -> None:
        """What the model expects of money that becomes available: on from a closed envelope, else served."""
        model = self.models[where]
        if not model.closed:
            assert [one.key for one in receipt.served] == self.serve(where)
            return
        left = model.held(Kind.AVAILABLE)
        model.move(Kind.AVAILABLE, Kind.ALLOTTED, left)
        self.models["fund"].move(Kind.RECEIVED, Kind.AVAILABLE, left)
        assert [one.key for one in receipt.served] == self.serve("fund")

    def draw(
        self, name: str, where: str, case: str, amount: int, source: Kind, target: Kind, **said: Any
    ) -> Any | None:
        """An act on a case that is done exactly when the case has enough."""
        model = self.models[where]
        said |= {"envelope": self.ids[where], "case": self.case(case), "amount": self.money(amount)}
        if model.held(source, case) < amount:
            self.refused(name, **said)
            return None
        receipt = self.act(name, **said)
        model.move(source, target, amount, case)
        self.drawn.add((where, case, source))
        self.done.append((receipt.key, where, Act(name), case, source, target, amount))
        return receipt

    # --- acts ------------------------------------------------------------------------
    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, minutes=1)

    @rule(amount=st.integers(-60_000, 60_000).filter(bool), one=st.booleans())
    def amend(self, amount: int, one: bool) -> None:
        model = self.models["fund"]
        said: dict[str, Any] = {"envelope": self.ids["fund"], "amount": self.money(amount)}
        if one and amount > 0:
            said["funder"] = self.funders[0]
        if model.held(Kind.AVAILABLE) + amount < 0:
            self.refused("amend", **said)
            return
        receipt = self.act("amend", **said)
        model.move(Kind.AMENDED, Kind.AVAILABLE, amount)
        assert [one.key for one in receipt.served] == self.serve("fund")

    @rule(amount=AMOUNTS, name=st.sampled_from(["allot", "move", "back"]))
    def hand_over(self, amount: int, name: str) -> None:
        giver, taker = ("child", "fund") if name == "back" else ("fund", "child")
        said = {"envelope": self.ids[giver], "to": self.ids[taker], "amount": self.money(amount)}
        act = "move" if name == "back" else name
        if self.models["child"].closed or self.models[giver].held(Kind.AVAILABLE) < amount:
            self.refused(act, **said)
            return
        receipt = self.act(act, **said)
        self.models[giver].move(Kind.AVAILABLE, Kind.ALLOTTED, amount)
        self.models[taker].move(Kind.RECEIVED, Kind.AVAILABLE, amount)
        assert [one.key for one in receipt.served] == self.serve(taker)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS)
    def request(self, where: str, case: str, amount: int) -> None:
        said = {"envelope": self.ids[where], "case": self.case(case), "amount": self.money(amount)}
        if self.models[where].closed:
            self.refused("request", **said)
            return
        self.act("request", **said)
        self.models[where].move(Kind.MEMO, Kind.REQUESTED, amount, case)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS, complete=st.none() | st.integers(0, 9))
    def reserve(self, where: str, case: str, amount: int, complete: int | None) -> None:
        model = self.models[where]
        moment = None if complete is None else START + timedelta(hours=complete)
        said = {
            "envelope": self.ids[where],
            "case": self.case(case),
            "amount": self.money(amount),
            "complete_at": moment,
        }
        fits = not model.line and amount <= model.held(Kind.AVAILABLE)
        if model.closed or (complete is None and not fits):
            self.refused("reserve", **said)
            return
        receipt = self.act("reserve", **said)
        if fits:
            model.move(Kind.AVAILABLE, Kind.RESERVED, amount, case)
            self.done.append((receipt.key, where, Act.RESERVE, case, Kind.AVAILABLE, Kind.RESERVED, amount))
            return
        assert complete is not None
        model.line.append(Place(receipt.key, case, amount, complete, self.count))
        served = self.serve(where)
        assert [one.key for one in receipt.served] == served
        assert receipt.is_waiting == (receipt.key not in served)

    @precondition(lambda self: any(model.line for model in self.models.values()))
    @rule(last=st.booleans())
    def withdraw(self, last: bool) -> None:
        where = next(name for name, model in self.models.items() if model.line)
        place = self.models[where].line.pop(-1 if last else 0)
        served = actions.withdraw(
            authority=self.authority, place=place.key, why="renonce", by=None, at=self.now
        )
        assert [one.key for one in served] == self.serve(where)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS)
    def commit(self, where: str, case: str, amount: int) -> None:
        self.draw("commit", where, case, amount, Kind.RESERVED, Kind.COMMITTED)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS, stage=st.sampled_from(["reserved", "committed"]))
    def release(self, where: str, case: str, amount: int, stage: str) -> None:
        receipt = self.draw("release", where, case, amount, Kind(stage), Kind.AVAILABLE, stage=stage)
        if receipt:
            self.done.pop()
            self.money_is_back(where, receipt)

    @rule(where=WHERE, case=CASES)
    def commit_and_pay_all(self, where: str, case: str) -> None:
        reserved = self.models[where].held(Kind.RESERVED, case)
        if reserved:
            self.draw("commit", where, case, reserved, Kind.RESERVED, Kind.COMMITTED)
        committed = self.models[where].held(Kind.COMMITTED, case)
        if committed:
            self.draw("pay", where, case, committed, Kind.COMMITTED, Kind.PAID)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS)
    def claim(self, where: str, case: str, amount: int) -> None:
        model = self.models[where]
        on = (Kind.COMMITTED, Kind.PAID, Kind.REPAID, Kind.RECOVERED, Kind.WRITTEN_OFF)
        committed = sum(model.held(kind, case) for kind in on)
        said = {"envelope": self.ids[where], "case": self.case(case), "amount": self.money(amount)}
        if model.held(Kind.CLAIMED, case) + amount > committed:
            self.refused("claim", **said)
            return
        self.act("claim", **said)
        model.move(Kind.MEMO, Kind.CLAIMED, amount, case)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS)
    def pay(self, where: str, case: str, amount: int) -> None:
        self.draw("pay", where, case, amount, Kind.COMMITTED, Kind.PAID)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS, reuse=st.booleans())
    def repay(self, where: str, case: str, amount: int, reuse: bool) -> None:
        self.come_back("repay", where, case, amount, Kind.PAID, Kind.REPAID, reuse=reuse)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS, after=st.sampled_from(["paid", "written_off"]))
    def recover(self, where: str, case: str, amount: int, after: str) -> None:
        self.come_back("recover", where, case, amount, Kind(after), Kind.RECOVERED, after=after)

    @rule(where=WHERE, case=CASES, amount=AMOUNTS)
    def write_off(self, where: str, case: str, amount: int) -> None:
        self.come_back("write_off", where, case, amount, Kind.PAID, Kind.WRITTEN_OFF)

    def come_back(
        self, name: str, where: str, case: str, amount: int, source: Kind, target: Kind, **said: Any
    ) -> None:
        receipt = self.draw(name, where, case, amount, source, target, **said)
        if receipt:
            self.done.pop()
        if receipt and said.get("reuse"):
            self.models[where].move(Kind.REUSED, Kind.AVAILABLE, amount)
            self.money_is_back(where, receipt)

    @precondition(lambda self: self.done)
    @rule(data=st.data(), share=st.integers(1, 4))
    def take_back(self, data: st.DataObject, share: int) -> None:
        """Reverse or reject a part of an act. A funder's own part may have gone further: then refused."""
        index = data.draw(st.integers(0, len(self.done) - 1))
        key, where, act, case, source, target, left = self.done[index]
        amount = -(-left // share)
        model = self.models[where]
        said: dict[str, Any] = {"amount": self.money(amount)}
        said |= {"payment": key} if act == Act.PAY else {"of": key}
        name = "reject" if act == Act.PAY else "reverse"
        before = (model.standing(), [place.key for place in model.line])
        try:
            receipt = self.act(name, **said)
        except LedgerError:
            assert (where, case, target) in self.drawn, "nothing had gone further"
            assert before == (standing(self.ids[where]), [place.key for place in model.line])
            return
        assert model.held(target, case) >= amount
        model.move(target, source, amount, case)
        self.drawn |= {(where, case, target), (where, case, source)}
        self.done[index] = (key, where, act, case, source, target, left - amount)
        if left == amount:
            del self.done[index]
        if source == Kind.AVAILABLE:
            self.money_is_back(where, receipt)

    @precondition(lambda self: self.count > 12)
    @rule()
    def close_the_child(self) -> None:
        model = self.models["child"]
        busy = model.held(Kind.RESERVED) or model.held(Kind.COMMITTED)
        if busy or model.closed:
            self.refused("close", envelope=self.ids["child"])
            return
        left = model.held(Kind.AVAILABLE)
        receipt = self.act("close", envelope=self.ids["child"])
        model.closed, model.line = True, []
        if left:
            model.move(Kind.AVAILABLE, Kind.ALLOTTED, left)
            self.models["fund"].move(Kind.RECEIVED, Kind.AVAILABLE, left)
            assert [one.key for one in receipt.served] == self.serve("fund")

    @rule(where=WHERE, basis=st.sampled_from(list(Basis)))
    def draw_up_a_statement(self, where: str, basis: Basis) -> None:
        """It must say the same at the end, whatever is learnt until then."""
        moment = self.now
        self.now += timedelta(minutes=1)
        self.told.append((self.ids[where], moment, basis, self.statement(self.ids[where], moment, basis)))

    # --- what always holds -------------------------------------------------------------
    @precondition(lambda self: hasattr(self, "ids"))
    @invariant()
    def the_books_say_what_the_model_says(self) -> None:
        for where, model in self.models.items():
            assert standing(self.ids[where]) == model.standing()
            waiting = queries.waiting_list(self.authority, self.ids[where])
            ordered = sorted(model.line, key=lambda place: (place.complete, place.rank))
            assert [place.key for place in waiting] == [place.key for place in ordered]

    @precondition(lambda self: hasattr(self, "ids"))
    @invariant()
    def the_funders_are_the_whole(self) -> None:
        now = self.now.astimezone(self.authority.zone).date()
        seen = queries.statement(self.authority, self.ids["fund"], on=now, basis=Basis.EFFECTIVE)
        for name in Figures.__dataclass_fields__:
            assert sum(getattr(part.figures, name) for part in seen.funders) == getattr(seen.whole, name)
            assert sum(getattr(part.figures, name) for part in seen.years) == getattr(seen.whole, name)
        assert seen.whole.holds
        assert seen.envelopes[0].figures == figures(self.models["fund"].sums)


def test_all_acts_in_any_order_keep_the_books(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (book, balances, audit):  # full blocks within forty acts
        monkeypatch.setattr(module, "BLOCK", 4)

    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
