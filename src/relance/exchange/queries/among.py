"""Rows of many shops at once: thousands of keys as one value, where a list would be parsed each time."""

import json
from collections.abc import Collection
from typing import Any, Final

from django.db.models import BooleanField, F, Func

from relance.exchange.models import Showcase

FEW: Final = 200
"""Up to so many shops SQLite goes from shop to shop by their index; beyond, the words or the order lead."""
_TABLE: Final = Showcase._meta.db_table


class Among(Func):
    """Whether a row of the showcase is of one of these shops."""

    output_field = BooleanField()

    def __init__(self, sellers: Collection[int]) -> None:
        super().__init__(F("seller_id"))
        self.keys = sorted(sellers)

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        column, values = compiler.compile(self.source_expressions[0])
        asked = "IN (SELECT value FROM json_each(%s))"
        if len(self.keys) > FEW:
            return f"+{column} {asked}", [*values, json.dumps(self.keys)]
        pk = f'{column.rpartition(".")[0]}."id"'  # SQLite would rather read the whole town by its index
        found = f"SELECT id FROM {_TABLE} WHERE seller_id {asked}"  # noqa: S608  # our own name
        return f"{pk} IN ({found})", [*values, json.dumps(self.keys)]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        column, values = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(CAST(%s AS bigint[]))", [*values, self.keys]
