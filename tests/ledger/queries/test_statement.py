"""Where the money stood at a day, as then known or as it truly was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.ledger import queries
from relance.ledger.actions import Ref
from relance.ledger.queries import Basis
from relance.ledger.rules.figures import Figures
from tests.ledger.books import DAY, MOMENT, RENT, Till, euros
from tests.support.cast import Cast

TODAY = date(2026, 3, 2)
APRIL = date(2026, 4, 15)
APRIL_MOMENT = datetime(2026, 4, 15, 9, tzinfo=UTC)


def whole(till: Till, envelope: int, on: date = TODAY, basis: Basis = Basis.KNOWN) -> Figures:
    return queries.statement(till.authority, envelope, on=on, basis=basis).whole


def test_each_step_of_the_money_has_its_own_figure(till: Till, fund: int) -> None:
    till.request(envelope=fund, case=RENT, amount=euros(500))
    till.reserve(envelope=fund, case=RENT, amount=euros(400))
    till.commit(envelope=fund, case=RENT, amount=euros(300))
    till.claim(envelope=fund, case=RENT, amount=euros(250))
    till.pay(envelope=fund, case=RENT, amount=euros(200))
    till.recover(envelope=fund, case=RENT, amount=euros(50))
    till.write_off(envelope=fund, case=RENT, amount=euros(30))

    seen = whole(till, fund)

    assert (seen.voted, seen.available) == (100_000, 60_000)
    assert (seen.requested, seen.awarded, seen.committed) == (50_000, 40_000, 30_000)
    assert (seen.claimed, seen.paid, seen.recovered, seen.written_off) == (25_000, 20_000, 5_000, 3_000)
    assert (seen.to_commit, seen.to_pay, seen.outstanding) == (10_000, 10_000, 12_000)
    assert seen.holds


def test_what_was_released_is_no_longer_awarded(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(400))
    till.release(envelope=fund, case=RENT, amount=euros(100))

    assert whole(till, fund).awarded == 30_000


def test_an_act_learnt_late_is_not_in_what_was_then_known(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100), on=DAY, at=APRIL_MOMENT)

    assert whole(till, fund, TODAY, Basis.KNOWN).awarded == 0
    assert whole(till, fund, TODAY, Basis.EFFECTIVE).awarded == 10_000
    assert whole(till, fund, APRIL, Basis.KNOWN).awarded == 10_000


def test_before_the_vote_there_was_nothing(till: Till, fund: int) -> None:
    for basis in Basis:
        assert whole(till, fund, date(2026, 3, 1), basis) == Figures()


def test_a_statement_of_the_past_never_changes(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100))
    known = queries.statement(till.authority, fund, on=TODAY)
    drawn_up_at = MOMENT + timedelta(hours=1)
    true = queries.statement(till.authority, fund, on=TODAY, basis=Basis.EFFECTIVE, known_at=drawn_up_at)

    till.reserve(envelope=fund, case=RENT, amount=euros(50), on=DAY, at=APRIL_MOMENT)

    assert queries.statement(till.authority, fund, on=TODAY).whole == known.whole
    again = queries.statement(till.authority, fund, on=TODAY, basis=Basis.EFFECTIVE, known_at=drawn_up_at)
    assert again.whole == true.whole
    assert whole(till, fund, TODAY, Basis.EFFECTIVE).awarded == 15_000


def test_the_day_ends_with_the_authoritys_own_midnight(till: Till, fund: int) -> None:
    before_midnight = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)
    after_midnight = datetime(2026, 3, 2, 23, 1, tzinfo=UTC)
    till.amend(envelope=fund, amount=euros(1), at=before_midnight)
    till.amend(envelope=fund, amount=euros(10), at=after_midnight)

    assert whole(till, fund, TODAY).amended == 100


def test_the_funders_are_the_whole(till: Till, shared: int, town: Organisation, region: Organisation) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros("100.01"))

    seen = queries.statement(till.authority, shared, on=TODAY)

    assert [part.label for part in seen.funders] == ["Région des Collines", "Valmont-sur-Ouvèze"]
    assert [part.figures.awarded for part in seen.funders] == [5001, 5000]
    assert sum(part.figures.available for part in seen.funders) == seen.whole.available


def test_money_handed_down_is_not_counted_twice(till: Till, fund: int, town: Organisation) -> None:
    child = till.open(name="Quartier nord", shares={town: 1}, odd_to=town, parent=fund)
    till.allot(envelope=fund, to=child, amount=euros(400))
    till.reserve(envelope=child, case=RENT, amount=euros(100))

    seen = queries.statement(till.authority, fund, on=TODAY)

    assert (seen.whole.funding, seen.whole.allotted, seen.whole.received) == (100_000, 0, 0)
    assert (seen.whole.available, seen.whole.awarded) == (90_000, 10_000)
    own, below = seen.envelopes
    assert (own.figures.allotted, own.figures.available, own.depth) == (40_000, 60_000, 0)
    assert (below.figures.received, below.figures.awarded, below.depth) == (40_000, 10_000, 1)


def test_a_sub_envelope_has_a_statement_of_its_own(till: Till, fund: int, town: Organisation) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)
    till.allot(envelope=fund, to=child, amount=euros(400))

    assert whole(till, child).received == 40_000


def test_commitments_are_set_against_votes_year_by_year(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(300))
    till.commit(envelope=fund, case=RENT, amount=euros(200))
    next_year = datetime(2027, 2, 1, 9, tzinfo=UTC)
    till.commit(envelope=fund, case=RENT, amount=euros(100), on=date(2027, 2, 1), at=next_year)

    seen = queries.statement(till.authority, fund, on=date(2027, 12, 31))

    assert [(part.label, part.figures.voted, part.figures.committed) for part in seen.years] == [
        ("2026", 100_000, 20_000),
        ("2027", 0, 10_000),
    ]


def test_budget_years_are_those_that_envelopes_bear(till: Till, fund: int, town: Organisation) -> None:
    for year in (2026, 2027):
        child = till.open(name=f"Exercice {year}", shares={town: 1}, odd_to=town, parent=fund, year=year)
        till.allot(envelope=fund, to=child, amount=euros(year - 1926))

    seen = queries.statement(till.authority, fund, on=TODAY)

    assert [(part.label, part.figures.received) for part in seen.budget_years] == [
        ("Plusieurs exercices", 0),
        ("2026", 10_000),
        ("2027", 10_100),
    ]


def test_the_forecast_looks_at_the_pace_and_at_who_waits(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(900))
    waits = {"case": Ref("award", "2"), "complete_at": MOMENT}
    till.reserve(envelope=fund, amount=euros(150), **waits)

    seen = queries.statement(till.authority, fund, on=TODAY).forecast

    assert (seen.available, seen.waiting, seen.after_waiting) == (10_000, 15_000, -5_000)
    assert seen.awarded_in_window == 90_000
    assert seen.runs_out_on == date(2026, 3, 12)


def test_awards_of_long_ago_are_no_pace(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(900))

    seen = queries.statement(till.authority, fund, on=date(2026, 6, 30)).forecast

    assert seen.awarded_in_window == 0


def test_a_funder_has_a_statement_over_all_envelopes(
    till: Till, fund: int, shared: int, town: Organisation, region: Organisation
) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros(100))

    (seen,) = queries.funder_statement(till.authority, town.pk, on=TODAY)

    assert seen.whole.voted == 150_000
    assert [(part.label, part.figures.awarded) for part in seen.envelopes] == [
        ("Avances", 5000),
        ("Fonds loyers", 0),
    ]


def test_a_stranger_has_no_statement(till: Till, fund: int, region: Organisation) -> None:
    with pytest.raises(Missing):
        queries.funder_statement(till.authority, region.pk, on=TODAY)
    with pytest.raises(Missing):
        queries.statement(till.authority, fund + 1000, on=TODAY)


def test_the_envelope_of_another_authority_has_no_statement_here(till: Till, fund: int, cast: Cast) -> None:
    with pytest.raises(Missing):
        queries.statement(cast.brumes, fund, on=TODAY)


def test_a_statement_holds_its_number_of_queries(till: Till, fund: int, town: Organisation) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(5))

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.statement(till.authority, fund, on=TODAY)
        return len(seen)

    few = count()
    for number in range(5):
        child = till.open(shares={town: 1}, odd_to=town, parent=fund)
        till.allot(envelope=fund, to=child, amount=euros(10))
        till.reserve(envelope=child, case=Ref("award", str(number)), amount=euros(5))

    assert count() == few <= 8


def test_many_envelopes_at_once_say_what_each_statement_says(
    till: Till, fund: int, shared: int, town: Organisation
) -> None:
    year = till.open(name="2027", shares={town: 1}, odd_to=town, parent=fund)
    quarter = till.open(name="Nord", shares={town: 1}, odd_to=town, parent=year)
    till.allot(envelope=fund, to=year, amount=euros(600))
    till.allot(envelope=year, to=quarter, amount=euros(200))
    till.reserve(envelope=quarter, case=RENT, amount=euros(90))
    till.commit(envelope=quarter, case=RENT, amount=euros(90))
    till.pay(envelope=quarter, case=RENT, amount=euros(40))
    asked = [fund, year, quarter, shared]

    seen = queries.wholes(till.authority, asked, on=TODAY)

    assert seen == {one: whole(till, one) for one in asked}
    assert seen[fund].paid == 4_000
    late = queries.wholes(till.authority, asked, on=APRIL, basis=Basis.EFFECTIVE)
    assert late == {one: whole(till, one, APRIL, Basis.EFFECTIVE) for one in asked}


def test_many_envelopes_at_once_are_those_of_the_authority_alone(till: Till, fund: int, cast: Cast) -> None:
    assert list(queries.wholes(till.authority, [fund, 999_999], on=TODAY)) == [fund]
    assert queries.wholes(cast.brumes, [fund], on=TODAY) == {}


def test_many_envelopes_cost_no_more_queries_than_one(till: Till, fund: int, town: Organisation) -> None:
    more = [till.open(shares={town: 1}, odd_to=town, parent=fund) for _ in range(3)]
    with CaptureQueriesContext(connection) as one:
        queries.wholes(till.authority, [fund], on=TODAY)
    with CaptureQueriesContext(connection) as four:
        queries.wholes(till.authority, [fund, *more], on=TODAY)

    assert len(four) == len(one) <= 4
