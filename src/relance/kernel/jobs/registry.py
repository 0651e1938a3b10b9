"""Which kinds of jobs there are, and the function behind each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relance.kernel.jobs.running import Run

Function = Callable[["Run"], None]


@dataclass(frozen=True)
class Kind:
    """A kind of job. `attempts`: how often it may stop without a step forward; `lease`: see `job`."""

    name: str
    label: str
    function: Function
    attempts: int
    lease: timedelta


_kinds: dict[str, Kind] = {}


def job(
    name: str, *, label: str = "", attempts: int = 3, lease: timedelta = timedelta(seconds=60)
) -> Callable[[Function], Function]:
    """Register the function of a kind of job.

    `label` is its name on screen. `lease` is how long a runner that says nothing more is
    believed alive; a living one renews it three times over, even during a long step.
    """

    def registered(function: Function) -> Function:
        known = _kinds.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"two functions for jobs “{name}”: {known.function} and {function}")
        _kinds[name] = Kind(name, label or "Travail en arrière-plan", function, attempts, lease)
        return function

    return registered


def kind_called(name: str) -> Kind | None:
    return _kinds.get(name)


def known_kinds() -> list[str]:
    return sorted(_kinds)


def label_of(name: str) -> str:
    """The name of a kind on screen, also of one that this version no longer knows."""
    return _kinds[name].label if name in _kinds else "Travail en arrière-plan"
