"""What paying out needs beside awards (terms of repayment, rank), worked out by the scheme's own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bareme import tree
from bareme.model import Line, Scheme
from bareme.populations.engine import quoted
from bareme.simulation.session import Session, named
from bareme.sql import Column, compile_scheme
from bareme.types import Quantity

if TYPE_CHECKING:
    from bareme.populations.mapping import Mapped
    from bareme.sql import Compiled
    from bareme.tree import Node


@dataclass(frozen=True, slots=True)
class Extras:
    """`columns`: the column of each fact."""

    session: Session
    scheme: Scheme
    mapped: Mapped
    columns: Mapping[str, Column]
    on: date

    def add(self, source: str, name: str, node: Node, keys: Sequence[str]) -> tuple[str, str]:
        """The view that has this value beside all that `source` has, and its column there.

        A fact that is a column as it is needs no view more. `keys`: columns to keep beside facts.
        """
        place = self.mapped.places.get(node.path) if isinstance(node, tree.InputRef) else None
        if place is not None and place.name is not None and place.least is None:
            assert isinstance(node, tree.InputRef)
            fact = self.scheme.inputs[node.path]
            if fact.default is None and fact.applies is None:
                return source, place.name
        assert isinstance(node.type, Quantity)
        line = Line(name=name, kind=self.scheme.kind, label={"fr": name}, node=node)
        alone = replace(self.scheme, conditions=(), lines=(line,), envelope=None, repayment=None)
        needed = list(keys)
        for place in self.mapped.places.values():
            needed += [column for column in (place.name, place.least, place.most, place.code) if column]
        needed = list(dict.fromkeys(needed))
        compiled = compile_scheme(
            alone, on=self.on, columns=self.columns, keys=needed, dialect=self.session.dialect
        )
        for statement in compiled.setup:
            self.session.own(statement)
        column = f"bareme_{name}"
        self.session.own_view(f"with_{name}", self._over(source, compiled, needed, column))
        return f"with_{name}", column

    def _over(self, source: str, compiled: Compiled, keys: Sequence[str], column: str) -> str:
        """A query that adds to `source` what these rules answer."""
        import sqlglot
        from sqlglot import exp

        read = sqlglot.parse_one(
            f"SELECT {named(keys)}, amount AS {quoted(column)} FROM decisions", dialect="duckdb"
        )
        assert isinstance(read, exp.Query)
        query = compiled.with_stages(read)
        for table in list(query.find_all(exp.Table)):
            if table.name == "population" and not table.db:
                table.replace(exp.to_table(source, alias="population"))
        return query.sql(dialect=self.session.dialect)
