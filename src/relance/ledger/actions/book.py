"""The pen of the ledger: reads where each account stands and writes transfers with their lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from relance.ledger.actions.errors import BadAct, CaseShort, EnvelopeExhausted
from relance.ledger.actions.order import Order
from relance.ledger.models import BLOCK, Case, DaySum, Envelope, LedgerAccount, Line, Share, Transfer
from relance.ledger.rules.kinds import BY_CASE, OPEN_BELOW, Kind
from relance.ledger.rules.split import NoRoom, split
from relance.values.money import Money

Place = tuple[int, str, int]  # envelope, kind, funder


@dataclass(slots=True)
class Head:
    """Where an account stands: its last line, and the last of the case in hand."""

    account: LedgerAccount
    sequence: int = 0
    balance: int = 0
    recorded_at: datetime | None = None
    case_sequence: int = 0
    case_balance: int = 0

    def step(self, delta: int) -> "Step":
        """Move, and say where the account stands after it."""
        self.sequence += 1
        self.case_sequence += 1
        self.balance += delta
        self.case_balance += delta
        return Step(self.account, delta, self.sequence, self.balance, self.case_sequence, self.case_balance)


@dataclass(frozen=True, slots=True)
class Step:
    """One line about to be written."""

    account: LedgerAccount
    delta: int
    sequence: int
    balance: int
    case_sequence: int
    case_balance: int


@dataclass(frozen=True, slots=True)
class Leg:
    """One transfer about to be written, and its two lines."""

    order: Order
    rank: int  # in its order, from 1
    source: Step
    target: Step
    amount: int
    mirrors: int | None  # index of the leg it answers
    reverses: Transfer | None


class Book:
    """One act being written. Its envelopes are locked; nothing reaches the database before `save`."""

    def __init__(self, order: Order, envelopes: Mapping[int, Envelope], kinds: Iterable[Kind]) -> None:
        self.order = order
        self.envelopes = envelopes
        self.cases = _cases(order, envelopes)
        self.heads = {
            (head.account.envelope_id, head.account.kind, head.account.funder_id): head
            for head in _heads(order, envelopes, kinds, self.cases.values())
        }
        self.legs: list[Leg] = []
        self._first = 0  # index of the first leg of the order in hand
        self._used: list[Head] = []
        self._filed = {order.key: self.cases}  # the cases of each order, by its key

    # --- reading ---------------------------------------------------------------------
    @cached_property
    def keys(self) -> dict[int, dict[int, int]]:
        """The funders' keys of each envelope, by funder."""
        keys: dict[int, dict[int, int]] = {pk: {} for pk in self.envelopes}
        shares = Share.objects.of(self.order.authority).filter(envelope__in=self.envelopes)
        for envelope, funder, weight in shares.values_list("envelope", "funder", "weight"):
            keys[envelope][funder] = weight
        return keys

    def room(self, envelope: int, kind: Kind) -> dict[int, int]:
        """What each funder has on the account: of the case in hand where cases are told apart."""
        return {
            funder: head.case_balance if kind in BY_CASE else head.balance
            for (where, what, funder), head in self.heads.items()
            if where == envelope and what == kind
        }

    def left(self, envelope: int, kind: Kind) -> int:
        """The same, of all funders together."""
        return sum(self.room(envelope, kind).values())

    def whole(self, envelope: int, kind: Kind) -> int:
        """The balance of the account, all funders and all cases."""
        return sum(
            head.balance
            for (where, what, _), head in self.heads.items()
            if where == envelope and what == kind
        )

    # --- writing ---------------------------------------------------------------------
    def draw(self, envelope: int, source: Kind, target: Kind, amount: int) -> dict[int, int]:
        """Move an amount, divided between funders by their keys; the parts, by funder."""
        parts = self.divide(envelope, source, amount, by=envelope)
        self.move(envelope, source, target, parts)
        return parts

    def divide(self, envelope: int, source: Kind, amount: int, *, by: int) -> dict[int, int]:
        """The parts of an amount by the keys of the envelope `by`, within what each funder has there."""
        keys, odd_to = self.keys[by], self.envelopes[by].odd_to_id
        if source in OPEN_BELOW:
            return split(amount, keys, odd_to=odd_to)
        room = self.room(envelope, source)
        if by != envelope:  # the money of a funder that is not in the other envelope stays
            room = {funder: left for funder, left in room.items() if funder in keys}
        try:
            return split(amount, keys, odd_to=odd_to, room=room)
        except NoRoom:
            raise self._short(self.envelopes[envelope], source, amount) from None

    def move(
        self,
        envelope: int,
        source: Kind,
        target: Kind,
        parts: Mapping[int, int],
        *,
        mirrors: Mapping[int, int] | None = None,
        reverses: Mapping[int, Transfer] | None = None,
    ) -> dict[int, int]:
        """Move these parts; the index of each funder's leg. `mirrors`: such indexes, of legs they answer."""
        legs = {}
        for funder, amount in parts.items():
            if amount <= 0:
                continue
            origin, goal = (self._head(envelope, kind, funder) for kind in (source, target))
            held = origin.case_balance if source in BY_CASE else origin.balance
            if source not in OPEN_BELOW and held < amount:
                raise self._short(self.envelopes[envelope], source, sum(parts.values()))
            legs[funder] = len(self.legs)
            self._used += [origin, goal]
            self.legs.append(
                Leg(
                    self.order,
                    len(self.legs) - self._first + 1,
                    origin.step(-amount),
                    goal.step(amount),
                    amount,
                    mirrors[funder] if mirrors else None,
                    reverses[funder] if reverses else None,
                )
            )
        return legs

    def turn_to(
        self, order: Order, cases: Mapping[int, int], standings: Mapping[int, tuple[int, int]]
    ) -> None:
        """Go on with another order on the same accounts, before anything is saved.

        `cases`: the id of its case in each envelope. `standings`: the last sequence and balance of that
        case, by account.
        """
        self._filed[order.key] = dict(cases)
        self.order, self.cases, self._first = order, self._filed[order.key], len(self.legs)
        for head in self.heads.values():
            head.case_sequence, head.case_balance = standings.get(head.account.pk or 0, (0, 0))

    def save(self) -> list[Transfer]:
        """Write the accounts and the case that are new, the transfers, their lines, full blocks' sums."""
        if not self.legs:
            return []
        recorded_at = self._recorded_at()
        self._save_new_accounts_and_case()
        written: dict[int, Transfer] = {}
        for wave in (False, True):  # a leg that answers another needs the other's id
            rows = {
                index: self._transfer(leg, recorded_at, written)
                for index, leg in enumerate(self.legs)
                if (leg.mirrors is not None) is wave
            }
            written |= zip(rows, Transfer.objects.bulk_create(rows.values()), strict=True)
        transfers = [written[index] for index in range(len(self.legs))]
        lines = self._lines(transfers)
        Line.objects.bulk_create(lines)
        for head in self._used:
            head.recorded_at = recorded_at
        for line in lines:
            if line.sequence % BLOCK == 0:
                _sum_block(line)
        return transfers

    # --- inside ----------------------------------------------------------------------
    def _head(self, envelope: int, kind: Kind, funder: int) -> Head:
        place: Place = (envelope, kind, funder)
        if place not in self.heads:
            row = self.envelopes[envelope]
            self.heads[place] = Head(
                LedgerAccount(
                    authority=self.order.authority,
                    envelope=row,
                    funder_id=funder,
                    kind=kind,
                    currency=row.currency,
                    floored=kind not in OPEN_BELOW,
                    by_case=kind in BY_CASE,
                )
            )
        return self.heads[place]

    def _short(self, row: Envelope, kind: Kind, amount: int) -> EnvelopeExhausted | CaseShort:
        held, asked = (Money(minor, row.currency) for minor in (self.left(row.pk, kind), amount))
        if kind not in BY_CASE:
            return EnvelopeExhausted(
                f"L’enveloppe « {row.name} » a {held} sur « {kind.label} » ; l’acte demande {asked}."
            )
        case = self.order.case.words if self.order.case else ""
        return CaseShort(f"Le dossier « {case} » a {held} sur « {kind.label} » ; l’acte demande {asked}.")

    def _recorded_at(self) -> datetime:
        used = [head.recorded_at for head in self._used if head.recorded_at]
        recorded_at = max([self.order.at or timezone.now(), *used])
        day = recorded_at.astimezone(self.order.authority.zone).date()
        if self.order.on > day:
            raise BadAct(
                f"La date d’effet ({self.order.on:%d/%m/%Y}) est postérieure au jour de l’enregistrement "
                f"({day:%d/%m/%Y}) : un acte ne prend pas effet dans l’avenir."
            )
        return recorded_at

    def _save_new_accounts_and_case(self) -> None:
        accounts = {id(head.account): head.account for head in self._used}.values()
        new = [account for account in accounts if account._state.adding]
        if new:
            LedgerAccount.objects.bulk_create(new)
        for pk in {account.envelope_id for account in accounts if account.by_case}:
            self.case_in(self.envelopes[pk])

    def case_in(self, envelope: Envelope) -> int:
        """The id of this order's case in this envelope, made if it is the first time it is heard of."""
        case = self.order.case
        if case is None:
            raise BadAct("Cet acte se fait pour un dossier : lequel ?")
        if envelope.pk not in self.cases:
            made = Case(authority=self.order.authority, envelope=envelope, kind=case.kind, key=case.key)
            made.save(force_insert=True)
            self.cases[envelope.pk] = made.pk
        return self.cases[envelope.pk]

    def _transfer(self, leg: Leg, recorded_at: datetime, written: Mapping[int, Transfer]) -> Transfer:
        order, row = leg.order, self.envelopes[leg.source.account.envelope_id]
        return Transfer(
            authority=order.authority,
            act=order.act,
            act_key=order.key,
            leg=leg.rank,
            content=order.content,
            envelope=row,
            root_id=row.top_id,
            source=leg.source.account,
            target=leg.target.account,
            amount=leg.amount,
            currency=row.currency,
            effective_on=order.on,
            recorded_at=recorded_at,
            case_id=self._filed[order.key].get(row.pk),
            cause_kind=order.cause.kind,
            cause_key=order.cause.key,
            note=order.note,
            by=order.by,
            by_name=order.by_name,
            mirrors=written[leg.mirrors] if leg.mirrors is not None else None,
            reverses=leg.reverses,
        )

    def _lines(self, transfers: list[Transfer]) -> list[Line]:
        return [
            self._line(step, transfer)
            for leg, transfer in zip(self.legs, transfers, strict=True)
            for step in (leg.source, leg.target)
        ]

    def _line(self, step: Step, transfer: Transfer) -> Line:
        by_case = step.account.by_case
        return Line(
            authority=transfer.authority,
            account=step.account,
            sequence=step.sequence,
            transfer=transfer,
            delta=step.delta,
            balance=step.balance,
            floored=step.account.floored,
            effective_on=transfer.effective_on,
            recorded_at=transfer.recorded_at,
            case_id=transfer.case_id if by_case else None,
            case_sequence=step.case_sequence if by_case else None,
            case_balance=step.case_balance if by_case else None,
        )


def _cases(order: Order, envelopes: Mapping[int, Envelope]) -> dict[int, int]:
    """The id of the case in each envelope that has heard of it."""
    if order.case is None:
        return {}
    rows = Case.objects.of(order.authority).filter(
        envelope__in=envelopes, kind=order.case.kind, key=order.case.key
    )
    return dict(rows.values_list("envelope", "pk"))


def _heads(
    order: Order, envelopes: Mapping[int, Envelope], kinds: Iterable[Kind], cases: Iterable[int]
) -> list[Head]:
    """One query: the accounts, each with its last line and the case's last line."""
    last = Line.objects.filter(account=OuterRef("pk")).order_by("-sequence")
    accounts: QuerySet[Any] = (
        LedgerAccount.objects.of(order.authority)
        .filter(envelope__in=envelopes, kind__in=[kind.value for kind in kinds])
        .order_by("pk")
        .annotate(
            last_sequence=_first(last, "sequence"),
            last_balance=_first(last, "balance"),
            last_recorded_at=_first(last, "recorded_at"),
        )
    )
    of_case = list(cases)
    if of_case:
        told = Line.objects.filter(account=OuterRef("pk"), case__in=of_case).order_by("-case_sequence")
        accounts = accounts.annotate(
            told_sequence=_first(told, "case_sequence"), told_balance=_first(told, "case_balance")
        )
    return [
        Head(
            account,
            account.last_sequence or 0,
            account.last_balance or 0,
            account.last_recorded_at,
            getattr(account, "told_sequence", None) or 0,
            getattr(account, "told_balance", None) or 0,
        )
        for account in accounts
    ]


def _first(lines: QuerySet[Line], field: str) -> Subquery:
    return Subquery(lines.values(field)[:1])


def _sum_block(line: Line) -> None:
    days = (
        Line.objects.of(line.authority)
        .filter(account=line.account, sequence__gt=line.sequence - BLOCK, sequence__lte=line.sequence)
        .values("effective_on")
        .annotate(delta=Sum("delta"))
        .order_by("effective_on")
    )
    DaySum.objects.bulk_create(
        DaySum(authority=line.authority, account=line.account, last_sequence=line.sequence, **day)
        for day in days
    )
