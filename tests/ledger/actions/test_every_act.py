"""What holds for every act, act by act: once, in its currency, in its town, above zero."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from relance.kernel.errors import Missing
from relance.ledger import actions, queries
from relance.ledger.actions import (
    ActKeyReused,
    BadAct,
    CaseShort,
    EnvelopeClosed,
    EnvelopeExhausted,
    Kind,
    LedgerError,
    Ref,
    WrongCurrency,
)
from relance.ledger.models import Line, Transfer
from relance.ledger.rules.kinds import FLOWS, ONLY_WHILE_OPEN, Act
from relance.values.money import Money
from tests.ledger.books import MOMENT, RENT, Till, euros, standing, transfers
from tests.support.cast import Cast

OF_A_CASE = ("request", "reserve", "commit", "release", "claim", "pay", "repay", "write_off", "recover")
OF_AN_ENVELOPE = ("vote", "amend", *OF_A_CASE)


@dataclass
class Ready:
    """An envelope in which every act can be done for RENT, and how each is said."""

    till: Till
    envelope: int
    child: int
    more: dict[str, dict[str, Any]] = field(default_factory=dict)

    def said(self, act: str) -> dict[str, Any]:
        said: dict[str, Any] = {"envelope": self.envelope, "amount": euros(7)}
        if act in OF_A_CASE:
            said["case"] = RENT
        if act in ("allot", "move"):
            said["to"] = self.child
        if act == "reject":
            return {"payment": "paid", "amount": euros(7)}
        if act == "reverse":
            return {"of": "reserved", "amount": euros(7)}
        if act == "close":
            return {"envelope": self.child}
        return said

    def do(self, act: str, **other: Any) -> Any:
        return getattr(self.till, act)(**self.said(act) | other)


@pytest.fixture
def ready(till: Till, shared: int, town: Any, region: Any) -> Iterator[Ready]:
    child = till.open(name="Appel", shares={town: 1, region: 1}, odd_to=region, parent=shared)
    on = {"envelope": shared, "case": RENT}
    till.reserve(**on, amount=euros(300), key="reserved")
    till.commit(**on, amount=euros(200))
    till.pay(**on, amount=euros(100), key="paid")
    ready = Ready(till, shared, child)
    yield ready
    assert queries.faults(till.authority) == []


@pytest.mark.parametrize("act", list(Act))
def test_an_act_moves_money_as_its_table_says(ready: Ready, act: Act) -> None:
    ready.do("move", amount=euros(3), key="something to close")

    receipt = ready.do(act.value, key="it")

    flows = {(row.source.kind, row.target.kind) for row in transfers(ready.till.authority, "it")}
    allowed = {(flow.source, flow.target) for flow in FLOWS.get(act, ())}
    assert receipt.act == act
    assert flows
    assert flows <= allowed or act == Act.REVERSE


@pytest.mark.parametrize("act", list(Act))
def test_an_act_done_again_gives_the_same_receipt(ready: Ready, act: Act) -> None:
    first = ready.do(act.value, key="it")
    before = Line.objects.of(ready.till.authority).count()

    again = ready.do(act.value, key="it", at=MOMENT + timedelta(days=2), by=None)

    assert (again.amount, again.parts, again.transfers) == (first.amount, first.parts, first.transfers)
    assert (first.replayed, again.replayed) == (False, True)
    assert Line.objects.of(ready.till.authority).count() == before


@pytest.mark.parametrize("act", list(Act))
def test_the_key_of_an_act_serves_no_other(ready: Ready, act: Act) -> None:
    ready.do(act.value, key="it")

    with pytest.raises(ActKeyReused):
        ready.do(act.value, key="it", cause=Ref("another", "cause"))


@pytest.mark.parametrize("act", list(Act))
def test_the_parts_of_the_funders_are_the_whole(ready: Ready, act: Act) -> None:
    other = {} if act == Act.CLOSE else {"amount": euros("6.99")}

    receipt = ready.do(act.value, **other)

    assert Money.total(receipt.parts.values(), "EUR") == receipt.amount
    if other:
        assert receipt.amount == euros("6.99")


@pytest.mark.parametrize("act", ["vote", "request", "reserve", "commit", "release", "claim", "pay"])
def test_the_odd_cent_is_the_named_funders(ready: Ready, act: str, town: Any, region: Any) -> None:
    receipt = ready.do(act, amount=euros("6.99"))

    assert receipt.parts == {town.pk: euros("3.49"), region.pk: euros("3.50")}


@pytest.mark.parametrize("act", [*OF_AN_ENVELOPE, "allot", "move", "reject", "reverse"])
def test_an_act_is_in_the_currency_of_its_envelope(ready: Ready, act: str) -> None:
    with pytest.raises(WrongCurrency, match="est en EUR"):
        ready.do(act, amount=Money(700, "CAD"))


@pytest.mark.parametrize(
    ("act", "minor"),
    [
        (act, minor)
        for act in (*OF_AN_ENVELOPE, "allot", "move", "reject", "reverse")
        for minor in (0, -1)
        if (act, minor) != ("amend", -1)  # an amendment below zero takes credits away
    ],
)
def test_an_act_is_of_more_than_nothing(ready: Ready, act: str, minor: int) -> None:
    with pytest.raises(BadAct, match="supérieur à zéro"):
        ready.do(act, amount=Money(minor, "EUR"))


@pytest.mark.parametrize("act", list(Act))
def test_an_act_takes_no_effect_in_the_future(ready: Ready, act: Act) -> None:
    ready.do("move", amount=euros(3), key="something to close")
    before = standing(ready.envelope)

    with pytest.raises(BadAct, match="dans l’avenir"):
        ready.do(act.value, on=date(2026, 3, 3))

    assert standing(ready.envelope) == before


@pytest.mark.parametrize("act", [*OF_AN_ENVELOPE, "close"])
def test_the_envelope_of_another_town_does_not_exist(ready: Ready, act: str, cast: Cast) -> None:
    with pytest.raises(Missing, match="n’existe pas ici"):
        ready.do(act, authority=cast.brumes, by=None)


@pytest.mark.parametrize("act", ["allot", "move", "reject", "reverse"])
def test_another_town_reaches_neither_envelope_nor_act(ready: Ready, act: str, cast: Cast) -> None:
    with pytest.raises(Missing):
        ready.do(act, authority=cast.brumes, by=None)


@pytest.mark.parametrize(
    ("act", "held"),
    [("commit", 100), ("release", 100), ("pay", 100), ("repay", 100), ("write_off", 100), ("recover", 100)],
)
def test_a_case_gives_all_it_has_and_not_a_cent_more(ready: Ready, act: str, held: int) -> None:
    with pytest.raises(CaseShort, match=f"a {held}\xa0€"):
        ready.do(act, amount=euros(f"{held}.01"))

    assert ready.do(act, amount=euros(held)).amount == euros(held)


@pytest.mark.parametrize("act", ["reserve", "allot", "move"])
def test_an_envelope_gives_all_it_has_and_not_a_cent_more(ready: Ready, act: str) -> None:
    with pytest.raises(EnvelopeExhausted):
        ready.do(act, amount=euros("700.01"))

    assert ready.do(act, amount=euros(700)).amount == euros(700)
    assert Kind.AVAILABLE not in standing(ready.envelope)


@pytest.mark.parametrize("act", sorted(ONLY_WHILE_OPEN - {Act.VOTE, Act.AMEND, Act.ALLOT, Act.MOVE}))
def test_a_closed_envelope_refuses_what_is_for_open_ones(ready: Ready, act: Act) -> None:
    ready.till.close(envelope=ready.child)

    with pytest.raises(EnvelopeClosed, match="« Appel » est close"):
        ready.do(act.value, envelope=ready.child)


@pytest.mark.parametrize("act", ["allot", "move"])
def test_nothing_is_given_to_a_closed_envelope(ready: Ready, act: str) -> None:
    ready.till.close(envelope=ready.child)

    with pytest.raises(EnvelopeClosed):
        ready.do(act)


# after closing nothing is left to commit, to claim or to take back
SETTLED_LATER = [Act.PAY, Act.RELEASE, Act.REJECT, Act.REPAY, Act.WRITE_OFF, Act.RECOVER]


@pytest.mark.parametrize("act", SETTLED_LATER)
def test_what_is_out_there_is_settled_after_closing_too(ready: Ready, act: Act) -> None:
    till, case = ready.till, {"envelope": ready.envelope, "case": RENT}
    till.release(**case, amount=euros(100))
    till.pay(**case, amount=euros(100), key="rest")
    till.close(envelope=ready.child)
    till.close(envelope=ready.envelope)
    if act in (Act.PAY, Act.RELEASE):
        till.reject(payment="rest")

    other = {"stage": "committed"} if act == Act.RELEASE else {}
    ready.do(act.value, **other)

    assert Kind.AVAILABLE not in standing(ready.envelope)


@pytest.mark.parametrize("act", list(Act))
def test_a_refused_act_writes_nothing(ready: Ready, act: Act) -> None:
    before = Transfer.objects.of(ready.till.authority).count()

    with pytest.raises((LedgerError, Missing)):
        ready.do(act.value, key="")

    assert Transfer.objects.of(ready.till.authority).count() == before


def test_every_act_is_tried_here() -> None:
    assert {act.value for act in Act} <= set(dir(actions))
