"""What the directory does in the background."""

from collections.abc import Iterator
from itertools import islice

from django.utils import timezone

from relance.directory.actions import tables
from relance.directory.actions.register import JOB, add_up, report_path, take_in
from relance.directory.models import RegisterImport
from relance.kernel import files
from relance.kernel.jobs import JobFailed, Run, job
from relance.values.typography import NBSP

A_STEP = 2000


@job(JOB, label="Lecture d’un fichier du registre")
def read_register(run: Run) -> None:
    """Rows a step at a time; a step that a killed worker did not finish is read again."""
    asked = (
        RegisterImport.objects.of(run.authority)
        .select_related("file", "authority")
        .get(pk=run.payload["import"])
    )
    source = f"{asked.get_kind_display()}, {asked.file.name}"[:100]
    try:
        with tables.opened(files.path_of(asked.file)) as (_, rows):
            for part in _parts(islice(rows, run.done, None)):
                with run.step():
                    counted = take_in(
                        kind=asked.kind, rows=part, as_of=asked.as_of, source=source, dry_run=asked.dry_run
                    )
                    add_up(asked=asked, counted=counted)
                    run.done += len(part)
    except tables.NotATable as error:
        raise JobFailed(
            f"{error} Ce qui précède est fait{NBSP}; corrigez le fichier et recommencez."
        ) from error
    with run.step():
        asked.ended_at = timezone.now()
        asked.save(update_fields=["ended_at"])
        run.total, run.leads_to = run.done, report_path(asked)


def _parts(rows: Iterator[tables.Numbered]) -> Iterator[list[tables.Numbered]]:
    while part := list(islice(rows, A_STEP)):
        yield part
