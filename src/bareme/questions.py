"""Which facts could still change the answer, and which to ask first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Any

from bareme import tree
from bareme.arithmetic import bounds
from bareme.facts import period_name, period_read
from bareme.program import certain
from bareme.tree import Node
from bareme.types import Boolean, Choice, Code, Day, Quantity
from bareme.values import EXACT, UNKNOWN, Interval, Value

if TYPE_CHECKING:
    from bareme.closures import Env
    from bareme.decision import Decision
    from bareme.model import Input, Label
    from bareme.program import Program

MAX_SAMPLES = 24
ROUGH = Context(prec=6)  # a share orders questions, it is no money


@dataclass(frozen=True, slots=True)
class Question:
    """A fact worth asking. `path` names it in facts (`turnover.2019-07`, `members.0.income`).

    `settles`: the share of its plausible answers after which the verdict is known, from 0 to 1.
    """

    path: str
    label: Label
    source: str
    settles: Decimal


def uncertain(program: Program, node: Node, env: Env) -> set[str]:
    """The facts, missing or known by a bracket, that leave this node uncertain."""
    value = program.run(node)(env)
    if certain(value):
        return set()
    if isinstance(node, tree.InputRef):
        return _fact(program, node.path, env)
    if isinstance(node, tree.DefinitionRef):
        return uncertain(program, program.scheme.definitions[node.name].node, env)
    if isinstance(node, tree.PeriodRef):
        return _periods(program, node, env)
    if isinstance(node, tree.UseRef):
        return _used(program, node, env)
    if isinstance(node, tree.Choose):
        return _choose(program, node, env)
    if isinstance(node, tree.Aggregate):
        return _aggregate(program, node, env)
    if isinstance(node, tree.Dated):
        version = node.at(program.day)
        return uncertain(program, version, env) if version is not None else set()
    if isinstance(node, tree.ElementRef):
        return {f"{node.entity}.*.{node.path.split('.', 1)[1]}"}
    # A quotient has no value of its own, only its rounding has: its operands stand for it.
    children = [
        inner
        for child in node.children
        for inner in (child.children if isinstance(child, tree.Prorata) else (child,))
    ]
    if isinstance(node, tree.Least | tree.Greatest) and isinstance(value, Interval):
        children = [child for child in children if _matters(node, bounds(program.run(child)(env)), value)]
    return set().union(*(uncertain(program, child, env) for child in children))


def _matters(node: Node, pair: tuple[Any, Any], result: Interval) -> bool:
    """Can this operand be the least (or greatest) one?"""
    low, high = pair
    return bool(low <= result.high) if isinstance(node, tree.Least) else bool(high >= result.low)


def _fact(program: Program, path: str, env: Env) -> set[str]:
    fact = program.scheme.inputs[path]
    if fact.applies is not None:
        test = uncertain(program, fact.applies, env)
        return test if certain(env[program.given[path]]) else test | {path}
    return {path}


def _periods(program: Program, node: tree.PeriodRef, env: Env) -> set[str]:
    first, last = program.period(node)
    values = env[program.slots[node.path]]
    known = values if isinstance(values, dict) else {}
    numbers = range(first(env), (last or first)(env) + 1)
    fact = program.scheme.inputs[node.path]
    asked: set[str] = set()
    if fact.applies is not None:
        asked = uncertain(program, fact.applies, env)
        given = env[program.given[node.path]]
        known = given if isinstance(given, dict) else {}
    return asked | {
        f"{node.path}.{period_name(node.every, number)}"
        for number in numbers
        if not certain(known.get(number, UNKNOWN))
    }


def _used(program: Program, node: tree.UseRef, env: Env) -> set[str]:
    inner = env[program.results[node.use]]
    if inner is None:
        return set()
    found = missing(inner.program, inner.env, inner.tests, inner.amounts)
    scoped = ("already.", "checks.")
    return {f"{node.use}.{path}" if path.startswith(scoped) else path for path in found}


def _choose(program: Program, node: tree.Choose, env: Env) -> set[str]:
    found: set[str] = set()
    for test, then in node.cases:
        sure = program.run(test)(env)
        if sure is UNKNOWN:
            found |= uncertain(program, test, env)
        if sure is True or sure is UNKNOWN:
            found |= uncertain(program, then, env)
        if sure is True:
            return found
    return found | uncertain(program, node.default, env)


def _aggregate(program: Program, node: tree.Aggregate, env: Env) -> set[str]:
    slot = program.elements[node.entity]
    rows = env[slot]
    if rows is UNKNOWN:
        return {node.entity}
    found: set[str] = set()
    for index, row in enumerate(rows):
        env[slot + 1] = row
        if node.where is not None and program.run(node.where)(env) is False:
            continue
        for child in node.children:
            found |= {
                path.replace(f"{node.entity}.*", f"{node.entity}.{index}")
                for path in uncertain(program, child, env)
            }
    return found


def missing(program: Program, env: Env, tests: list[Value], amounts: list[Value]) -> set[str]:
    """The facts that could still change the verdict or the amounts; none once refused."""
    if False in tests:
        return set()
    nodes = [condition.node for condition in program.conditions] + [line.node for line in program.lines]
    return set().union(*(uncertain(program, node, env) for node in nodes)) if nodes else set()


def order(decision: Decision) -> tuple[Question, ...]:
    """First those the author pins, then by how often an answer settles the verdict, then by the file.

    Facts held by default count as missing here: an answer could still change them.
    """
    from bareme.evaluation import decide

    program = decision.program
    with localcontext(EXACT):
        env = program.environment(decision.facts, decision.on, defaults=False)
        bare = decide(program, list(env), decision.facts)
        found = missing(program, bare.env, bare.tests, bare.amounts)
        asked = [(path, *_settles(program, env, path, decision)) for path in found]
    pinned = {path: rank for rank, path in enumerate(program.scheme.ask)}
    file = {path: rank for rank, path in enumerate(program.scheme.inputs)}

    def rank(item: tuple[str, Decimal, Decimal]) -> tuple[Any, ...]:
        path, share, left = item
        base = base_of(program, path)
        officer = fact_of(program, path) is not None and "checks." in path
        return pinned.get(base, len(pinned)), officer, -share, left, file.get(base, len(file)), path

    return tuple(question(program, path, share) for path, share, _ in sorted(asked, key=rank))


def base_of(program: Program, path: str) -> str:
    """The declared fact a path belongs to: `turnover` for `turnover.2019-07`."""
    while path and path not in program.scheme.inputs:
        path = path.rpartition(".")[0]
    return path


def fact_of(program: Program, path: str) -> Input | None:
    base = base_of(program, path)
    if base:
        return program.scheme.inputs[base]
    head, _, rest = path.partition(".")
    entity = program.scheme.entities.get(head)
    return entity.inputs.get(rest.rpartition(".")[2]) if entity else None


def question(program: Program, path: str, share: Decimal) -> Question:
    from bareme.words import period

    fact = fact_of(program, path)
    if fact is None:
        entity = program.scheme.entities[path]
        return Question(path, entity.label, "applicant", share)
    label = fact.ask or fact.label
    shown = dict(label)
    ordinal = period_read(fact.by, path.rpartition(".")[2]) if fact.by else None
    for language, text in label.items():
        if fact.by and ordinal is not None:
            shown[language] = f"{text} ({period(fact.by, ordinal, language)})"
        elif path.split(".")[0] in program.scheme.entities:
            shown[language] = f"{text} ({int(path.split('.')[1]) + 1})"
    return Question(path, shown, fact.source, share)


def _settles(program: Program, env: Env, path: str, decision: Decision) -> tuple[Decimal, Decimal]:
    """Over plausible answers: the share that settles the verdict, the mean number of facts still missing."""
    from bareme.evaluation import decide

    settled = left = count = 0
    for value in _samples(program, path):
        trial = [dict(item) if isinstance(item, dict) else item for item in env]
        _put(program, trial, path, value)
        answer = decide(program, trial, decision.facts)
        count += 1
        settled += answer.verdict != "undetermined"
        left += len(missing(program, answer.env, answer.tests, answer.amounts))
    if not count:
        return Decimal(0), Decimal(0)
    with localcontext(ROUGH):
        return Decimal(settled) / count, Decimal(left) / count


def _put(program: Program, env: Env, path: str, value: Value) -> None:
    head, _, rest = path.partition(".")
    if path in program.slots:
        env[program.given[path]] = value
    elif head in program.elements:
        if rest:
            index, _, attribute = rest.partition(".")
            slot = program.elements[head]
            rows = [list(row) for row in env[slot]]
            rows[int(index)][list(program.scheme.entities[head].inputs).index(attribute)] = value
            env[slot] = rows
        else:
            env[program.elements[head]] = []
    else:
        base, _, key = path.rpartition(".")
        fact = program.scheme.inputs[base]
        values = env[program.given[base]]
        known = dict(values) if isinstance(values, dict) else {}
        number = period_read(fact.by or "month", key)
        assert number is not None
        known[number] = value
        env[program.given[base]] = known


def _samples(program: Program, path: str) -> list[Value]:
    """Plausible answers: each side of each threshold, each word, in and out of each set."""
    fact = fact_of(program, path)
    if fact is None:
        return [UNKNOWN]
    kind = fact.type
    if isinstance(kind, Boolean):
        return [True, False]
    if isinstance(kind, Choice):
        return list(kind.words[:MAX_SAMPLES])
    if isinstance(kind, Code):
        return list(_codes(program, kind))
    if isinstance(kind, Day):
        return list(_days(program))
    assert isinstance(kind, Quantity)
    return list(dict.fromkeys(_numbers_of(program, kind)))[:MAX_SAMPLES]


def _codes(program: Program, kind: Code) -> Iterator[Value]:
    """One code inside each set of the nomenclature, and one outside all."""
    for codes in program.scheme.sets.values():
        version = codes.at(program.day)
        if codes.of == kind.of and version is not None and not version.empty:
            inside = min(version.codes, default="") or version.prefixes[0]
            yield frozenset({inside}) if kind.many else inside
    yield frozenset() if kind.many else "\uffff"


def _days(program: Program) -> Iterator[Value]:
    days = {program.day}
    for parameter in program.scheme.parameters.values():
        value = parameter.at(program.day)
        if value is not None and isinstance(value.value, date):
            days.add(value.value)
    for day in sorted(days)[:MAX_SAMPLES]:
        yield from (day - timedelta(days=400), day - timedelta(days=1), day, day + timedelta(days=400))


def _numbers_of(program: Program, kind: Quantity) -> Iterator[Value]:
    """Zero, the bounds, and just below, at and above each number of the same unit in the scheme."""
    step = Decimal(1).scaleb(-kind.scale)
    numbers = [kind.low]
    for parameter in program.scheme.parameters.values():
        value = parameter.at(program.day)
        typed = parameter.type
        if (
            value is not None
            and isinstance(typed, Quantity)
            and typed.unit == kind.unit
            and isinstance(value.value, Decimal)
        ):
            numbers.append(value.value)
    for scale in program.scheme.scales.values():
        version = scale.at(program.day)
        if version is not None and isinstance(scale.over, Quantity) and scale.over.unit == kind.unit:
            numbers += [bracket.upper for bracket in version.brackets if bracket.upper is not None]
    for rule in program.scheme.rules():
        for node in rule.walk():
            if isinstance(node, tree.Literal) and isinstance(node.value, Decimal) and node.type == kind:
                numbers.append(node.value)
    top = max(numbers)
    for number in [*numbers, top * 10 + 1]:
        for sample in (number - step, number, number + step):
            rounded = sample - sample % step
            if kind.low <= rounded <= kind.high:
                yield rounded
