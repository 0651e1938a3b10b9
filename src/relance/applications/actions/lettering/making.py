"""Makes letters: the words, the paper, the file under its digest, the row that says from which text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from relance.applications.actions.errors import NotComplete, WrongState
from relance.applications.models import Application, Letter, LetterKind, LetterTemplate, Run
from relance.applications.permissions import require_examiner
from relance.applications.queries.lettering import Desk, kinds_for, whole_files
from relance.applications.rules.letters import Press
from relance.kernel import audit, files
from relance.kernel.models import Account, StoredFile


@dataclass(frozen=True, slots=True)
class Made:
    """A letter on paper and kept, before its row."""

    application: Application
    kind: LetterKind
    template: LetterTemplate
    file: StoredFile


def make_letters(
    *, application: Application, by: Account, at: datetime, kinds: Sequence[LetterKind] | None = None
) -> list[Letter]:
    """Make the letters of one decided file (by default all that it needs); they replace those that stood.

    Raises WrongState (not decided, or its decision was already notified), NotComplete (fields without value,
    a text that is missing or unchecked).
    """
    require_examiner(by, application.authority)
    row = whole_files(Application.objects.of(application.authority)).get(pk=application.pk)
    wanted = kinds_for(row) if kinds is None else tuple(kinds)
    if not wanted:
        raise WrongState("Cette demande n’est pas décidée\u00a0: elle n’a pas encore de courrier.")
    desk = Desk(row.call, on=at.astimezone(row.authority.zone).date())
    made, whys = printed(desk, [row], Press(), at=at, kinds=wanted)
    if whys:
        raise NotComplete(tuple(whys.values()))
    with transaction.atomic():
        letters = write_rows(made, by_name=str(by), at=at, run=None)
        audit.record(
            authority=row.authority,
            by=by,
            act="applications.letter.make",
            subject=row,
            at=at,
            after={letter.get_kind_display(): letter.sha256[:12] for letter in letters},
        )
    return letters


def printed(
    desk: Desk,
    rows: Iterable[Application],
    press: Press,
    *,
    at: datetime,
    kinds: tuple[LetterKind, ...] | None = None,
) -> tuple[list[Made], dict[int, str]]:
    """The letters of these files, set and stored; and, by key, why a file has none (then it has not one).

    Outside any transaction: storing takes its time. Done again after a kill, it gives the same bytes.
    """
    made: list[Made] = []
    whys: dict[int, str] = {}
    for row in rows:
        drafts = [desk.drafted(row, kind) for kind in (kinds_for(row) if kinds is None else kinds)]
        if whys_here := [draft.why for draft in drafts if draft.why]:
            whys[row.pk] = " ".join(whys_here)
            continue
        for draft in drafts:
            assert draft.sheet is not None and draft.template is not None  # noqa: S101, PT018  # it says no why
            file = files.store(
                authority=row.authority,
                by=None,
                name=f"{row.number}-{draft.kind.value}.pdf",
                content=press.letter(draft.sheet, at=at),
                at=at,
            )
            made.append(Made(row, draft.kind, draft.template, file))
    return made, whys


def write_rows(made: Sequence[Made], *, by_name: str, at: datetime, run: Run | None) -> list[Letter]:
    """The rows of letters just made; those that stood of the same file and kind are replaced, not destroyed.

    A letter that is already there, byte for byte, stays as it is.
    """
    if not made:
        return []
    authority = made[0].application.authority
    standing = {
        (letter.application_id, letter.kind): letter
        for letter in Letter.objects.of(authority).filter(
            application__in={one.application.pk for one in made}, superseded_at__isnull=True
        )
    }
    kept, replaced, new = [], [], []
    for one in made:
        known = standing.get((one.application.pk, one.kind.value))
        if known is not None and known.sha256 == one.file.sha256:
            kept.append(known)
            continue
        if known is not None:
            replaced.append(known.pk)
        new.append(
            Letter(
                authority=authority,
                application=one.application,
                decision=one.application.decision if one.application.outcome else None,
                template=one.template,
                run=run,
                kind=one.kind.value,
                file=one.file,
                sha256=one.file.sha256,
                created_at=at,
                created_by_name=by_name,
            )
        )
    if replaced:
        Letter.objects.of(authority).filter(pk__in=replaced).update(superseded_at=at)
    return [*kept, *Letter.objects.bulk_create(new)]
