"""What changed between two texts of a scheme, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from bareme.loader.rules import same
from bareme.model import Condition, Input, Parameter, Scheme, say
from bareme.tree import Node
from bareme.types import Quantity, optional
from bareme.unparse import unparse
from bareme.words import day, value_words

HEAD = {
    "name": "identifiant",
    "title": "titre",
    "kind": "nature",
    "currency": "monnaie",
    "since": "début de validité",
    "until": "fin de validité",
    "applies_by": "date d’application",
    "beneficiary": "bénéficiaire",
    "enacted": "adoption",
    "ask": "ordre des questions",
    "summary": "résumé",
}


def differences(old: Scheme, new: Scheme) -> list[str]:
    """One sentence for each change of substance; layout and comments do not count."""
    return [*_head(old, new), *_parameters(old, new), *_rules(old, new), *_facts(old, new), *_rest(old, new)]


def _head(old: Scheme, new: Scheme) -> Iterator[str]:
    for key, word in HEAD.items():
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield f"{word} : {_plain(before)} devient {_plain(after)}"


def _plain(value: Any) -> str:
    if value is None:
        return "rien"
    if isinstance(value, Mapping):
        return f"« {value['fr']} »"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys([*old, *new]):
        yield name, old.get(name), new.get(name)


def _parameters(old: Scheme, new: Scheme) -> Iterator[str]:
    for name, before, after in _pairs(old.parameters, new.parameters):
        if before is None or after is None:
            verb = "ajouté" if before is None else "supprimé"
            yield f"paramètre {name} {verb} : {_values(after or before, new if after else old)}"
            continue
        if before.scope != after.scope:
            yield f"paramètre {name} : portée {before.scope or 'aucune'} devient {after.scope or 'aucune'}"
        was = {value.since: value for value in before.values}
        now = {value.since: value for value in after.values}
        for since in sorted({*was, *now}):
            yield from _value(name, since, was.get(since), now.get(since), (before, old), (after, new))


def _value(
    name: str,
    since: Any,
    was: Any,
    now: Any,
    before: tuple[Parameter, Scheme],
    after: tuple[Parameter, Scheme],
) -> Iterator[str]:
    when = f"depuis le {day(since, 'fr')}"
    if was is None:
        yield f"paramètre {name}, {when} : {_said(now.value, *after)} (nouvelle valeur, {now.reference})"
    elif now is None:
        yield f"paramètre {name}, {when} : {_said(was.value, *before)} n’est plus écrit"
    else:
        first, second = _said(was.value, *before), _said(now.value, *after)
        if first != second:
            yield f"paramètre {name}, {when} : {first} devient {second}"
        if was.until != now.until:
            yield f"paramètre {name}, {when} : fin {_plain(was.until)} devient {_plain(now.until)}"
        if was.reference != now.reference:
            yield f"paramètre {name}, {when} : référence « {was.reference} » devient « {now.reference} »"


def _said(value: Any, parameter: Parameter, scheme: Scheme) -> str:
    return value_words(value, parameter.type, "fr", scheme)


def _values(parameter: Parameter, scheme: Scheme) -> str:
    return " ; ".join(
        f"{_said(v.value, parameter, scheme)} depuis le {day(v.since, 'fr')}" for v in parameter.values
    )


def _rules(old: Scheme, new: Scheme) -> Iterator[str]:
    conditions = ({c.name: c for c in scheme.conditions} for scheme in (old, new))
    for name, before, after in _pairs(*conditions):
        if before is None or after is None:
            verb = "ajoutée" if before is None else "supprimée"
            yield f"condition {name} {verb} : {_condition(after or before)}"
            continue
        yield from _rule(f"condition {name}", before.node, after.node)
        if (before.since, before.until) != (after.since, after.until):
            yield f"condition {name} : valait {_span(before)}, vaut {_span(after)}"
        if before.refusal != after.refusal:
            was, now = say(before.refusal), say(after.refusal)
            yield f"condition {name} : phrase du refus « {was} » devient « {now} »"
    for word, group in (("définition", "definitions"), ("montant", "lines")):
        olds, news = (_by_name(getattr(scheme, group)) for scheme in (old, new))
        for name, before, after in _pairs(olds, news):
            if before is None or after is None:
                verb = "nouveau : " if before is None else "supprimé : "
                yield f"{word} {name}, {verb}{unparse((after or before).node)}"
            else:
                yield from _rule(f"{word} {name}", before.node, after.node)
                if group == "lines":
                    yield from _line(name, before, after)


def _line(name: str, before: Any, after: Any) -> Iterator[str]:
    if before.kind != after.kind:
        yield f"montant {name} : nature {before.kind} devient {after.kind}"
    if before.label != after.label:
        yield f"montant {name} : « {say(before.label)} » devient « {say(after.label)} »"


def _by_name(group: Any) -> dict[str, Any]:
    return dict(group) if isinstance(group, Mapping) else {part.name: part for part in group}


def _rule(what: str, before: Node, after: Node) -> Iterator[str]:
    if _untyped(before) != _untyped(after):
        yield f"{what} : « {unparse(before)} » devient « {unparse(after)} »"


def _untyped(value: Any) -> Any:
    """A rule without places and types: bounds move with each parameter, the rule does not."""
    if isinstance(value, Node):
        inner = tuple(
            _untyped(getattr(value, f.name)) for f in fields(value) if f.name not in ("span", "type")
        )
        return (type(value).__name__, str(value.type.unit) if isinstance(value.type, Quantity) else "", inner)
    if isinstance(value, tuple):
        return tuple(_untyped(item) for item in value)
    return (value.since, value.until, _untyped(value.node)) if hasattr(value, "node") else value


def _condition(condition: Condition) -> str:
    return "appréciée par l’instructeur" if condition.check else unparse(condition.node)


def _span(condition: Condition) -> str:
    since = f"depuis le {day(condition.since, 'fr')}" if condition.since else "depuis le début"
    return since + (f" jusqu’au {day(condition.until, 'fr')}" if condition.until else "")


def _facts(old: Scheme, new: Scheme) -> Iterator[str]:
    for name, before, after in _pairs(old.inputs, new.inputs):
        if before is None or after is None:
            yield f"fait {name} {'ajouté' if before is None else 'supprimé'} : {say((after or before).label)}"
        else:
            yield from _fact(name, before, after)
    for word, group in (
        ("ensemble", "sets"), ("barème", "scales"), ("entité", "entities"), ("registre", "registers"),
    ):  # fmt: skip
        for name, before, after in _pairs(getattr(old, group), getattr(new, group)):
            if before is None or after is None:
                yield f"{word} {name} {'ajouté' if before is None else 'supprimé'}"
            elif group == "sets":
                yield from _set(name, before, after)
            elif not same_parts(before, after):
                yield f"{word} {name} : contenu modifié"


def _fact(name: str, before: Input, after: Input) -> Iterator[str]:
    if not same(optional(before.type, False), optional(after.type, False)):
        yield f"fait {name} : {before.type} devient {after.type}, ou ses bornes ont changé"
    if before.default != after.default:
        yield f"fait {name} : réponse par défaut {_plain(before.default)} devient {_plain(after.default)}"
    if before.label != after.label:
        yield f"fait {name} : « {say(before.label)} » devient « {say(after.label)} »"
    if before.ask != after.ask:
        first, second = (say(fact.ask or fact.label) for fact in (before, after))
        yield f"fait {name} : question « {first} » devient « {second} »"
    for key, word in (("source", "source"), ("register", "table de tranches"), ("by", "période")):
        was, now = getattr(before, key), getattr(after, key)
        if was != now:
            yield f"fait {name} : {word} {was or 'aucune'} devient {now or 'aucune'}"
    if before.words != after.words:
        yield f"fait {name} : réponses « {_words(before)} » deviennent « {_words(after)} »"
    if _untyped_parts(before.applies) != _untyped_parts(after.applies):
        was, now = (f"si {unparse(f.applies)}" if f.applies else "toujours" for f in (before, after))
        yield f"fait {name} : demandé {was}, devient demandé {now}"


def _words(fact: Input) -> str:
    return ", ".join(say(label) for label in fact.words.values())


def _set(name: str, before: Any, after: Any) -> Iterator[str]:
    was, now = ({v.since: v for v in codes.versions} for codes in (before, after))
    for since in sorted({*was, *now}):
        one, two = ({*v.codes, *v.prefixes} if (v := group.get(since)) else set() for group in (was, now))
        for verb, codes in (("ajoute", two - one), ("retire", one - two)):
            if codes:
                yield f"ensemble {name}, depuis le {day(since, 'fr')} : {verb} {', '.join(sorted(codes))}"
        if since in was and since in now and was[since].until != now[since].until:
            first, second = _plain(was[since].until), _plain(now[since].until)
            yield f"ensemble {name}, depuis le {day(since, 'fr')} : fin {first} devient {second}"
        if since in was and since in now and was[since].excepted != now[since].excepted:
            yield f"ensemble {name}, depuis le {day(since, 'fr')} : exclusions modifiées"


def same_parts(before: Any, after: Any) -> bool:
    """Equal but for places in the text."""
    return bool(_untyped_parts(before) == _untyped_parts(after))


def _rest(old: Scheme, new: Scheme) -> Iterator[str]:
    for key, word in (
        ("envelope", "enveloppe"), ("instalments", "versements"), ("repayment", "remboursement"),
        ("obligations", "obligations"), ("documents", "pièces"),
    ):  # fmt: skip
        before, after = getattr(old, key), getattr(new, key)
        if _untyped_parts(before) != _untyped_parts(after):
            yield f"{word} : contenu modifié"
    for name, before, after in _pairs(old.uses, new.uses):
        if (before and before.hash) != (after and after.hash):
            what = "ajouté" if before is None else "supprimé" if after is None else ": texte modifié"
            yield f"autre barème {name} {what}"


def _untyped_parts(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_untyped_parts(item) for item in value)
    if isinstance(value, Node):
        return _untyped(value)
    if hasattr(value, "__dataclass_fields__"):
        return tuple(_untyped_parts(getattr(value, f.name)) for f in fields(value) if f.name != "span")
    if isinstance(value, Mapping):
        return {key: _untyped_parts(part) for key, part in value.items()}
    return value
