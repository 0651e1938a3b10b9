"""What must never be false of a file is refused by the database itself, whoever writes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.applications import actions
from relance.applications.models import (
    Application,
    BankDetails,
    ConflictOfInterest,
    Correction,
    Decision,
    GroupLink,
    Identity,
    Piece,
    PriorAid,
    Proposal,
    Run,
    RunItem,
)
from relance.schemes.models import Scheme
from tests.applications.build import Fund, many
from tests.support.cast import Cast


def refused(act: Callable[[], Any], words: str) -> None:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        act()


def change(row: Application, **fields: Any) -> Callable[[], Any]:
    return lambda: Application.objects.of(row.authority).filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "law"),
    [
        ({"submitted_at": None}, "application_submitted_says_when"),
        ({"complete_at": None}, "application_submitted_says_when"),
        ({"applicant_key": ""}, "application_submitted_says_when"),
        ({"state": "elsewhere"}, "application_"),
        ({"instruction_by_name": ""}, "application_in_instruction_says_when_and_who"),
        ({"held_since": None}, "application_held_while_in_instruction"),
        ({"outcome": "accepted"}, "application_decided|without a decision"),
        ({"notified_how": "courriel"}, "application_notified_says_when_and_how"),
        ({"requested": -1}, "application_requested_not_negative"),
        ({"applicant_kind": "ghost"}, "application_applicant_known"),
        ({"number": ""}, "application_has_number|never changed"),
    ],
)
def test_a_state_carries_its_evidence(rent: Fund, fields: dict[str, Any], law: str) -> None:
    refused(change(rent.taken(), **fields), law)


def test_a_file_is_not_decided_without_a_decision(rent: Fund) -> None:
    row = rent.taken()

    refused(
        change(row, state="decided", outcome="accepted", decided_at=rent.now, holder=None),
        "decided without a decision",
    )


def test_a_decided_file_does_not_go_back(rent: Fund) -> None:
    row = rent.proposed()
    actions.decide(application=row, by=rent.decider, at=rent.later())

    refused(change(row, state="instruction", outcome="", decided_at=None), "has a decision and is not")


def written(rent: Fund, row: Application, **fields: Any) -> Callable[[], Decision]:
    """A decision written by hand, around every verb."""
    usual: dict[str, Any] = {
        "authority": rent.authority,
        "application": row,
        "outcome": "accepted",
        "proposed_by": rent.instructor,
        "proposed_by_name": "Inès",
        "proposed_at": rent.now,
        "decided_by": rent.decider,
        "decided_by_name": "Denis",
        "decided_at": rent.now,
        "version": row.version,
        "applied_on": rent.now.date(),
        "facts": {},
        "verdict": "eligible",
        "reasons": {},
        "sentences": [],
        "computed": 100,
        "awarded": 100,
        "currency": "EUR",
        "envelope": rent.envelope,
        "act_key": f"decision:{row.number}",
    }
    return lambda: Decision.objects.create(**usual | fields)


@pytest.mark.parametrize(
    ("fields", "law"),
    [
        ({"awarded": 0}, "decision_awards_when_accepted"),
        ({"awarded": 90}, "decision_manual_amount_says_why"),
        ({"computed": None}, "decision_manual_amount_says_why"),
        ({"outcome": "refused", "awarded": 0}, "decision_refusal_says_why"),
        ({"outcome": "refused", "motive": "x"}, "decision_awards_when_accepted"),
        ({"decided_by_name": ""}, "decision_says_who"),
        ({"envelope": 0}, "version or envelope"),
    ],
)
def test_a_decision_stands_on_its_grounds(rent: Fund, fields: dict[str, Any], law: str) -> None:
    refused(written(rent, rent.taken(), **fields), law)


def test_nobody_decides_what_they_proposed(rent: Fund) -> None:
    refused(written(rent, rent.taken(), decided_by=rent.instructor), "decision_by_another")


def test_no_decision_comes_before_its_proposal(rent: Fund) -> None:
    row = rent.taken()

    refused(written(rent, row, proposed_at=rent.now + timedelta(days=1)), "decision_follows_its_proposal")


def test_no_decision_on_a_file_that_nobody_examined(rent: Fund) -> None:
    refused(written(rent, rent.submitted()), "not in instruction")


def test_no_decision_while_a_correction_is_open(rent: Fund) -> None:
    row = rent.taken()
    asked: dict[str, Any] = {"authority": rent.authority, "application": row, "asked_at": rent.now}
    Correction.objects.create(**asked, reason="incomplete", message="Le bail.", asked_by_name="Inès")

    refused(written(rent, row), "a correction is open")
    refused(
        lambda: Correction.objects.create(
            **asked, reason="incomplete", message="Encore.", asked_by_name="Inès"
        ),
        "correction_one_open_at_a_time|UNIQUE",
    )


def test_no_decision_by_who_declared_a_conflict_of_interest(rent: Fund) -> None:
    row = rent.taken()
    ConflictOfInterest.objects.create(
        authority=rent.authority,
        account=rent.decider,
        applicant_key=row.applicant_key,
        declared_at=rent.now,
        declared_by_name="Denis",
    )

    refused(written(rent, row), "conflict of interest")


def test_a_decision_is_never_changed_nor_deleted(rent: Fund) -> None:
    row = rent.proposed()
    decided = actions.decide(application=row, by=rent.decider, at=rent.later()).decision

    rows = Decision.objects.of(rent.authority).filter(pk=decided.pk)
    refused(lambda: rows.update(awarded=1), "never changed")
    refused(lambda: rows.delete(), "never changed|FOREIGN KEY|violates")


def test_one_award_per_applicant_where_the_scheme_says_so(rent: Fund) -> None:
    first, second = rent.taken(), rent.taken()
    written(rent, first, once_key="1:abc")()

    refused(written(rent, second, once_key="1:abc"), "decision_one_award_per_applicant|UNIQUE")


def test_a_file_is_of_the_authority_and_scheme_of_its_call(rent: Fund, cast: Cast) -> None:
    row = rent.submitted()
    other = Scheme.objects.create(
        authority=cast.valmont, slug="autre", title="Autre", currency="EUR", created_at=rent.now,
        created_by_name="x",
    )  # fmt: skip
    version = rent.scheme.versions.get()
    version.pk, version.scheme, version.sha256 = None, other, "0" * 64
    version._state.adding = True
    version.save()

    refused(change(row, version=version), "another scheme")
    refused(
        lambda: Identity.objects.create(authority=cast.brumes, application=row, name="x"),
        "another authority|UNIQUE",
    )


def test_beside_a_file_nothing_is_half_said(rent: Fund) -> None:
    (row,) = many(rent, 1)
    of: dict[str, Any] = {"authority": rent.authority, "application": row}
    run = Run.objects.create(
        authority=rent.authority, call=rent.call, kind="decisions", outcome="accepted",
        prepared_at=rent.now, prepared_by=rent.instructor, prepared_by_name="Inès",
    )  # fmt: skip
    digest = "a" * 64

    refused(
        lambda: Piece.objects.create(
            **of, kind="lease", label="Bail", sha256=digest, size=1, sent_at=rent.now
        ),
        "piece_has_file_until_erased",
    )
    refused(
        lambda: BankDetails.objects.create(
            **of, kind="iban", sealed="", masked="x", digest=digest, given_at=rent.now
        ),
        "bank_sealed",
    )
    refused(
        lambda: Proposal.objects.create(
            **of, outcome="accepted", by=rent.instructor, by_name="Inès", at=rent.now
        ),
        "proposal_amount_of_an_acceptance",
    )
    refused(
        lambda: Proposal.objects.create(
            **of, outcome="refused", by=rent.instructor, by_name="Inès", at=rent.now
        ),
        "proposal_refusal_says_why",
    )
    refused(
        lambda: RunItem.objects.create(**of, run=run, place=1, state="refused", done_at=rent.now),
        "run_item_over_says_when_and_why",
    )
    refused(
        lambda: Run.objects.of(rent.authority).filter(pk=run.pk).update(state="confirmed"),
        "run_confirmed_says_who_and_when",
    )
    refused(
        lambda: PriorAid.objects.create(
            authority=rent.authority, applicant_key="k", regime="de_minimis", giver="Région", amount=0,
            currency="EUR", granted_on=rent.now.date(), at=rent.now,
        ),
        "prior_aid_positive",
    )  # fmt: skip
    refused(
        lambda: GroupLink.objects.create(
            authority=rent.authority, first_key="k", second_key="k", ground="x", since=rent.now.date(),
            at=rent.now, by_name="x",
        ),
        "group_link_between_two",
    )  # fmt: skip
    refused(
        lambda: ConflictOfInterest.objects.create(
            authority=rent.authority, account=rent.decider, declared_at=rent.now, declared_by_name="x"
        ),
        "conflict_covers_something",
    )
