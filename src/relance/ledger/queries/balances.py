"""Where accounts stood at a day: read from the running balances, never from a stored total."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from relance.kernel.models import Authority
from relance.ledger.models import BLOCK, DaySum, LedgerAccount, Line
from relance.ledger.rules.cut import Basis, Cut

AT_ONCE = 100  # accounts named in one condition: SQLite takes no deeper expression


def balances(authority: Authority, accounts: Collection[LedgerAccount], cut: Cut) -> dict[int, int]:
    """The balance of each account at the cut, by its id, in minor units.

    As then known, it stands on one line an account. As it truly was, days of full blocks of lines are
    added up, then the few lines after the last block: two queries, whatever the number of lines.
    """
    if cut.basis == Basis.KNOWN:
        last = _last(cut)
        rows = _these(authority, accounts).annotate(stood=Subquery(last.values("balance")[:1]))
        return {pk: stood or 0 for pk, stood in rows.values_list("pk", "stood")}
    return dict.fromkeys((account.pk for account in accounts), 0) | total_of(
        movements_by_year(authority, accounts, cut)
    )


def total_of(moved: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Where each account stands after the movements of all years; accounts that never moved are left out."""
    sums: dict[int, int] = {}
    for (pk, _), delta in moved.items():
        sums[pk] = sums.get(pk, 0) + delta
    return sums


def movements_by_year(
    authority: Authority, accounts: Collection[LedgerAccount], cut: Cut
) -> dict[tuple[int, int], int]:
    """What moved on each account in each calendar year of effect up to the cut, by (account id, year)."""
    ends = _ends(authority, accounts, cut)
    years: dict[tuple[int, int], int] = {}
    for some in _portions(sorted(ends)):
        blocks, tail = Q(pk__in=[]), Q(pk__in=[])
        for pk in some:
            end = ends[pk]
            full = end - end % BLOCK
            if full:
                blocks |= Q(account=pk, last_sequence__lte=full)
            if end > full:
                tail |= Q(account=pk, sequence__gt=full, sequence__lte=end)
        for rows in (
            DaySum.objects.of(authority).filter(blocks),
            Line.objects.of(authority).filter(tail),
        ):
            # by day, and the year here: SQLite would call Python for the year of each row
            summed = rows.filter(effective_on__lte=cut.on).values_list("account", "effective_on")
            for pk, day, delta in summed.annotate(Sum("delta")).order_by():
                years[pk, day.year] = years.get((pk, day.year), 0) + delta
    return years


def _ends(authority: Authority, accounts: Collection[LedgerAccount], cut: Cut) -> dict[int, int]:
    """The sequence of the last line of each account that counts; accounts without any are left out."""
    last = _last(cut)
    rows = _these(authority, accounts).annotate(end=Subquery(last.values("sequence")[:1]))
    return {pk: end for pk, end in rows.values_list("pk", "end") if end}


def _last(cut: Cut) -> QuerySet[Line]:
    lines = Line.objects.filter(account=OuterRef("pk"))
    if cut.recorded_before is None:
        return lines.order_by("-sequence")
    # in the order of the index that knows the moment: lines are numbered in the order of time
    return lines.filter(recorded_at__lt=cut.recorded_before).order_by("-recorded_at", "-sequence")


def _these(authority: Authority, accounts: Iterable[LedgerAccount]) -> QuerySet[LedgerAccount]:
    return LedgerAccount.objects.of(authority).filter(pk__in=[account.pk for account in accounts])


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
