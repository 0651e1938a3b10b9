"""Letters of files: their texts, one letter, thousands in a run, and how each reached its reader."""

from relance.applications.actions.lettering.making import make_letters
from relance.applications.actions.lettering.notifying import How, notify
from relance.applications.actions.lettering.runs import (
    abandon_letters,
    confirm_letters,
    prepare_letters,
    send_letters,
)
from relance.applications.actions.lettering.texts import BadLetter, save_shipped, save_template

__all__ = [
    "BadLetter",
    "How",
    "abandon_letters",
    "confirm_letters",
    "make_letters",
    "notify",
    "prepare_letters",
    "save_shipped",
    "save_template",
    "send_letters",
]
