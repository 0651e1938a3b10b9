"""One thing a page: which fact to ask next, with the fields of its page.

The order is `bareme`'s own: only what can still change the answer, what settles most first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

import bareme
from bareme.model import say
from bareme.questions import Question
from relance.applications.rules.asking import facts as known_facts
from relance.applications.rules.asking.fields import LEVELS, Field, declared, field_for
from relance.values.typography import NBSP, month

AT_MOST = 40
"""Elements of a list (members of a household…) that the public form takes."""


@dataclass(frozen=True, slots=True)
class Page:
    """One thing asked. `key` names it in addresses. `many`: a list; its fields are those of one element.

    `known`: what a register already says of it, in words; `why`: why it is asked again.
    """

    key: str
    title: str
    fields: tuple[Field, ...] = ()
    many: bool = False
    known: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Where an applicant stands. `declared` comes before `registered`; `skipped`: pages left for later."""

    scheme: bareme.Scheme
    on: date
    declared: Mapping[str, Any] = field(default_factory=dict)
    registered: Mapping[str, Any] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """What `bareme` is given. Of what was awarded already, the public pages assume nothing."""
        names = [path.partition(".")[2] for path in self.scheme.inputs if path.startswith("already.")]
        assumed = {"already": dict.fromkeys(names, 0)} if names else {}
        return known_facts.merged(assumed, known_facts.merged(self.registered, self.declared))

    @property
    def assumes_no_award(self) -> bool:
        """Whether the answer would change with what was awarded before."""
        return any(path.startswith("already.") for path in self.scheme.inputs)

    def answering(self, declared: Mapping[str, Any]) -> "State":
        return replace(self, declared=declared)


def decision_of(state: State) -> bareme.Decision:
    """What the scheme answers as far as facts go. Raises bareme.NotInForce, bareme.FactsError."""
    return _decided(state.scheme, state.on, json.dumps(state.facts, sort_keys=True))


@lru_cache(maxsize=512)
def _decided(scheme: bareme.Scheme, on: date, facts: str) -> bareme.Decision:
    """Ordering the questions tries many answers: the same facts (nobody's at first) are asked after often."""
    return bareme.evaluate(scheme, json.loads(facts), on=on)


def left(state: State) -> list[Question]:
    """What the applicant can still be asked, in the order worth asking; the officer's facts are left out."""
    return [one for one in decision_of(state).questions if _askable(state.scheme, one)]


def _askable(scheme: bareme.Scheme, question: Question) -> bool:
    if (
        question.source == "officer"
        or question.path.startswith(("already.", "checks."))
        or ".checks." in question.path
    ):
        return False
    return ".already." not in question.path


def waiting(state: State) -> list[str]:
    """What is left to the service alone, in words: facts that officers find, and what they appreciate."""
    others = [one for one in decision_of(state).questions if not _askable(state.scheme, one)]
    return list(dict.fromkeys(say(one.label) for one in others if not one.path.startswith("already.")))


def next_page(state: State) -> Page | None:
    """The next thing to ask; None when no answer of the applicant can change the answer any more."""
    for question in left(state):
        key = key_of(state.scheme, question.path)
        if key not in state.skipped:
            return page_of(state, key)
    return None


def still_to_ask(state: State) -> list[str]:
    """The keys of all the pages that matter as facts stand, in order, skipped ones included."""
    return list(dict.fromkeys(key_of(state.scheme, one.path) for one in left(state)))


def key_of(scheme: bareme.Scheme, path: str) -> str:
    """The page that a fact is asked on: periods, levels of a place, elements of a list go together."""
    head = known_facts.top(path)
    if head in scheme.entities:
        return head
    base = path
    while base and base not in scheme.inputs:
        base = base.rpartition(".")[0]
    owner, _, level = base.rpartition(".")
    return owner if owner and level in LEVELS and f"{owner}.commune" in scheme.inputs else base


def page_of(state: State, key: str, *, officer: bool = False) -> Page:
    """The page of this key, whatever was answered. Raises KeyError when the scheme has no such thing.

    `officer`: of a list, also what officers find themselves.
    """
    scheme = state.scheme
    if key in scheme.entities:
        return _list_page(state, key, officer=officer)
    paths = _paths(state, key)
    first = declared(scheme, paths[0])
    asked = first.ask or first.label
    fields = tuple(_field(state, path, say(asked)) for path in paths)
    title = fields[0].label if len(fields) == 1 and not first.by else say(asked)
    return Page(key, title, fields, known=_known(state, paths))


def _paths(state: State, key: str) -> list[str]:
    """The facts asked on a page: those still worth asking, else those answered before."""
    scheme = state.scheme
    asked = [one.path for one in left(state) if key_of(scheme, one.path) == key]
    given = known_facts.get(state.declared, key)
    if key in scheme.inputs and not scheme.inputs[key].by:
        return [key]
    if isinstance(given, Mapping):
        before = [f"{key}.{name}" for name in given]
        if key in scheme.inputs:  # periods: all of them on one page, in order
            return sorted({*asked, *before})
        return before if not asked else list(dict.fromkeys([*before, *asked]))
    if not asked:
        if key in scheme.inputs or f"{key}.commune" in scheme.inputs:
            fallback = _all_periods(state, key) if key in scheme.inputs else [f"{key}.{_level(state, key)}"]
            if fallback:
                return fallback
        raise KeyError(key)
    return sorted(asked) if key in scheme.inputs else asked


def _all_periods(state: State, key: str) -> list[str]:
    """The periods that the scheme would look at if nothing were known."""
    bare = _decided(state.scheme, state.on, "{}")
    return sorted(one.path for one in bare.questions if key_of(state.scheme, one.path) == key)


def _level(state: State, key: str) -> str:
    """The level of a place that the scheme's territories are made of."""
    used = {codes.of for codes in state.scheme.sets.values() if codes.of in LEVELS}
    return next((level for level in LEVELS if level in used), "commune")


def _field(state: State, path: str, label: str) -> Field:
    fact = declared(state.scheme, path)
    one = field_for(state.scheme, path, on=state.on, label=label, names=state.names)
    return replace(one, label=period_words(path.rpartition(".")[2])) if fact.by else one


def period_words(key: str) -> str:
    """ "2020-03" → "mars 2020", "2020-T3" → "3e trimestre 2020", "2020" → "2020"."""
    year, _, part = key.partition("-")
    if not part:
        return f"Année {year}"
    if part.startswith("T"):
        return f"{part[1:]}{'er' if part == 'T1' else 'e'} trimestre {year}"
    return month(date(int(year), int(part), 1)).capitalize()


def officer_keys(scheme: bareme.Scheme) -> list[str]:
    """The pages of everything that an officer may establish, in the order of the scheme.

    Not among them: what was awarded already (the ledger knows) and appreciations (they are ticked).
    """
    paths = [path for path in scheme.inputs if not {"already", "checks"} & set(path.split(".")[:-1])]
    return list(dict.fromkeys(key_of(scheme, path) for path in (*paths, *scheme.entities)))


def unknown_to_officers(state: State) -> list[str]:
    """The pages that can still change the answer, those of officers included, in the order worth asking."""
    wanted = [
        one.path
        for one in decision_of(state).questions
        if not {"already", "checks"} & set(one.path.split(".")[:-1])
    ]
    return list(dict.fromkeys(key_of(state.scheme, path) for path in wanted))


def _list_page(state: State, key: str, *, officer: bool = False) -> Page:
    entity = state.scheme.entities[key]
    fields = tuple(
        field_for(
            state.scheme, f"{key}.0.{name}", on=state.on, label=say(one.ask or one.label), names=state.names
        )
        for name, one in entity.inputs.items()
        if officer or one.source != "officer"
    )
    return Page(key, say(entity.label), fields, many=True)


def _known(state: State, paths: list[str]) -> str:
    """What the register says of the one fact of the page."""
    if len(paths) != 1:
        return ""
    value = known_facts.get(state.registered, paths[0])
    if not isinstance(value, Mapping):
        return ""
    low, high = value.get("from"), value.get("to")
    if low is None or high is None:
        return f"le registre dit {'au moins' if high is None else 'au plus'} {low if high is None else high}"
    return f"le registre dit de {low} à {high}".replace("  ", NBSP)
