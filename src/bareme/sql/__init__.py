"""Schemes as SQL, for every firm at once.

    compiled = compile_scheme(scheme, on=date(2020, 7, 1), columns={"headcount": "headcount"}, keys=["siret"])
    connection.execute(…)  # each statement of compiled.setup; the population is the relation `population`
    connection.sql(compiled.rows)

The evaluator is the reference: row by row, the same verdict, amount and bounds (tests/bareme/sql). A rule
that SQL could only answer approximately is refused (NotCompiled). Imports sqlglot; no engine.
"""

from bareme.sql.compiled import Compiled, FactColumn, Output, Variant, compile_scheme
from bareme.sql.facts import Column
from bareme.sql.leaves import NotCompiled

__all__ = ["Column", "Compiled", "FactColumn", "NotCompiled", "Output", "Variant", "compile_scheme"]
