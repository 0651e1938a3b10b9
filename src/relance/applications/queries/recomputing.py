"""Decisions as they were kept, ready to be worked out again by anybody."""

from collections.abc import Iterator

from relance.applications.models import Application, Decision
from relance.applications.rules.recomputed import Difference, Stored, differences
from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.kernel.scope import ScopedQuerySet
from relance.schemes import queries as schemes

CHUNK = 500


def stored_decision(application: Application) -> Stored:
    """The decision of a file with all that it rests on, and nobody's name. Raises Missing."""
    rows = _whole(Decision.objects.of(application.authority))
    decision = rows.filter(application=application).first()
    if decision is None:
        raise Missing("Cette demande n’est pas décidée\u00a0: il n’y a rien à recalculer.")
    return _stored(decision)


def recomputed(
    authority: Authority | None = None, *, after: int = 0
) -> Iterator[tuple[int, Stored, tuple[Difference, ...]]]:
    """Every decision kept (of one authority, or of all), with what comes out otherwise today.

    `after`: the key of the last one seen, to go on. Read `CHUNK` at a time.
    """
    rows = (
        Decision.objects.of(authority)
        if authority
        else Decision.objects.everywhere("an operator checks the whole installation")
    )
    while True:
        part = list(_whole(rows).filter(pk__gt=after).order_by("pk")[:CHUNK])
        if not part:
            return
        for decision in part:
            stored = _stored(decision)
            yield decision.pk, stored, differences(stored, schemes.loaded(decision.version))
        after = part[-1].pk


def count(authority: Authority | None = None) -> int:
    """How many decisions there are to work out again."""
    if authority:
        return Decision.objects.of(authority).count()
    return Decision.objects.everywhere("an operator checks the whole installation").count()


def _whole(rows: ScopedQuerySet[Decision]) -> ScopedQuerySet[Decision]:
    return rows.select_related("authority", "application", "version__scheme")


def _stored(decision: Decision) -> Stored:
    version = decision.version
    return Stored(
        number=decision.application.number,
        authority=decision.authority.name,
        scheme=version.scheme.title,
        version=version.number,
        text=version.text,
        sha256=version.sha256,
        on=decision.applied_on,
        facts=decision.facts,
        verdict=decision.verdict,
        computed=decision.computed,
        awarded=decision.awarded,
        currency=decision.currency,
        outcome=decision.outcome,
        decided_on=decision.decided_at.astimezone(decision.authority.zone).date(),
        manual_reason=decision.manual_reason,
        motive=decision.motive,
        sentences=tuple(decision.sentences),
    )
