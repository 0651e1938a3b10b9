"""Each act once: the same key and content give the same receipt; the clock and the rights."""

from datetime import UTC, date, datetime, timedelta

import pytest

from relance.kernel.errors import Refused
from relance.kernel.rules import Role
from relance.ledger.actions import ActKeyReused, BadAct, Kind, Ref
from relance.ledger.models import Line, Transfer
from tests.ledger.books import DAY, MOMENT, RENT, Till, euros, standing, transfers
from tests.support.cast import Cast


def test_the_same_act_asked_twice_is_done_once(till: Till, shared: int) -> None:
    said = {"envelope": shared, "case": RENT, "amount": euros(10), "key": "k"}
    first = till.reserve(**said)

    again = till.reserve(**said)

    assert again.replayed
    assert not first.replayed
    assert (again.amount, again.parts, again.transfers) == (first.amount, first.parts, first.transfers)
    assert standing(shared)[Kind.RESERVED] == 1000


def test_a_retry_by_another_person_on_another_day_is_the_same_act(till: Till, fund: int, cast: Cast) -> None:
    said = {"envelope": fund, "case": RENT, "amount": euros(10), "key": "k"}
    till.reserve(**said)

    again = till.reserve(**said, by=cast.holding(Role.DECIDER), at=MOMENT + timedelta(days=3))

    assert again.replayed


@pytest.mark.parametrize(
    "other",
    [
        {"amount": euros(11)},
        {"case": Ref("award", "another")},
        {"cause": Ref("decision", "another")},
        {"on": date(2026, 3, 1)},
    ],
)
def test_the_same_key_for_another_act_is_refused(till: Till, fund: int, other: dict[str, object]) -> None:
    said = {"envelope": fund, "case": RENT, "amount": euros(10), "key": "k"}
    till.reserve(**said)

    with pytest.raises(ActKeyReused, match=r"« k » a déjà servi pour un autre acte \(Réservation\)"):
        till.reserve(**said | other)


def test_the_same_key_for_another_kind_of_act_is_refused(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(10), key="k")

    with pytest.raises(ActKeyReused):
        till.commit(envelope=fund, case=RENT, amount=euros(10), key="k")


def test_the_same_key_in_another_envelope_is_refused(till: Till, fund: int, shared: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(10), key="k")

    with pytest.raises(ActKeyReused):
        till.reserve(envelope=shared, case=RENT, amount=euros(10), key="k")


def test_the_key_of_who_waits_is_taken(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(5000), complete_at=MOMENT, key="k")

    with pytest.raises(ActKeyReused):
        till.amend(envelope=fund, amount=euros(1), key="k")


@pytest.mark.parametrize("key", ["", "k" * 111])
def test_a_key_has_a_length(till: Till, fund: int, key: str) -> None:
    with pytest.raises(BadAct, match="de 1 à 110 signes"):
        till.amend(envelope=fund, amount=euros(1), key=key)


def test_an_act_that_fails_leaves_nothing(till: Till, fund: int) -> None:
    before = (Transfer.objects.of(till.authority).count(), Line.objects.of(till.authority).count())

    with pytest.raises(BadAct):
        till.vote(envelope=fund, amount=euros(5), on=date(2026, 3, 3))

    assert before == (Transfer.objects.of(till.authority).count(), Line.objects.of(till.authority).count())


def test_no_act_takes_effect_in_the_future(till: Till, fund: int) -> None:
    with pytest.raises(BadAct, match=r"03/03/2026.*ne prend pas effet dans l’avenir"):
        till.amend(envelope=fund, amount=euros(1), on=date(2026, 3, 3))


def test_the_day_is_the_authoritys_own(till: Till, fund: int) -> None:
    late_evening_in_london = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)

    till.amend(envelope=fund, amount=euros(1), on=date(2026, 3, 3), at=late_evening_in_london, key="k")

    assert transfers(till.authority, "k")[0].effective_on == date(2026, 3, 3)


def test_an_act_may_take_effect_before_it_is_known(till: Till, fund: int) -> None:
    till.amend(envelope=fund, amount=euros(1), on=date(2025, 12, 31), key="k")

    assert transfers(till.authority, "k")[0].recorded_at == MOMENT


def test_lines_are_recorded_in_the_order_of_their_numbers(till: Till, fund: int) -> None:
    till.amend(envelope=fund, amount=euros(1), key="now")
    till.amend(envelope=fund, amount=euros(1), at=MOMENT - timedelta(hours=1), key="clock-behind")

    assert transfers(till.authority, "clock-behind")[0].recorded_at == MOMENT


def test_without_a_moment_the_clock_is_read(till: Till, fund: int) -> None:
    before = datetime.now(UTC)

    till.amend(envelope=fund, amount=euros(1), key="k", at=None)

    assert transfers(till.authority, "k")[0].recorded_at >= before


def test_an_act_of_relance_itself_says_so(till: Till, fund: int) -> None:
    till.amend(envelope=fund, amount=euros(1), key="k", by=None)

    (row,) = transfers(till.authority, "k")
    assert (row.by, row.by_name) == (None, "Relance")


@pytest.mark.parametrize(
    ("act", "said", "allowed"),
    [
        ("vote", {}, {Role.TREASURER}),
        ("amend", {}, {Role.TREASURER}),
        ("reserve", {"case": RENT}, {Role.TREASURER, Role.DECIDER}),
        ("request", {"case": RENT}, {Role.TREASURER, Role.DECIDER, Role.INSTRUCTOR}),
        ("close", {"amount": None}, {Role.TREASURER}),
    ],
)
def test_each_act_is_for_those_who_may(
    till: Till, fund: int, cast: Cast, act: str, said: dict[str, object], allowed: set[Role]
) -> None:
    arguments = {"envelope": fund, "amount": euros(1), **said}
    arguments = {name: value for name, value in arguments.items() if value is not None}
    may = set()

    for role in Role:
        try:
            getattr(till, act)(**arguments, by=cast.holding(role), key=f"{act} by {role}")
            may.add(role)
        except Refused:
            continue

    assert may == allowed


def test_a_treasurer_of_elsewhere_is_a_stranger(till: Till, fund: int, cast: Cast) -> None:
    for stranger in (cast.dora, cast.charlie):
        with pytest.raises(Refused, match="Valmont"):
            till.amend(envelope=fund, amount=euros(1), by=stranger)
    assert MOMENT.date() == DAY
