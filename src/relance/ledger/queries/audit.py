"""Does the ledger hold together? Adds everything up again, line by line, for proofs and the nightly check."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Window
from django.db.models.functions import Coalesce

from relance.kernel import guards
from relance.kernel.models import Authority
from relance.ledger.models import BLOCK, DaySum, Envelope, LedgerAccount, Line, Transfer
from relance.ledger.rules.figures import figures
from relance.ledger.rules.kinds import OPEN_BELOW, Kind


def faults(authority: Authority) -> list[str]:
    """What is wrong in the books of an authority, in words; empty when nothing is.

    Running balances are the sums of their lines, without a gap; no floored account or case is below
    zero; each transfer has its two lines; sums by day are those of the lines; what every envelope
    received is all accounted for, for each funder and for the whole; triggers stand.
    """
    return [
        *(f"trigger missing: {name}" for name in guards.missing()),
        *_wrong_balances(authority),
        *_wrong_cases(authority),
        *_halves(authority),
        *_wrong_day_sums(authority),
        *_unaccounted(authority),
        *_reversed_beyond(authority),
    ]


def _wrong_balances(authority: Authority) -> Iterator[str]:
    lines = Line.objects.of(authority)
    for account in (
        LedgerAccount.objects.of(authority)
        .annotate(
            count=Count("lines"),
            total=Sum("lines__delta"),
            last=_last("sequence"),
            stood=_last("balance"),
        )
        .filter(count__gt=0)
    ):
        if account.count != account.last:
            yield f"account {account.pk}: {account.count} lines, the last is number {account.last}"
        if account.total != account.stood:
            yield f"account {account.pk}: lines sum to {account.total}, it stands at {account.stood}"
    for pk in lines.filter(floored=True, balance__lt=0).values_list("pk", flat=True):
        yield f"line {pk}: below zero"
    running = lines.annotate(
        summed=Window(Sum("delta"), partition_by=F("account"), order_by=F("sequence").asc())
    )
    for pk in running.filter(~Q(balance=F("summed"))).values_list("pk", flat=True):
        yield f"line {pk}: its balance is not the sum so far"


def _wrong_cases(authority: Authority) -> Iterator[str]:
    lines = Line.objects.of(authority).filter(case__isnull=False)
    for pk in lines.filter(case_balance__lt=0).values_list("pk", flat=True):
        yield f"line {pk}: its case is below zero"
    running = lines.annotate(
        summed=Window(Sum("delta"), partition_by=[F("account"), F("case")], order_by=F("case_sequence").asc())
    )
    for pk in running.filter(~Q(case_balance=F("summed"))).values_list("pk", flat=True):
        yield f"line {pk}: its case’s balance is not the sum so far"


def _halves(authority: Authority) -> Iterator[str]:
    transfers = Transfer.objects.of(authority).annotate(
        count=Count("lines"), total=Coalesce(Sum("lines__delta"), 0)
    )
    for transfer in transfers.exclude(count=2, total=0):
        yield f"transfer {transfer.pk}: {transfer.count} lines that sum to {transfer.total}"


def _wrong_day_sums(authority: Authority) -> Iterator[str]:
    told = {
        (account, last, day): delta
        for account, last, day, delta in DaySum.objects.of(authority).values_list(
            "account", "last_sequence", "effective_on", "delta"
        )
    }
    summed: dict[tuple[int, int, date], int] = {}
    full = {
        account: last - last % BLOCK
        for account, last in LedgerAccount.objects.of(authority)
        .annotate(last=_last("sequence"))
        .values_list("pk", "last")
        if last
    }
    lines = Line.objects.of(authority).filter(account__in=[pk for pk, last in full.items() if last])
    for account, sequence, day, delta in lines.values_list(
        "account", "sequence", "effective_on", "delta"
    ).iterator():
        if sequence <= full[account]:
            key = (account, -(-sequence // BLOCK) * BLOCK, day)
            summed[key] = summed.get(key, 0) + delta
    for key in sorted({*told, *summed}, key=str):
        if told.get(key) != summed.get(key):
            yield f"day sum {key}: {told.get(key)} told, {summed.get(key)} in the lines"


def _unaccounted(authority: Authority) -> Iterator[str]:
    sums: dict[tuple[int, int], dict[Kind, int]] = {}
    lines = Line.objects.of(authority).values_list("account__envelope", "account__funder", "account__kind")
    for envelope, funder, kind, total in lines.annotate(Sum("delta")).order_by():
        sums.setdefault((envelope, funder), {})[Kind(kind)] = total
    for (envelope, funder), balances in sums.items():
        if not figures(balances).holds:
            yield f"envelope {envelope}, funder {funder}: money is not all accounted for: {balances}"
        for kind, total in balances.items():
            if total < 0 and kind not in OPEN_BELOW:
                yield f"envelope {envelope}, funder {funder}: {kind} stands at {total}"
    closed = Envelope.objects.of(authority).filter(closed_at__isnull=False).values_list("pk", flat=True)
    for (envelope, funder), balances in sums.items():
        if envelope in closed and balances.get(Kind.AVAILABLE):
            yield f"envelope {envelope}, funder {funder}: closed, with money available"


def _reversed_beyond(authority: Authority) -> Iterator[str]:
    reversed_rows = Transfer.objects.of(authority).annotate(back=Sum("reversed_by__amount"))
    for pk in reversed_rows.filter(back__gt=F("amount")).values_list("pk", flat=True):
        yield f"transfer {pk}: more was reversed than there was"


def _last(field: str) -> Subquery:
    lines = Line.objects.filter(account=OuterRef("pk")).order_by("-sequence")
    return Subquery(lines.values(field)[:1])
