"""Writes on applications, by applicants and by officers."""

from relance.applications.actions.aids import add_prior_aid, end_link, link_applicants
from relance.applications.actions.bulk import abandon_run, confirm_run, prepare_run
from relance.applications.actions.deciding import decide, propose, withdraw_proposal
from relance.applications.actions.errors import (
    AlreadyAwarded,
    ApplicationError,
    BeyondPower,
    CallNotOpen,
    FactRefused,
    FourEyes,
    Held,
    NotComplete,
    Recused,
    Undetermined,
    WrongState,
)
from relance.applications.actions.establishing import set_fact
from relance.applications.actions.filing import (
    answer,
    applicant_key,
    deposit,
    identify_applicant,
    missing_pieces,
    start,
)
from relance.applications.actions.instructing import (
    answer_correction,
    ask_correction,
    note,
    release,
    take,
    tick,
    withdraw_correction,
    write,
)
from relance.applications.actions.recusing import declare_conflict, lift_conflict

__all__ = [
    "AlreadyAwarded",
    "ApplicationError",
    "BeyondPower",
    "CallNotOpen",
    "FactRefused",
    "FourEyes",
    "Held",
    "NotComplete",
    "Recused",
    "Undetermined",
    "WrongState",
    "abandon_run",
    "add_prior_aid",
    "answer",
    "answer_correction",
    "applicant_key",
    "ask_correction",
    "confirm_run",
    "decide",
    "declare_conflict",
    "deposit",
    "end_link",
    "identify_applicant",
    "lift_conflict",
    "link_applicants",
    "missing_pieces",
    "note",
    "prepare_run",
    "propose",
    "release",
    "set_fact",
    "start",
    "take",
    "tick",
    "withdraw_correction",
    "withdraw_proposal",
    "write",
]
