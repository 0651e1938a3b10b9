"""The rows behind the figures, and from a row to its cause."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from relance.kernel import panels
from relance.kernel.models import Authority
from relance.ledger.models import AccountingCode, Envelope, Transfer
from relance.ledger.queries.envelopes import row_of, tree
from relance.ledger.rules.cut import Cut
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.reference import Ref
from relance.values.money import Money

READ = ("envelope", "source__funder", "target", "case", "reverses")


@dataclass(frozen=True, slots=True)
class Entry:
    """A transfer as its readers see it. `cause_url` is None where no app knows the cause."""

    id: int
    act: str
    act_key: str
    effective_on: date
    recorded_at: datetime
    envelope: int
    envelope_name: str
    year: int | None
    section: str
    funder: str
    source: str
    target: str
    source_code: str
    target_code: str
    amount: Money
    case: Ref | None
    case_label: str
    case_url: str | None
    cause: Ref
    cause_label: str
    cause_url: str | None
    by: str
    note: str
    reverses: str


def latest(authority: Authority, envelope: int, cut: Cut, *, count: int = 20) -> list[Entry]:
    """The last rows of an envelope and all below it, by date of effect, the newest first."""
    rows = _rows(authority, row_of(authority, envelope), cut).order_by("-effective_on", "-pk")
    return entries(authority, list(rows[:count]))


def behind(authority: Authority, envelope: int, cut: Cut, kinds: Collection[Kind]) -> Paginator[Transfer]:
    """The rows that moved money on or off these accounts, the newest first, page by page.

    Pages hold rows for `entries`. Rows between two of the accounts are left out: they change no sum.
    No account named: every row.
    """
    rows = _rows(authority, row_of(authority, envelope), cut).order_by("-effective_on", "-pk")
    if kinds:
        wanted = [kind.value for kind in kinds]
        one_side = Q(source__kind__in=wanted) & ~Q(target__kind__in=wanted)
        other_side = Q(target__kind__in=wanted) & ~Q(source__kind__in=wanted)
        rows = rows.filter(one_side | other_side)
    return Paginator(rows, 50)


def of_case(authority: Authority, case: Ref) -> list[Entry]:
    """Every row about a case, the oldest first: from a payment back to the decision."""
    rows = Transfer.objects.of(authority).filter(case__kind=case.kind, case__key=case.key)
    return entries(authority, rows.select_related(*READ).order_by("recorded_at", "pk"))


def of_cause(authority: Authority, cause: Ref) -> list[Entry]:
    """Every row that rests on a deliberation, a decision, a batch, the oldest first."""
    rows = Transfer.objects.of(authority).filter(cause_kind=cause.kind, cause_key=cause.key)
    return entries(authority, rows.select_related(*READ).order_by("recorded_at", "pk"))


def journal(authority: Authority, envelope: int, cut: Cut, *, at_once: int = 2000) -> Iterator[Entry]:
    """Every row of an envelope and all below it, in the order of recording; read in portions."""
    rows = _rows(authority, row_of(authority, envelope), cut).order_by("recorded_at", "pk")
    after: tuple[datetime, int] | None = None
    while True:
        portion = rows
        if after:
            moment, pk = after
            portion = rows.filter(Q(recorded_at__gt=moment) | Q(recorded_at=moment, pk__gt=pk))
        some = list(portion[:at_once])
        yield from entries(authority, some)
        if len(some) < at_once:
            return
        after = (some[-1].recorded_at, some[-1].pk)


def entries(authority: Authority, rows: Iterable[Transfer]) -> list[Entry]:
    """Rows as readers see them, with the way to their causes: two queries more, however many."""
    rows = list(rows)
    codes = {
        (code.kind, code.section, code.nature): code.code for code in AccountingCode.objects.of(authority)
    }
    named = {(row.cause_kind, row.cause_key) for row in rows}
    named |= {(row.case.kind, row.case.key) for row in rows if row.case}
    addresses = panels.addresses_of(authority, named)
    return [_entry(row, codes, addresses) for row in rows]


def _entry(
    row: Transfer,
    codes: Mapping[tuple[str, str, str], str],
    addresses: Mapping[tuple[str, str], panels.Address],
) -> Entry:
    envelope = row.envelope

    def code(kind: str) -> str:
        return codes.get((kind, envelope.section, envelope.nature), "")

    cause, case = Ref(row.cause_kind, row.cause_key), Ref(row.case.kind, row.case.key) if row.case else None
    at_cause = addresses.get((cause.kind, cause.key))
    at_case = addresses.get((case.kind, case.key)) if case else None
    return Entry(
        id=row.pk,
        act=Act(row.act).label,
        act_key=row.act_key,
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        envelope=envelope.pk,
        envelope_name=envelope.name,
        year=envelope.year,
        section=envelope.get_section_display(),
        funder=str(row.source.funder),
        source=row.source.get_kind_display(),
        target=row.target.get_kind_display(),
        source_code=code(row.source.kind),
        target_code=code(row.target.kind),
        amount=Money(row.amount, row.currency),
        case=case,
        case_label=at_case.label if at_case else case.words if case else "",
        case_url=at_case.url if at_case else None,
        cause=cause,
        cause_label=at_cause.label if at_cause else cause.words,
        cause_url=at_cause.url if at_cause else None,
        by=row.by_name,
        note=row.note,
        reverses=row.reverses.act_key if row.reverses else "",
    )


def _rows(authority: Authority, top: Envelope, cut: Cut) -> QuerySet[Transfer]:
    """The transfers of the branch that count at the cut; of a whole tree, by its root alone."""
    rows = Transfer.objects.of(authority).select_related(*READ).filter(effective_on__lte=cut.on)
    if cut.recorded_before:
        rows = rows.filter(recorded_at__lt=cut.recorded_before)
    if top.parent_id is None:
        return rows.filter(root=top)
    below = [row.pk for row, _ in tree(authority, top)]
    return rows.filter(envelope=top) if len(below) == 1 else rows.filter(envelope__in=below)
