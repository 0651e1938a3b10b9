"""Last look at a scheme: is each dated part in force when a rule needs it, and is each name used?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bareme import tree
from bareme.errors import Problem, Span
from bareme.loader.draft import Draft
from bareme.model import Scheme
from bareme.tree import Node

MAX_HEIGHT = 120


def reached(scheme: Scheme, on: date) -> Iterator[Node]:
    """Every node that may be evaluated at `on`, definitions followed, versions not in force left out."""
    seen: set[str] = set()
    todo: list[Node] = [condition.node for condition in scheme.conditions if condition.holds(on)]
    todo += [line.node for line in scheme.lines]
    todo += scheme.around()
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, tree.Dated):
            version = node.at(on)
            todo += [version] if version is not None else []
            continue
        if isinstance(node, tree.DefinitionRef) and node.name not in seen:
            seen.add(node.name)
            todo.append(scheme.definitions[node.name].node)
        todo += list(node.children)


def check_depth(draft: Draft, scheme: Scheme) -> None:
    """Refuses rules nested so deep, names followed, that explaining them would exhaust the stack."""
    heights: dict[str, int] = {}
    named = [(name, scheme.definitions[name].node) for name in scheme.order if name in scheme.definitions]
    for name, rule in [*named, *(("", rule) for rule in scheme.trees())]:
        depth, height, level = 0, 0, [rule]
        while level:
            depth += 1
            height = max(
                [height, depth, *(depth + heights.get(getattr(node, "name", ""), 0) for node in level)]
            )
            level = [child for node in level for child in node.children]
        heights[name] = height if name else 0
        if height > MAX_HEIGHT:
            cause = f"calcul trop profond : {height} opérations l’une dans l’autre, {MAX_HEIGHT} au plus"
            help = "une longue somme se découpe en parenthèses, ou se fait sur une entité"
            draft.refuse("depth", cause, rule.span, help)
            return


def check_dates(draft: Draft, scheme: Scheme) -> None:
    """Refuses a parameter, set, scale or version that is missing on a day when a rule needs it."""
    told: set[tuple[str, str]] = set()
    for on in scheme.dates():
        if scheme.until is not None and on > scheme.until:
            break
        for node in reached(scheme, on):
            kind, name, there, span = _in_force(scheme, node, on)
            if not there and (kind, name) not in told:
                told.add((kind, name))
                help = (
                    f"le barème vaut depuis le {scheme.since.isoformat()}, et une règle s’en sert ce jour-là"
                )
                draft.problems.append(
                    Problem("undated", f"{kind} n’a pas de valeur au {on.isoformat()}", span, help)
                )


def _in_force(scheme: Scheme, node: Node, on: date) -> tuple[str, str, bool, Span]:
    if isinstance(node, tree.ParameterRef):
        parameter = scheme.parameters[node.name]
        return f"« {node.name} »", node.name, parameter.at(on) is not None, parameter.span
    if isinstance(node, tree.Member):
        codes = scheme.sets[node.set]
        return f"« {node.set.split('.')[0]} »", node.set, codes.at(on) is not None, codes.span
    if isinstance(node, tree.Brackets):
        scale = scheme.scales[node.scale]
        return f"« {node.scale} »", node.scale, scale.at(on) is not None, scale.span
    if isinstance(node, tree.Dated):
        return "cette règle", str(node.span), node.at(on) is not None, node.span
    return "", "", True, node.span


def unused(draft: Draft, scheme: Scheme) -> list[Problem]:
    """Warnings: a declared name that no rule uses."""
    facts: set[str] = set()
    for rule in scheme.trees():
        for node in rule.walk():
            if isinstance(node, tree.InputRef | tree.PeriodRef):
                facts |= {node.path, node.path.split(".")[0]}
            elif isinstance(node, tree.ElementRef | tree.Aggregate):
                facts.add(node.entity)
    found: list[Problem] = []
    for name, span in draft.taken.items():
        used = name in draft.used or name in facts or f"checks.{name}" in facts
        if not used and name not in draft.checks and name not in draft.foreign and name not in draft.entities:
            cause = f"« {name} » ne sert à aucune règle"
            found.append(Problem("unused", cause, span, severity="warning"))
    return found


def order(draft: Draft) -> tuple[str, ...]:
    """Definitions, and facts with an `applies`, each after those it uses. A circle is a problem."""
    nodes: dict[str, Node] = {name: definition.node for name, definition in draft.definitions.items()}
    nodes |= {path: fact.applies for path, fact in draft.inputs.items() if fact.applies is not None}
    done: dict[str, None] = {}
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in done or name not in nodes:
            return
        if name in open_:
            loop = " → ".join([*open_[open_.index(name) :], name])
            draft.refuse("cycle", f"définition en cercle : {loop}", nodes[name].span)
            return
        open_.append(name)
        for node in nodes[name].walk():
            visit(getattr(node, "path", "") or getattr(node, "name", ""))
        open_.pop()
        done[name] = None

    for name in nodes:
        visit(name)
    return tuple(done)
