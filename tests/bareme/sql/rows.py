"""One truth: facts as rows of a population, and what an engine answers beside what the evaluator answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import bareme
from bareme.evaluation import program
from bareme.facts import period_name
from bareme.model import Input, Scheme
from bareme.sql import Column, Compiled, compile_scheme
from bareme.sql.dialects import Dialect
from bareme.sql.facts import sql_type
from bareme.values import NOT_APPLICABLE, UNKNOWN, Days, Interval

Facts = Mapping[str, Any]
Answer = dict[str, Any]
COMPARED = ("verdict", "amount", "least", "most")


@dataclass(frozen=True)
class Population:
    """Rows of typed columns: `columns` for the compiler, `values` by SQL column name."""

    columns: dict[str, Column]
    types: dict[str, str]
    values: list[dict[str, Any]]

    def select(self, name: str = "firm") -> str:
        """The rows as one SELECT over literals, the same text for every engine."""
        names = [name, *self.types]
        lines = [
            ", ".join([str(index), *(literal(row.get(column), kind) for column, kind in self.types.items())])
            for index, row in enumerate(self.values)
        ]
        listed = ", ".join(f"({line})" for line in lines)
        casts = ", ".join([name, *(f"CAST({c} AS {kind}) AS {c}" for c, kind in self.types.items())])
        return f"SELECT {casts} FROM (VALUES {listed}) AS v({', '.join(names)})"


def literal(value: Any, kind: str) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return f"'{value:f}'"
    if isinstance(value, list | frozenset):
        inner = ", ".join("'" + str(item).replace("'", "''") + "'" for item in sorted(value))
        return f"ARRAY({inner})" if kind.startswith("ARRAY") else f"[{inner}]"
    return "'" + str(value).replace("'", "''") + "'"


def population(
    scheme: Scheme, rows: Sequence[tuple[Facts, date]], *, dialect: Dialect = "duckdb"
) -> Population:
    """The facts of each row, as its reader reads them, in columns: an exact one, and two for bounds."""
    columns: dict[str, Column] = {}
    types: dict[str, str] = {}
    values: list[dict[str, Any]] = []
    names: dict[str, str] = {}

    def cell(row: dict[str, Any], key: str, fact: Input, value: Any) -> None:
        name = names.setdefault(key, f"f{len(names)}")
        kind = str(sql_type(fact))
        kind = "ARRAY<STRING>" if kind.endswith("[]") and dialect == "spark" else kind
        kind = "STRING" if kind == "VARCHAR" and dialect == "spark" else kind
        both = kind.startswith("DECIMAL") or kind == "DATE"
        columns[key] = Column(name=name, least=f"{name}l", most=f"{name}m") if both else Column(name=name)
        for end in ("", "l", "m") if both else ("",):
            types.setdefault(name + end, kind)
        if isinstance(value, Interval | Days):
            row[f"{name}l"], row[f"{name}m"] = value.low, value.high
        elif value is not UNKNOWN:
            row[name] = value

    for facts, on in rows:
        ready = program(scheme, on)
        env = ready.environment(facts, on, defaults=False)
        row: dict[str, Any] = {}
        for path, fact in scheme.inputs.items():
            value = env[ready.given[path]]
            if fact.by is None:
                cell(row, path, fact, value)
                continue
            for number, item in (value if isinstance(value, dict) else {}).items():
                cell(row, f"{path}.{period_name(fact.by, number)}", fact, item)
        values.append(row)
    return Population(columns, types, values)


def expected(scheme: Scheme, facts: Facts, on: date) -> Answer:
    """What the evaluator answers, as SQL says it: NULL for unknown and for not applicable."""
    decision = bareme.evaluate(scheme, facts, on=on)

    def said(value: Any) -> Any:
        return None if value is UNKNOWN or value is NOT_APPLICABLE else value

    found: Answer = {"verdict": decision.verdict}
    for name, value in decision.conditions.items():
        found[f"ok_{name}"] = said(value)
        found[f"applies_{name}"] = value is not NOT_APPLICABLE
    if any(line.kind == scheme.kind for line in scheme.lines):
        found |= {"amount": said(decision.amount), "least": decision.least, "most": decision.most}
    return found


def compared(compiled: Compiled, answers: Iterable[Mapping[str, Any]], wanted: Sequence[Answer]) -> list[str]:
    """What differs, one sentence each; empty if every row says the same."""
    wrong = []
    found = {row["firm"]: row for row in answers}
    assert len(found) == len(wanted)
    for index, answer in enumerate(wanted):
        row = found[index]
        for name, value in answer.items():
            if name.startswith("applies_") and name not in row:
                have: Any = True
            else:
                have = row[name]
            if have != value or (value is not None and have.__class__ is not value.__class__):
                wrong.append(
                    f"row {index}, {name}: the evaluator says {value!r}, {compiled.dialect} says {have!r}"
                )
    return wrong


Run = Callable[[Sequence[str], str], list[dict[str, Any]]]


def differences(
    scheme: Scheme, rows: Sequence[Facts], on: date, run: Run, *, dialect: Dialect = "duckdb"
) -> list[str]:
    """Row by row, the evaluator beside the engine."""
    people = population(scheme, [(facts, on) for facts in rows], dialect=dialect)
    compiled = compile_scheme(scheme, on=on, columns=people.columns, keys=["firm"], dialect=dialect)
    setup = [*compiled.setup, people.select()]
    answers = run(setup, compiled.rows)
    return compared(compiled, answers, [expected(scheme, facts, on) for facts in rows])


def duckdb_run(setup: Sequence[str], query: str) -> list[dict[str, Any]]:
    """In a fresh connection; the last statement of `setup` is the population."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        for statement in setup[:-1]:
            connection.execute(statement)
        connection.execute(f"CREATE TEMP TABLE population AS {setup[-1]}")
        result = connection.execute(query)
        names = [item[0] for item in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
