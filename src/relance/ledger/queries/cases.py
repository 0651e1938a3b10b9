"""What became of one case: requested, awarded, committed, claimed, paid, recovered, side by side."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from relance.kernel.models import Authority
from relance.ledger.models import Line, PlaceState, WaitingPlace
from relance.ledger.rules.figures import Figures, figures
from relance.ledger.rules.kinds import Kind
from relance.ledger.rules.reference import Ref


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """The figures of a case in one envelope, now. `waiting`: what it still waits for, in minor units."""

    envelope: int
    currency: str
    figures: Figures
    waiting: int = 0


def cases(authority: Authority, kind: str, keys: Collection[str]) -> dict[str, list[CaseStanding]]:
    """The standing of many cases of a kind, by key, one entry an envelope: two queries, however many."""
    lines = Line.objects.of(authority).filter(case__kind=kind, case__key__in=keys)
    summed = lines.values_list("case__key", "account__envelope", "account__currency", "account__kind")
    sums: dict[tuple[str, int, str], dict[Kind, int]] = {}
    for key, envelope, currency, account, delta in summed.annotate(Sum("delta")).order_by():
        sums.setdefault((key, envelope, currency), {})[Kind(account)] = delta
    places = WaitingPlace.objects.of(authority).filter(
        case__kind=kind, case__key__in=keys, state=PlaceState.WAITING
    )
    waiting: dict[tuple[str, int, str], int] = {}
    for key, envelope, currency, amount in places.values_list(
        "case__key", "envelope", "envelope__currency", "amount"
    ):
        waiting[key, envelope, currency] = waiting.get((key, envelope, currency), 0) + amount
    standing: dict[str, list[CaseStanding]] = {}
    for place in sorted({*sums, *waiting}):
        key, envelope, currency = place
        standing.setdefault(key, []).append(
            CaseStanding(envelope, currency, figures(sums.get(place, {})), waiting.get(place, 0))
        )
    return standing


def case(authority: Authority, ref: Ref) -> list[CaseStanding]:
    """The same for one case; empty when the ledger has never heard of it."""
    return cases(authority, ref.kind, [ref.key]).get(ref.key, [])
