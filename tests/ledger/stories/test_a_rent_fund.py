"""A rent fund over two years: sub-envelopes by year and by commune, amended, overrun, closed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from relance.directory.models import Organisation
from relance.ledger import queries
from relance.ledger.actions import EnvelopeExhausted, Kind, NotCloseable, Ref
from relance.ledger.models import Transfer
from relance.ledger.queries import Basis, cut
from tests.ledger.books import VOTE, Till, euros, standing

JANUARY = {"on": date(2026, 1, 12), "at": datetime(2026, 1, 12, 9, tzinfo=UTC)}
JUNE = {"on": date(2026, 6, 1), "at": datetime(2026, 6, 1, 9, tzinfo=UTC)}
NEXT_YEAR = {"on": date(2027, 2, 1), "at": datetime(2027, 2, 1, 9, tzinfo=UTC)}


@pytest.fixture
def tree(till: Till, town: Organisation, region: Organisation) -> dict[str, int]:
    """20,000 € voted; 8,000 € for 2026 of which 3,000 € for one commune, 9,000 € for 2027."""
    keys: dict[str, Any] = {"shares": {town: 3, region: 2}, "odd_to": town}
    fund = till.open(name="Fonds loyers", **keys, at=JANUARY["at"])
    till.vote(envelope=fund, amount=euros(20_000), cause=VOTE, **JANUARY)
    first = till.open(name="Exercice 2026", parent=fund, year=2026, **keys)
    second = till.open(name="Exercice 2027", parent=fund, year=2027, **keys)
    commune = till.open(
        name="Commune des Aulnes", parent=first, year=2026, purpose=Ref("commune", "26999"), **keys
    )
    for giver, taker, amount in ((fund, first, 8_000), (fund, second, 9_000), (first, commune, 3_000)):
        till.allot(envelope=giver, to=taker, amount=euros(amount), **JANUARY)
    return {"fund": fund, "2026": first, "2027": second, "commune": commune}


def award(till: Till, envelope: int, number: int, amount: int, **said: Any) -> None:
    """Awarded, committed and paid at once."""
    about = {"envelope": envelope, "case": Ref("award", str(number)), "amount": euros(amount)}
    for act in ("reserve", "commit", "pay"):
        getattr(till, act)(**about, **said)


def table(till: Till, envelope: int, on: date, basis: Basis = Basis.KNOWN) -> dict[str, tuple[int, int, int]]:
    """Received or voted, committed and available of each envelope of the tree, in euros."""
    seen = queries.statement(till.authority, envelope, on=on, basis=basis)
    return {
        part.label: (
            part.figures.funding // 100,
            part.figures.committed // 100,
            part.figures.available // 100,
        )
        for part in seen.envelopes
    }


def test_each_envelope_of_the_tree_holds_its_own(till: Till, tree: dict[str, int]) -> None:
    award(till, tree["commune"], 1, 1_500, **JUNE)
    award(till, tree["2026"], 2, 900, **JUNE)

    assert table(till, tree["fund"], date(2026, 12, 31)) == {
        "Fonds loyers": (20_000, 0, 3_000),
        "Exercice 2026": (8_000, 900, 4_100),
        "Commune des Aulnes": (3_000, 1_500, 1_500),
        "Exercice 2027": (9_000, 0, 9_000),
    }


def test_the_whole_counts_each_euro_once(till: Till, tree: dict[str, int]) -> None:
    award(till, tree["commune"], 1, 1_500, **JUNE)

    whole = queries.statement(till.authority, tree["fund"], on=date(2026, 12, 31)).whole

    assert (whole.funding, whole.committed, whole.available) == (2_000_000, 150_000, 1_850_000)
    assert (whole.allotted, whole.received) == (0, 0)
    assert whole.holds


def test_a_branch_shows_what_it_received_from_above_alone(till: Till, tree: dict[str, int]) -> None:
    whole = queries.statement(till.authority, tree["2026"], on=date(2026, 12, 31)).whole

    assert (whole.received, whole.available) == (800_000, 800_000)


def test_a_commune_does_not_spend_the_money_of_another(till: Till, tree: dict[str, int]) -> None:
    with pytest.raises(EnvelopeExhausted, match="3\u202f000\xa0€ de disponible"):
        award(till, tree["commune"], 1, 3_001, **JUNE)


def test_budget_years_stand_side_by_side(till: Till, tree: dict[str, int]) -> None:
    award(till, tree["commune"], 1, 1_500, **JUNE)
    award(till, tree["2027"], 2, 2_000, **NEXT_YEAR)

    seen = queries.statement(till.authority, tree["fund"], on=date(2027, 12, 31))

    assert [(part.label, part.figures.committed) for part in seen.budget_years] == [
        ("Plusieurs exercices", 0),
        ("2026", 150_000),
        ("2027", 200_000),
    ]
    assert [(part.label, part.figures.voted, part.figures.committed) for part in seen.years] == [
        ("2026", 2_000_000, 150_000),
        ("2027", 0, 200_000),
    ]


def test_a_commitment_learnt_in_february_belongs_to_the_year_it_was_made_in(
    till: Till, tree: dict[str, int]
) -> None:
    award(till, tree["2026"], 1, 1_000, on=date(2026, 12, 20), at=NEXT_YEAR["at"])

    closing = date(2026, 12, 31)
    assert table(till, tree["2026"], closing, Basis.KNOWN)["Exercice 2026"] == (8_000, 0, 5_000)
    assert table(till, tree["2026"], closing, Basis.EFFECTIVE)["Exercice 2026"] == (8_000, 1_000, 4_000)
    (year,) = queries.statement(till.authority, tree["2026"], on=date(2027, 3, 1)).years
    assert (year.label, year.figures.committed) == ("2026", 100_000)


def test_the_year_is_closed_from_the_bottom_and_its_rest_goes_up(till: Till, tree: dict[str, int]) -> None:
    award(till, tree["commune"], 1, 1_500, **JUNE)
    with pytest.raises(NotCloseable, match="Commune des Aulnes"):
        till.close(envelope=tree["2026"], **NEXT_YEAR)

    till.close(envelope=tree["commune"], **NEXT_YEAR)
    till.close(envelope=tree["2026"], **NEXT_YEAR)

    assert standing(tree["fund"])[Kind.AVAILABLE] == 300_000 + 650_000
    assert standing(tree["commune"])[Kind.PAID] == 150_000
    assert queries.faults(till.authority) == []


def test_what_is_left_is_carried_into_the_next_year(till: Till, tree: dict[str, int]) -> None:
    till.close(envelope=tree["commune"], **NEXT_YEAR)
    till.close(envelope=tree["2026"], **NEXT_YEAR)

    till.allot(envelope=tree["fund"], to=tree["2027"], amount=euros(8_000), **NEXT_YEAR)

    assert standing(tree["2027"])[Kind.AVAILABLE] == 1_700_000


def test_an_undue_aid_is_recovered_and_the_funders_share_it(
    till: Till, tree: dict[str, int], town: Organisation, region: Organisation
) -> None:
    award(till, tree["2026"], 1, 1_500, **JUNE)

    receipt = till.recover(
        envelope=tree["2026"],
        case=Ref("award", "1"),
        amount=euros("333.33"),
        cause=Ref("titre", "2027-9"),
        **NEXT_YEAR,
    )

    assert receipt.parts == {town.pk: euros("200.00"), region.pk: euros("133.33")}
    for funder, paid, back in ((town, 90_000, 20_000), (region, 60_000, 13_333)):
        (seen,) = queries.funder_statement(till.authority, funder.pk, on=date(2027, 12, 31))
        assert (seen.whole.paid, seen.whole.recovered) == (paid, back)


def test_the_council_lowers_the_vote_as_far_as_money_is_free(till: Till, tree: dict[str, int]) -> None:
    with pytest.raises(EnvelopeExhausted):
        till.amend(envelope=tree["fund"], amount=euros(-3_001), **JUNE)

    till.amend(envelope=tree["fund"], amount=euros(-3_000), **JUNE)

    whole = queries.statement(till.authority, tree["fund"], on=date(2026, 12, 31)).whole
    assert (whole.voted, whole.amended, whole.funding) == (2_000_000, -300_000, 1_700_000)


def test_every_row_of_the_story_is_in_the_journal_once(till: Till, tree: dict[str, int]) -> None:
    award(till, tree["commune"], 1, 1_500, **JUNE)
    at = cut(on=date(2026, 12, 31), basis=Basis.KNOWN, zone=till.authority.zone)

    ids = [entry.id for entry in queries.journal(till.authority, tree["fund"], at, at_once=5)]

    assert len(ids) == len(set(ids)) == Transfer.objects.of(till.authority).count()
