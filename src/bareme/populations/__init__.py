"""Firms by the million: files read, mapped to a scheme's facts, joined, or drawn.

Answers for: which column is which fact, what a file holds and misses, synthetic registers, money really paid.
Does not answer for: what a scheme gives (`bareme.simulation`), the rules (`bareme.sql`).
Anybody may call it. DuckDB does the work; nothing here goes over firms one by one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bareme.populations.files import Population as Population
    from bareme.populations.files import PopulationError as PopulationError
    from bareme.populations.files import open_population as open_population
    from bareme.populations.joining import JoinReport as JoinReport
    from bareme.populations.joining import join_files as join_files
    from bareme.populations.mapping import Mapped as Mapped
    from bareme.populations.mapping import map_facts as map_facts
    from bareme.populations.paid import money_paid as money_paid
    from bareme.populations.synth import synthesise as synthesise

_WHERE = {
    "files": ("Population", "PopulationError", "open_population"),
    "joining": ("JoinReport", "join_files"),
    "mapping": ("Mapped", "map_facts"),
    "paid": ("money_paid",),
    "synth": ("synthesise",),
}
_HOME = {name: module for module, names in _WHERE.items() for name in names}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'bareme.populations' has no attribute {name!r}")
    value = getattr(import_module(f"bareme.populations.{_HOME[name]}"), name)
    globals()[name] = value
    return value
