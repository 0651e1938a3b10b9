"""One applicant: facts and a date in, a Decision out. No clock, no randomness, no rounding of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, getcontext, localcontext, setcontext
from typing import Any
from weakref import WeakKeyDictionary

from bareme import arithmetic
from bareme.closures import Env
from bareme.decision import Decision, Verdict, officer_only
from bareme.errors import NotInForce
from bareme.model import Scheme
from bareme.program import Program, certain
from bareme.questions import missing
from bareme.values import EXACT, NOT_APPLICABLE, UNKNOWN, Value

ZERO = Decimal(0)
_compiled: WeakKeyDictionary[Scheme, _Stretches] = WeakKeyDictionary()


class _Stretches:
    """The programs of a scheme, one for each stretch of time, compiled when first needed."""

    def __init__(self, scheme: Scheme) -> None:
        self.days = scheme.dates()
        self.programs: list[Program | None] = [None] * len(self.days)


def program(scheme: Scheme, on: date) -> Program:
    """The compiled scheme at a date. Raises NotInForce outside its validity."""
    if on < scheme.since or (scheme.until is not None and on > scheme.until):
        raise NotInForce(scheme.name, on, scheme.since, scheme.until)
    stretches = _compiled.get(scheme)
    if stretches is None:
        stretches = _compiled[scheme] = _Stretches(scheme)
    index = bisect_right(stretches.days, on) - 1
    found = stretches.programs[index]
    if found is None:
        others = {}
        for name, other in scheme.uses.items():
            if other.since <= on and (other.until is None or on <= other.until):
                others[name] = program(other, on)
        with localcontext(EXACT):
            found = stretches.programs[index] = Program(scheme, stretches.days[index], others)
    return found


def evaluate(scheme: Scheme, facts: Mapping[str, Any], *, on: date) -> Decision:
    """What the scheme answers for these facts at this date.

    `facts`: by name; numbers as int, Decimal or text (with or without unit), dates as date or text, missing
    ones left out or None, brackets as `{"from": 1, "to": 2}`, `"1..2"` or a register's code (reference, §13).
    Raises FactsError (a fact is unknown or does not fit), NotInForce.
    """
    ready = program(scheme, on)
    before = getcontext()
    setcontext(EXACT)
    try:
        return decide(ready, ready.environment(facts, on), facts)
    finally:
        setcontext(before)


def decide(ready: Program, env: Env, facts: Mapping[str, Any]) -> Decision:
    """Runs a program on an environment it prepared (definitions are worked out here)."""
    for name, other in ready.others.items():
        env[ready.results[name]] = decide(other, _shared(ready, env, name, other), facts)
    for name in ready.absent:
        env[ready.results[name]] = None
    for slot, step in ready.steps:
        env[slot] = step(env)
    tests = [test(env) for test in ready.tests]
    if False in tests:
        return Decision(
            ready,
            env,
            facts,
            "not eligible",
            False,
            tests,
            [NOT_APPLICABLE] * len(ready.lines),
            NOT_APPLICABLE,
        )
    amounts = [amount(env) for amount in ready.amounts]
    result = total(ready, amounts)
    met: Value = UNKNOWN if UNKNOWN in tests else True
    if met is True and certain(result) and all(map(certain, amounts)):
        return Decision(ready, env, facts, "eligible", met, tests, amounts, result)
    left = missing(ready, env, tests, amounts)
    verdict: Verdict = "to be checked" if officer_only(left) else "undetermined"
    return Decision(ready, env, facts, verdict, met, tests, amounts, result)


def total(ready: Program, amounts: list[Value]) -> Value:
    """The sum of the lines of the scheme's own kind; those not applicable are left out."""
    if len(amounts) == 1 and ready.lines[0].kind == ready.scheme.kind:
        return amounts[0]
    result: Value = NOT_APPLICABLE
    for line, amount in zip(ready.lines, amounts, strict=True):
        if line.kind == ready.scheme.kind and amount is not NOT_APPLICABLE:
            result = arithmetic.add(ZERO if result is NOT_APPLICABLE else result, amount)
    return result


def _shared(ready: Program, env: Env, name: str, other: Program) -> Env:
    """The facts of this environment that another scheme reads."""
    inner = list(other.blank)
    for path, slot in other.given.items():
        own = f"{name}.{path}" if path.startswith(("already.", "checks.")) else path
        inner[slot] = env[ready.given[own]]
    for entity, slot in other.elements.items():
        inner[slot] = env[ready.elements[entity]]
    inner[0] = env[0]
    return inner
