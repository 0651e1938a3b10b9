"""What a scheme would cost, to whom it would go, what changing it would change: over every firm.

Answers for: totals with their bounds, funnel, variants, breakdowns, envelope, take-up, repayments, receipt.
Does not answer for: one applicant (`bareme.evaluate`), the rules as SQL (`bareme.sql`), files
(`bareme.populations`).
Anybody may call it. All of it is SQL; nothing here goes over firms one by one.

    result = simulate(load("fonds-loyer.yaml"), open_population("registre.parquet"), on=date(2020, 7, 1))
    result.text.totals.cost.central, result.as_dict()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bareme.simulation.request import Envelope as Envelope
    from bareme.simulation.request import Loss as Loss
    from bareme.simulation.request import SimulationError as SimulationError
    from bareme.simulation.request import TakeUp as TakeUp
    from bareme.simulation.request import Variant as Variant
    from bareme.simulation.results import Simulation as Simulation
    from bareme.simulation.run import simulate as simulate

_WHERE = {
    "request": ("Envelope", "Loss", "SimulationError", "TakeUp", "Variant"),
    "results": ("Simulation",),
    "run": ("simulate",),
}
_HOME = {name: module for module, names in _WHERE.items() for name in names}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'bareme.simulation' has no attribute {name!r}")
    value = getattr(import_module(f"bareme.simulation.{_HOME[name]}"), name)
    globals()[name] = value
    return value
