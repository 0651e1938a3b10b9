"""Rules that a new row must meet and that look at other rows: triggers of the database itself.

A check constraint sees one row; some laws compare it with others (a running balance with the one
before). An app registers, in its `AppConfig.ready`, the rules of a table: what is wrong, in words, and
the SQL condition under which it is, in terms of NEW and common to SQLite and PostgreSQL. The trigger
refuses the row with `IntegrityError`, whoever writes. A table whose rows live on (their state changes)
is registered with `updates=True`: its rules hold for each change as well.

Installed after each `migrate`, as SQLite drops the triggers of a rebuilt table; taken away before it, as
SQLite refuses to rename a table into the place of one that a trigger of another table names. `missing()`
names those that are not in place. For rows that nobody changes, see `kernel.immutable`.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Rule = tuple[str, str]  # what is wrong; the condition under which it is

_guards: dict[str, tuple[Rule, ...]] = {}
_updates: set[str] = set()


def register(table: str, rules: Sequence[Rule], *, updates: bool = False) -> None:
    """Let a new row of this table meet these rules. Neither words nor conditions hold a per cent sign.

    `updates`: a changed row must meet them too.
    """
    for words, wrong in rules:
        if "%" in words + wrong or "'" in words:
            raise ValueError(f"a guard of {table} holds a sign that a trigger cannot: {words}")
    _guards[table] = tuple(rules)
    (_updates.add if updates else _updates.discard)(table)


def before_migrate(*, using: str, plan: Sequence[Any] = (), **_: Any) -> None:
    """What `pre_migrate` calls: on SQLite, take the triggers away while tables are rebuilt."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table in _guards:
            for trigger in _triggers(table, connection):
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")


def after_migrate(*, using: str, **_: Any) -> None:
    """What `post_migrate` calls."""
    install(using=using)


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger in place; those that stand already are made anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table, rules in _guards.items():
            if table in tables:
                for statement in _statements(connection, table, rules):
                    cursor.execute(statement)


def missing(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the triggers that should stand in the database and do not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    wanted = [name for table in _guards for name in _triggers(table, connection)]
    return [name for name in wanted if name not in present]


def _name(table: str) -> str:
    return f"guard_{table}"


def _triggers(table: str, connection: BaseDatabaseWrapper) -> list[str]:
    """SQLite needs a trigger an event; PostgreSQL's watches both."""
    if table in _updates and connection.vendor != "postgresql":
        return [_name(table), f"{_name(table)}_update"]
    return [_name(table)]


def _statements(connection: BaseDatabaseWrapper, table: str, rules: Sequence[Rule]) -> list[str]:
    name = _name(table)
    if connection.vendor == "postgresql":
        body = "\n".join(
            f"IF {wrong} THEN RAISE EXCEPTION '{table}: {words}' USING ERRCODE = 'check_violation'; END IF;"
            for words, wrong in rules
        )
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        event = "INSERT OR UPDATE" if table in _updates else "INSERT"
        return [
            f"{function} AS $$ BEGIN {body} RETURN NEW; END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    body = "\n".join(f"SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong};" for words, wrong in rules)
    statements = []
    for trigger, event in zip(_triggers(table, connection), ("INSERT", "UPDATE"), strict=False):
        statements += [
            f"DROP TRIGGER IF EXISTS {trigger}",
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW BEGIN\n{body}\nEND",
        ]
    return statements
