"""Rows that nobody changes: the database refuses, whoever asks."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from relance.kernel import audit, immutable
from relance.kernel.models import AuditLine, Authority

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> AuditLine:
    valmont = Authority.objects.create(slug="v", name="Valmont", country="FR", currency="EUR")
    return audit.record(authority=valmont, by=None, act="create", subject=valmont, at=timezone.now())


def refused(statement: str, *values: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError as refusal:
        return "never changed" in str(refusal)
    return False


def test_every_declared_trigger_stands_after_migrate() -> None:
    assert AuditLine in immutable.guarded_models()
    assert immutable.missing() == []


def test_an_audit_line_is_neither_changed_nor_deleted(line: AuditLine) -> None:
    table = AuditLine._meta.db_table

    assert refused(f"UPDATE {table} SET act = 'other' WHERE id = %s", line.pk)
    assert refused(f"DELETE FROM {table} WHERE id = %s", line.pk)
    assert AuditLine.objects.everywhere("a test").get().act == "create"


def test_the_orm_is_refused_too(line: AuditLine) -> None:
    rows = AuditLine.objects.everywhere("a test")

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(act="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        line.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_a_dropped_trigger_is_missed_and_migrate_puts_it_back(line: AuditLine) -> None:
    on = f" ON {AuditLine._meta.db_table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER immutable_kernel_auditline_update{on}")
    assert immutable.missing() == ["immutable_kernel_auditline_update"]

    call_command("migrate", verbosity=0)

    assert immutable.missing() == []
    assert refused(f"UPDATE {AuditLine._meta.db_table} SET act = 'other'")


def test_named_fields_keep_their_first_value_and_the_rest_lives_on(
    line: AuditLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = AuditLine._meta.db_table
    monkeypatch.setattr(AuditLine, "immutable", ("act", "subject_label"))
    with connection.cursor() as cursor:
        cursor.execute(immutable._drop(connection, "immutable_kernel_auditline_delete", table))

    immutable.install()

    assert refused(f"UPDATE {table} SET act = 'other'")
    assert refused(f"UPDATE {table} SET subject_label = 'other'")
    assert not refused(f"UPDATE {table} SET act = act, by_name = 'Odile'")
    assert not refused(f"DELETE FROM {table}")


def test_a_declared_field_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AuditLine, "immutable", ("wording",))

    with pytest.raises(LookupError, match="wording"):
        immutable.install()


def test_long_table_names_keep_distinct_trigger_names() -> None:
    one, other = (immutable._short("immutable_" + "t" * 60 + end) for end in ("_update", "_delete"))

    assert one != other
    assert len(one) <= 63
    assert len(other) <= 63


def test_flush_is_refused_in_production(settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="refusé en production"):
        call_command("flush", interactive=False)


@pytest.mark.django_db(transaction=True)
def test_flush_empties_immutable_tables_and_leaves_the_triggers(line: AuditLine) -> None:
    call_command("flush", interactive=False, verbosity=0)

    assert AuditLine.objects.everywhere("a test").count() == 0
    assert immutable.missing() == []
