"""A file of a register is read as a job: re-runnable, with a dry run and a report per row."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from relance.directory.actions.register import NotARegister, take_in
from relance.directory.models import Establishment, LegalUnit, RegisterImport
from relance.kernel.models import AuditLine, JobState
from tests.directory.conftest import BAKER, DRAWN_UP, PLACE_COLUMNS, SIREN, place
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
Bring = Callable[..., RegisterImport]


def told(asked: RegisterImport) -> tuple[int, int, int, int, int]:
    return asked.added, asked.changed, asked.unchanged, asked.older, asked.refused


def test_a_row_becomes_an_establishment_with_its_source_and_date(brought_in: Bring) -> None:
    asked = brought_in([PLACE_COLUMNS, place()])

    found = Establishment.objects.get(number=BAKER)
    assert told(asked) == (1, 0, 0, 0, 0)
    assert asked.ended_at
    assert (found.name, found.folded) == ("FOURNIL DU PONT", "fournil du pont")
    assert (found.source, found.as_of) == ("Établissements (SIRENE), Stock.csv", DRAWN_UP)


def test_reading_the_same_file_again_changes_nothing(brought_in: Bring) -> None:
    brought_in([PLACE_COLUMNS, place()])

    assert told(brought_in([PLACE_COLUMNS, place()])) == (0, 0, 1, 0, 0)
    assert Establishment.objects.count() == 1


def test_a_later_file_replaces_what_changed(brought_in: Bring) -> None:
    brought_in([PLACE_COLUMNS, place()])

    asked = brought_in([PLACE_COLUMNS, place(state="F")], as_of=date(2026, 11, 20))

    assert told(asked) == (0, 1, 0, 0, 0)
    assert not Establishment.objects.get().is_open


def test_an_older_file_replaces_nothing(brought_in: Bring) -> None:
    brought_in([PLACE_COLUMNS, place()])

    asked = brought_in([PLACE_COLUMNS, place(state="F")], as_of=date(2026, 10, 1))

    assert told(asked) == (0, 0, 0, 1, 0)
    assert Establishment.objects.get().is_open


def test_a_dry_run_counts_and_changes_nothing(brought_in: Bring) -> None:
    asked = brought_in([PLACE_COLUMNS, place()], dry_run=True)

    assert told(asked) == (1, 0, 0, 0, 0)
    assert not Establishment.objects.exists()


def test_a_row_that_is_refused_says_its_line_and_cause(brought_in: Bring) -> None:
    asked = brought_in([PLACE_COLUMNS, place(), place(number="123"), place()])

    assert told(asked) == (1, 0, 0, 0, 2)
    assert [(one.line, one.number) for one in asked.refusals.all()] == [(3, "123"), (4, BAKER)]
    assert "déjà à la ligne 2" in asked.refusals.all()[1].cause


def test_units_and_quebec_firms_go_to_their_table(brought_in: Bring) -> None:
    brought_in([
        "siren,etatAdministratifUniteLegale,categorieJuridiqueUniteLegale,denominationUniteLegale",
        f"{SIREN},A,5499,FOURNIL DU PONT",
    ])  # fmt: skip
    brought_in(["neq;nom;statut", "1144556677;Les Pains de la Rivière inc.;active"])

    assert [(one.country, one.number) for one in LegalUnit.objects.order_by("number")] == [
        ("CA", "1144556677"),
        ("FR", SIREN),
    ]


def test_a_file_of_something_else_is_refused_before_any_job(brought_in: Bring) -> None:
    with pytest.raises(NotARegister, match="colonnes"):
        brought_in(["nom,prénom", "Amblard,Lucie"])

    with pytest.raises(NotARegister, match="pas encore venu"):
        brought_in([PLACE_COLUMNS, place()], as_of=date(2027, 1, 1))


def test_a_file_that_breaks_off_keeps_what_was_read_and_says_so(brought_in: Bring) -> None:
    broken = "\n".join([PLACE_COLUMNS, place(), '"']).encode() + b"x" * 1_100_000

    asked = brought_in(broken)

    assert asked.job is not None
    assert asked.job.state == JobState.FAILED
    assert "ne se lit pas" in asked.job.error
    assert asked.ended_at is None


def test_the_reading_is_in_the_journal(brought_in: Bring, cast: Cast) -> None:
    brought_in([PLACE_COLUMNS, place()], dry_run=True)
    brought_in([PLACE_COLUMNS, place()])

    acts = AuditLine.objects.of(cast.valmont).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["directory.register.try", "directory.register.import"]


@pytest.mark.parametrize("wrong", [{"name": "X"}, {"address": "X"}])
def test_the_database_keeps_no_name_of_who_is_hidden(wrong: dict[str, str]) -> None:
    said = {"country": "FR", "state": "open", "source": "x", "as_of": DRAWN_UP, "public": False}

    for table, number, more in ((Establishment, BAKER, {"unit_number": SIREN}), (LegalUnit, SIREN, {})):
        with pytest.raises(IntegrityError, match="hidden_has_no_name"), transaction.atomic():
            table.objects.create(number=number, **said, **more, **wrong)


def test_thousands_of_rows_cost_few_queries(
    db: None, django_assert_max_num_queries: Callable[..., object]
) -> None:
    lines = [(n, {"neq": f"11{n:08d}", "nom": f"Firme {n}"}) for n in range(2000)]

    with django_assert_max_num_queries(60):  # type: ignore[attr-defined]  # a context manager
        counted = take_in(kind="neq", rows=lines, as_of=DRAWN_UP, source="essai", dry_run=False)

    assert counted.added == 2000
