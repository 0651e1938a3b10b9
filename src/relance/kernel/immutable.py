"""Rows that nobody changes, held by triggers of the database itself.

A model says `immutable = True` (no update, no delete), or `immutable = ("wording", "sha256")`
(these fields keep their first value; the rest of the row lives on). The triggers refuse with
`IntegrityError` whoever writes: the ORM, a forgotten `QuerySet.update`, a person in a console.

They are installed after each `migrate`, because SQLite drops the triggers of a table that a
migration rebuilds. `missing()` says what is not in place, for `relance doctor` and the tests.
Truncating on PostgreSQL is left to the owner of the table: it is how a restore empties it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

FUNCTION = "relance_immutable"


def guarded_models() -> list[type[models.Model]]:
    """The models that declare `immutable`, in the order of their tables."""
    found = [model for model in apps.get_models() if _declared(model)]
    return sorted(found, key=lambda model: model._meta.db_table)


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger in place; those that stand already are made anew."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for trigger, table, statement in _wanted(connection):
            cursor.execute(_drop(connection, trigger, table))
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
    return [trigger for trigger, _, _ in _wanted(connection) if trigger not in present]


@contextmanager
def lifted(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Inside, the triggers are away: only for emptying or restoring a whole installation."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger, table, _ in _wanted(connection):
            cursor.execute(_drop(connection, trigger, table))
    try:
        yield
    finally:
        install(using=using)


def after_migrate(*, using: str, **_: Any) -> None:
    """What `post_migrate` calls."""
    install(using=using)


def _declared(model: type[models.Model]) -> bool | tuple[str, ...]:
    declared: bool | tuple[str, ...] = getattr(model, "immutable", False)
    return declared


def _wanted(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """(trigger, table, statement that makes it), for the tables that exist."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    triggers = []
    for model in guarded_models():
        table, declared = model._meta.db_table, _declared(model)
        if table not in tables:
            continue
        columns = [_column(model, name) for name in declared] if isinstance(declared, tuple) else []
        triggers.append(_trigger(connection, table, "update", columns))
        if not columns:
            triggers.append(_trigger(connection, table, "delete", []))
    return triggers


def _column(model: type[models.Model], name: str) -> str:
    """The column of a declared field; a field that does not exist is refused at once."""
    by_name = {field.name: field.column for field in model._meta.concrete_fields}
    if name not in by_name:
        raise LookupError(f"{model._meta.label}.immutable names “{name}”; its fields: {', '.join(by_name)}")
    return str(by_name[name])


def _trigger(
    connection: BaseDatabaseWrapper, table: str, verb: str, columns: list[str]
) -> tuple[str, str, str]:
    quote = connection.ops.quote_name
    name = _short(f"immutable_{table}_{verb}")
    postgresql = connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    changed = " OR ".join(f"OLD.{quote(column)} {differs} NEW.{quote(column)}" for column in columns)
    when = f"WHEN ({changed})" if columns else ""
    head = f"CREATE TRIGGER {quote(name)} BEFORE {verb.upper()} ON {quote(table)} FOR EACH ROW {when}"
    if postgresql:
        return name, table, f"{head} EXECUTE FUNCTION {FUNCTION}()"
    return name, table, f"{head} BEGIN SELECT RAISE(ABORT, '{_sentence(table)}'); END"


def _sentence(table: str) -> str:
    return f"{table}: rows are never changed nor deleted"


def _drop(connection: BaseDatabaseWrapper, trigger: str, table: str) -> str:
    quote = connection.ops.quote_name
    on = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {quote(trigger)}{on}"


def _short(name: str) -> str:
    """PostgreSQL cuts names at 63 characters; two long ones must not become the same."""
    if len(name) <= 63:
        return name
    return f"{name[:54]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: rows are never changed nor deleted', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
