"""The full-text index beside the entries, kept by the database itself.

SQLite: an FTS5 table whose content is the entries', kept by three triggers. PostgreSQL: a
generated tsvector column with its GIN index. Both installed after each migrate (a rebuild of
the table would drop the triggers), and built anew only when the index was not there.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from relance.kernel.models import SearchEntry

ENTRIES = SearchEntry._meta.db_table
INDEX = "kernel_search_words"

# The words are cut already: `ascii` takes every letter beyond ASCII as part of a word.
_FTS = """CREATE VIRTUAL TABLE kernel_search_words USING fts5(
  heading, body, content='kernel_searchentry', content_rowid='id', tokenize='ascii', prefix='2 3')"""
_GONE = (
    "INSERT INTO kernel_search_words(kernel_search_words, rowid, heading, body)"
    " VALUES ('delete', old.id, old.heading, old.body);"
)
_NEW = "INSERT INTO kernel_search_words(rowid, heading, body) VALUES (new.id, new.heading, new.body);"
_REBUILD = "INSERT INTO kernel_search_words(kernel_search_words) VALUES ('rebuild')"
_TRIGGERS = {
    f"{INDEX}_insert": f"AFTER INSERT ON {ENTRIES} BEGIN {_NEW} END",
    f"{INDEX}_delete": f"AFTER DELETE ON {ENTRIES} BEGIN {_GONE} END",
    f"{INDEX}_update": f"AFTER UPDATE OF id, heading, body ON {ENTRIES} BEGIN {_GONE} {_NEW} END",
}

# A weight a word (A: heading), no position: the cast to tsvector takes the words as they are.
FUNCTION = r"""CREATE OR REPLACE FUNCTION relance_words(heading text, body text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (regexp_replace(heading, '(\S+)', '\1:1A', 'g') || ' '
         || regexp_replace(body, '(\S+)', '\1:2B', 'g'))::tsvector $$"""
_POSTGRESQL = (
    FUNCTION,
    f"""ALTER TABLE {ENTRIES} ADD COLUMN IF NOT EXISTS words tsvector
    GENERATED ALWAYS AS (relance_words(heading, body)) STORED""",
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {ENTRIES} USING gin (words)",
)


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put the index in place where its table is; what stands already stays."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        columns = _columns(cursor, connection)
        if "heading" not in columns:
            return
        if connection.vendor == "postgresql":
            for statement in _POSTGRESQL if "words" not in columns else ():
                cursor.execute(statement)
            return
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [INDEX])
        stood = cursor.fetchone() is not None
        if not stood:
            cursor.execute(_FTS)
        for name, rest in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {rest}")
        if not stood:
            cursor.execute(_REBUILD)


def rebuild(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the index again from the entries (SQLite; PostgreSQL's follows by itself)."""
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute(_REBUILD)


def missing(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What should stand in the database and does not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [ENTRIES])
            wanted = {INDEX}
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
            wanted = {INDEX, *_TRIGGERS}
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def after_migrate(*, using: str, **_: Any) -> None:
    """What `post_migrate` calls."""
    install(using=using)


def _columns(cursor: Any, connection: Any) -> set[str]:
    if ENTRIES not in connection.introspection.table_names(cursor):
        return set()
    return {column.name for column in connection.introspection.get_table_description(cursor, ENTRIES)}
