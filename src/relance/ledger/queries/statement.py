"""The statement of an envelope or of a funder at a day: every figure a sum of lines."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Q, Sum

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.ledger.models import Envelope, LedgerAccount, PlaceState, WaitingPlace
from relance.ledger.queries.balances import balances, movements_by_year, total_of
from relance.ledger.queries.envelopes import EnvelopeView, row_of, tree, view
from relance.ledger.rules.cut import Basis, Cut, cut
from relance.ledger.rules.figures import Figures, figures
from relance.ledger.rules.forecast import Forecast, forecast
from relance.ledger.rules.kinds import Kind

K = TypeVar("K", bound=Hashable)
PACE = 90  # days looked back on for the forecast


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of a part of a statement: a funder, a sub-envelope, a year."""

    label: str
    key: int | None
    figures: Figures
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """Where the money of an envelope and all below it stood at the end of a day.

    Amounts are minor units of `currency`. Where there are sub-envelopes, the whole, the funders and the
    years show as `received` what came from other envelopes less what went to them (`allotted` is zero), so
    that money handed down is not counted twice; each row of `envelopes` shows its own. `funders` sum to
    the whole, and so do `years` (calendar years of effect: what moved in each).
    """

    envelope: EnvelopeView
    currency: str
    cut: Cut
    whole: Figures
    funders: tuple[Part, ...]
    envelopes: tuple[Part, ...]
    years: tuple[Part, ...]
    budget_years: tuple[Part, ...]
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class FunderStatement:
    """The same for one funder in one currency: its part in each envelope."""

    funder: str
    currency: str
    cut: Cut
    whole: Figures
    envelopes: tuple[Part, ...]


def statement(
    authority: Authority,
    envelope: int,
    *,
    on: date,
    basis: Basis = Basis.KNOWN,
    known_at: datetime | None = None,
) -> Statement:
    """The statement of an envelope and its sub-envelopes; raises Missing.

    A KNOWN statement of a past day never changes; an EFFECTIVE one does when something is learnt late,
    unless `known_at` says with what knowledge. A fixed number of queries.
    """
    top = row_of(authority, envelope)
    branch = tree(authority, top)
    rows = {row.pk: row for row, _ in branch}
    at = cut(on=on, basis=basis, zone=authority.zone, known_at=known_at)
    accounts = list(LedgerAccount.objects.of(authority).filter(envelope__in=rows).select_related("funder"))
    moved = movements_by_year(authority, accounts, at)
    stood = total_of(moved)
    names = {account.funder_id: str(account.funder) for account in accounts}
    several = len(rows) > 1
    whole = _whole(_by(accounts, stood, lambda account: 0).get(0, {}), several=several)
    return Statement(
        envelope=view(top),
        currency=top.currency,
        cut=at,
        whole=whole,
        funders=tuple(
            Part(names[pk], pk, _whole(sums, several=several))
            for pk, sums in sorted(
                _by(accounts, stood, lambda account: account.funder_id).items(),
                key=lambda item: (names[item[0]], item[0]),
            )
        ),
        envelopes=_each(branch, _by(accounts, stood, lambda account: account.envelope_id)),
        years=_years(accounts, moved, several=several),
        budget_years=_budget_years(rows, accounts, stood),
        forecast=_forecast(authority, accounts, rows, whole, at),
    )


def wholes(
    authority: Authority, envelopes: Collection[int], *, on: date, basis: Basis = Basis.KNOWN
) -> dict[int, Figures]:
    """The `whole` of the statement of each of these envelopes, in a number of queries that theirs does not
    change; those that are not of the authority are left out."""
    known = Envelope.objects.of(authority)
    tops = {row.top_id for row in known.filter(pk__in=envelopes)}
    rows = list(known.filter(Q(pk__in=tops) | Q(root__in=tops)))
    accounts = list(LedgerAccount.objects.of(authority).filter(envelope__in=rows))
    stood = balances(authority, accounts, cut(on=on, basis=basis, zone=authority.zone))
    own = _by(accounts, stood, lambda account: account.envelope_id)
    parents = {row.pk: row.parent_id for row in rows}
    sums: dict[int, dict[Kind, int]] = {pk: {} for pk in parents}
    several = set(parents.values())
    for pk in parents:
        above: int | None = pk
        while above is not None:
            for kind, amount in own.get(pk, {}).items():
                sums[above][kind] = sums[above].get(kind, 0) + amount
            above = parents[above]
    return {pk: _whole(sums[pk], several=pk in several) for pk in set(envelopes) & parents.keys()}


def funder_statement(
    authority: Authority,
    funder: int,
    *,
    on: date,
    basis: Basis = Basis.KNOWN,
    known_at: datetime | None = None,
) -> list[FunderStatement]:
    """What a funder's money became, over all envelopes of the authority: one statement a currency."""
    organisation = Organisation.objects.filter(pk=funder).first()
    accounts = list(LedgerAccount.objects.of(authority).filter(funder=funder).select_related("envelope"))
    if organisation is None or not accounts:
        raise Missing("Ce financeur n’a rien dans les enveloppes de cette collectivité.")
    at = cut(on=on, basis=basis, zone=authority.zone, known_at=known_at)
    stood = balances(authority, accounts, at)
    rows = {account.envelope_id: account.envelope for account in accounts}
    statements = []
    for currency in sorted({account.currency for account in accounts}):
        mine = [account for account in accounts if account.currency == currency]
        branch = sorted(
            ((rows[pk], 0) for pk in {account.envelope_id for account in mine}),
            key=lambda item: (item[0].name, item[0].pk),
        )
        statements.append(
            FunderStatement(
                funder=str(organisation),
                currency=currency,
                cut=at,
                whole=_whole(_by(mine, stood, lambda account: 0).get(0, {}), several=len(branch) > 1),
                envelopes=_each(branch, _by(mine, stood, lambda account: account.envelope_id)),
            )
        )
    return statements


def _by(
    accounts: Iterable[LedgerAccount], stood: Mapping[int, int], key: Callable[[LedgerAccount], K]
) -> dict[K, dict[Kind, int]]:
    sums: dict[K, dict[Kind, int]] = {}
    for account in accounts:
        mine = sums.setdefault(key(account), {})
        kind = Kind(account.kind)
        mine[kind] = mine.get(kind, 0) + stood.get(account.pk, 0)
    return sums


def _whole(sums: Mapping[Kind, int], *, several: bool) -> Figures:
    """Several envelopes as one: what they gave each other is neither received nor given, so the two are
    netted. Linear, so that funders and years sum to the whole."""
    if not several:
        return figures(sums)
    given = sums.get(Kind.ALLOTTED, 0)
    return figures({**sums, Kind.ALLOTTED: 0, Kind.RECEIVED: sums.get(Kind.RECEIVED, 0) + given})


def _each(branch: Iterable[tuple[Envelope, int]], sums: Mapping[int, Mapping[Kind, int]]) -> tuple[Part, ...]:
    return tuple(Part(row.name, row.pk, figures(sums.get(row.pk, {})), depth) for row, depth in branch)


def _years(
    accounts: Iterable[LedgerAccount], moved: Mapping[tuple[int, int], int], *, several: bool
) -> tuple[Part, ...]:
    kinds = {account.pk: Kind(account.kind) for account in accounts}
    sums: dict[int, dict[Kind, int]] = {}
    for (pk, year), delta in moved.items():
        mine = sums.setdefault(year, {})
        mine[kinds[pk]] = mine.get(kinds[pk], 0) + delta
    return tuple(Part(str(year), year, _whole(sums[year], several=several)) for year in sorted(sums))


def _budget_years(
    rows: Mapping[int, Envelope], accounts: Iterable[LedgerAccount], stood: Mapping[int, int]
) -> tuple[Part, ...]:
    """By the budget year that envelopes bear; nothing to show where none bears one."""
    sums = _by(accounts, stood, lambda account: rows[account.envelope_id].year or 0)
    if not any(sums):
        return ()
    return tuple(
        Part(str(year) if year else "Plusieurs exercices", year or None, figures(sums[year]))
        for year in sorted(sums)
    )


def _forecast(
    authority: Authority,
    accounts: Iterable[LedgerAccount],
    rows: Mapping[int, Envelope],
    whole: Figures,
    at: Cut,
) -> Forecast:
    drawn = [account for account in accounts if account.kind in AWARDED]
    before = Cut(at.on - timedelta(days=PACE), Basis.EFFECTIVE, at.recorded_before)
    earlier = sum(balances(authority, drawn, before).values())
    waiting = (
        WaitingPlace.objects.of(authority)
        .filter(envelope__in=rows, state=PlaceState.WAITING)
        .aggregate(total=Sum("amount"))["total"]
    )
    return forecast(
        available=whole.available,
        waiting=waiting or 0,
        awarded_in_window=whole.awarded - earlier,
        window=PACE,
        today=at.on,
    )


AWARDED = {Kind.RESERVED, Kind.COMMITTED, Kind.PAID, Kind.REPAID, Kind.RECOVERED, Kind.WRITTEN_OFF}
