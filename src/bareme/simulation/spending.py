"""The central case paid out: who applies, what the envelope gives, who is left, who funds, what comes back.

Draws are 60 bits of an MD5 of the firm's key and the seed: the same firm applies under every variant, and a
higher take-up holds every firm of a lower one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bareme.arithmetic import add_months
from bareme.loader.rules import CURRENCY_DECIMALS
from bareme.populations.engine import quoted
from bareme.simulation.request import ALL, Envelope, Loss, Served, SimulationError, TakeUp
from bareme.simulation.results import Left, Repayments, Return, Share, Spending
from bareme.terms import EVERY, MOST_MONTHS

if TYPE_CHECKING:
    from bareme.model import Scheme
    from bareme.simulation.session import Session
    from bareme.simulation.totals import Columns

EVERYBODY = TakeUp(name="all", rate=Decimal(1), source="toutes celles qui y ont droit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What paying out needs to know, beside the text. Columns are those of `possible`; `rank` is SQL."""

    scheme: Scheme
    key: str | None
    seed: int
    by: tuple[str, ...]
    envelope: Envelope | None
    served: Served
    rank: str | None
    term: str | None
    grace: str | None
    paid: date
    losses: tuple[Loss, ...]

    @property
    def cents(self) -> int:
        """How many smallest units in one unit of the currency."""
        found: int = 10 ** CURRENCY_DECIMALS.get(self.scheme.currency, 2)
        return found

    def money(self, units: Any) -> Decimal:
        digits = CURRENCY_DECIMALS.get(self.scheme.currency, 2)
        return Decimal(int(units or 0)).scaleb(-digits)


def draw(session: Session, key: str, seed: int, *, second: bool = False) -> str:
    """The draw of a firm, a whole number from 0 to 2^60; `second`: another one, independent."""
    hashed = f"md5(coalesce({key}::VARCHAR, '') || '|{seed}')"
    return session.hexadecimal(f"substr({hashed}, {17 if second else 1}, 15)")


def spending(
    session: Session, text: Columns, scenarios: Sequence[TakeUp], plan: Plan
) -> tuple[Spending, ...]:
    """One result for each take-up scenario.

    Raises SimulationError: a draw is needed and no column names firms.
    """
    wanted = [quoted(name) for name in plan.by]
    filed = plan.envelope.filed if plan.envelope else None
    order_drawn = plan.envelope is not None and plan.served == "first_come" and filed is None
    drawn = plan.envelope is not None or any(scenario.below < ALL for scenario in scenarios)
    if drawn and plan.key is None:
        raise SimulationError(
            "population", "il faut une colonne siret (ou --key) pour tirer qui demande, et dans quel ordre"
        )
    key = quoted(plan.key) if plan.key is not None else "''"
    columns = [
        *wanted, f"({text.amount} * {plan.cents})::BIGINT AS cents", f"{key}::VARCHAR AS firm",
        f"{draw(session, key, plan.seed)} AS draw" if drawn else "0::BIGINT AS draw",
        f"{draw(session, key, plan.seed, second=True)} AS turn" if drawn else "0::BIGINT AS turn",
        f"{quoted(filed)}::DATE AS filed" if filed else "NULL::DATE AS filed",
        f"{plan.rank} AS rank" if plan.rank else "0 AS rank",
        f"{quoted(plan.term)}::BIGINT AS term" if plan.term else "NULL::BIGINT AS term",
        f"{quoted(plan.grace)}::BIGINT AS grace" if plan.grace else "0::BIGINT AS grace",
    ]  # fmt: skip
    highest = max(scenario.below for scenario in scenarios)
    session.table(
        "asking",
        f"SELECT * FROM (SELECT {', '.join(columns)} FROM possible "
        f"WHERE {text.awarded}) "
        f"WHERE draw < {highest}",
        "demandes",
    )
    return tuple(_one(session, scenario, plan, order_drawn) for scenario in scenarios)


def _one(session: Session, scenario: TakeUp, plan: Plan, order_drawn: bool) -> Spending:
    who = f"(SELECT * FROM asking WHERE draw < {scenario.below})"
    limit = int(plan.envelope.amount * plan.cents) if plan.envelope is not None else None
    session.table("served", _served(session, who, limit, plan), "enveloppe")
    asked, firms, paid, some, reduced, none, none_amount, first = session.row(
        "SELECT sum(cents), count(*), sum(paid), count(*) FILTER (WHERE paid > 0), "
        "count(*) FILTER (WHERE paid > 0 AND paid < cents), count(*) FILTER (WHERE paid = 0), "
        "sum(cents) FILTER (WHERE paid = 0), min(filed) FILTER (WHERE paid = 0) FROM served",
        "enveloppe",
    )
    left = []
    for name in plan.by:
        query = (
            f"SELECT {quoted(name)}, count(*), sum(cents) FROM served WHERE paid = 0 GROUP BY 1 ORDER BY 1"
        )
        left += [
            Left(by=name, value=value, firms=int(count), amount=plan.money(amount))
            for value, count, amount in session.rows(query, "qui reste")
        ]
    return Spending(
        take_up=scenario.name, rate=scenario.rate, applicants=int(firms), asked=plan.money(asked),
        envelope=plan.envelope.amount if plan.envelope is not None else None,
        served=plan.served if plan.envelope is not None else None,
        paid=plan.money(paid), paid_firms=int(some), reduced=int(reduced), left=int(none),
        left_amount=plan.money(none_amount), runs_out=first if plan.served == "first_come" else None,
        order_drawn=order_drawn, left_by=tuple(left), shares=_shares(session, plan, int(paid or 0)),
        repayments=_repayments(session, plan),
    )  # fmt: skip


def _served(session: Session, who: str, limit: int | None, plan: Plan) -> str:
    """The query of those who ask, with what each is paid."""
    if limit is None:
        return f"SELECT *, cents AS paid FROM {who}"
    if plan.served == "pro_rata":
        total = int(session.row(f"SELECT coalesce(sum(cents), 0) FROM {who}", "enveloppe")[0])
        if total <= limit:
            return f"SELECT *, cents AS paid FROM {who}"
        # the cents that the roundings leave go to the largest remainders, then by draw: the sum is exact
        return (
            f"SELECT * EXCLUDE (part, rest), part + (row_number() OVER (ORDER BY rest DESC, turn, firm) "
            f"<= {limit} - sum(part) OVER ())::BIGINT AS paid FROM (SELECT *, "
            f"(cents::HUGEINT * {limit} // {total})::BIGINT AS part, "
            f"cents::HUGEINT * {limit} % {total} AS rest FROM {who})"
        )
    first = "rank DESC NULLS LAST, " if plan.served == "rank" else ""
    return (
        f"SELECT *, CASE WHEN sum(cents) OVER (ORDER BY {first}filed NULLS LAST, turn, firm "
        f"ROWS UNBOUNDED PRECEDING) <= {limit} THEN cents ELSE 0 END AS paid FROM {who}"
    )


def _shares(session: Session, plan: Plan, paid: int) -> tuple[Share, ...]:
    """As `bareme.terms.split` for each award: each part down to the cent, one funder takes the odd ones."""
    terms = plan.scheme.envelope
    if terms is None or not terms.funders:
        return ()
    finest = max(0, *(-int(funder.key.as_tuple().exponent) for funder in terms.funders))
    keys = [int(funder.key.scaleb(finest)) for funder in terms.funders]
    sums = ", ".join(f"sum(paid::HUGEINT * {key} // {sum(keys)})" for key in keys)
    parts = [int(value or 0) for value in session.row(f"SELECT {sums} FROM served", "financeurs")]
    odd = terms.odd_cent or terms.funders[0].name
    at = next(rank for rank, funder in enumerate(terms.funders) if funder.name == odd)
    parts[at] += paid - sum(parts)
    return tuple(
        Share(funder=funder.name, label=funder.label["fr"], amount=plan.money(part))
        for funder, part in zip(terms.funders, parts, strict=True)
    )


def _repayments(session: Session, plan: Plan) -> Repayments | None:
    """As `bareme.terms.repayments` for each award, all paid on one day.

    A loss takes its share of each year.
    """
    terms = plan.scheme.repayment
    if terms is None or plan.term is None:
        return None
    size = EVERY[terms.every]
    good = f"term > grace AND (term - grace) % {size} = 0 AND term - grace <= {MOST_MONTHS}"
    rows = session.rows(
        f"SELECT term, grace, coalesce({good}, false), count(*), sum(paid), "
        f"sum(CASE WHEN {good} THEN paid // ((term - grace) // {size}) END) "
        "FROM served WHERE paid > 0 GROUP BY ALL",
        "remboursements",
    )
    years: dict[int, int] = {}
    lost_count = lost_amount = 0
    for term, grace, fine, firms, paid, part in rows:
        if not fine:
            lost_count, lost_amount = lost_count + int(firms), lost_amount + int(paid)
            continue
        count = (term - grace) // size
        for index in range(count):
            year = add_months(plan.paid, grace + size * (index + 1), up=False).year
            odd = index == (0 if terms.odd_cent == "first" else count - 1)
            years[year] = years.get(year, 0) + int(part) + (int(paid) - int(part) * count if odd else 0)
    return Repayments(
        years=tuple(
            Return(
                year=year, due=plan.money(due),
                lost=tuple((loss.name, plan.money(due * loss.rate // 1)) for loss in plan.losses),
            )
            for year, due in sorted(years.items())
        ),
        unscheduled=lost_count, unscheduled_amount=plan.money(lost_amount),
    )  # fmt: skip
