"""The figures that one pass over the decisions gives.

Totals with their bounds, groups, variants compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bareme.populations.engine import quoted
from bareme.simulation.results import Comparison, Firms, Group, Money, Totals

if TYPE_CHECKING:
    from bareme.simulation.session import Session
    from bareme.sql import Compiled

ZERO = Decimal(0)
TRUE, FALSE = "true", "false"
NARROW = 18  # digits that 64 bits hold


class Columns:
    """One text's columns in the decisions, in SQL; what is the same for every firm is said as a constant.

    `amount` and its bounds are NULL for an entitlement.
    """

    def __init__(self, compiled: Compiled, variant: str | None) -> None:
        def name(kind: Any) -> str:
            found = compiled.named(kind, variant=variant)
            if not found:
                return "CAST(NULL AS DECIMAL(18, 2))"
            own = found[0].name
            if own not in compiled.constants:
                return quoted(compiled.first(own))
            value = compiled.constants[own]
            if isinstance(value, bool):
                return TRUE if value else FALSE
            return f"CAST({'NULL' if value is None else value} AS {found[0].type})"

        self.variant = variant
        self.met, self.eligible = name("met"), name("eligible")
        self.amount, self.least, self.most = name("amount"), name("least"), name("most")
        self.missed = _missing(compiled, variant)
        self.checked = name("to_check")
        amounts = compiled.named("amount", variant=variant)
        self.digits, self.scale = (amounts[0].digits, amounts[0].scale) if amounts else (0, 0)
        self.ceiling = amounts[0].ceiling if amounts else None

    @property
    def all(self) -> list[str]:
        found = [self.met, self.eligible, self.checked, self.amount, self.least, self.most]
        return [name for name in found if name[0] == '"']

    @property
    def possible(self) -> str:
        """Is it not refused?"""
        if self.met[0] != '"':
            return FALSE if self.met == FALSE else TRUE
        return self.met if "met" in self.missed else f"({self.met} IS NOT FALSE)"

    @property
    def open(self) -> str:
        """Is it undetermined?"""
        return both(self.possible, no(self.eligible), no(self.checked))

    @property
    def awarded(self) -> str:
        """Does it receive something in the central case?"""
        return both(one(self.eligible, self.checked), f"{self.amount} > 0")

    @property
    def settled(self) -> bool:
        """Is an amount known only of the eligible, and unknown altogether of the others?"""
        return self.checked == FALSE and self.least == self.amount == self.most

    @property
    def unsettled(self) -> str:
        """Does nobody know what it receives in the central case?"""
        return one(self.open, both(self.checked, self.missing("amount")))

    @property
    def given(self) -> str:
        """What the firm receives in the central case: 0 if refused, NULL if nobody knows."""
        amount = self.amount
        if 0 < self.digits < NARROW:  # a difference then stays within 64 bits
            amount = f"CAST({amount} AS DECIMAL({NARROW - 1}, {self.scale}))"
        if self.settled:
            return f"coalesce({amount}, {self.nothing})"
        refused = f"WHEN {no(self.possible)} THEN 0 " if self.possible != TRUE else ""
        return (
            f"CASE {refused}WHEN {self.eligible} THEN coalesce({amount}, 0) "
            f"WHEN {self.checked} THEN {amount} END"
        )

    @property
    def nothing(self) -> str:
        """Zero for whoever is settled, NULL for the others."""
        zero = f"CAST(0 AS DECIMAL({NARROW - 1}, {self.scale}))" if 0 < self.digits < NARROW else "0"
        return zero if self.open == FALSE else f"CASE WHEN NOT {self.open} THEN {zero} END"

    def missing(self, kind: str) -> str:
        """Is this output NULL?"""
        return FALSE if kind in self.missed else f"{getattr(self, kind)} IS NULL"


def _missing(compiled: Compiled, variant: str | None) -> frozenset[str]:
    """The kinds of outputs that are never NULL."""
    return frozenset(
        output.kind for output in compiled.outputs
        if output.variant == variant and output.name in compiled.full and output.kind != "line"
    )  # fmt: skip


def both(*parts: str) -> str:
    if FALSE in parts:
        return FALSE
    kept = [part for part in parts if part != TRUE]
    return f"({' AND '.join(kept)})" if len(kept) > 1 else kept[0] if kept else TRUE


def one(*parts: str) -> str:
    if TRUE in parts:
        return TRUE
    kept = [part for part in parts if part != FALSE]
    return f"({' OR '.join(kept)})" if len(kept) > 1 else kept[0] if kept else FALSE


def no(part: str) -> str:
    return {TRUE: FALSE, FALSE: TRUE}.get(part, f"NOT {part}")


def count(test: str) -> str:
    return {TRUE: "count(*)", FALSE: "0"}.get(test, f"count(nullif({test}, false))")


def added(test: str, value: str) -> str:
    return {TRUE: f"sum({value})", FALSE: "NULL"}.get(test, f"sum(CASE WHEN {test} THEN {value} END)")


MEASURES = 9


def measures(text: Columns) -> list[str]:
    """The nine sums that `totals` reads, for one text."""
    unsettled = text.unsettled
    sure = text.open if text.possible == text.met else both(text.open, text.met)
    if text.settled:
        opened = count(text.open)
        certain = added(TRUE, text.amount)
        return [count(text.eligible), "0", opened, count(sure), opened, certain, "NULL", "NULL", "NULL"]
    return [
        count(text.eligible),
        count(text.checked),
        count(text.open),
        count(sure),
        count(both(unsettled, text.missing("most"))),
        added(text.eligible, text.amount),
        added(text.checked, text.amount),
        added(sure, text.least),
        added(unsettled, text.most),
    ]


def totals(row: Sequence[Any], firms: int, ceiling: Decimal | None) -> Totals:
    """The totals of one text, from its nine sums over the firms that are not refused.

    Firms whose facts bound no amount count at the most by the scheme's own `ceiling`, if it has one.
    """
    eligible, to_check, undetermined, sure, unbounded = (int(value or 0) for value in row[:5])
    certain, checked, least, most = (value if value is not None else ZERO for value in row[5:9])
    return Totals(
        firms=firms, eligible=eligible, to_be_checked=to_check, undetermined=undetermined,
        not_eligible=firms - eligible - to_check - undetermined, sure=sure,
        unbounded=unbounded if ceiling is None else 0,
        at_ceiling=unbounded if ceiling is not None else 0, ceiling=ceiling,
        beneficiaries=Firms(
            least=eligible + sure, central=eligible + to_check + sure, most=eligible + to_check + undetermined
        ),
        cost=Money(
            least=certain + least, central=certain + checked + least,
            most=certain + checked + most + unbounded * (ceiling or ZERO)
            if ceiling is not None or not unbounded
            else None,
        ),
    )  # fmt: skip


COMPARED = 5


def moves(texts: Sequence[Columns], source: str) -> str:
    """`source` with what each firm gains under each variant, less what it loses, as `move_1`, `move_2`…

    NULL if either answer is not certain. What several texts share is a column first, and done once.
    """
    given = [text.given for text in texts]
    nothing = {text.nothing: f"nothing_{rank}" for rank, text in enumerate(texts) if text.settled}
    first = "".join(f", {what} AS {name}" for what, name in nothing.items())
    for rank, text in enumerate(texts):
        if text.settled:
            given[rank] = given[rank].replace(text.nothing, nothing[text.nothing])
    gains = ", ".join(f"{gain} - given AS move_{rank}" for rank, gain in enumerate(given[1:], 1))
    return f"(SELECT *, {gains} FROM (SELECT *, {given[0]} AS given FROM (SELECT *{first} FROM {source})))"


def comparisons(texts: Sequence[Columns], rank: int) -> list[str]:
    """The five sums that `comparison` reads, from the moves. Sums of cases: a FILTER costs ten times more."""
    move = f"move_{rank}"
    return [
        count(f"{move} > 0"),
        count(f"{move} < 0"),
        count(one(texts[rank].unsettled, texts[0].unsettled)),
        f"sum(greatest({move}, 0))",
        f"sum({move})",
    ]


def comparison(row: Sequence[Any], firms: int) -> Comparison:
    winners, losers, unknown = (int(value or 0) for value in row[:3])
    gained, net = (value if value is not None else ZERO for value in row[3:5])
    return Comparison(
        winners=winners, losers=losers, unknown=unknown, same=firms - winners - losers - unknown,
        gained=gained, lost=gained - net,
    )  # fmt: skip


LARGE = 100_000  # firms from which it is worth looking whether many answers are the same
SAMPLE, ALIKE = 20_000, 20


def gathered(session: Session, texts: Sequence[Columns], firms: int) -> str | None:
    """A relation with each different answer of all texts, once, and `n`, how many firms have it.

    Under many texts that is far less to add up, if answers are few (rents in whole euros under a ceiling).
    A sample tells; None if they are not, or if an amount times a number of firms could be too large.
    """
    if len(texts) < 4 or firms < LARGE or any(text.digits > NARROW for text in texts):
        return None
    names = ", ".join(dict.fromkeys(name for text in texts for name in text.all))
    if not names:
        return None
    sample = f"SELECT {names}, count(*) AS n FROM (SELECT * FROM possible LIMIT {SAMPLE}) GROUP BY {names}"
    seen, different = session.row(f"SELECT sum(n), count(*) FROM ({sample})", "échantillon")
    if different * ALIKE > (seen or 0):
        return None
    return f"(SELECT {names}, count(*) AS n FROM possible GROUP BY {names})"


def weighed(measure: str) -> str:
    """A measure over firms, over answers that `n` firms have."""
    if measure == "count(*)":
        return "sum(n)"
    if measure.startswith("count(nullif("):
        test = measure.removeprefix("count(nullif(").removesuffix(", false))")
        return f"sum(CASE WHEN {test} THEN n END)"
    if measure.startswith("sum("):
        return f"sum(({measure[4:-1]}) * n)"
    return measure


def counted(session: Session, by: Sequence[str]) -> dict[str, dict[str | None, int]]:
    """How many firms in each group, for each grouping."""
    found: dict[str, dict[str | None, int]] = {}
    for name in by:
        query = f"SELECT {quoted(name)}, count(*) FROM register GROUP BY {quoted(name)}"
        found[name] = {value: int(count) for value, count in session.rows(query, "effectifs des groupes")}
    return found


def groups(
    session: Session, texts: Sequence[Columns], by: Sequence[str], firms: dict[str, dict[str | None, int]]
) -> dict[str | None, tuple[tuple[str, tuple[Group, ...]], ...]]:
    """For each text, its groups of each grouping, in order.

    A group whose every firm is refused is there too.
    """
    found: dict[str | None, list[tuple[str, tuple[Group, ...]]]] = {text.variant: [] for text in texts}
    for name in by:
        sums = ", ".join(sum_ for text in texts for sum_ in measures(text))
        query = f"SELECT {quoted(name)}, {sums} FROM possible GROUP BY {quoted(name)}"
        rows = {row[0]: row[1:] for row in session.rows(query, f"par {name}")}
        values = sorted(firms[name], key=lambda value: (value is None, value or ""))
        for rank, text in enumerate(texts):
            part = [
                _group(
                    value,
                    rows[value][rank * MEASURES :] if value in rows else [None] * MEASURES,
                    firms[name][value],
                    text.ceiling,
                )
                for value in values
            ]
            found[text.variant].append((name, tuple(part)))
    return {variant: tuple(parts) for variant, parts in found.items()}


def _group(value: str | None, row: Sequence[Any], firms: int, ceiling: Decimal | None) -> Group:
    all = totals(row, firms, ceiling)
    return Group(
        value=value,
        firms=firms,
        undetermined=all.undetermined,
        beneficiaries=all.beneficiaries,
        cost=all.cost,
    )
