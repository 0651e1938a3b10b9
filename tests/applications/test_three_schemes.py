"""Three schemes of two countries pass through the same code, from the draft to the award."""

from datetime import UTC, date, datetime

import pytest

from relance.applications import actions
from relance.applications.models import Outcome, State
from relance.ledger import queries as ledger
from relance.ledger.actions import Ref
from tests.applications.build import fund
from tests.support.cast import Cast

MARCH = datetime(2025, 3, 1, 9, tzinfo=UTC)


def test_a_shopkeeper_of_the_rent_fund_is_awarded_to_the_cent(cast: Cast) -> None:
    rent = fund(cast)
    application = rent.proposed()

    decided = actions.decide(application=application, by=rent.decider, at=rent.later())

    assert decided.decision.awarded == 1230_30
    assert decided.decision.currency == "EUR"
    (standing,) = ledger.case(rent.authority, Ref("award", application.number))
    assert standing.figures.awarded == 1230_30


def test_an_association_is_awarded_the_day_it_is_decided(cast: Cast) -> None:
    grant = fund(cast, "subvention-association", now=MARCH, agreement_above=23_000_00)
    application = grant.taken()

    actions.propose(application=application, outcome=Outcome.ACCEPTED, by=grant.instructor, at=grant.later())
    decided = actions.decide(application=application, by=grant.decider, at=grant.later())

    assert decided.decision.awarded == 20_000_00
    assert decided.decision.reasons["values"]["agreement_needed"] is True
    assert decided.decision.applied_on == MARCH.date()


def test_a_household_of_quebec_is_awarded_in_dollars_for_the_month_aided(cast: Cast) -> None:
    rent = fund(cast, "supplement-loyer", now=datetime(2022, 5, 3, 15, tzinfo=UTC))
    draft = rent.draft()
    actions.answer(application=draft, facts={}, month_aided=date(2022, 5, 1), at=rent.later())
    actions.identify_applicant(application=draft, name="Ménage Roy", at=rent.later())
    filed = actions.deposit(application=draft, at=rent.later())

    application = actions.take(application=filed, by=rent.instructor, at=rent.later())
    actions.propose(application=application, outcome=Outcome.ACCEPTED, by=rent.instructor, at=rent.later())
    decided = actions.decide(application=application, by=rent.decider, at=rent.later())

    assert (decided.decision.awarded, decided.decision.currency) == (450_00, "CAD")
    application.refresh_from_db(from_queryset=type(application).objects.of(rent.authority))
    assert application.state == State.DECIDED


@pytest.mark.django_db
def test_a_file_of_one_town_is_not_of_another(cast: Cast) -> None:
    rent = fund(cast)

    assert rent.submitted().authority == cast.valmont
