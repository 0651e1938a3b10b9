"""Forgets what is personal once its time is over: announced first, then erased, a skeleton left.

What stays of a file: its number, call, state, days, amounts, its pseudonym, the digests of its pieces and
letters, and its decision with the facts that work it out again, as long as the accounts. What goes: who
applied and how to reach them, the bank account, what was written in the file, every document.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from relance.applications.models import (
    Application,
    BankDetails,
    Correction,
    Identity,
    Letter,
    Message,
    Note,
    Piece,
    Proposal,
    Run,
    State,
)
from relance.applications.queries.keeping import ending, keeping_of, standing_of
from relance.applications.rules.retention import NOTICE, to_announce, to_erase
from relance.kernel import audit, files
from relance.kernel.models import Authority, StoredFile
from relance.values.typography import NBSP, locale_of, long_date

PRINT_FILES_FOR: Final = timedelta(days=90)  # the letters themselves are kept one by one
A_NIGHT: Final = 2000  # files erased in one night, some minutes


def announce_ends(authority: Authority, now: datetime) -> int:
    """Announce the files that will be erased soon, on the report and, for a draft, to who began it; how many.

    Whoever left no mail is not told; their notice runs all the same.
    """
    today = now.astimezone(authority.zone).date()
    announced = 0
    for row in list(ending(authority, today + NOTICE)):
        if not to_announce(standing_of(row), keeping_of(row.call.scheme), today):
            continue
        identity = Identity.objects.of(authority).filter(application=row).first()
        if identity and identity.mail and row.state == State.DRAFT:
            _message(row, identity, now).send()
        with transaction.atomic():
            Application.objects.of(authority).filter(pk=row.pk).update(erasure_announced_at=now)
            audit.record(
                authority=authority, by=None, act="applications.erasure.announce", subject=row, at=now
            )
        announced += 1
    return announced


def erase_ended(authority: Authority, now: datetime, *, most: int = A_NIGHT) -> int:
    """Erase what is personal in the files whose time is over and whose notice has run; how many.

    At most so many: the next night goes on.
    """
    today = now.astimezone(authority.zone).date()
    erased = 0
    for row in list(ending(authority, today).filter(erasure_announced_at__isnull=False)):
        if erased == most:
            break
        if to_erase(standing_of(row), keeping_of(row.call.scheme), today):
            erase(application=row, at=now)
            erased += 1
    return erased


def erase(*, application: Application, at: datetime) -> None:
    """Erase what is personal in one file that is not under examination; done twice, it is done once."""
    authority = application.authority
    with transaction.atomic():
        row = Application.objects.of(authority).select_for_update(of=("self",)).get(pk=application.pk)
        if row.erased_at is not None or row.state in (State.SUBMITTED, State.INSTRUCTION):
            return
        about = {"application": row}
        loose = {
            key
            for rows in (Piece.objects, Letter.objects, Message.objects)
            for key in rows.of(authority).filter(**about, file__isnull=False).values_list("file", flat=True)
        }
        Piece.objects.of(authority).filter(**about, erased_at__isnull=True).update(
            file=None, name="", erased_at=at
        )
        Letter.objects.of(authority).filter(**about, erased_at__isnull=True).update(file=None, erased_at=at)
        for model in (Message, Note, Correction, Proposal, BankDetails, Identity):
            model.objects.of(authority).filter(**about).delete()
        row.organisation, row.link_digest, row.erased_at = None, "", at
        row.facts, row.sources, row.registered = {}, {}, {}  # a decision keeps its own
        row.save(update_fields=["organisation", "link_digest", "erased_at", "facts", "sources", "registered"])
        for file in StoredFile.objects.of(authority).filter(pk__in=loose):
            files.forget(file)
        audit.record(authority=authority, by=None, act="applications.erase", subject=row, at=at)


def drop_print_files(authority: Authority, now: datetime) -> int:
    """Let go of the print files of runs that ended long ago; each letter stays by itself."""
    old = Run.objects.of(authority).filter(ended_at__lt=now - PRINT_FILES_FOR, file__isnull=False)
    dropped = 0
    for run in old.select_related("file"):
        file = run.file
        with transaction.atomic():
            run.file = None
            run.save(update_fields=["file"])
            if file is not None:
                files.forget(file)
        dropped += 1
    return dropped


def _message(row: Application, identity: Identity, now: datetime) -> EmailMessage:
    day = now.astimezone(row.authority.zone).date() + NOTICE
    return EmailMessage(
        subject=f"{row.authority.name}{NBSP}: votre demande {row.number} sera effacée",
        body=render_to_string(
            "applications/mail/erasure.txt",
            {
                "application": row,
                "day": long_date(day, locale_of(row.authority.locale)),
                "site": settings.PUBLIC_URL,
            },
        ),
        to=[identity.mail],
        headers={"Auto-Submitted": "auto-generated"},
    )
