"""Decisions in bulk: prepared by one, confirmed by another, a result for each file."""

import pytest

from relance.applications import actions
from relance.applications.models import (
    Application,
    CorrectionReason,
    Decision,
    ItemState,
    Outcome,
    Run,
    RunState,
    State,
)
from relance.applications.queries.queue import Filter
from relance.applications.rules.deciding import SAID, Why
from relance.kernel import jobs
from relance.kernel.errors import Refused
from relance.kernel.models import AuditLine, Membership
from relance.kernel.rules import Role
from relance.ledger import queries as ledger
from tests.applications.build import Fund, fund, given, many
from tests.support.cast import Cast

EACH = 1230_30


@pytest.fixture
def rent(cast: Cast) -> Fund:
    return fund(cast, minor=3 * EACH + 5)


def prepared(rent: Fund, outcome: Outcome = Outcome.ACCEPTED, **wanted: object) -> Run:
    return actions.prepare_run(
        call=rent.call,
        outcome=outcome,
        wanted=Filter.read(wanted),
        by=rent.instructor,
        at=rent.later(),
        motive="Le fonds est clos." if outcome == Outcome.CLOSED else "",
    )


def ran(rent: Fund, run: Run) -> dict[int, tuple[str, str]]:
    """What became of each file: state and reason or result."""
    actions.confirm_run(run=run, by=rent.decider, at=rent.later())
    jobs.run_waiting()
    return {one.application_id: (one.state, one.reason or one.result) for one in run.items.all()}


def test_files_that_fit_are_awarded_and_the_others_wait_in_line(rent: Fund) -> None:
    files = many(rent, 4)

    found = ran(rent, prepared(rent))

    assert [found[one.pk] for one in files] == [
        *[("done", "Accordée")] * 3,
        ("done", "liste d’attente"),
    ]
    (place,) = ledger.waiting_list(rent.authority, rent.envelope)
    assert place.case.key == files[3].number
    assert Decision.objects.of(rent.authority).count() == 4


def test_the_preflight_counts_what_stands_in_the_way(rent: Fund) -> None:
    many(rent, 2)
    many(rent, 1, headcount=12)
    corrected = rent.taken()
    actions.ask_correction(
        application=corrected,
        reason=CorrectionReason.INCOMPLETE,
        message="Le bail manque.",
        by=rent.instructor,
        at=rent.later(),
    )

    run = prepared(rent)

    assert run.preflight["reasons"] == {"ready": 2, "not_eligible": 1, "correction": 1}
    assert run.preflight["whole"] == 2 * EACH
    assert ran(rent, run)[corrected.pk] == ("refused", SAID[Why.CORRECTION])
    assert not Decision.objects.of(rent.authority).filter(application=corrected).exists()


def test_a_file_that_changed_since_is_looked_at_again(rent: Fund) -> None:
    first, second = many(rent, 2)
    run = prepared(rent)
    Application.objects.of(rent.authority).filter(pk=second.pk).update(
        facts=given(rent.name) | {"headcount": 12}
    )

    found = ran(rent, run)

    assert found[first.pk][0] == "done"
    assert found[second.pk] == ("refused", SAID[Why.NOT_ELIGIBLE])


def test_who_prepared_does_not_confirm_their_own(rent: Fund, cast: Cast) -> None:
    many(rent, 2)
    run = prepared(rent)
    Membership.objects.create(account=rent.instructor, authority=rent.authority, role=Role.DECIDER)
    rent.instructor.__dict__.pop("_rights_in", None)

    actions.confirm_run(run=run, by=rent.instructor, at=rent.later())
    jobs.run_waiting()

    assert {one.reason for one in run.items.all()} == {SAID[Why.SAME_PERSON]}
    assert not Decision.objects.of(rent.authority).exists()


def test_an_instructor_may_not_confirm(rent: Fund) -> None:
    many(rent, 1)

    with pytest.raises(Refused):
        actions.confirm_run(run=prepared(rent), by=rent.instructor, at=rent.later())


def test_a_right_lost_before_the_job_stops_it(rent: Fund) -> None:
    many(rent, 2)
    run = prepared(rent)
    job = actions.confirm_run(run=run, by=rent.decider, at=rent.later())
    Membership.objects.filter(account=rent.decider, role=Role.DECIDER).delete()

    jobs.run_waiting()

    job.refresh_from_db(from_queryset=type(job).objects.of(rent.authority))
    assert job.state == "failed"
    assert not Decision.objects.of(rent.authority).exists()


def test_a_conflict_of_interest_declared_meanwhile_keeps_the_file_out(rent: Fund) -> None:
    first, second = many(rent, 2)
    run = prepared(rent)
    actions.declare_conflict(
        application=second, account=rent.decider, why="Mon frère.", by=rent.decider, at=rent.later()
    )

    found = ran(rent, run)

    assert found[first.pk][0] == "done"
    assert found[second.pk] == ("refused", SAID[Why.RECUSED])


def test_a_delegation_by_amount_is_kept_file_by_file(rent: Fund) -> None:
    rent.call.delegated_up_to = 1000_00
    rent.call.save(update_fields=["delegated_up_to"])
    (file,) = many(rent, 1)

    found = ran(rent, prepared(rent))

    assert found[file.pk] == ("refused", SAID[Why.POWER])


def test_refusals_take_the_reasons_of_the_rules(rent: Fund) -> None:
    eligible, *_ = many(rent, 1)
    (refused,) = many(rent, 1, headcount=12)

    found = ran(rent, prepared(rent, Outcome.REFUSED))

    assert found[refused.pk] == ("done", "Refusée")
    assert found[eligible.pk] == ("refused", SAID[Why.ELIGIBLE])
    decision = Decision.objects.of(rent.authority).get()
    assert decision.motive == "L’effectif est trop grand."
    assert decision.awarded == 0


def test_a_file_held_by_somebody_else_is_left_to_them(rent: Fund, cast: Cast) -> None:
    (file,) = many(rent, 1)
    actions.take(application=file, by=rent.decider, at=rent.later())

    run = prepared(rent)

    assert run.preflight["reasons"] == {"held": 1}


def test_a_firm_that_applied_twice_gets_one_award_where_the_scheme_gives_one(cast: Cast) -> None:
    rent = fund(cast, once=True)
    first, second = many(rent, 2)
    Application.objects.of(rent.authority).filter(pk=second.pk).update(applicant_key=first.applicant_key)

    found = ran(rent, prepared(rent))

    assert found[first.pk][0] == "done"
    assert found[second.pk] == ("refused", SAID[Why.ALREADY_AWARDED])


def test_a_run_that_is_over_says_so_and_its_files_are_decided(rent: Fund) -> None:
    files = many(rent, 2)
    run = prepared(rent)

    ran(rent, run)

    run.refresh_from_db(from_queryset=Run.objects.of(rent.authority))
    assert (run.state, run.ended_at is not None) == (RunState.DONE, True)
    states = Application.objects.of(rent.authority).filter(pk__in=[one.pk for one in files])
    assert set(states.values_list("state", "outcome")) == {(State.DECIDED, Outcome.ACCEPTED)}
    assert AuditLine.objects.of(rent.authority).filter(act="applications.decide").count() == 2


def test_confirming_twice_decides_once(rent: Fund) -> None:
    many(rent, 2)
    run = prepared(rent)

    first = actions.confirm_run(run=run, by=rent.decider, at=rent.later())
    second = actions.confirm_run(run=run, by=rent.decider, at=rent.later())
    jobs.run_waiting()

    assert first.pk == second.pk
    assert Decision.objects.of(rent.authority).count() == 2


def test_a_run_given_up_is_not_confirmed(rent: Fund) -> None:
    many(rent, 1)
    run = prepared(rent)

    actions.abandon_run(run=run, by=rent.instructor, at=rent.later())

    with pytest.raises(actions.WrongState):
        actions.confirm_run(run=run, by=rent.decider, at=rent.later())


def test_a_step_costs_the_same_number_of_queries_however_many_files(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    rent = fund(cast)
    many(rent, 30)
    run = prepared(rent)
    actions.confirm_run(run=run, by=rent.decider, at=rent.later())

    with django_assert_max_num_queries(70):  # type: ignore[operator]  # pytest-django’s
        jobs.run_waiting()

    assert run.items.filter(state=ItemState.DONE).count() == 30


def test_a_filter_that_finds_nothing_makes_no_run(rent: Fund) -> None:
    with pytest.raises(actions.NotComplete):
        prepared(rent, words="introuvable")
