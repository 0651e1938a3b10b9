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


@dataclass(frozen=True, slots=True)
class Leg:
    """One transfer about to be written."""

    source: Head
    target: Head
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
            origin.balance -= amount
            origin.case_balance -= amount
            goal.balance += amount
            goal.case_balance += amount
            legs[funder] = len(self.legs)
            answered = mirrors[funder] if mirrors else None
            self.legs.append(Leg(origin, goal, amount, answered, reverses[funder] if reverses else None))
        return legs

    def save(self) -> list[Transfer]:
        """Write the accounts and the case that are new, the transfers, their lines, full blocks' sums."""
        if not self.legs:
            return []
        recorded_at = self._recorded_at()
        self._save_new_accounts_and_case()
        transfers: list[Transfer] = []
        for wave in (False, True):  # a leg that answers another needs the other's id
            rows = [
                self._transfer(index, leg, recorded_at, transfers)
                for index, leg in enumerate(self.legs)
                if (leg.mirrors is not None) is wave
            ]
            transfers += Transfer.objects.bulk_create(rows)
        transfers.sort(key=lambda row: row.leg)
        lines = self._lines(transfers)
        Line.objects.bulk_create(lines)
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
        used = [
            head.recorded_at for leg in self.legs for head in (leg.source, leg.target) if head.recorded_at
        ]
        recorded_at = max([self.order.at or timezone.now(), *used])
        day = recorded_at.astimezone(self.order.authority.zone).date()
        if self.order.on > day:
            raise BadAct(
                f"La date d’effet ({self.order.on:%d/%m/%Y}) est postérieure au jour de l’enregistrement "
                f"({day:%d/%m/%Y}) : un acte ne prend pas effet dans l’avenir."
            )
        return recorded_at

    def _save_new_accounts_and_case(self) -> None:
        heads = {id(head): head for leg in self.legs for head in (leg.source, leg.target)}.values()
        new = [head.account for head in heads if head.account._state.adding]
        if new:
            LedgerAccount.objects.bulk_create(new)
        for pk in {head.account.envelope_id for head in heads if head.account.by_case}:
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

    def _transfer(self, index: int, leg: Leg, recorded_at: datetime, written: list[Transfer]) -> Transfer:
        order, row = self.order, self.envelopes[leg.source.account.envelope_id]
        answered = next(
            (one for one in written if leg.mirrors is not None and one.leg == leg.mirrors + 1), None
        )
        return Transfer(
            authority=order.authority,
            act=order.act,
            act_key=order.key,
            leg=index + 1,
            content=order.content,
            envelope=row,
            root_id=row.top_id,
            source=leg.source.account,
            target=leg.target.account,
            amount=leg.amount,
            currency=row.currency,
            effective_on=order.on,
            recorded_at=recorded_at,
            case_id=self.cases.get(row.pk),
            cause_kind=order.cause.kind,
            cause_key=order.cause.key,
            note=order.note,
            by=order.by,
            by_name=order.by_name,
            mirrors=answered,
            reverses=leg.reverses,
        )

    def _lines(self, transfers: list[Transfer]) -> list[Line]:
        """Two lines a transfer, numbered and summed again from where each account stood."""
        for leg in reversed(self.legs):  # back to before the legs, then forward line by line
            for head, delta in ((leg.source, -leg.amount), (leg.target, leg.amount)):
                head.balance -= delta
                head.case_balance -= delta
        lines = []
        for leg, transfer in zip(self.legs, transfers, strict=True):
            for head, delta in ((leg.source, -leg.amount), (leg.target, leg.amount)):
                head.sequence += 1
                head.case_sequence += 1
                head.balance += delta
                head.case_balance += delta
                head.recorded_at = transfer.recorded_at
                by_case = head.account.by_case
                lines.append(
                    Line(
                        authority=transfer.authority,
                        account=head.account,
                        sequence=head.sequence,
                        transfer=transfer,
                        delta=delta,
                        balance=head.balance,
                        floored=head.account.floored,
                        effective_on=transfer.effective_on,
                        recorded_at=transfer.recorded_at,
                        case_id=transfer.case_id if by_case else None,
                        case_sequence=head.case_sequence if by_case else None,
                        case_balance=head.case_balance if by_case else None,
                    )
                )
        return lines


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
