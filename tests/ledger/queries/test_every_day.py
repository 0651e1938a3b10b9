"""Whatever was done and whenever it was learnt, a statement says what adding up by hand says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance.directory.models import Organisation
from relance.ledger import queries
from relance.ledger.actions import Ref
from relance.ledger.models import Line
from relance.ledger.queries import Basis
from relance.ledger.rules.figures import figures
from relance.ledger.rules.kinds import Kind
from tests.ledger.books import Till, euros

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
ACTS = st.lists(
    st.tuples(
        st.integers(0, 40),  # days since the last act
        st.integers(0, 60),  # days it is late
        st.integers(1, 90),  # euros
        st.sampled_from(["reserve", "amend", "release"]),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture
def numbered() -> list[int]:
    """How many envelopes were opened: hypothesis plays many times in one test."""
    return [0]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, day=st.integers(0, 400), known=st.integers(0, 400))
def test_by_hand(
    till: Till,
    town: Organisation,
    region: Organisation,
    numbered: list[int],
    acts: list[tuple[int, int, int, str]],
    day: int,
    known: int,
) -> None:
    numbered[0] += 1
    envelope = till.open(name=f"Enveloppe {numbered[0]}", shares={town: 1, region: 2}, odd_to=town, at=START)
    till.vote(envelope=envelope, amount=euros(5000), on=START.date(), at=START)
    moment = START
    for days, late, amount, act in acts:
        moment += timedelta(days=days, seconds=1)
        on = max(START, moment - timedelta(days=late)).date()
        if act == "amend":
            till.amend(envelope=envelope, amount=euros(amount), on=on, at=moment)
            continue
        case = {"envelope": envelope, "case": Ref("award", "1"), "amount": euros(amount)}
        till.reserve(**case, on=on, at=moment)
        if act == "release":
            till.release(**case, on=on, at=moment)

    asked = START.date() + timedelta(days=day)
    known_at = START + timedelta(days=known)
    for basis in Basis:
        for moment_known in (None, known_at):
            seen = queries.statement(till.authority, envelope, on=asked, basis=basis, known_at=moment_known)
            assert seen.whole == by_hand(till, envelope, asked, basis, moment_known)


def by_hand(till: Till, envelope: int, day: date, basis: Basis, known_at: datetime | None) -> object:
    """Every line, one after the other."""
    sums: dict[Kind, int] = {}
    lines = Line.objects.of(till.authority).filter(account__envelope=envelope)
    for line in lines.select_related("account"):
        recorded = line.recorded_at.astimezone(till.authority.zone).date()
        if known_at and line.recorded_at >= known_at:
            continue
        if (recorded if basis == Basis.KNOWN else line.effective_on) > day:
            continue
        kind = Kind(line.account.kind)
        sums[kind] = sums.get(kind, 0) + line.delta
    return figures(sums)
