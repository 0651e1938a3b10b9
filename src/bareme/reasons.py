"""The tree of reasons: what was looked at, with which values, under which text.

What does not depend on the facts (labels, references, which values a rule uses) is planned once for a
program; building the reasons of one decision only fills in values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, getcontext, setcontext
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from bareme import tree
from bareme.model import Label
from bareme.tree import Node
from bareme.values import EXACT, UNKNOWN, Value

if TYPE_CHECKING:
    from bareme.closures import Env, Run
    from bareme.decision import Decision, Rounding
    from bareme.program import Program

Kind = Literal["condition", "check", "amount", "definition", "all", "any", "not", "test", "step"]
# Nodes that deserve a line of their own inside a calculation; the others are read with their parent.
STEPS = (
    tree.Least, tree.Greatest, tree.Clip, tree.Round, tree.Brackets, tree.Choose, tree.Aggregate, tree.Guard,
    tree.Otherwise, tree.Dated,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Used:
    """A value a rule looked at. `kind`: fact, parameter, definition, scheme or date."""

    kind: Literal["fact", "parameter", "definition", "scheme", "date"]
    name: str
    label: Label
    node: Node
    reference: str = ""
    example: bool = False


@dataclass(eq=False, slots=True)
class Plan:
    """What of a reason is the same for every decision."""

    kind: Kind
    name: str
    node: Node
    run: Run
    label: Label | None
    refusal: Label | None
    reference: str
    used: tuple[Used, ...]
    read: Callable[[Env], Sequence[Value]]
    children: tuple[Plan, ...]
    cases: tuple[tuple[Plan, Plan], ...] = ()
    default: Plan | None = None


class Reason:
    """One node of the tree. `value`: what came out; `uses`: pairs (what was looked at, its value)."""

    __slots__ = ("children", "plan", "value", "values")

    def __init__(self, plan: Plan, value: Value, values: Sequence[Value], children: Sequence[Reason]) -> None:
        self.plan, self.value, self.values, self.children = plan, value, values, children

    @property
    def kind(self) -> Kind:
        return self.plan.kind

    @property
    def name(self) -> str:
        """The name of the condition, line or definition; empty for what has none."""
        return self.plan.name

    @property
    def node(self) -> Node:
        """The rule itself."""
        return self.plan.node

    @property
    def label(self) -> Label | None:
        return self.plan.label

    @property
    def refusal(self) -> Label | None:
        """What the applicant reads where a condition is false."""
        return self.plan.refusal

    @property
    def reference(self) -> str:
        return self.plan.reference

    @property
    def uses(self) -> list[tuple[Used, Value]]:
        return list(zip(self.plan.used, self.values, strict=True))

    def walk(self) -> Iterator[Reason]:
        yield self
        for child in self.children:
            yield from child.walk()

    def __repr__(self) -> str:
        return f"<Reason {self.kind} {self.name} {self.value}>"


def build(decision: Decision) -> tuple[Reason, ...]:
    """The reasons of a decision: its conditions, then its amounts unless it is refused."""
    program = decision.program
    if program.plans is None:
        program.plans = _Planner(program).plans()
    conditions, amounts = program.plans
    env = decision.env
    before = getcontext()
    setcontext(EXACT)
    try:
        found = [_fill(plan, value, env) for plan, value in zip(conditions, decision.tests, strict=True)]
        if decision.verdict != "not eligible":
            found += [_fill(plan, value, env) for plan, value in zip(amounts, decision.amounts, strict=True)]
    finally:
        setcontext(before)
    return tuple(found)


def _fill(plan: Plan, value: Value, env: Env) -> Reason:
    if plan.cases:
        return Reason(plan, value, plan.read(env), _branches(plan, env))
    inner = plan.children
    children: Sequence[Reason] = [_fill(child, child.run(env), env) for child in inner] if inner else ()
    return Reason(plan, value, plan.read(env), children)


def _branches(plan: Plan, env: Env) -> list[Reason]:
    """The tests looked at, and the branch taken (each open one, while nobody knows)."""
    found: list[Reason] = []
    for test, then in plan.cases:
        value = test.run(env)
        found.append(_fill(test, value, env))
        if value is True or value is UNKNOWN:
            found.append(_fill(then, then.run(env), env))
        if value is True:
            return found
    if plan.default is not None:
        found.append(_fill(plan.default, plan.default.run(env), env))
    return found


class _Planner:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.scheme = program.scheme
        self.told: set[str] = set()  # definitions already detailed: later mentions give their value only

    def plans(self) -> tuple[tuple[Plan, ...], tuple[Plan, ...]]:
        conditions = tuple(
            self._plan(c.node, "check" if c.check else "condition", c.name, c.label, c.refusal, c.reference)
            for c in self.program.conditions
        )
        amounts = tuple(
            self._plan(line.node, "amount", line.name, line.label, None, line.reference)
            for line in self.program.lines
        )
        return conditions, amounts

    def _plan(
        self, node: Node, kind: Kind, name: str = "", label: Label | None = None,
        refusal: Label | None = None, reference: str = "",
    ) -> Plan:  # fmt: skip
        body = self._body(node)
        used: list[Used] = []
        inner: list[Plan] = []
        cases: tuple[tuple[Plan, Plan], ...] = ()
        default: Plan | None = None
        if isinstance(body, tree.And | tree.Or):
            inner = [self._test(operand) for operand in body.operands]
        elif isinstance(body, tree.Choose):
            cases = tuple((self._test(test), self._value(then)) for test, then in body.cases)
            default = self._value(body.default)
        else:
            self._collect(body, used, inner, top=True)
        read = self._reader([item.node for item in used])
        run = self.program.run(node)
        return Plan(
            kind, name, body, run, label, refusal, reference, tuple(used), read, tuple(inner), cases, default
        )

    def _reader(self, nodes: list[Node]) -> Callable[[Env], Sequence[Value]]:
        """Reads all these leaves: in one go, since nearly all lie in the environment already."""
        slots = [self.program.place(node) for node in nodes]
        found = [slot for slot in slots if slot is not None]
        if not nodes:
            return _nothing
        if len(found) < len(slots):
            runs = [self.program.run(node) for node in nodes]
            return lambda env: [run(env) for run in runs]
        if len(found) == 1:
            only = found[0]
            return lambda env: (env[only],)
        return itemgetter(*found)

    def _body(self, node: Node) -> Node:
        """The version in force of a dated rule."""
        if isinstance(node, tree.Dated):
            version = node.at(self.program.day)
            return self._body(version) if version is not None else node
        return node

    def _test(self, node: Node) -> Plan:
        body = self._body(node)
        if isinstance(body, tree.DefinitionRef):
            return self._definition(body)
        kind: Kind = "all" if isinstance(body, tree.And) else "any" if isinstance(body, tree.Or) else "test"
        return self._plan(node, "not" if isinstance(body, tree.Not) else kind)

    def _value(self, node: Node) -> Plan:
        body = self._body(node)
        return self._definition(body) if isinstance(body, tree.DefinitionRef) else self._plan(node, "step")

    def _definition(self, node: tree.DefinitionRef) -> Plan:
        definition = self.scheme.definitions[node.name]
        if node.name in self.told:
            run = self.program.run(node)
            return Plan(
                "definition",
                node.name,
                node,
                run,
                definition.label,
                None,
                definition.reference,
                (),
                _nothing,
                (),
            )
        self.told.add(node.name)
        plan = self._plan(
            definition.node, "definition", node.name, definition.label, None, definition.reference
        )
        plan.run = self.program.run(node)
        return plan

    def _collect(self, node: Node, used: list[Used], inner: list[Plan], *, top: bool = False) -> None:
        """The leaves read by this node, and the steps below it."""
        leaf = self._leaf(node)
        if leaf is not None:
            if all(leaf.name != other.name for other in used):
                used.append(leaf)
            if isinstance(node, tree.DefinitionRef) and node.name not in self.told:
                inner.append(self._definition(node))
            return
        if not top:
            if isinstance(node, tree.And | tree.Or | tree.Not):
                inner.append(self._test(node))
                return
            if isinstance(node, STEPS):
                inner.append(self._value(node))
                return
        if isinstance(node, tree.Aggregate):
            return  # its elements are counted, not told one by one
        for child in node.children:
            self._collect(child, used, inner)

    def _leaf(self, node: Node) -> Used | None:
        if isinstance(node, tree.InputRef | tree.PeriodRef):
            fact = self.scheme.inputs[node.path]
            name = node.path if isinstance(node, tree.InputRef) else f"{node.path}@{node.span.column}"
            return Used("fact", name, fact.label, node, fact.reference)
        if isinstance(node, tree.ParameterRef):
            parameter = self.scheme.parameters[node.name]
            value = parameter.at(self.program.day)
            return Used(
                "parameter",
                node.name,
                parameter.label,
                node,
                value.reference if value else "",
                bool(value and value.example),
            )
        if isinstance(node, tree.DefinitionRef):
            definition = self.scheme.definitions[node.name]
            return Used("definition", node.name, definition.label, node, definition.reference)
        if isinstance(node, tree.UseRef):
            other = self.scheme.uses[node.use]
            return Used("scheme", f"{node.use}.{node.field}", other.title, node, other.hash)
        if isinstance(node, tree.OnDate):
            return Used("date", "on", {"fr": "Date d’évaluation", "en": "Date of evaluation"}, node)
        return None


def _nothing(env: Env) -> Sequence[Value]:
    return ()


def roundings(decision: Decision) -> Iterator[Rounding]:
    """Each rounding on the way to the amounts, innermost first; one shared by several is told once."""
    if decision.verdict == "not eligible":
        return
    seen: set[str] = set()
    for line in decision.program.lines:
        yield from _roundings(decision, line.node, seen)


def _roundings(decision: Decision, node: Node, seen: set[str]) -> Iterator[Rounding]:
    from bareme.decision import Rounding

    program, env = decision.program, decision.env
    for child in _taken(program, node, env, seen):
        yield from _roundings(decision, child, seen)
    if isinstance(node, tree.Round):
        after, size = program.run(node)(env), program.run(node.step)(env)
        exact = before(program, node, env)
        if isinstance(after, Decimal) and isinstance(size, Decimal) and exact is not None:
            yield Rounding(node.mode, exact, after, size)


def _taken(program: Program, node: Node, env: Env, seen: set[str]) -> Iterator[Node]:
    """What this node's value came from: branches not taken, and elements of a list, are left out."""
    if isinstance(node, tree.DefinitionRef):
        if node.name not in seen:
            seen.add(node.name)
            yield program.scheme.definitions[node.name].node
    elif isinstance(node, tree.Dated):
        version = node.at(program.day)
        yield from () if version is None else (version,)
    elif isinstance(node, tree.Choose):
        for test, then in node.cases:
            yield test
            sure = program.run(test)(env)
            if sure is True or sure is UNKNOWN:
                yield then
            if sure is True:
                return
        yield node.default
    elif isinstance(node, tree.Guard):
        yield node.condition
        if program.run(node.condition)(env) is True:
            yield node.value
    elif not isinstance(node, tree.Aggregate):
        yield from node.children


def before(program: Program, node: tree.Round, env: Env) -> Decimal | Fraction | None:
    """What is rounded, exactly; None while it is known by a bracket (which may well round to one number)."""
    if not isinstance(node.value, tree.Prorata):
        plain = program.run(node.value)(env)
        return plain if isinstance(plain, Decimal) else None
    inner = node.value
    found = [program.run(part)(env) for part in (inner.value, inner.part, inner.whole) if part is not None]
    numbers = [Fraction(value) for value in found if isinstance(value, Decimal)]
    if len(numbers) < len(found):
        return None
    *above, whole = numbers
    return math.prod(above, start=Fraction(1)) / whole
