"""Reads across the register."""

from relance.directory.queries.register import (
    RegisteredFacts,
    RegisterState,
    registered_facts,
    state_of_register,
)

__all__ = ["RegisterState", "RegisteredFacts", "registered_facts", "state_of_register"]
