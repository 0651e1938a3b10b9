"""Reads a file of a national register into ours: re-runnable, with a dry run and a report per row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.urls import reverse

from relance.directory.actions import tables
from relance.directory.models import (
    Establishment,
    LegalUnit,
    RegisterFile,
    RegisterImport,
    RegisterRefusal,
)
from relance.directory.models.firm import Registered
from relance.directory.rules import columns
from relance.kernel import audit, files, jobs
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account, Authority, StoredFile
from relance.values.typography import NBSP, Locale, long_date

JOB = "directory.register"
TABLES: dict[str, type[Registered]] = {
    RegisterFile.ESTABLISHMENTS: Establishment,
    RegisterFile.UNITS: LegalUnit,
    RegisterFile.NEQ: LegalUnit,
}
KEPT = frozenset({"id", "country", "number"})


class NotARegister(RelanceError):
    """The file is no file of a register that we read; the message says what is missing."""


@dataclass
class Counted:
    """What became of some rows. `refused`: line, number, cause."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def kind_of(path: Path) -> RegisterFile:
    """Which file of a register lies there, by its columns. Raises NotARegister."""
    try:
        with tables.opened(path) as (header, _):
            found = columns.recognise(header)
    except tables.NotATable as error:
        raise NotARegister(str(error)) from error
    if not found.kind:
        raise NotARegister(
            "Ce fichier n’a pas les colonnes d’un registre. Sont lus StockEtablissement et StockUniteLegale "
            f"(Insee) et le fichier des NEQ{NBSP}; il manque au moins{NBSP}: {', '.join(found.missing)}."
        )
    return RegisterFile(found.kind)


def ask_import(
    *, authority: Authority, by: Account, file: StoredFile, as_of: date, dry_run: bool, at: datetime
) -> RegisterImport:
    """Start reading this file in the background. Raises NotARegister, or RelanceError for a day to come."""
    if as_of > at.astimezone(authority.zone).date():
        day = long_date(as_of, Locale.FR)
        raise NotARegister(f"Le {day} n’est pas encore venu{NBSP}: de quand date ce fichier{NBSP}?")
    kind = kind_of(files.path_of(file))
    with transaction.atomic():
        asked = RegisterImport.objects.create(
            authority=authority,
            file=file,
            kind=kind,
            as_of=as_of,
            dry_run=dry_run,
            asked_by=by,
            asked_at=at,
        )
        asked.job = jobs.enqueue(
            kind=JOB,
            authority=authority,
            by=by,
            act_key=f"{JOB}:{asked.pk}",
            payload={"import": asked.pk},
            at=at,
        )
        asked.save(update_fields=["job"])
        act = "directory.register.try" if dry_run else "directory.register.import"
        audit.record(authority=authority, by=by, act=act, subject=asked, at=at)
    return asked


def report_path(asked: RegisterImport) -> str:
    return reverse("directory:import", args=[asked.authority.slug, asked.pk])


def take_in(
    *, kind: str, rows: Sequence[tuple[int, Mapping[str, str]]], as_of: date, source: str, dry_run: bool
) -> Counted:
    """Write these rows of a file; what is already there in the same words stays as it is.

    A row drawn up before what the register knows changes nothing. Meant to be called in a transaction.
    """
    counted = Counted()
    read: dict[str, tuple[int, dict[str, object]]] = {}
    for line, row in rows:
        try:
            values = columns.read(kind, row)
        except columns.RowRefused as error:
            counted.refused.append((line, columns.number_in(kind, row), str(error)[:300]))
            continue
        number = str(values["number"])
        if number in read:
            counted.refused.append((line, number, f"ce numéro est déjà à la ligne {read[number][0]}"))
            continue
        read[number] = (line, values)
    table = TABLES[kind]
    country = columns_country(kind)
    known = {one.number: one for one in table._default_manager.filter(country=country, number__in=list(read))}
    written = []
    for number, (_, values) in read.items():
        before = known.get(number)
        if before is None:
            counted.added += 1
        elif before.as_of > as_of:
            counted.older += 1
            continue
        elif all(getattr(before, name) == value for name, value in values.items()):
            counted.unchanged += 1
            if before.as_of == as_of:
                continue
        else:
            counted.changed += 1
        row_ = table(**values, source=source, as_of=as_of)
        row_.key_name()
        written.append(row_)
    if written and not dry_run:
        _write(table, written)
    return counted


def columns_country(kind: str) -> str:
    return "CA" if kind == RegisterFile.NEQ else "FR"


def _write(table: type[Registered], rows: list[Any]) -> None:
    concrete: list[models.Field[Any, Any]] = list(table._meta.concrete_fields)
    table._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["country", "number"],
        update_fields=[one.name for one in concrete if one.name not in KEPT],
    )


def add_up(*, asked: RegisterImport, counted: Counted) -> None:
    """Add what became of some rows to the report of an import."""
    for name in ("added", "changed", "unchanged", "older"):
        setattr(asked, name, getattr(asked, name) + getattr(counted, name))
    asked.refused += len(counted.refused)
    asked.save(update_fields=["added", "changed", "unchanged", "older", "refused"])
    RegisterRefusal.objects.bulk_create(
        RegisterRefusal(
            authority=asked.authority, register_import=asked, line=line, number=number, cause=cause
        )
        for line, number, cause in counted.refused
    )
