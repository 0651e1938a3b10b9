"""How a decision reached its reader: the state "notified", with when and how."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from relance.applications.actions.errors import NotComplete, WrongState
from relance.applications.actions.links import find_url
from relance.applications.models import Application, Letter, State
from relance.applications.permissions import require_examiner
from relance.applications.queries.lettering import OF_OUTCOME, identity_of, whole_files
from relance.kernel import audit, files
from relance.kernel.models import Account
from relance.values.typography import NBSP, locale_of, long_date


class How(StrEnum):
    """By which way letters go."""

    POST = "post"
    MAIL = "mail"
    PAGE = "page"

    @property
    def label(self) -> str:
        return {
            How.POST: "par courrier postal",
            How.MAIL: "par courriel, avec la lettre jointe",
            How.PAGE: "sur la page de suivi du demandeur",
        }[self]


def notify(*, application: Application, how: How, by: Account, at: datetime) -> Application:
    """Send the standing letters of one file and keep when and how; notified twice, it is notified once.

    Raises WrongState (not decided, no letter made), NotComplete (a mail without address).
    """
    require_examiner(by, application.authority)
    row = whole_files(Application.objects.of(application.authority)).get(pk=application.pk)
    letters = standing_letters([row])[row.pk]
    if why := obstacle(row, letters, how):
        raise (NotComplete((why,)) if how is How.MAIL and letters else WrongState(why))
    if how is How.MAIL:
        message_of(row, letters).send()
    with transaction.atomic():
        mark_notified([row], {row.pk: letters}, how=how, by=by, at=at)
    row.refresh_from_db(from_queryset=Application.objects.of(row.authority))
    return row


def obstacle(row: Application, letters: Sequence[Letter], how: How) -> str:
    """Why the letters of this file cannot go this way; empty when they can."""
    if not row.is_over:
        return "Cette demande n’est pas décidée."
    if not any(letter.kind == OF_OUTCOME[row.outcome] for letter in letters):
        return "La lettre qui dit la décision n’est pas établie."
    identity = identity_of(row)
    if how is How.MAIL and (identity is None or not identity.mail):
        return "Ce demandeur n’a pas donné d’adresse de courriel."
    return ""


def standing_letters(rows: Sequence[Application]) -> dict[int, list[Letter]]:
    """The letters that stand of each file, by its key; one query."""
    found: dict[int, list[Letter]] = {row.pk: [] for row in rows}
    if rows:
        letters = Letter.objects.of(rows[0].authority).filter(
            application__in=found, superseded_at__isnull=True, erased_at__isnull=True
        )
        for letter in letters.select_related("file").order_by("pk"):
            found[letter.application_id].append(letter)
    return found


def message_of(row: Application, letters: Sequence[Letter]) -> EmailMessage:
    """The mail that carries these letters. Its Message-ID is of the letters: sent twice, it shows once."""
    identity = row.identity
    host = urlsplit(settings.PUBLIC_URL).hostname
    message = EmailMessage(
        subject=f"{row.authority.name}{NBSP}: votre demande {row.number}",
        body=render_to_string("applications/mail/decision.txt", {"application": row, "find": find_url(row)}),
        to=[identity.mail],
        headers={
            "Message-ID": f"<letter-{letters[0].sha256[:24]}-{letters[0].pk}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    for letter in letters:
        if letter.file is not None:
            message.attach(letter.file.name, files.read(letter.file), "application/pdf")
    return message


def mark_notified(
    rows: Sequence[Application],
    letters: dict[int, list[Letter]],
    *,
    how: How,
    by: Account | None,
    at: datetime,
) -> None:
    """Keep the evidence on files and letters, with an audit line a file. Inside a transaction."""
    if not rows:
        return
    authority = rows[0].authority
    day = long_date(at.astimezone(authority.zone).date(), locale_of(authority.locale))
    evidence = f"{how.label}, le {day}, par {by or 'Relance'}"[:200]
    owner = Application.objects.of(authority)
    keys = [row.pk for row in rows]
    owner.filter(pk__in=keys, state=State.DECIDED).update(
        state=State.NOTIFIED, notified_at=at, notified_how=evidence
    )
    sent = [letter.pk for key in keys for letter in letters[key] if letter.sent_at is None]
    Letter.objects.of(authority).filter(pk__in=sent).update(sent_at=at, sent_how=evidence)
    for row in rows:
        audit.record(
            authority=authority,
            by=by,
            act="applications.notify",
            subject=row,
            at=at,
            after={"comment": how.label},
        )
