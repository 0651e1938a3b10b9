"""Schemes as SQL, for every firm at once: DuckDB by default, Spark where one machine is not enough.

    higher = bareme.loads(scheme.text, parameters={"award_cap": "2000 EUR"})
    compiled = compile_scheme(
        scheme, on=date(2020, 7, 1), keys=["siret"], variants=[Variant(name="higher", scheme=higher)],
        columns={"headcount": Column(least="staff_least", most="staff_most"), "monthly_rent": "rent"},
    )
    for statement in compiled.setup:            # lookup tables of the sets of codes, once in the session
        connection.execute(statement)
    connection.sql(compiled.rows)               # one row per firm of the relation `population`
    connection.sql(compiled.text(select("verdict", "count(*)").from_("decisions").group_by("verdict")))

The last stage is the CTE `decisions`. Its columns, described by `compiled.outputs`: the keys;
`ok_<condition>` (NULL: unknown, or not applicable where `applies_<condition>` is false); `met`, all of them;
`<line>_least`, `<line>_most` if there are several lines; `eligible` (never NULL); `verdict`, as
`Decision.verdict`; `amount` (NULL unless certain); `least`, `most` (NULL once refused). A variant’s have
`__<its name>` after them, and what it does not change is worked out once for all.

Where each firm has its own date, `stretches` cuts time and `on_column` reads the date of each.

The evaluator is the reference: row by row, the same verdict, amount and bounds (tests/bareme/sql). A rule
that SQL could only answer approximately is refused (NotCompiled). Imports sqlglot; no engine.
"""

from bareme.errors import NotCompiled
from bareme.sql.compiled import Compiled, FactColumn, Output, Variant, compile_scheme
from bareme.sql.facts import Column
from bareme.sql.stretches import Stretch, stretches

__all__ = [
    "Column",
    "Compiled",
    "FactColumn",
    "NotCompiled",
    "Output",
    "Stretch",
    "Variant",
    "compile_scheme",
    "stretches",
]
