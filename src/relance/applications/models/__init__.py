"""The nouns of applications, one subject per file."""

from relance.applications.models.aid import GroupLink, PriorAid
from relance.applications.models.application import APPLICANTS, Application, Identity, Outcome, State
from relance.applications.models.bank import BankDetails
from relance.applications.models.conflict import ConflictOfInterest
from relance.applications.models.decision import Decision, Proposal
from relance.applications.models.instruction import Check, Correction, CorrectionReason, Message, Note
from relance.applications.models.letter import Letter, LetterKind, LetterTemplate
from relance.applications.models.piece import Piece
from relance.applications.models.run import ItemState, Run, RunItem, RunKind, RunState

__all__ = [
    "APPLICANTS",
    "Application",
    "BankDetails",
    "Check",
    "ConflictOfInterest",
    "Correction",
    "CorrectionReason",
    "Decision",
    "GroupLink",
    "Identity",
    "ItemState",
    "Letter",
    "LetterKind",
    "LetterTemplate",
    "Message",
    "Note",
    "Outcome",
    "Piece",
    "PriorAid",
    "Proposal",
    "Run",
    "RunItem",
    "RunKind",
    "RunState",
    "State",
]
