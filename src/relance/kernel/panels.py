"""How pages join what the layers keep apart: panels, and the addresses behind plain references.

An app registers, in its `AppConfig.ready`, what it can show about a kind of subject:

    panels.register("plans.measure", money_of_measure, order=20)
    panels.register_addresses("payments.claim", addresses_of_claims)

`site` asks `panels_for(subject, reader)`, the ledger `addresses_of(authority, references)`;
neither knows which app answers.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from relance.kernel.models import Authority
from relance.kernel.permissions import Reader


@dataclass(frozen=True)
class Subject:
    """A plain reference to a row ("plans.measure", "17") of an authority."""

    kind: str
    key: str
    authority: Authority


@dataclass(frozen=True)
class Panel:
    """A piece of a page: its heading, and the template that shows its context.

    `order` places it among the others (small first); None: where its function was registered.
    """

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int | None = None


@dataclass(frozen=True)
class Address:
    """Where a reference leads, and the words of the link."""

    url: str
    label: str


PanelFunction = Callable[[Subject, Reader], Panel | None]
"""Shows what this reader may see of the subject; None: nothing to show. It checks rights itself."""

AddressFunction = Callable[[Authority, Collection[str]], Mapping[str, Address]]
"""Keys of one authority to their addresses, in a constant number of queries; unknown keys are left out."""

_panels: dict[str, list[tuple[int, PanelFunction]]] = {}
_addresses: dict[str, AddressFunction] = {}


def register(kind: str, function: PanelFunction, *, order: int = 100) -> None:
    """Let `function` show a panel about each subject of this kind. Registering it twice changes nothing."""
    known = _panels.setdefault(kind, [])
    if all(function is not other for _, other in known):
        known.append((order, function))


def register_addresses(kind: str, function: AddressFunction) -> None:
    """Let `function` say where references of this kind lead. One app answers for a kind."""
    if _addresses.setdefault(kind, function) is not function:
        raise ValueError(f"addresses of “{kind}” are registered twice")


def panels_for(subject: Subject, reader: Reader) -> list[Panel]:
    """What all apps can show this reader about the subject, in order."""
    shown = []
    for registered, function in _panels.get(subject.kind, []):
        panel = function(subject, reader)
        if panel is not None:
            shown.append((registered if panel.order is None else panel.order, panel))
    return [panel for _, panel in sorted(shown, key=lambda pair: pair[0])]


def addresses_of(
    authority: Authority, references: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Address]:
    """Where these references (kind, key) lead; those that lead nowhere are left out.

    One call of each kind's function, however many references: a list of lines stays cheap.
    """
    keys: dict[str, set[str]] = {}
    for kind, key in references:
        if kind in _addresses:
            keys.setdefault(kind, set()).add(key)
    return {
        (kind, key): address
        for kind, wanted in keys.items()
        for key, address in _addresses[kind](authority, wanted).items()
    }


def address_of(authority: Authority, kind: str, key: str) -> Address | None:
    """Where one reference leads, if anywhere."""
    return addresses_of(authority, [(kind, key)]).get((kind, key))
