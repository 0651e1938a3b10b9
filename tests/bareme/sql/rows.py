"""One truth: facts as rows of a population, and what an engine answers beside what the evaluator answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import bareme
from bareme.arithmetic import bounds
from bareme.evaluation import program
from bareme.facts import period_name
from bareme.model import Entity, Input, Scheme
from bareme.sql import Column, Compiled, compile_scheme
from bareme.sql.dialects import Dialect
from bareme.sql.facts import sql_type
from bareme.values import NOT_APPLICABLE, UNKNOWN, Days, Interval, NotApplicable, Unknown

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
    if isinstance(value, list):
        return f"ARRAY({', '.join(value)})" if kind.startswith("ARRAY") else f"[{', '.join(value)}]"
    if isinstance(value, frozenset):
        inner = ", ".join("'" + str(item).replace("'", "''") + "'" for item in sorted(value))
        return f"ARRAY({inner})" if kind.startswith("ARRAY") else f"[{inner}]"
    return "'" + str(value).replace("'", "''") + "'"


def named(kind: str, dialect: Dialect) -> str:
    """A SQL type in the words of the engine."""
    if dialect == "spark":
        return {"VARCHAR": "STRING", "VARCHAR[]": "ARRAY<STRING>"}.get(kind, kind)
    return kind


def listed(fields: Mapping[str, str], dialect: Dialect) -> str:
    if dialect == "spark":
        return f"ARRAY<STRUCT<{', '.join(f'{name}: {kind}' for name, kind in fields.items())}>>"
    return f"STRUCT({', '.join(f'{name} {kind}' for name, kind in fields.items())})[]"


def element(entity: Entity, item: Sequence[Any], fields: Mapping[str, str], dialect: Dialect) -> str:
    """One structure, as SQL text."""
    values: dict[str, Any] = {}
    for key, value in zip(entity.inputs, item, strict=True):
        if isinstance(value, Interval | Days):
            values |= {f"e_{key}l": value.low, f"e_{key}m": value.high}
        elif value is not UNKNOWN:
            values[f"e_{key}"] = value
    texts = {name: f"CAST({literal(values.get(name), kind)} AS {kind})" for name, kind in fields.items()}
    if dialect == "spark":
        return f"NAMED_STRUCT({', '.join(f'{name!r}, {text}' for name, text in texts.items())})"
    return "{" + ", ".join(f"{name!r}: {text}" for name, text in texts.items()) + "}"


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
        kind = named(str(sql_type(fact)), dialect)
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
        for name, entity in scheme.entities.items():
            items = env[ready.elements[name]]
            fields: dict[str, str] = {}
            for key, fact in entity.inputs.items():
                kind = named(str(sql_type(fact)), dialect)
                both = kind.startswith("DECIMAL") or kind == "DATE"
                ends = {"": kind, "l": kind, "m": kind} if both else {"": kind}
                fields |= {f"e_{key}{end}": kind for end in ends}
                side = {"least": f"e_{key}l", "most": f"e_{key}m"} if both else {}
                columns[f"{name}.{key}"] = Column(
                    name=f"e_{key}", least=side.get("least"), most=side.get("most")
                )
            columns[name] = Column(name=f"list_{name}")
            types[f"list_{name}"] = listed(fields, dialect)
            if isinstance(items, list):
                row[f"list_{name}"] = [element(entity, item, fields, dialect) for item in items]
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
    for name, value in decision.lines.items() if len(scheme.lines) > 1 else ():
        low, high = bounds(value) if not isinstance(value, Unknown | NotApplicable) else (None, None)
        found |= {f"{name}_least": low, f"{name}_most": high}
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
