"""Propose, then decide by another: what is written, and what is refused."""

from typing import Any

import pytest

from relance.applications import actions
from relance.applications.actions.deciding import Decided
from relance.applications.models import Application, Decision, Outcome, Piece, Proposal, State
from relance.applications.queries.rooms import room_of
from relance.kernel import files
from relance.kernel.errors import Missing, Refused
from relance.kernel.models import AuditLine, StoredFile
from relance.kernel.rules import Role
from relance.ledger import queries as ledger
from relance.ledger.actions import Ref
from relance.schemes import actions as schemes
from relance.values.money import Money
from tests.applications.build import Fund, fund, given
from tests.support.cast import Cast


def fresh(row: Application) -> Application:
    return Application.objects.of(row.authority).get(pk=row.pk)


def propose(rent: Fund, row: Application, **said: Any) -> Proposal:
    usual: dict[str, Any] = {"outcome": Outcome.ACCEPTED, "by": rent.instructor, "at": rent.later()}
    return actions.propose(application=row, **usual | said)


def decide(rent: Fund, row: Application, **said: Any) -> Decided:
    usual: dict[str, Any] = {"by": rent.decider, "at": rent.later()}
    return actions.decide(application=row, **usual | said)


def test_a_decision_keeps_version_facts_reasons_and_tells_the_ledger(rent: Fund) -> None:
    row = rent.proposed()

    decided = decide(rent, row).decision

    assert (decided.awarded, decided.computed, decided.verdict) == (1230_30, 1230_30, "eligible")
    assert decided.facts == given() | {"already": {"firm": "0.00 EUR"}}
    assert decided.version == row.version
    assert decided.reasons["hash"] == row.version.sha256
    assert "1\u202f230,30\u00a0€" in " ".join(decided.sentences)
    assert (fresh(row).state, fresh(row).outcome, fresh(row).holder) == (State.DECIDED, "accepted", None)
    (standing,) = ledger.case(rent.authority, Ref("award", row.number))
    assert standing.figures.awarded == 1230_30
    assert AuditLine.objects.of(rent.authority).filter(act="applications.decide").count() == 1


def test_who_proposed_does_not_decide(rent: Fund, cast: Cast) -> None:
    row = rent.taken()
    propose(rent, row, by=rent.decider)

    with pytest.raises(actions.FourEyes):
        decide(rent, row)


def test_an_instructor_does_not_decide(rent: Fund, cast: Cast) -> None:
    with pytest.raises(Refused):
        decide(rent, rent.proposed(), by=rent.instructor)


def test_nothing_is_decided_that_nobody_proposed(rent: Fund) -> None:
    with pytest.raises(actions.WrongState):
        decide(rent, rent.taken())


def test_a_second_press_decides_nothing_more(rent: Fund) -> None:
    row = rent.proposed()
    decide(rent, row)

    with pytest.raises(actions.WrongState):
        decide(rent, row)
    assert Decision.objects.of(rent.authority).count() == 1


def test_another_amount_needs_a_reason_and_a_second_person(rent: Fund) -> None:
    row = rent.taken()
    amount = Money(1000_00, "EUR")

    with pytest.raises(actions.NotComplete):
        propose(rent, row, amount=amount)
    propose(rent, row, amount=amount, manual_reason="Un mois était déjà payé.")
    decided = decide(rent, row).decision

    assert (decided.awarded, decided.computed) == (1000_00, 1230_30)
    assert decided.manual_reason == "Un mois était déjà payé."
    assert decided.proposed_by != decided.decided_by


def test_a_refusal_gives_the_reasons_of_the_rules(rent: Fund) -> None:
    row = rent.taken(headcount=12)

    propose(rent, row, outcome=Outcome.REFUSED)
    decided = decide(rent, row).decision

    assert decided.motive == "L’effectif est trop grand."
    assert (decided.awarded, decided.verdict) == (0, "not eligible")
    assert ledger.case(rent.authority, Ref("award", row.number)) == []


def test_a_closing_says_why(rent: Fund) -> None:
    row = rent.taken()

    with pytest.raises(actions.NotComplete):
        propose(rent, row, outcome=Outcome.CLOSED)
    propose(rent, row, outcome=Outcome.CLOSED, motive="Le demandeur a renoncé.")

    assert decide(rent, row).decision.outcome == Outcome.CLOSED


def test_a_firm_that_no_register_confirmed_waits_for_its_decision(rent: Fund) -> None:
    row = rent.taken()
    Application.objects.of(rent.authority).filter(pk=row.pk).update(unconfirmed=True)

    with pytest.raises(actions.Undetermined):
        propose(rent, row)


def test_a_missing_fact_keeps_a_file_from_being_awarded(rent: Fund) -> None:
    row = rent.taken(profit=None)

    with pytest.raises(actions.Undetermined, match="Bénéfice imposable"):
        propose(rent, row)


def test_a_proposal_that_no_longer_fits_is_not_decided(rent: Fund) -> None:
    row = rent.proposed()
    Application.objects.of(rent.authority).filter(pk=row.pk).update(
        facts=given() | {"monthly_rent": "400 EUR/month"}
    )

    with pytest.raises(actions.Undetermined):
        decide(rent, row)


def test_what_the_envelope_cannot_pay_waits_in_line(cast: Cast) -> None:
    rent = fund(cast, minor=1230_30)
    first, second = rent.proposed(), rent.proposed()

    assert not decide(rent, first).waiting
    assert decide(rent, second).waiting

    (place,) = ledger.waiting_list(rent.authority, rent.envelope)
    assert place.case.key == second.number


def test_above_the_common_limit_only_a_delegation_decides(rent: Fund) -> None:
    rent.call.delegated_up_to = 1000_00
    rent.call.save(update_fields=["delegated_up_to"])
    row = rent.proposed()

    with pytest.raises(actions.BeyondPower):
        decide(rent, row)
    schemes.delegate(call=rent.call, account=rent.decider, up_to=2000_00, by=None, at=rent.later())

    assert decide(rent, row).decision.awarded == 1230_30


def test_a_conflict_of_interest_removes_the_file_from_view(rent: Fund) -> None:
    row = rent.proposed()
    actions.declare_conflict(
        application=row, account=rent.decider, why="Ma sœur.", by=rent.decider, at=rent.later()
    )

    with pytest.raises(Missing):
        decide(rent, row)


def test_a_conflict_is_lifted_by_who_administers_never_by_oneself(rent: Fund, cast: Cast) -> None:
    row = rent.proposed()
    conflict = actions.declare_conflict(
        application=row, account=rent.decider, why="", by=rent.decider, at=rent.later()
    )

    with pytest.raises(Refused):
        actions.lift_conflict(conflict=conflict, by=rent.decider, at=rent.later())
    actions.lift_conflict(conflict=conflict, by=cast.holding(Role.ADMINISTRATOR), at=rent.later())

    assert decide(rent, row).decision.awarded == 1230_30


def test_a_second_award_to_the_same_firm_is_refused_where_the_scheme_gives_one(cast: Cast) -> None:
    rent = fund(cast, once=True)
    first = rent.proposed(number="732 829 320")
    second = rent.taken(number="73282932000074")  # an establishment of the same firm
    decide(rent, first)

    with pytest.raises(actions.AlreadyAwarded):
        propose(rent, second)


def test_an_award_beyond_the_ceiling_of_public_aid_is_stopped(cast: Cast) -> None:
    rent = fund(cast, regime="de_minimis")
    row = rent.taken()
    actions.add_prior_aid(
        application=row,
        regime="de_minimis",
        giver="Région",
        amount=Money(199_000_00, "EUR"),
        granted_on=rent.now.date(),
        by=rent.instructor,
        at=rent.later(),
    )

    with pytest.raises(actions.WrongState, match="plafond"):
        propose(rent, row)
    found = room_of(row, rent.now.date())
    assert found is not None
    assert found.left == Money(1000_00, "EUR")


def test_an_award_counts_under_the_ceiling_of_the_whole_group(cast: Cast) -> None:
    rent = fund(cast, regime="de_minimis")
    first, second = rent.proposed(), rent.taken()
    actions.link_applicants(
        first=first,
        second=second,
        ground="majorité des droits de vote",
        since=rent.now.date(),
        by=rent.instructor,
        at=rent.later(),
    )
    decide(rent, first)

    found = room_of(second, rent.now.date())

    assert found is not None
    assert found.used == Money(1230_30, "EUR")


def test_identity_papers_leave_at_the_decision(rent: Fund) -> None:
    row = rent.proposed()
    kept = files.store(authority=rent.authority, by=None, name="carte.txt", content=b"carte", at=rent.now)
    Piece.objects.create(
        authority=rent.authority, application=row, kind="id", label="Identité", name="carte.txt", file=kept,
        sha256=kept.sha256, size=5, is_identity=True, sent_at=rent.now,
    )  # fmt: skip

    decide(rent, row)

    piece = Piece.objects.of(rent.authority).get()
    assert (piece.file, piece.name, piece.erased_at is not None) == (None, "", True)
    assert not StoredFile.objects.of(rent.authority).filter(sha256=kept.sha256).exists()


def test_what_was_already_awarded_counts_in_the_rules(cast: Cast) -> None:
    from datetime import UTC, datetime

    rent = fund(cast, now=datetime(2020, 11, 2, 9, tzinfo=UTC))
    first = rent.proposed(applicant="Au bon pain")
    second = rent.taken(applicant="Au bon pain")
    decide(rent, first)

    propose(rent, second)
    decided = decide(rent, second).decision

    assert decided.facts["already"] == {"firm": "1230.30 EUR"}
