"""Verdict, amount and its bounds, in cells: what `bareme.decision` answers, for one scheme and one row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from bareme import tree
from bareme.model import Condition, Line
from bareme.sql.cells import TEXT, Cell
from bareme.sql.rules import Rules
from bareme.sql.worth import Number, Truth
from bareme.tree import Node
from bareme.types import Quantity

ELIGIBLE, REFUSED, TO_CHECK, UNDETERMINED = "eligible", "not eligible", "to be checked", "undetermined"
CEILINGS = (tree.Round, tree.Least, tree.Greatest, tree.Clip, tree.Otherwise)


@dataclass(frozen=True, slots=True)
class Answer:
    """The cells of one decision.

    `met`: the conditions alone, NULL where unknown. `amount`: NULL unless certain. `least`, `most`: what can
    still come out, NULL once refused. `parts`: what ceilings and roundings are applied to.
    """

    conditions: tuple[tuple[Condition, Truth], ...]
    lines: tuple[tuple[Line, Number], ...]
    parts: tuple[Number, ...]
    tests: tuple[Cell, ...]  # one for each condition: NULL where unknown, true where not applicable
    met: Cell
    eligible: Cell  # never NULL
    verdict: Cell
    to_check: Cell  # never NULL: only the officer's appreciation lacks
    result: Number | None
    amount: Cell | None
    least: Cell | None
    most: Cell | None


def tests(rules: Rules) -> tuple[Cell, ...]:
    """One cell for each condition in force: NULL where unknown, true where not applicable."""
    truths = (rules.truth(c.node) for c in rules.scheme.conditions if c.holds(rules.on))
    return tuple(rules.cells.one(truth.na, truth.value) for truth in truths)


def answer(rules: Rules, assumed: Collection[Cell] = ()) -> Answer:
    """Compiles the conditions in force and the amounts. Raises NotCompiled.

    `assumed`: tests that are true of every row that will be asked, the others being left out before.
    """
    make, scheme = rules.cells, rules.scheme
    conditions = tuple((c, rules.truth(c.node)) for c in scheme.conditions if c.holds(rules.on))
    lines = tuple((line, _in_unit(line, rules.number(line.node))) for line in scheme.lines)
    parts = tuple(part for line in scheme.lines for part in _parts(rules, line.node))
    found = tests(rules)
    met = make.both(*(test for test in found if test not in assumed))  # Kleene: false if one is
    if not met.constant and met not in found:
        met.hint = "met"
    result = total(rules, lines)
    sure = make.both(*(rules.certain_worth(number) for _, number in lines))
    if result is not None and len(lines) > 1:
        sure = make.both(sure, rules.certain_worth(result))
    eligible = make.both(make.is_true(met), sure)
    eligible.hint = "eligible"
    known, check = eligible, make.false
    cases = [(make.is_false(met), make.literal(REFUSED, TEXT)), (eligible, make.literal(ELIGIBLE, TEXT))]
    if any(path.startswith("checks.") or ".checks." in path for path in asked(rules)):
        from bareme.sql.left import officer_only

        check = officer_only(rules, met)
        check.hint = "to_check"
        cases.append((check, make.literal(TO_CHECK, TEXT)))
        known = make.both(make.not_false(met), make.one(eligible, check))
    verdict = make.case(cases, make.literal(UNDETERMINED, TEXT))
    if result is None:
        return Answer(conditions, lines, parts, found, met, eligible, verdict, check, None, None, None, None)
    if not result.exact and known is not eligible:
        known = make.both(known, make.is_true(make.compare("=", result.least, result.most)))
    if len(lines) == 1 and result.exact and known is eligible:
        known = make.is_true(met)  # an amount that is not certain is NULL by itself
    none, possible = make.null(result.least.type), make.not_false(met)
    amount = make.case([(known, result.least)], none)
    least, most = (
        make.case([(possible, side)], make.null(side.type)) for side in (result.least, result.most)
    )
    return Answer(conditions, lines, parts, found, met, eligible, verdict, check, result, amount, least, most)


def _in_unit(line: Line, number: Number) -> Number:
    kind = line.node.type
    return replace(number, unit=kind.unit) if isinstance(kind, Quantity) else number


def _parts(rules: Rules, node: Node) -> list[Number]:
    """The operands under the ceilings and roundings of an amount."""
    if isinstance(node, tree.Dated):
        version = node.at(rules.on)
        return _parts(rules, version) if version is not None else []
    if isinstance(node, CEILINGS) and not any(isinstance(child, tree.Prorata) for child in node.children):
        return [part for child in node.children for part in _parts(rules, child)]
    found = rules.worth(node)
    return [found] if isinstance(found, Number) else []


def asked(rules: Rules) -> set[str]:
    """The paths of facts that the conditions and amounts read, directly or not."""
    found: set[str] = set()
    names: set[str] = set()
    nodes = [c.node for c in rules.scheme.conditions] + [line.node for line in rules.scheme.lines]
    while nodes:
        for node in nodes.pop().walk():
            if isinstance(node, tree.InputRef | tree.PeriodRef) and node.path not in found:
                found.add(node.path)
                applies = rules.scheme.inputs[node.path].applies
                nodes += [applies] if applies is not None else []
            elif isinstance(node, tree.DefinitionRef) and node.name not in names:
                names.add(node.name)
                nodes.append(rules.scheme.definitions[node.name].node)
            elif isinstance(node, tree.UseRef):
                found |= {path for path in rules.scheme.inputs if ".checks." in path}
    return found


def total(rules: Rules, lines: tuple[tuple[Line, Number], ...]) -> Number | None:
    """The sum of the lines of the scheme's own kind; those not applicable are left out."""
    make = rules.cells
    own = [number for line, number in lines if line.kind == rules.scheme.kind]
    if not own:
        return None
    result = own[0]
    for number in own[1:]:
        bounds = (
            min(result.low, Decimal(0)) + min(number.low, Decimal(0)),
            max(result.high, Decimal(0)) + max(number.high, Decimal(0)),
        )
        both = make.add(result, number, bounds)
        some = make.choose([(make.truth(number.na), result), (make.truth(result.na), number)], both)
        assert isinstance(some, Number)
        result = Number(some.least, some.most, make.both(result.na, number.na), *bounds, result.unit)
    return result
