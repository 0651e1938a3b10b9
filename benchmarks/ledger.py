"""How many acts a second the ledger writes, and how long a statement over a million transfers takes.

Floor of an act: one bare INSERT of a transfer in a transaction of its own, by the database's own
driver, with no check of ours. Acts and floor are medians over rounds taken in turn, so that a busy
machine slows both. Statements: the best of seven, as a page waits for one answer on a quiet machine.

    python -m benchmarks.ledger [transfers]     both databases; PostgreSQL where it is installed
"""

import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.databases import taken

ROUNDS, ACTS = 5, 60  # acts of each kind in a round
AT_ONCE = 200
WANTED_STATEMENT = 0.200
START = datetime(2023, 1, 1, 9, tzinfo=UTC)
CENTS = 10_001
MONTHS = 36


def main(words: list[str]) -> int:
    if words[:1] == ["--inside"]:
        return inside(int(words[1]))
    transfers = words[0] if words else "1000000"
    failed = 0
    print(f"{'':22}{'SQLite':>14}{'PostgreSQL':>14}")
    found = taken("benchmarks.ledger", transfers)
    tables = [found["SQLite"], found.get("PostgreSQL", {})]
    for name in tables[0]:
        cells = [table.get(name, "absent") for table in tables]
        print(f"{name:22}" + "".join(f"{cell:>14}" for cell in cells))
    for table in tables:
        failed |= any(
            float(cell.split()[0]) > WANTED_STATEMENT * 1000
            for name, cell in table.items()
            if name.startswith("statement")
        )
    print(f"wanted: a statement over a million transfers in {WANTED_STATEMENT * 1000:.0f} ms or less")
    return int(failed)


def inside(transfers: int) -> int:
    from tests.proof.ledger import arena

    arena.prepare()
    table = acts() | statements(transfers)
    print(json.dumps(table))
    return 0


def acts() -> dict[str, str]:
    """Acts a second, by one writer, and how many bare INSERTs one act is worth."""
    from relance.ledger import actions
    from relance.ledger.actions import Award, Ref
    from relance.values.money import Money
    from tests.proof.ledger.arena import DAY, open_fund

    town, envelope = open_fund("acts", 10**12)
    count = itertools.count()

    def said(name: str, case: int) -> dict[str, Any]:
        return {
            "authority": town,
            "envelope": envelope,
            "case": Ref("award", str(case)),
            "amount": Money(CENTS, "EUR"),
            "cause": Ref("decision", str(case)),
            "on": DAY,
            "key": f"{name} {case}",
            "by": None,
        }

    def many(cases: list[int]) -> dict[str, Any]:
        awards = [
            Award(
                key=f"many {case}",
                case=Ref("award", str(case)),
                cause=Ref("decision", str(case)),
                amount=Money(CENTS, "EUR"),
            )
            for case in cases
        ]
        return {"authority": town, "envelope": envelope, "on": DAY, "by": None, "awards": awards}

    floor, rates = bare_insert(town, envelope), {name: [] for name in ("reserve", "commit", "pay")}
    floors = []
    for _ in range(ROUNDS):
        cases = [next(count) for _ in range(ACTS)]
        floors.append(ACTS / timed(lambda: [floor() for _ in range(ACTS)]))  # called at once
        for name, seen in rates.items():
            act = getattr(actions, name)
            seen.append(ACTS / timed(lambda: [act(**said(name, case)) for case in cases]))  # noqa: B023  # called at once
    bare = statistics.median(floors)
    table = {"bare INSERT": f"{bare:,.0f} /s"}
    rates["reserve, 200 at once"] = [
        AT_ONCE / timed(lambda: actions.reserve_many(**many([next(count) for _ in range(AT_ONCE)])))
        for _ in range(ROUNDS)
    ]
    for name, seen in rates.items():
        rate = statistics.median(seen)
        table[name] = f"{rate:,.0f} /s"
        table[f"{name}, in INSERTs"] = f"{bare / rate:.1f}"
    return table


def bare_insert(town: Any, envelope: int) -> Callable[[], None]:
    """Writes one transfer by the driver, as if nothing had to hold. The triggers stay: they are the row's."""
    from django.db import connection

    from relance.ledger.models import Transfer

    row = Transfer.objects.of(town).filter(envelope=envelope).order_by("pk")[0]
    fields = [field for field in Transfer._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    key = [field.name for field in fields].index("act_key")
    count = itertools.count()

    def insert() -> None:
        values[key] = f"bare {next(count)}"
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO ledger_transfer ({names}) VALUES ({marks})", values)

    return insert


def statements(transfers: int) -> dict[str, str]:
    """A statement of the whole and its last rows, at a day in the middle and today, in both senses."""
    from relance.ledger import queries
    from relance.ledger.queries import Basis, cut

    loading = time.perf_counter()
    town, envelope = fill(transfers)
    table = {"loaded transfers": f"{transfers:,}", "in": f"{time.perf_counter() - loading:.0f} s"}
    middle = (START + timedelta(days=MONTHS * 15)).date()
    for day, words in ((middle, "then"), (date(2026, 6, 1), "today")):
        for basis in Basis:

            def page(day: date = day, basis: Basis = basis) -> None:
                queries.statement(town, envelope, on=day, basis=basis)
                queries.latest(town, envelope, cut(on=day, basis=basis, zone=town.zone))

            best = min(timed(page) for _ in range(7))
            table[f"statement {words}, {basis.value}"] = f"{best * 1000:.0f} ms"
    return table


def fill(transfers: int) -> tuple[Any, int]:
    """So many transfers in one envelope over three years: awards reserved, committed and paid, some late.

    Written past the acts and the triggers, in bulk, with the balances they would have had.
    """
    from django.db import connection

    from relance.kernel import guards
    from relance.ledger import queries
    from relance.ledger.models import BLOCK, LedgerAccount, Transfer
    from tests.proof.ledger.arena import open_fund

    town, envelope = open_fund("million", 4)  # two funders, but the first alone is drawn on below
    first = Transfer.objects.of(town).filter(envelope=envelope).order_by("pk")[0]
    funder = first.source.funder
    kinds = ("reserved", "committed", "paid", "available", "voted")
    accounts = {}
    for kind in kinds:
        accounts[kind], _ = LedgerAccount.objects.of(town).get_or_create(
            envelope_id=envelope,
            funder=funder,
            kind=kind,
            defaults={
                "authority": town,
                "currency": "EUR",
                "floored": kind != "voted",
                "by_case": kind in kinds[:3],
            },
        )
    writer = Writer(connection, town.pk, envelope, {kind: row.pk for kind, row in accounts.items()})
    with writer.unguarded():
        writer.write(transfers)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""INSERT INTO ledger_daysum (authority_id, account_id, last_sequence, effective_on, delta)
                SELECT authority_id, account_id, ((sequence - 1) / {BLOCK} + 1) * {BLOCK} AS full_at,
                       effective_on, SUM(delta)
                FROM ledger_line l WHERE account_id IN ({", ".join(str(row.pk) for row in accounts.values())})
                AND sequence <= (SELECT MAX(sequence) / {BLOCK} * {BLOCK} FROM ledger_line m
                                 WHERE m.account_id = l.account_id)
                GROUP BY 1, 2, 3, 4"""
            )
            cursor.execute("ANALYZE")
    guards.install()
    seen = queries.statement(town, envelope, on=date(2026, 6, 1)).whole
    assert seen.holds
    assert seen.paid == (transfers // 3) * CENTS
    return town, envelope


class Writer:
    """Writes rows in bulk: executemany on SQLite, COPY on PostgreSQL."""

    LINE = (
        "authority_id, account_id, sequence, transfer_id, delta, balance, floored, effective_on, "
        "recorded_at, case_id, case_sequence, case_balance"
    )
    TRANSFER = (
        "id, authority_id, act, act_key, leg, content, envelope_id, root_id, source_id, target_id, amount, "
        "currency, effective_on, recorded_at, case_id, cause_kind, cause_key, note, by_name"
    )

    def __init__(self, connection: Any, town: int, envelope: int, accounts: dict[str, int]) -> None:
        self.connection, self.town, self.envelope, self.accounts = connection, town, envelope, accounts

    def unguarded(self) -> Any:
        """One transaction in which triggers and foreign keys are not looked at."""
        from django.db import transaction

        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
            for table in ("ledger_transfer", "ledger_line"):
                on = f" ON {table}" if self.connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS guard_{table}{on}")
        return transaction.atomic()

    def write(self, transfers: int) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT MAX(id) FROM ledger_transfer")
            (self.last,) = cursor.fetchone()
            cursor.execute("SELECT COALESCE(MAX(id), 0) FROM ledger_case")
            (self.last_case,) = cursor.fetchone()
        cases = transfers // 3
        self.put(
            "ledger_case",
            "id, authority_id, envelope_id, kind, key",
            (
                (self.last_case + n, self.town, self.envelope, "award", f"million {n}")
                for n in range(1, cases + 1)
            ),
        )
        self.put("ledger_transfer", self.TRANSFER, self.transfers(cases))
        self.put("ledger_line", self.LINE, self.lines(cases))

    def put(self, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                return
            marks = ", ".join("?" * len(columns.split(",")))
            cursor.cursor.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    def moment(self, case: int, cases: int) -> tuple[Any, Any]:
        """When a case's rows were recorded, and their day of effect: one in five up to six weeks late."""
        recorded = START + timedelta(seconds=case * MONTHS * 30 * 86400 // cases)
        late = case % 43 if case % 5 == 0 else 0
        effective = (recorded - timedelta(days=late)).date()
        if self.connection.vendor == "postgresql":
            return effective, recorded
        return effective.isoformat(), recorded.strftime("%Y-%m-%d %H:%M:%S.%f")

    def transfers(self, cases: int) -> Iterator[tuple[Any, ...]]:
        steps = (
            ("reserve", "available", "reserved"),
            ("commit", "reserved", "committed"),
            ("pay", "committed", "paid"),
        )
        pk = self.last
        for amount, n, act, source, target in itertools.chain(
            [(cases * CENTS, 1, "vote", "voted", "available")],
            ((CENTS, n, *step) for n in range(1, cases + 1) for step in steps),
        ):
            pk += 1
            effective, recorded = self.moment(0 if act == "vote" else n, cases)
            case = None if act == "vote" else self.last_case + n
            yield (
                pk, self.town, act, f"million {act} {n}", 1, "0" * 32, self.envelope, self.envelope,
                self.accounts[source], self.accounts[target], amount, "EUR", effective, recorded, case,
                "decision", str(n), "", "Relance",
            )  # fmt: skip

    def lines(self, cases: int) -> Iterator[tuple[Any, ...]]:
        """Accounts already have one line of 2 cents each, from opening the fund."""
        vote = self.last + 1
        effective, recorded = self.moment(0, cases)
        whole = cases * CENTS
        for kind, sign in (("voted", -1), ("available", 1)):
            yield self.line(kind, 2, vote, sign * whole, sign * (whole + 2), effective, recorded)
        for n in range(1, cases + 1):
            effective, recorded = self.moment(n, cases)
            reserve = vote + 3 * n - 2
            when = (effective, recorded)
            yield self.line("available", n + 2, reserve, -CENTS, whole + 2 - n * CENTS, *when)
            yield self.line("reserved", 2 * n - 1, reserve, CENTS, CENTS, *when, n, 1, CENTS)
            yield self.line("reserved", 2 * n, reserve + 1, -CENTS, 0, *when, n, 2, 0)
            yield self.line("committed", 2 * n - 1, reserve + 1, CENTS, CENTS, *when, n, 1, CENTS)
            yield self.line("committed", 2 * n, reserve + 2, -CENTS, 0, *when, n, 2, 0)
            yield self.line("paid", n, reserve + 2, CENTS, n * CENTS, *when, n, 1, CENTS)

    def line(
        self, kind: str, sequence: int, transfer: int, delta: int, balance: int, effective: Any,
        recorded: Any, case: int | None = None, case_sequence: int | None = None,
        case_balance: int | None = None,
    ) -> tuple[Any, ...]:  # fmt: skip
        return (
            self.town, self.accounts[kind], sequence, transfer, delta, balance, kind != "voted", effective,
            recorded, self.last_case + case if case else None, case_sequence, case_balance,
        )  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
