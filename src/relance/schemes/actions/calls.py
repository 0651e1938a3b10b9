"""Makes, opens and closes calls."""

from datetime import datetime
from typing import Any

from django.db import transaction

from relance.kernel import audit
from relance.kernel.errors import Missing, RelanceError
from relance.kernel.models import Account
from relance.ledger import queries as ledger
from relance.schemes import queries
from relance.schemes.models import Call, Delegation, Scheme
from relance.schemes.permissions import EDIT, OPEN, check
from relance.schemes.rules.pieces import asked

CHANGEABLE = frozenset(
    {
        "title",
        "presentation",
        "contact",
        "envelope_id",
        "legal_ground",
        "opens_on",
        "closes_on",
        "pieces",
        "letters",
        "answer_within",
        "agreement_above",
        "delegated_up_to",
    }
)


class CannotOpen(RelanceError):
    """The call does not open; `missing` says what it lacks, one French sentence each."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


def make_call(
    *, scheme: Scheme, slug: str, title: str, by: Account | None, at: datetime, **more: Any
) -> Call:
    """A call in preparation. `more`: any of CHANGEABLE; the legal ground is the scheme's by default."""
    check(by, EDIT, scheme.authority)
    known = {"legal_ground": scheme.legal_ground} | _known(more)
    with transaction.atomic():
        call = Call.objects.create(
            authority=scheme.authority, scheme=scheme, slug=slug, title=title, created_at=at, **known
        )
        audit.record(authority=scheme.authority, by=by, act="schemes.call.make", subject=call, at=at)
    return call


def change_call(*, call: Call, by: Account | None, at: datetime, **changes: Any) -> None:
    """Change a call. Once open, its envelope and its pieces stay what applicants were told."""
    check(by, EDIT, call.authority)
    known = _known(changes)
    before = {name: getattr(call, name) for name in known}
    fixed = {"envelope_id", "opens_on", "legal_ground"}
    if call.opened_at and any(name in fixed and before[name] != known[name] for name in known):
        raise CannotOpen(("Un appel ouvert garde son enveloppe, son ouverture et son fondement.",))
    if call.opened_at and before.get("answer_within") and before["answer_within"] != known["answer_within"]:
        raise CannotOpen(("Un appel ouvert garde le délai de réponse que les récépissés ont dit.",))
    with transaction.atomic():
        for name, value in known.items():
            setattr(call, name, value)
        call.save(update_fields=list(known))
        audit.record(
            authority=call.authority,
            by=by,
            act="schemes.call.change",
            subject=call,
            at=at,
            before={name: str(value) for name, value in before.items()},
            after={name: str(value) for name, value in known.items()},
        )


def what_lacks(call: Call) -> tuple[str, ...]:
    """What keeps a call from opening, one French sentence each; empty when nothing does."""
    lacks = []
    if not call.legal_ground.strip():
        lacks.append(
            "Dites le fondement juridique de l’aide (CGCT L1511-2, L1511-3, loi 2000-321…)\u00a0: "
            "sans lui, l’appel n’ouvre pas."
        )
    if call.envelope_id is None:
        lacks.append("Choisissez l’enveloppe qui paiera les aides.")
    else:
        lacks += _envelope(call)
    if call.opens_on is None:
        lacks.append("Dites le jour d’ouverture.")
    elif call.closes_on is not None and call.closes_on < call.opens_on:
        lacks.append("La fermeture vient avant l’ouverture.")
    else:
        try:
            queries.version_on(call.scheme, call.opens_on)
        except queries.NoVersion as none:
            lacks.append(f"{none} Déposez un barème.")
    return tuple(lacks)


def open_call(*, call: Call, by: Account | None, at: datetime) -> None:
    """Open a call: files are taken from the first day of its window. Raises CannotOpen, saying why."""
    check(by, OPEN, call.authority)
    if lacks := what_lacks(call):
        raise CannotOpen(lacks)
    if call.opened_at:
        return
    with transaction.atomic():
        call.opened_at, call.opened_by, call.opened_by_name = at, by, str(by) if by else "Relance"
        call.save(update_fields=["opened_at", "opened_by", "opened_by_name"])
        audit.record(authority=call.authority, by=by, act="schemes.call.open", subject=call, at=at)


def close_call(*, call: Call, why: str, by: Account | None, at: datetime) -> None:
    """Close an open call before its term; says why, as applicants will read it."""
    check(by, OPEN, call.authority)
    if call.opened_at is None or not why.strip():
        raise CannotOpen(("Seul un appel ouvert se ferme, et l’on dit pourquoi.",))
    if call.closed_at:
        return
    with transaction.atomic():
        call.closed_at, call.closed_by_name, call.closed_because = at, str(by) if by else "Relance", why
        call.save(update_fields=["closed_at", "closed_by_name", "closed_because"])
        audit.record(authority=call.authority, by=by, act="schemes.call.close", subject=call, at=at)


def delegate(
    *, call: Call, account: Account, up_to: int | None, by: Account | None, at: datetime
) -> Delegation:
    """Let this person decide above the common limit, up to an amount (minor units; None: any)."""
    check(by, OPEN, call.authority)
    with transaction.atomic():
        row, _ = Delegation.objects.of(call.authority).update_or_create(
            call=call, account=account, defaults={"authority": call.authority, "up_to": up_to}
        )
        audit.record(
            authority=call.authority,
            by=by,
            act="schemes.call.delegate",
            subject=call,
            label=f"{call} · {account}",
            at=at,
            after={"jusqu’à": up_to},
        )
    return row


def _envelope(call: Call) -> list[str]:
    try:
        envelope = ledger.envelope(call.authority, call.envelope_id or 0)
    except Missing as missing:
        return [str(missing)]
    if envelope.currency != call.scheme.currency:
        return [f"L’enveloppe est en {envelope.currency}, le dispositif en {call.scheme.currency}."]
    return [f"L’enveloppe «\u00a0{envelope.name}\u00a0» est close."] if envelope.is_closed else []


def _known(changes: dict[str, Any]) -> dict[str, Any]:
    if strange := sorted(set(changes) - CHANGEABLE):
        raise TypeError(f"unknown: {', '.join(strange)}; allowed: {', '.join(sorted(CHANGEABLE))}")
    if "pieces" in changes:
        changes["pieces"] = [one.as_json() for one in asked(changes["pieces"])]
    return changes
