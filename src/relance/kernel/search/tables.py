"""Full text over a table of an app's own, when entries of the one search are not enough.

The table has two text columns, `heading` and `body`, that hold words as `search.words` cuts them:

    tables.register(Showcase)                                   once, in AppConfig.ready
    Showcase.objects.of(town).filter(tables.matching(Showcase, [["pain"], ["seigle", "siegle"]]))

FTS5 on SQLite (kept by triggers), a generated tsvector with its GIN index on PostgreSQL; both
installed after each migrate, as those of the search itself.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import BooleanField, F, Func

from relance.kernel.search.index import FUNCTION

_models: list[type[models.Model]] = []


def register(model: type[models.Model]) -> None:
    """Let the rows of this model be found by the words of its `heading` and `body`."""
    if model not in _models:
        _models.append(model)


class Matching(Func):
    """Whether a row holds these words; `query` is made by `matching`."""

    output_field = BooleanField()

    def __init__(self, model: type[models.Model], sqlite: str, postgresql: str) -> None:
        super().__init__(F("pk"))
        self.index, self.sqlite, self.postgresql = _index(model), sqlite, postgresql

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        pk, values = compiler.compile(self.source_expressions[0])
        found = f"SELECT rowid FROM {self.index} WHERE {self.index} MATCH %s"  # noqa: S608  # our own name
        return f"{pk} IN ({found})", [*values, self.sqlite]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        pk, values = compiler.compile(self.source_expressions[0])
        return f"{pk.rpartition('.')[0]}.words @@ CAST(%s AS tsquery)", [*values, self.postgresql]


def matching(
    model: type[models.Model],
    asked: Sequence[Sequence[str]],
    *,
    prefix: bool = True,
    heading_only: bool = False,
) -> Matching:
    """Rows that hold a word of each group; the last group also as beginnings. Words as `words` cuts them."""
    last = len(asked) - 1
    weight = "A" if heading_only else ""
    lite, post = [], []
    for number, group in enumerate(asked):
        begins = prefix and number == last
        lite.append("(" + " OR ".join(f'"{word}"{"*" if begins else ""}' for word in group) + ")")
        sign = ("*" if begins else "") + weight
        post.append("(" + " | ".join(f"'{word}'{':' + sign if sign else ''}" for word in group) + ")")
    whole = " AND ".join(lite)
    return Matching(model, f"heading:({whole})" if heading_only else whole, " & ".join(post))


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put the index of every registered table in place; what stands already stays."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for model in _models:
            table = model._meta.db_table
            if table not in connection.introspection.table_names(cursor):
                continue
            columns = {c.name for c in connection.introspection.get_table_description(cursor, table)}
            statements = _postgresql if connection.vendor == "postgresql" else _sqlite
            for statement in statements(cursor, model, columns):
                cursor.execute(statement)


def missing(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What should stand in the database and does not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes")
            wanted = {_index(model) for model in _models}
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
            wanted = {name for model in _models for name in (_index(model), *_triggers(model))}
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def after_migrate(*, using: str, **_: Any) -> None:
    """What `post_migrate` calls."""
    install(using=using)


def _index(model: type[models.Model]) -> str:
    return f"{model._meta.db_table}_words"


def _triggers(model: type[models.Model]) -> dict[str, str]:
    table, index = model._meta.db_table, _index(model)
    values = "'delete', old.id, old.heading, old.body"
    gone = f"INSERT INTO {index}({index}, rowid, heading, body) VALUES ({values});"  # noqa: S608  # our own name
    new = f"INSERT INTO {index}(rowid, heading, body) VALUES (new.id, new.heading, new.body);"  # noqa: S608  # our own name
    return {
        f"{index}_insert": f"AFTER INSERT ON {table} BEGIN {new} END",
        f"{index}_delete": f"AFTER DELETE ON {table} BEGIN {gone} END",
        f"{index}_update": f"AFTER UPDATE OF id, heading, body ON {table} BEGIN {gone} {new} END",
    }


def _sqlite(cursor: Any, model: type[models.Model], columns: set[str]) -> list[str]:
    index = _index(model)
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [index])
    stood = cursor.fetchone() is not None
    out = []
    if not stood:
        out.append(
            f"CREATE VIRTUAL TABLE {index} USING fts5(heading, body, content='{model._meta.db_table}',"
            " content_rowid='id', tokenize='ascii', prefix='2 3')"
        )
    for name, rest in _triggers(model).items():
        out += [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {rest}"]
    if not stood:
        out.append(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608  # our own name
    return out


def _postgresql(cursor: Any, model: type[models.Model], columns: set[str]) -> list[str]:
    table = model._meta.db_table
    out = [FUNCTION]
    if "words" not in columns:
        out.append(
            f"ALTER TABLE {table} ADD COLUMN words tsvector"
            " GENERATED ALWAYS AS (relance_words(heading, body)) STORED"
        )
    cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [_index(model)])
    if cursor.fetchone() is None:
        out.append(f"CREATE INDEX {_index(model)} ON {table} USING gin (words)")
    return out
