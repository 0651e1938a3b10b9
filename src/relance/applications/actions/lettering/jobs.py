"""What the jobs of letters do, each resumable at any line: see `runs`."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from relance.applications.actions.lettering.making import printed, write_rows
from relance.applications.actions.lettering.notifying import (
    How,
    mark_notified,
    message_of,
    obstacle,
    standing_letters,
)
from relance.applications.actions.lettering.runs import CHECK, MAKE, SEND, chosen
from relance.applications.models import Application, ItemState, Run, RunItem, RunState
from relance.applications.queries.lettering import Desk, kinds_for, whole_files
from relance.applications.rules.letters import Press, Sheet
from relance.applications.rules.letters.sheets import VOLUME, bound
from relance.kernel import files, jobs
from relance.kernel.permissions import may
from relance.kernel.rules import Right

CHUNK: Final = 100
PRINT_LIMIT: Final = 1024 * 1024 * 1024
"""Octets of a print file: some 2 kB a letter, so this is never met; a limit all the same."""


@jobs.job(CHECK, label="Contrôle de lettres avant un envoi")
def check(run: jobs.Run) -> None:
    """Try each letter of the files chosen, without paper; keep who is ready and what others lack."""
    row = _run(run)
    by = run.by
    if by is None:
        raise jobs.JobFailed("La personne qui a préparé ce lot n’a plus de compte.")
    desk = _desk(row, row.prepared_at)
    wanted = chosen(row.call, by, row.wanted)
    if run.total is None:
        with run.step():
            run.total = wanted.count()
            run.cursor = {"after": 0, "whys": {}}
            run.leads_to = reverse("applications:letter_run", args=[row.authority.slug, row.pk])
    while True:
        part = list(whole_files(wanted.filter(pk__gt=run.cursor["after"]))[:CHUNK])
        if not part:
            break
        whys = {one.pk: _lacks(desk, one) for one in part}
        with run.step():
            counts = Counter(run.cursor["whys"])
            counts.update(why for why in whys.values() if why)
            RunItem.objects.bulk_create(
                RunItem(
                    authority=row.authority,
                    run=row,
                    application=one,
                    place=run.done + n,
                    state=ItemState.REFUSED if whys[one.pk] else ItemState.WAITING,
                    reason=whys[one.pk][:500],
                    done_at=timezone.now() if whys[one.pk] else None,
                )
                for n, one in enumerate(part, 1)
            )
            run.cursor = {"after": part[-1].pk, "whys": dict(counts)}
            run.done += len(part)
    with run.step():
        blocked = dict(sorted(run.cursor["whys"].items(), key=lambda pair: -pair[1]))
        row.preflight = {"total": run.done, "ready": run.done - sum(blocked.values()), "blocked": blocked}
        row.save(update_fields=["preflight"])
        run.say(f"{row.preflight['ready']} dossier(s) prêt(s), {sum(blocked.values())} à compléter.")


@jobs.job(MAKE, label="Lettres en lot")
def make(run: jobs.Run) -> None:
    """Set, store and write the letters of a confirmed run, then bind them for the printer."""
    row = _run(run)
    if row.confirmed_at is None:
        raise jobs.JobFailed("Ce lot n’est pas confirmé.")
    if run.by is None or not any(
        may(run.by, right, row.authority) for right in (Right.INSTRUCT, Right.DECIDE)
    ):
        raise jobs.JobFailed("La personne qui a confirmé ce lot n’a plus le droit d’instruire.")
    desk, press = _desk(row, row.confirmed_at), Press()
    if run.total is None:
        with run.step():
            run.total = row.items.filter(state=ItemState.WAITING).count()
            run.cursor = 0
            run.leads_to = reverse("applications:letter_run", args=[row.authority.slug, row.pk])
    while items := _waiting(row, run.cursor):
        rows = _files(row, items)
        # Paper and disk before the step: a transaction held that long would keep others waiting.
        made, whys = printed(desk, rows, press, at=row.confirmed_at)
        with run.step():
            write_rows(made, by_name=row.confirmed_by_name, at=row.confirmed_at, run=row)
            numbers = Counter(one.application.pk for one in made)
            now = timezone.now()
            for item in items:
                why = whys.get(item.application_id, "")
                item.state = ItemState.REFUSED if why else ItemState.DONE
                item.reason, item.done_at = why[:500], now
                item.result = "" if why else f"{numbers[item.application_id]} lettre(s)"
            RunItem.objects.of(row.authority).bulk_update(items, ["state", "reason", "done_at", "result"])
            run.cursor = items[-1].place
            run.done += len(items)
    _bind(run, row, desk, press)


@jobs.job(SEND, label="Notification d’un lot")
def send(run: jobs.Run) -> None:
    """Notify the files of a finished run, one way. A mail may leave twice after a kill; it shows once."""
    row = _run(run)
    how, at = How(run.payload["how"]), datetime.fromisoformat(run.payload["at"])
    if run.total is None:
        with run.step():
            run.total = row.items.filter(state=ItemState.DONE).count()
            run.cursor = {"place": 0, "whys": {}}
            run.leads_to = reverse("applications:letter_run", args=[row.authority.slug, row.pk])
    size = 1 if how is How.MAIL else CHUNK
    while True:
        items = list(
            row.items.filter(state=ItemState.DONE, place__gt=run.cursor["place"]).order_by("place")[:size]
        )
        if not items:
            break
        rows = _files(row, items)
        letters = standing_letters(rows)
        whys = {one.pk: obstacle(one, letters[one.pk], how) for one in rows}
        told = [one for one in rows if not whys[one.pk] and one.notified_at is None]
        if how is How.MAIL:
            for one in told:
                message_of(one, letters[one.pk]).send()
        with run.step():
            mark_notified(told, letters, how=how, by=run.by, at=at)
            counts = Counter(run.cursor["whys"])
            counts.update(why for why in whys.values() if why)
            run.cursor = {"place": items[-1].place, "whys": dict(counts)}
            run.done += len(items)
    with run.step():
        for why, count in run.cursor["whys"].items():
            run.say(f"{count} dossier(s) non notifié(s)\u00a0: {why}")


def _bind(run: jobs.Run, row: Run, desk: Desk, press: Press) -> None:
    """All letters of the run in one PDF, in the order of the run, each on a leaf of its own.

    Volumes are kept on disk until the end, so that a kill costs one of them and not all.
    """
    assert row.confirmed_at is not None  # noqa: S101  # `make` looked
    spool = Path(settings.FILES_ROOT) / ".printing" / str(row.pk)
    spool.mkdir(parents=True, exist_ok=True, mode=0o750)
    parts = []
    for number, sheets in enumerate(_volumes(row, desk)):
        part = spool / f"{number:05}-{VOLUME}.pdf"  # parts of another size are not ours: no letter twice
        if not part.exists():
            beside = part.with_suffix(".part")
            beside.write_bytes(press.volume(sheets, at=row.confirmed_at))
            beside.replace(part)
        parts.append(part)
    kept = None
    if parts:
        whole = bound(part.read_bytes() for part in parts)
        kept = files.store(
            authority=row.authority,
            by=None,
            name=f"lettres-{row.pk}.pdf",
            content=whole,
            at=row.confirmed_at,
            limit=PRINT_LIMIT,
        )
    with run.step():
        row.file, row.state, row.ended_at = kept, RunState.DONE, timezone.now()
        row.save(update_fields=["file", "state", "ended_at"])
        done = row.items.filter(state=ItemState.DONE).count()
        run.say(f"{done} dossier(s) ont leurs lettres.")
    shutil.rmtree(spool, ignore_errors=True)


def _volumes(row: Run, desk: Desk) -> Iterator[list[Sheet]]:
    """The sheets of the run's letters again, `VOLUME` at a time, in its order."""
    waiting: list[Sheet] = []
    after = 0
    while True:
        items = list(row.items.filter(state=ItemState.DONE, place__gt=after).order_by("place")[:CHUNK])
        if not items:
            break
        after = items[-1].place
        for one in _files(row, items):
            drafts = [desk.drafted(one, kind) for kind in kinds_for(one)]
            waiting += [draft.sheet for draft in drafts if draft.sheet is not None]
        while len(waiting) >= VOLUME:
            yield waiting[:VOLUME]
            waiting = waiting[VOLUME:]
    if waiting:
        yield waiting


def _lacks(desk: Desk, application: Application) -> str:
    """Why this file has no letters, in words; empty when it is ready."""
    return " ".join(filter(None, (desk.drafted(application, kind).why for kind in kinds_for(application))))


def _desk(row: Run, at: datetime) -> Desk:
    return Desk(row.call, on=at.astimezone(row.authority.zone).date())


def _run(run: jobs.Run) -> Run:
    rows = Run.objects.of(run.authority).select_related(
        "authority", "call__scheme", "call__authority", "file"
    )
    return rows.get(pk=run.payload["run"])


def _waiting(row: Run, after: int) -> list[RunItem]:
    return list(row.items.filter(state=ItemState.WAITING, place__gt=after).order_by("place")[:CHUNK])


def _files(row: Run, items: Sequence[RunItem]) -> list[Application]:
    """The files of these items, in the order of the run."""
    keys = [item.application_id for item in items]
    found = {one.pk: one for one in whole_files(Application.objects.of(row.authority)).filter(pk__in=keys)}
    return [found[key] for key in keys]
