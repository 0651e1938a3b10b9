"""What surrounds the award: other schemes used, envelope, instalments, repayment, obligations, tests."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from bareme.errors import Problem, SchemeError, did_you_mean, why_unread
from bareme.functions import MONTH
from bareme.lexing import ExpressionError
from bareme.loader.dated import dated_values
from bareme.loader.draft import Draft, entries, items, label_of, word
from bareme.loader.rules import same
from bareme.model import (
    Document,
    Due,
    Envelope,
    Funder,
    Instalment,
    Line,
    Obligation,
    Repayment,
    Scheme,
    SchemeTest,
)
from bareme.source import Items, Mapping, Node, Text
from bareme.tree import Node as Rule
from bareme.types import Quantity, optional
from bareme.units import ONE

_DUE = re.compile(r"(?:(\d{1,4}) (day|week|month|year)s? after )?([a-z]+)\Z")
EVENTS = ("filing", "completion", "decision", "award", "payment", "closure")


def total_type(lines: list[Line], kind: str) -> Quantity | None:
    """The type of a decision's amount: the sum of the lines of the scheme's own kind."""
    own = [line.node.type for line in lines if line.kind == kind]
    numbers = [typed for typed in own if isinstance(typed, Quantity)]
    if not numbers or len({typed.unit for typed in numbers}) > 1:
        return None
    return Quantity(
        unit=numbers[0].unit, scale=max(typed.scale for typed in numbers), low=Decimal(0),
        high=sum((typed.high for typed in numbers), Decimal(0)), optional=True,
    )  # fmt: skip


def read_uses(draft: Draft, known: Dict[str, Scheme]) -> None:
    for name, node in entries(draft.root.get("uses")):
        if draft.take(name) and isinstance(node, Mapping):
            draft.broken.add(name.value)
            draft.guard(_use, draft, name, node, known)


def _use(draft: Draft, name: Text, node: Mapping, known: Dict[str, Scheme]) -> None:
    other = _other(draft, node, known)
    pinned = node.values["hash"]
    if word(pinned) != other.hash:
        cause = f"l’empreinte de « {other.name} » diffère : son texte a changé"
        raise ExpressionError(
            Problem("hash", cause, pinned.span, f"empreinte du texte trouvé : {other.hash}")
        )
    if other.name != word(node.get("scheme")):
        raise ExpressionError(Problem("name", f"ce fichier est le barème « {other.name} »", node.span))
    if other.currency != draft.currency:
        raise ExpressionError(
            Problem(
                "unit",
                f"« {other.name} » est en {other.currency} : deux monnaies ne se mêlent pas",
                node.span,
            )
        )
    for path, fact in other.inputs.items():
        # What was awarded, and what the officer appreciates, belong to that scheme alone.
        own = f"{name.value}.{path}" if path.startswith(("already.", "checks.")) else path
        bare = replace(fact, path=own, applies=None, type=optional(fact.type, False))
        mine = draft.inputs.setdefault(own, bare)
        if mine is not bare and not (mine.by == fact.by and same(optional(mine.type, False), bare.type)):
            cause = f"le fait « {path} » n’a pas le même type dans « {other.name} »"
            raise ExpressionError(Problem("type", cause, name.span, f"ici {mine.type}, là {fact.type}"))
        draft.foreign.add(own)
    for key, entity in other.entities.items():
        mine_too = draft.entities.setdefault(key, entity)
        if mine_too is not entity and {k: v.type for k, v in mine_too.inputs.items()} != {
            k: v.type for k, v in entity.inputs.items()
        }:
            raise ExpressionError(
                Problem("type", f"l’entité « {key} » diffère dans « {other.name} »", name.span)
            )
    draft.uses[name.value] = other
    typed = total_type(list(other.lines), other.kind)
    if typed is not None:
        draft.use_types[name.value] = typed
    draft.broken.discard(name.value)


def _other(draft: Draft, node: Mapping, known: Dict[str, Scheme]) -> Scheme:
    wanted = word(node.get("scheme"))
    if wanted in known:
        return known[wanted]
    file = node.get("file")
    if not isinstance(file, Text):
        help = "donnez « file », ou passez le barème au chargement : load(…, schemes=[autre])"
        raise ExpressionError(Problem("name", f"le barème « {wanted} » est inconnu", node.span, help))
    path = Path(draft.path).parent / file.value
    if path.resolve() == Path(draft.path).resolve() or str(path.resolve()) in draft.loading:
        raise ExpressionError(Problem("cycle", "des barèmes s’emploient l’un l’autre en cercle", file.span))
    from bareme.loader import load

    try:
        return load(path, loading=(*draft.loading, str(Path(draft.path).resolve())))
    except OSError as error:
        raise ExpressionError(Problem("name", f"« {file.value} » : {why_unread(error)}", file.span)) from None
    except SchemeError as error:
        first = error.problems[0]
        cause = f"« {file.value} » est refusé : {first.cause} (ligne {first.span.line})"
        raise ExpressionError(Problem("name", cause, file.span)) from None


def read_envelope(draft: Draft) -> Envelope | None:
    node = draft.root.get("envelope")
    if not isinstance(node, Mapping):
        return None
    served: Any = word(node.get("served"))
    amounts = dated_values(draft, node.get("amount"))
    for value, unit in amounts:
        if unit is None or unit.currency != draft.currency or len(unit.powers) != 1:
            raise ExpressionError(
                Problem(
                    "unit",
                    f"une enveloppe est en {draft.currency}",
                    node.values["amount"].span,
                    str(value.value),
                )
            )
    rank = node.get("rank_by")
    if (served == "rank") != (rank is not None):
        raise ExpressionError(Problem("missing", "« rank_by » va avec « served: rank »", node.span))
    funders = []
    for item in items(node.get("funders")):
        assert isinstance(item, Mapping)
        key = item.values["key"]
        assert isinstance(key, Text)
        weight, _ = draft.quantity(key, ONE)
        if weight <= 0:
            raise ExpressionError(Problem("value", "une clé est plus grande que zéro", key.span))
        funders.append(
            Funder(
                name=word(item.get("name")),
                key=weight,
                label=label_of(item.get("label"), word(item.get("name"))),
            )
        )
    names = [funder.name for funder in funders]
    odd = node.get("odd_cent")
    if len(set(names)) < len(names):
        raise ExpressionError(
            Problem("name", "un financeur est nommé deux fois", node.values["funders"].span)
        )
    if len(funders) > 1 and odd is None:
        help = f"odd_cent: {names[0]}, par exemple"
        raise ExpressionError(
            Problem("missing", "plusieurs financeurs : dites qui prend le centime impair", node.span, help)
        )
    if isinstance(odd, Text) and odd.value not in names:
        raise ExpressionError(
            Problem(
                "name", f"« {odd.value} » n’est pas un financeur", odd.span, did_you_mean(odd.value, names)
            )
        )
    return Envelope(
        amount=tuple(value for value, _ in amounts), served=served,
        rank_by=draft.rule(rank) if rank is not None else None, funders=tuple(funders),
        odd_cent=word(odd) or None,
    )  # fmt: skip


def due(draft: Draft, node: Node | None) -> Due | None:
    """A day, an event, or so long after an event."""
    if not isinstance(node, Text):
        return None
    if node.value[:1].isdigit() and node.value[4:5] == "-":
        return Due(None, day=draft.day(node))
    match = _DUE.match(node.value)
    if match is None or match[3] not in EVENTS:
        help = "une date, « award », « 12 months after award » ; événements : " + ", ".join(EVENTS)
        raise ExpressionError(Problem("value", f"« {node.value} » n’est pas une échéance", node.span, help))
    event: Any = match[3]
    unit: Any = match[2] or "day"
    return Due(event, int(match[1] or 0), unit)


def read_instalments(draft: Draft) -> tuple[Instalment, ...]:
    found: list[Instalment] = []
    section = draft.root.get("instalments")
    for item in items(section):
        assert isinstance(item, Mapping)
        share = item.values["share"]
        assert isinstance(share, Text)
        part, _ = draft.quantity(share, ONE)
        if part <= 0:
            raise ExpressionError(Problem("value", "une part est plus grande que zéro", share.span))
        when = due(draft, item.get("due"))
        assert when is not None
        name = word(item.get("name"))
        needs = label_of(item.get("needs"), "") if "needs" in item else None
        found.append(
            Instalment(
                name=name,
                share=part,
                due=when,
                label=label_of(item.get("label"), name),
                needs=needs,
            )
        )
    if section is not None and sum(part.share for part in found) != 1:
        total = sum((part.share for part in found), Decimal(0)) * 100
        raise ExpressionError(
            Problem("value", f"les versements font {total.normalize():f} %, pas 100 %", section.span)
        )
    return tuple(found)


def read_repayment(draft: Draft) -> Repayment | None:
    node = draft.root.get("repayment")
    if not isinstance(node, Mapping):
        return None
    every: Any = word(node.get("every"))
    odd: Any = word(node.get("odd_cent"), "last")

    def months(key: str) -> Rule | None:
        if key not in node:
            return None
        rule = draft.rule(node.values[key])
        if (
            not isinstance(rule.type, Quantity)
            or rule.type.unit != MONTH
            or rule.type.scale
            or rule.type.low < 0
        ):
            raise ExpressionError(
                Problem("unit", f"« {key} » est un nombre entier de mois", node.values[key].span)
            )
        return rule

    term = months("term")
    assert term is not None
    return Repayment(term=term, grace=months("grace"), every=every, odd_cent=odd)


def read_obligations(draft: Draft) -> tuple[Obligation, ...]:
    return tuple(
        Obligation(
            label=label_of(item, ""), evidence=word(item.get("evidence")), due=due(draft, item.get("due")),
            applies=draft.condition(item.values["applies"]) if "applies" in item else None,
            reference=word(item.get("reference")),
        )
        for item in items(draft.root.get("obligations")) if isinstance(item, Mapping)
    )  # fmt: skip


def read_documents(draft: Draft) -> tuple[Document, ...]:
    return tuple(
        Document(
            name=word(item.get("name")), label=label_of(item, ""),
            applies=draft.condition(item.values["applies"]) if "applies" in item else None,
        )
        for item in items(draft.root.get("documents")) if isinstance(item, Mapping)
    )  # fmt: skip


def read_tests(draft: Draft) -> tuple[SchemeTest, ...]:
    found: list[SchemeTest] = []
    for item in items(draft.root.get("tests")):
        assert isinstance(item, Mapping)
        on = draft.day(item.get("date"))
        assert on is not None
        overrides = {key.value: word(value) for key, value in entries(item.get("parameters"))}
        for key, _ in entries(item.get("parameters")):
            if key.value not in draft.parameters:
                help = did_you_mean(key.value, draft.parameters)
                raise ExpressionError(
                    Problem("name", f"« {key.value} » n’est pas un paramètre", key.span, help)
                )
        given, expect = plain(item.values["given"]), plain(item.values["expect"])
        assert isinstance(given, dict)
        assert isinstance(expect, dict)
        found.append(
            SchemeTest(
                name=word(item.get("name")),
                on=on,
                given=given,
                parameters=overrides,
                expect=expect,
                span=item.span,
            )
        )
    return tuple(found)


def plain(node: Node) -> object:
    """The node as dicts, lists and text."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node]
    return {key.value: plain(value) for key, value in node}
