"""Examination: holding, correcting, appreciating, noting."""

from typing import Any

import pytest

from relance.applications import actions
from relance.applications.models import Application, Correction, CorrectionReason, State
from relance.kernel.errors import Refused
from relance.kernel.rules import Role
from tests.applications.build import Fund
from tests.support.cast import Cast


def fresh(row: Application) -> Application:
    return Application.objects.of(row.authority).get(pk=row.pk)


def ask(rent: Fund, row: Application, **said: Any) -> Correction:
    usual: dict[str, Any] = {
        "reason": CorrectionReason.INCORRECT,
        "message": "Le loyer n’est pas celui du bail.",
        "facts": ["monthly_rent"],
        "by": rent.instructor,
        "at": rent.later(),
    }
    return actions.ask_correction(application=row, **usual | said)


def test_taking_a_file_says_who_holds_it_and_since_when(rent: Fund) -> None:
    row = rent.submitted()

    taken = actions.take(application=row, by=rent.instructor, at=rent.later())

    assert (taken.state, taken.holder, taken.held_since) == (State.INSTRUCTION, rent.instructor, rent.now)
    assert taken.instruction_by_name == "Inès"


def test_a_held_file_is_not_taken_unknowingly(rent: Fund) -> None:
    row = rent.taken()

    with pytest.raises(actions.Held, match="Inès"):
        actions.take(application=row, by=rent.decider, at=rent.later())
    over = actions.take(application=row, by=rent.decider, at=rent.later(), over=True)

    assert over.holder == rent.decider


def test_a_released_file_is_anybody_s_and_only_its_holder_releases(rent: Fund) -> None:
    row = rent.taken()

    with pytest.raises(actions.Held):
        actions.release(application=row, by=rent.decider, at=rent.later())
    released = actions.release(application=row, by=rent.instructor, at=rent.later())

    assert (released.holder, released.state) == (None, State.INSTRUCTION)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.TREASURER, Role.ADMINISTRATOR])
def test_nobody_else_examines(rent: Fund, cast: Cast, role: Role) -> None:
    with pytest.raises(Refused):
        actions.take(application=rent.submitted(), by=cast.holding(role), at=rent.later())


def test_a_draft_is_nobody_s_to_examine(rent: Fund) -> None:
    from relance.kernel.errors import Missing

    with pytest.raises(Missing):
        actions.take(application=rent.draft(), by=rent.instructor, at=rent.later())


def test_no_decision_while_a_correction_is_open(rent: Fund) -> None:
    row = rent.proposed()
    correction = ask(rent, row)

    assert not row.proposals.filter(withdrawn_at__isnull=True).exists()
    with pytest.raises(actions.WrongState):
        actions.propose(application=row, outcome="accepted", by=rent.instructor, at=rent.later())  # type: ignore[arg-type]  # its value
    actions.withdraw_correction(correction=correction, by=rent.instructor, at=rent.later())

    actions.propose(application=row, outcome="accepted", by=rent.instructor, at=rent.later())  # type: ignore[arg-type]  # its value


def test_an_answer_changes_what_was_asked_and_nothing_else(rent: Fund) -> None:
    row = rent.taken()
    correction = ask(rent, row)

    with pytest.raises(actions.FactRefused):
        actions.answer_correction(correction=correction, facts={"headcount": 1}, at=rent.later())
    actions.answer_correction(
        correction=correction, facts={"monthly_rent": "420 EUR/month"}, text="Pardon.", at=rent.later()
    )

    assert fresh(row).facts["monthly_rent"] == "420 EUR/month"
    assert fresh(row).assessed_amount == 1260_00
    assert fresh(row).complete_at == rent.now


def test_one_correction_at_a_time_about_questions_of_the_scheme(rent: Fund) -> None:
    row = rent.taken()

    with pytest.raises(actions.FactRefused):
        ask(rent, row, facts=["colour"])
    with pytest.raises(actions.NotComplete):
        ask(rent, row, message=" ")
    ask(rent, row)
    with pytest.raises(actions.WrongState):
        ask(rent, row)


def test_an_answered_correction_is_not_answered_again(rent: Fund) -> None:
    correction = ask(rent, rent.taken())
    actions.answer_correction(correction=correction, at=rent.later())

    with pytest.raises(actions.WrongState):
        actions.answer_correction(correction=correction, at=rent.later())


def test_an_officer_s_fact_is_checked_by_the_scheme_and_says_its_source(rent: Fund) -> None:
    row = rent.taken()

    with pytest.raises(actions.FactRefused):
        actions.set_fact(
            application=row,
            facts={"headcount": "beaucoup"},
            why="DSN de mai",
            by=rent.instructor,
            at=rent.later(),
        )
    changed = actions.set_fact(
        application=row, facts={"headcount": 4}, why="DSN de mai", by=rent.instructor, at=rent.later()
    )

    assert changed.sources["headcount"]["from"] == "officer"
    assert fresh(row).facts["headcount"] == 4


def test_only_boxes_of_the_scheme_are_ticked(rent: Fund) -> None:
    with pytest.raises(actions.FactRefused):
        actions.tick(application=rent.taken(), name="hardship", met=True, by=rent.instructor, at=rent.later())


def test_notes_and_messages_say_who_wrote_them(rent: Fund) -> None:
    row = rent.taken()

    actions.note(application=row, text=" À revoir. ", by=rent.instructor, at=rent.later())
    actions.write(application=row, text="Bonjour.", by=rent.instructor, at=rent.later())
    actions.write(application=row, text="Merci.", by=None, at=rent.later())

    assert [(one.text, one.by_name) for one in row.notes.all()] == [("À revoir.", "Inès")]
    assert [(one.text, one.from_applicant) for one in row.messages.all()] == [
        ("Bonjour.", False),
        ("Merci.", True),
    ]
    with pytest.raises(actions.NotComplete):
        actions.note(application=row, text=" ", by=rent.instructor, at=rent.later())
