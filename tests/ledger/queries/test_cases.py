"""One case, its sums side by side; and the waiting list as its readers see it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.ledger import queries
from relance.ledger.actions import PlaceState, Ref
from tests.ledger.books import RENT, Till, euros

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENING = datetime(2026, 3, 1, 20, tzinfo=UTC)


def test_a_case_shows_its_sums_side_by_side(till: Till, fund: int) -> None:
    till.request(envelope=fund, case=RENT, amount=euros(100))
    till.reserve(envelope=fund, case=RENT, amount=euros(75))
    till.commit(envelope=fund, case=RENT, amount=euros(75))
    till.claim(envelope=fund, case=RENT, amount=euros(60))
    till.pay(envelope=fund, case=RENT, amount=euros(60))

    (standing,) = queries.case(till.authority, RENT)

    seen = standing.figures
    assert (seen.requested, seen.awarded, seen.committed) == (10_000, 7_500, 7_500)
    assert (seen.claimed, seen.paid, seen.recovered) == (6_000, 6_000, 0)


def test_a_case_that_draws_on_two_envelopes_shows_both(till: Till, fund: int, shared: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(10))
    till.reserve(envelope=shared, case=RENT, amount=euros(20))

    standing = queries.case(till.authority, RENT)

    assert [(one.envelope, one.figures.awarded) for one in standing] == [(fund, 1000), (shared, 2000)]


def test_what_a_case_waits_for_is_told(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(5000), complete_at=NOON)

    (standing,) = queries.case(till.authority, RENT)

    assert (standing.waiting, standing.figures.awarded) == (500_000, 0)


def test_an_unknown_case_has_no_standing(till: Till, fund: int) -> None:
    assert queries.case(till.authority, Ref("award", "nobody")) == []


def test_many_cases_take_no_more_queries_than_one(till: Till, fund: int) -> None:
    for number in range(6):
        till.reserve(envelope=fund, case=Ref("award", str(number)), amount=euros(1))

    with CaptureQueriesContext(connection) as seen:
        standing = queries.cases(till.authority, "award", [str(number) for number in range(6)])

    assert len(standing) == 6
    assert len(seen) == 2


def test_the_line_is_shown_in_the_order_of_service(till: Till, fund: int) -> None:
    for key, moment in (("late", EVENING), ("early", NOON), ("as-early", NOON)):
        said = {"case": Ref("award", key), "complete_at": moment, "key": key}
        till.reserve(envelope=fund, amount=euros(5000), **said)

    line = queries.waiting_list(till.authority, fund)

    assert [(one.key, one.rank) for one in line] == [("early", 1), ("as-early", 2), ("late", 3)]


def test_a_place_says_its_rank_and_how_it_ended(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(1500), complete_at=NOON, key="first")
    second = {"case": Ref("award", "2"), "complete_at": EVENING, "key": "second"}
    till.reserve(envelope=fund, amount=euros(5), **second)
    assert [queries.place(till.authority, key).rank for key in ("first", "second")] == [1, 2]  # type: ignore[union-attr]  # both exist

    till.amend(envelope=fund, amount=euros(500))

    place = queries.place(till.authority, "first")
    assert place is not None
    assert (place.rank, place.state) == (None, PlaceState.SERVED)
    assert queries.place(till.authority, "nobody") is None


def test_envelopes_are_listed_each_with_its_own(
    till: Till, fund: int, shared: int, town: Organisation
) -> None:
    child = till.open(
        name="Quartier nord", shares={town: 1}, odd_to=town, parent=fund, purpose=Ref("call", "7")
    )

    seen = queries.envelopes(till.authority)

    assert [(one.name, one.depth) for one in seen] == [
        ("Avances", 0),
        ("Fonds loyers", 0),
        ("Quartier nord", 1),
    ]
    assert [one.id for one in queries.envelopes_for(till.authority, Ref("call", "7"))] == [child]
    assert queries.envelope(till.authority, child).root == fund
    with pytest.raises(Missing):
        queries.envelope(till.authority, child + 1000)
