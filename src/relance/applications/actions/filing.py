"""A file from its first answer to its deposit.

Applicants need no account: `by` None is whoever holds the link.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

import bareme
from relance.applications.actions.errors import CallNotOpen, FactRefused, NotComplete, WrongState
from relance.applications.models import Application, Identity, Piece, State
from relance.applications.queries import assess
from relance.applications.rules.facts import FROM, source
from relance.applications.rules.numbers import file_number, link_digest
from relance.kernel import audit
from relance.kernel.models import Account
from relance.kernel.sealing import keyed_digest
from relance.schemes import queries as schemes
from relance.schemes.models import Call
from relance.values.identifiers import identify
from relance.values.typography import fold

IDENTITY = frozenset({"name", "number", "represented_by", "mail", "phone", "address", "commune"})


def start(
    *, call: Call, applicant_kind: str, at: datetime, by: Account | None = None
) -> tuple[Application, str]:
    """A draft, and the secret of the link by which it is resumed (kept nowhere else). Raises CallNotOpen."""
    today = schemes.call_today(call, at)
    if not call.is_open(today):
        raise CallNotOpen("Cet appel ne prend pas de demande aujourd’hui.")
    token = secrets.token_urlsafe(24)
    application = Application.objects.create(
        authority=call.authority,
        call=call,
        version=schemes.version_on(call.scheme, today),
        number=file_number(today.year, secrets.randbits(40)),
        applicant_kind=applicant_kind,
        link_digest=link_digest(token),
        created_at=at,
        changed_at=at,
    )
    return application, token


def answer(
    *,
    application: Application,
    facts: Mapping[str, Any],
    at: datetime,
    kind: str = "declared",
    source_name: str = "",
    month_aided: date | None = None,
    by: Account | None = None,
) -> Application:
    """Keep these facts of a file that may still be changed; None takes one away.

    `month_aided`: the first of the month, where the scheme applies by it; None leaves it as it is.

    `kind`: "declared", "register" or "officer". Checked by the scheme at once. Raises FactRefused,
    WrongState (after the deposit only a correction opens the facts it names; see `instructing`).
    """
    if kind not in FROM:
        raise ValueError(f"unknown source {kind!r}; allowed: {', '.join(FROM)}")
    with transaction.atomic():
        row = locked(application)
        if row.state != State.DRAFT:
            raise WrongState("Cette demande est déposée\u00a0: ses réponses ne changent plus d’elles-mêmes.")
        put_facts(row, facts, kind=kind, source_name=source_name, at=at)
        row.changed_at = at
        row.month_aided = month_aided or row.month_aided
        row.save(update_fields=["facts", "sources", "month_aided", "changed_at"])
    return row


def put_facts(
    row: Application, facts: Mapping[str, Any], *, kind: str, source_name: str, at: datetime
) -> None:
    """Change the facts of a row in memory, with their sources; refuses what the scheme does not take."""
    day = at.astimezone(row.authority.zone).date()
    for name, value in facts.items():
        if value is None:
            row.facts.pop(name, None)
            row.sources.pop(name, None)
        else:
            row.facts[name] = value
            row.sources[name] = source(kind, day, source_name)
    check_facts(row, row.facts, on=day)


def check_facts(row: Application, facts: Mapping[str, Any], *, on: date) -> None:
    """Raise FactRefused for a fact that the scheme of this file does not take."""
    rules = schemes.loaded(row.version)
    day = max(on, rules.since) if rules.until is None else min(max(on, rules.since), rules.until)
    try:
        bareme.evaluate(rules, facts, on=day)
    except bareme.FactsError as error:
        raise FactRefused(error.fact, str(error)) from error


def identify_applicant(
    *, application: Application, at: datetime, by: Account | None = None, **said: str
) -> Identity:
    """Say who applies: any of IDENTITY; what is not said stays. Sets `applicant_key`.

    Raises FactRefused for a number that is no SIREN, SIRET nor NEQ.
    """
    if strange := sorted(set(said) - IDENTITY):
        raise TypeError(f"unknown: {', '.join(strange)}; allowed: {', '.join(sorted(IDENTITY))}")
    number = said.get("number", "")
    known = identify(number) if number else None
    if number and known is None:
        raise FactRefused("number", f"«\u00a0{number}\u00a0» n’est ni un SIREN, ni un SIRET, ni un NEQ.")
    if known:
        said["number"] = known.number
    with transaction.atomic():
        row = locked(application)
        if row.is_over:
            raise WrongState("Cette demande est décidée\u00a0: son demandeur ne change plus.")
        identity = Identity.objects.of(row.authority).filter(application=row).first()
        if identity is None:
            identity = Identity(authority=row.authority, application=row)
        for name, value in said.items():
            setattr(identity, name, value)
        identity.save()
        row.applicant_key = applicant_key(
            kind=row.applicant_kind, number=identity.number, name=identity.name, mail=identity.mail
        )
        row.changed_at = at
        row.save(update_fields=["applicant_key", "changed_at"])
    application.applicant_key = row.applicant_key
    return identity


def applicant_key(*, kind: str, number: str, name: str, mail: str) -> str:
    """The pseudonym of an applicant: of the SIREN or NEQ where there is one, else of name and mail."""
    known = identify(number) if number else None
    if known is not None:
        return keyed_digest(known.siren or known.number, purpose="applicant")
    return keyed_digest(f"{kind}\0{fold(name)}\0{mail.strip().lower()}", purpose="applicant")


def missing_pieces(application: Application) -> tuple[str, ...]:
    """Labels of the pieces that are asked for, required, and not there."""
    here = set(
        Piece.objects.of(application.authority)
        .filter(application=application, replaced_at__isnull=True)
        .values_list("kind", flat=True)
    )
    return tuple(
        one.label for one in schemes.pieces_of(application.call) if one.required and one.key not in here
    )


def deposit(*, application: Application, at: datetime, by: Account | None = None) -> Application:
    """Submit a draft: from now on it is examined under the version of this day.

    Raises CallNotOpen, NotComplete, FactRefused, WrongState. Deposited twice, it is deposited once.
    """
    call = application.call
    today = schemes.call_today(call, at)
    with transaction.atomic():
        row = locked(application)
        if row.state == State.SUBMITTED:
            return row
        if row.state != State.DRAFT:
            raise WrongState("Cette demande est déjà déposée.")
        if not call.is_open(today):
            raise CallNotOpen("Cet appel est fermé\u00a0: la demande reste un brouillon.")
        lacks = [f"Il manque la pièce «\u00a0{label}\u00a0»." for label in missing_pieces(row)]
        if not row.applicant_key:
            lacks.insert(0, "Dites qui demande.")
        if lacks:
            raise NotComplete(tuple(lacks))
        row.version = schemes.version_on(call.scheme, today)
        check_facts(row, row.facts, on=today)
        row.state = State.SUBMITTED
        row.submitted_at = row.complete_at = row.changed_at = at
        reassess(row, at)
        row.save()
        audit.record(authority=row.authority, by=by, act="applications.deposit", subject=row, at=at)
    return row


def reassess(row: Application, at: datetime) -> None:
    """Work out again what the queue shows and sorts by; the row is saved by the caller."""
    row.assessed_verdict, row.assessed_amount, row.assessed_at = "undetermined", None, at
    try:
        found = assess(row, at.astimezone(row.authority.zone).date())
    except (bareme.BaremeError, ValueError):
        return  # whoever opens the file is told why
    if found is not None:
        row.assessed_verdict = found.verdict
        row.assessed_amount = found.amount.minor if found.amount else None


def locked(application: Application) -> Application:
    """The row, locked until the transaction ends, as it truly stands."""
    return (
        Application.objects.of(application.authority)
        .select_for_update(of=("self",))
        .select_related("authority", "call__scheme", "call__authority", "version")
        .get(pk=application.pk)
    )
