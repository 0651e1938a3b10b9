"""Examination: who holds a file, what is asked of its applicant, what the officer appreciates and notes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from relance.applications.actions.errors import FactRefused, Held, NotComplete, WrongState
from relance.applications.actions.filing import locked, put_facts, reassess
from relance.applications.actions.links import tell_applicant
from relance.applications.models import (
    Application,
    Check,
    Correction,
    CorrectionReason,
    Message,
    Note,
    Proposal,
    State,
)
from relance.applications.permissions import require_examiner, visible
from relance.kernel import audit
from relance.kernel.errors import Missing
from relance.kernel.models import Account, StoredFile
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.schemes import queries as schemes


def take(*, application: Application, by: Account, at: datetime, over: bool = False) -> Application:
    """Hold a file: it is in instruction from the first time on. `over`: take it from who holds it.

    Raises Held, saying by whom.
    """
    with transaction.atomic():
        row = examined(application, by, {State.SUBMITTED, State.INSTRUCTION})
        if row.holder_id and row.holder_id != by.pk and not over:
            raise Held(f"{row.holder} tient ce dossier depuis le {row.held_since:%d/%m/%Y}.")
        if row.holder_id == by.pk:
            return row
        before = str(row.holder) if row.holder_id else ""
        if row.state == State.SUBMITTED:
            row.state, row.instruction_at, row.instruction_by_name = State.INSTRUCTION, at, str(by)
        row.holder, row.held_since = by, at
        row.save()
        _say(row, by, "applications.take", at, before={"tenu par": before}, after={"tenu par": str(by)})
    return row


def release(*, application: Application, by: Account, at: datetime) -> Application:
    """Let go of a file, so that somebody else takes it. Released by its holder, twice without harm."""
    with transaction.atomic():
        row = examined(application, by, {State.INSTRUCTION})
        if row.holder_id is None:
            return row
        if row.holder_id != by.pk:
            raise Held(f"C’est {row.holder} qui tient ce dossier.")
        row.holder = row.held_since = None
        row.save(update_fields=["holder", "held_since"])
        _say(row, by, "applications.release", at)
    return row


def ask_correction(
    *,
    application: Application,
    reason: CorrectionReason,
    message: str,
    by: Account,
    at: datetime,
    facts: Sequence[str] = (),
    pieces: Sequence[str] = (),
    answer_by: date | None = None,
) -> Correction:
    """Ask the applicant to complete or correct; no decision until they answer or it is withdrawn.

    One at a time. A standing proposal is withdrawn: it rested on what is being corrected.
    """
    if not message.strip():
        raise NotComplete(("Dites au demandeur ce qui est attendu.",))
    with transaction.atomic():
        row = examined(application, by, {State.INSTRUCTION})
        known = schemes.loaded(row.version).inputs
        tops = {path.split(".")[0] for path in known} | set(schemes.loaded(row.version).entities)
        if strange := sorted(set(facts) - tops):
            raise FactRefused(strange[0], f"{strange[0]} n’est pas une question de ce dispositif.")
        if open_correction(row) is not None:
            raise WrongState(
                "Une demande de correction est déjà ouverte\u00a0: attendez sa réponse, ou retirez-la."
            )
        withdraw_standing(row, by, at)
        correction = Correction.objects.create(
            authority=row.authority,
            application=row,
            reason=reason,
            message=message.strip(),
            facts=list(facts),
            pieces=list(pieces),
            asked_by=by,
            asked_by_name=str(by),
            asked_at=at,
            answer_by=answer_by,
        )
        _say(row, by, "applications.correction.ask", at, after={"motif": correction.get_reason_display()})
        tell_applicant(
            application=row,
            subject="le service attend votre réponse",
            lines=["Pour examiner votre demande, il nous manque quelque chose.", message.strip()],
        )
    return correction


def withdraw_correction(*, correction: Correction, by: Account, at: datetime) -> None:
    """Take a request for correction back; decisions are possible again."""
    with transaction.atomic():
        row = examined(correction.application, by, {State.INSTRUCTION})
        correction.refresh_from_db(from_queryset=Correction.objects.of(row.authority))
        if not correction.is_open:
            raise WrongState("Cette demande de correction n’est plus ouverte.")
        correction.withdrawn_at, correction.withdrawn_by_name = at, str(by)
        correction.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
        _say(row, by, "applications.correction.withdraw", at)


def answer_correction(
    *,
    correction: Correction,
    at: datetime,
    text: str = "",
    facts: Mapping[str, Any] | None = None,
    by: Account | None = None,
) -> Application:
    """The applicant's answer: a word, and the facts that they were asked to review (no others).

    Pieces are sent before, by their own verb. The file is complete again from now on. `by` None: whoever
    holds the file's link.
    """
    with transaction.atomic():
        row = locked(correction.application)
        correction.refresh_from_db(from_queryset=Correction.objects.of(row.authority))
        if not correction.is_open or row.state != State.INSTRUCTION:
            raise WrongState("Cette demande de correction n’attend plus de réponse.")
        changed = dict(facts or {})
        if strange := sorted(set(changed) - set(correction.facts)):
            raise FactRefused(strange[0], f"{strange[0]} n’est pas dans ce qui est à revoir.")
        put_facts(row, changed, kind="declared", source_name="", at=at)
        correction.answered_at, correction.answer = at, text.strip()
        correction.save(update_fields=["answered_at", "answer"])
        row.complete_at = row.changed_at = max(at, row.complete_at or at)
        reassess(row, at)
        row.save()
        _say(row, by, "applications.correction.answer", at, after={"réponses": sorted(changed)})
    return row


def open_correction(application: Application) -> Correction | None:
    """The request for correction that waits for an answer, if there is one."""
    return (
        Correction.objects.of(application.authority)
        .filter(application=application, answered_at__isnull=True, withdrawn_at__isnull=True)
        .first()
    )


def tick(*, application: Application, name: str, met: bool | None, by: Account, at: datetime) -> Application:
    """Say of one appreciation of the scheme whether it is met; None takes the answer back."""
    with transaction.atomic():
        row = examined(application, by, {State.INSTRUCTION})
        if f"checks.{name}" not in schemes.loaded(row.version).inputs:
            raise FactRefused(name, f"{name} n’est pas une appréciation de ce dispositif.")
        checks = Check.objects.of(row.authority).filter(application=row, name=name)
        if met is None:
            checks.delete()
        else:
            said = {"met": met, "by": by, "by_name": str(by), "at": at}
            if not checks.update(**said):
                Check.objects.create(authority=row.authority, application=row, name=name, **said)
        withdraw_standing(row, by, at)
        reassess(row, at)
        row.save(update_fields=["assessed_verdict", "assessed_amount", "assessed_at"])
        _say(row, by, "applications.check", at, after={name: met})
    return row


def note(*, application: Application, text: str, by: Account, at: datetime) -> Note:
    """A word for the service alone."""
    if not text.strip():
        raise NotComplete(("La note est vide.",))
    with transaction.atomic():
        row = examined(application, by, set(State) - {State.DRAFT})
        return Note.objects.create(
            authority=row.authority, application=row, text=text.strip(), by=by, by_name=str(by), at=at
        )


def write(
    *, application: Application, text: str, by: Account | None, at: datetime, file: StoredFile | None = None
) -> Message:
    """A message: from an officer, or from the applicant when `by` is None."""
    if not text.strip():
        raise NotComplete(("Le message est vide.",))
    if by is not None:
        examined(application, by, set(State) - {State.DRAFT})
    with transaction.atomic():
        written = Message.objects.create(
            authority=application.authority,
            application=application,
            from_applicant=by is None,
            text=text.strip(),
            file=file,
            by=by,
            by_name=str(by) if by else "",
            at=at,
        )
        if by is not None:
            subject = "un message du service"
            tell_applicant(application=application, subject=subject, lines=[text.strip()])
    return written


def examined(application: Application, by: Account, states: set[State]) -> Application:
    """The locked row, if this officer may act on it in its state. Raises Refused, Missing, WrongState."""
    require_examiner(by, application.authority)
    row = locked(application)
    if not visible(by, row.authority).filter(pk=row.pk).exists():
        raise Missing("Cette demande n’existe pas ici.")
    if row.state not in states:
        raise WrongState(f"Cette demande est dans l’état «\u00a0{row.get_state_display()}\u00a0».")
    return row


def may_decide(account: Account, application: Application) -> bool:
    """Whether this person holds the right to decide in the file's authority."""
    return may(account, Right.DECIDE, application.authority)


def withdraw_standing(row: Application, by: Account | None, at: datetime) -> None:
    """Withdraw the proposal that stands: what it rested on has changed."""
    Proposal.objects.of(row.authority).filter(application=row, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_by_name=str(by) if by else "Relance"
    )


def _say(
    row: Application,
    by: Account | None,
    act: str,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.record(authority=row.authority, by=by, act=act, subject=row, at=at, before=before, after=after)
