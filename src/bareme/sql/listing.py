"""A scheme as SQL that an auditor can read: what it answers for, what it reads, then the query itself."""

from __future__ import annotations

from datetime import date, timedelta

import sqlglot

from bareme.model import Parameter, Scheme, say
from bareme.rendering import json_value
from bareme.sql.compiled import Compiled, compile_scheme, every
from bareme.sql.dialects import Dialect
from bareme.units import ONE

ENGINES = {
    "duckdb": "DuckDB",
    "spark": "Spark SQL (ANSI, spark.sql.decimalOperations.allowPrecisionLoss=false)",
}


def last_day(scheme: Scheme) -> date:
    """The first day on which the text is as it last became."""
    days = scheme.dates()
    inside = [day for day in days if scheme.until is None or day <= scheme.until]
    return inside[-1] if inside else days[0]


def until(scheme: Scheme, on: date) -> date | None:
    """The last day on which the same text holds; None if nothing announces its end."""
    after = [day for day in scheme.dates() if day > on]
    return after[0] - timedelta(days=1) if after else scheme.until


def listing(scheme: Scheme, *, on: date | None = None, dialect: Dialect = "duckdb") -> str:
    """The whole text: comments, statements that make the lookup tables, one query. Raises NotCompiled."""
    on = on or last_day(scheme)
    compiled = compile_scheme(scheme, on=on, columns=None, dialect=dialect)
    parts = ["\n".join(f"-- {line}".rstrip() for line in _head(scheme, compiled, on))]
    for statement in compiled.setup:
        parts.append(sqlglot.parse_one(statement, dialect=dialect).sql(dialect=dialect, pretty=True) + ";")
    parts.append(_spaced(compiled.text(every())) + ";")
    return "\n\n".join(parts) + "\n"


def _head(scheme: Scheme, compiled: Compiled, on: date) -> list[str]:
    last = until(scheme, on)
    stretch = f"le texte en vigueur le {on.isoformat()}" + (f", jusqu’au {last.isoformat()}" if last else "")
    lines = [
        f"{say(scheme.title)} ({scheme.name})",
        f"empreinte {scheme.hash}",
        f"{stretch} ; {ENGINES[compiled.dialect]}",
        "",
        "Une ligne par demandeur de la relation « population ». NULL est un fait inconnu. Ses colonnes :",
    ]
    for column in compiled.facts:
        if column.reads:
            lines.append(f"  {', '.join(column.reads)} {column.type} : {say(column.fact.label)}")
    lines += ["", "Les conditions :"]
    for condition in scheme.conditions:
        if condition.holds(on):
            where = f" ({condition.reference})" if condition.reference else ""
            lines.append(f"  ok_{condition.name} : sinon, {say(condition.refusal)}{where}")
    lines += ["", "Les chiffres et leur référence :"]
    lines += [f"  {_figure(p, on)}" for p in scheme.parameters.values() if p.at(on) is not None]
    return lines


def _figure(parameter: Parameter, on: date) -> str:
    found = parameter.at(on)
    assert found is not None
    said = json_value(found.value)
    unit = getattr(parameter.type, "unit", ONE)
    text = f"{said} {unit}" if unit.powers else str(said)
    return f"{parameter.name} = {text} ({found.reference}{', donné en exemple' if found.example else ''})"


def _spaced(query: str) -> str:
    """A blank line between two stages."""
    return query.replace("\n), ", "\n),\n\n").replace("\n)\nSELECT", "\n)\n\nSELECT")
