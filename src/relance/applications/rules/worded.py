"""Answers told line by line to an officer, in French, with units; facts read the same way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import bareme
from bareme.readers import reader
from bareme.values import NotAValue
from bareme.words import Speaker, typeset, value_words
from relance.applications.rules.facts import FROM_WORDS


@dataclass(frozen=True, slots=True)
class Told:
    """A condition or an amount and what it looked at, in words.

    `met`: yes, no, unknown, not applicable.
    """

    text: str
    met: str
    uses: tuple[str, ...]
    references: tuple[str, ...]
    is_amount: bool = False


def told(decision: bareme.Decision, sources: Mapping[str, Mapping[str, str]] | None = None) -> list[Told]:
    """Each reason of an answer, with values, references and, of `sources`, where each fact comes from."""
    return [_told(decision, reason, sources or {}) for reason in decision.reasons]


def fact_words(rules: bareme.Scheme, path: str, raw: Any) -> str:
    """A fact of a file as people say it; as it stands where the scheme does not read it."""
    fact = rules.inputs.get(path)
    if fact is None or fact.by is not None:
        fact = rules.inputs.get(path.rpartition(".")[0])
    parts = path.split(".")
    if fact is None and parts[0] in rules.entities:
        fact = rules.entities[parts[0]].inputs.get(parts[-1])
    if fact is None:
        return str(raw)
    try:
        value = reader(fact, (rules.currency, *rules.units))(raw)
    except (bareme.FactsError, NotAValue, ValueError):
        return str(raw)
    return typeset(value_words(value, fact.type, "fr", rules, fact), "fr")


def told_facts(rules: bareme.Scheme, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Facts as people say them: (what it is called, its value), one a path."""
    return [(fact_label(rules, path), fact_words(rules, path, value)) for path, value in flat_facts(facts)]


def flat_facts(facts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each fact by its path; elements of a list are counted from 1."""
    for name, value in facts.items():
        if isinstance(value, Mapping) and not {"from", "to"} & set(value):
            for inner, one in value.items():
                yield f"{name}.{inner}", one
        elif isinstance(value, list):
            for place, one in enumerate(value, start=1):
                for inner, what in one.items():
                    yield f"{name}.{place}.{inner}", what
        else:
            yield name, value


def fact_label(rules: bareme.Scheme, path: str) -> str:
    """What a fact is called on screen; the path itself where the scheme does not know it."""
    if path in rules.inputs:
        return rules.inputs[path].label["fr"]
    parts = path.split(".")
    if parts[0] in rules.inputs:  # a value for each period
        return f"{rules.inputs[parts[0]].label['fr']} · {parts[-1]}"
    if parts[0] in rules.entities and parts[-1] in rules.entities[parts[0]].inputs:
        entity = rules.entities[parts[0]]
        rank = f" {parts[1]}" if len(parts) > 2 else ""
        return f"{entity.label['fr']}{rank} · {entity.inputs[parts[-1]].label['fr']}"
    return path


def _told(decision: bareme.Decision, reason: bareme.Reason, sources: Mapping[str, Mapping[str, str]]) -> Told:
    rules = decision.program.scheme
    speaker = Speaker(decision.program, decision.env, "fr")
    amount = reason.kind == "amount"
    if amount:
        label = reason.label["fr"] if reason.label else "Montant"
        text = f"{label}\u00a0: {value_words(reason.value, reason.node.type, 'fr', rules)}"
    elif reason.value is False and reason.refusal:
        text = reason.refusal["fr"]
    else:
        text = reason.label["fr"] if reason.label else speaker.fact(reason.node, reason.value)
    uses = dict.fromkeys(_uses(rules, reason, sources))
    references = dict.fromkeys(one for one in _references(reason) if one)
    return Told(
        typeset(text, "fr"),
        _met(reason),
        tuple(typeset(one, "fr") for one in uses),
        tuple(references),
        amount,
    )


def _uses(
    rules: bareme.Scheme, reason: bareme.Reason, sources: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    for one in reason.walk():
        for used, value in one.uses:
            fact = rules.inputs.get(used.name)
            words = value_words(value, used.node.type, "fr", rules, fact)
            name = used.name.partition("@")[0]  # a fact by period carries where it was read in the text
            source = sources.get(name.partition(".")[0]) if name in rules.inputs else None
            known = f" ({FROM_WORDS.get(source.get('from', ''), 'déclaré')})" if source else ""
            yield f"{used.label['fr']}\u00a0: {words}{known}"


def _references(reason: bareme.Reason) -> Iterator[str]:
    yield reason.reference
    for one in reason.walk():
        yield from (used.reference for used, _ in one.uses)


def _met(reason: bareme.Reason) -> str:
    if reason.value is bareme.UNKNOWN:
        return "unknown"
    if reason.value is bareme.NOT_APPLICABLE:
        return "not applicable"
    return "no" if reason.value is False else "yes"
