"""Writes on schemes: their texts, their calls."""

from relance.schemes.actions.calls import CannotOpen, change_call, close_call, delegate, make_call, open_call
from relance.schemes.actions.schemes import (
    BadRules,
    Reading,
    add_version,
    change_scheme,
    make_scheme,
    read_rules,
)

__all__ = [
    "BadRules",
    "CannotOpen",
    "Reading",
    "add_version",
    "change_call",
    "change_scheme",
    "close_call",
    "delegate",
    "make_call",
    "make_scheme",
    "open_call",
    "read_rules",
]
