"""The sums that a statement shows, from where money stands."""

from hypothesis import given
from hypothesis import strategies as st

from relance.ledger.rules.figures import INFLOWS, LABELS, MADE_OF, Figures, figures
from relance.ledger.rules.kinds import FLOWS, Act, Kind


def test_nothing_stands_nowhere() -> None:
    assert figures({}) == Figures()
    assert Figures().holds


def test_each_step_holds_the_next() -> None:
    seen = figures(
        {
            Kind.VOTED: -100,
            Kind.AVAILABLE: 40,
            Kind.RESERVED: 10,
            Kind.COMMITTED: 20,
            Kind.PAID: 5,
            Kind.REPAID: 8,
            Kind.RECOVERED: 9,
            Kind.WRITTEN_OFF: 8,
        }
    )

    assert (seen.awarded, seen.committed, seen.paid) == (60, 50, 30)
    assert (seen.to_commit, seen.to_pay, seen.outstanding) == (10, 20, 5)
    assert seen.holds


def test_money_that_came_from_nowhere_does_not_hold() -> None:
    assert not figures({Kind.VOTED: -100, Kind.AVAILABLE: 101}).holds


def test_what_was_taken_back_from_a_vote_lowers_the_funding() -> None:
    seen = figures({Kind.VOTED: -100, Kind.AMENDED: 30, Kind.AVAILABLE: 70})

    assert (seen.voted, seen.amended, seen.funding) == (100, -30, 70)
    assert seen.holds


def test_requests_and_claims_are_aside_of_the_money() -> None:
    seen = figures({Kind.MEMO: -900, Kind.REQUESTED: 500, Kind.CLAIMED: 400})

    assert (seen.requested, seen.claimed, seen.funding, seen.awarded) == (500, 400, 0, 0)
    assert seen.holds


def test_every_figure_has_a_french_name_and_rows_behind_it() -> None:
    assert set(MADE_OF) == set(LABELS) == set(Figures.__dataclass_fields__)


def test_every_account_but_the_counterpart_is_in_a_figure() -> None:
    shown = {kind for kinds in MADE_OF.values() for kind in kinds}

    assert shown == set(Kind) - {Kind.MEMO}
    assert shown >= INFLOWS


@given(
    moves=st.lists(
        st.tuples(
            st.sampled_from([flow for act, flows in FLOWS.items() if act != Act.ALLOT for flow in flows]),
            st.integers(1, 10**9),
        ),
        max_size=30,
    )
)
def test_whatever_the_acts_the_money_is_all_accounted_for(moves: list[tuple[object, int]]) -> None:
    sums: dict[Kind, int] = {}
    for flow, amount in moves:
        for kind, delta in ((flow.source, -amount), (flow.target, amount)):  # type: ignore[attr-defined]  # a Flow
            sums[kind] = sums.get(kind, 0) + delta

    assert figures(sums).holds
