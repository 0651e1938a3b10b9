"""One simulation, from a scheme and a file to its result.

What is compiled, in which order it runs, what is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from bareme.loader import loads
from bareme.model import Scheme
from bareme.populations.engine import quoted
from bareme.populations.mapping import Mapped, map_facts
from bareme.populations.register import COMMUNE
from bareme.populations.register import PLACES as LEVELS
from bareme.populations.timing import Clock, Stopwatch
from bareme.simulation import totals
from bareme.simulation.distribution import distribution
from bareme.simulation.early import filters
from bareme.simulation.early import territory as territory_asked
from bareme.simulation.extras import Extras
from bareme.simulation.funnel import MOST_VARIANTS, funnels
from bareme.simulation.notes import notes
from bareme.simulation.receipts import receipt
from bareme.simulation.register import Register
from bareme.simulation.request import Envelope, Loss, Request, Served, SimulationError, TakeUp, Variant
from bareme.simulation.results import Answer, Simulation, Spending, Step
from bareme.simulation.session import Engine, Progress, Session, opened, peak_mb
from bareme.simulation.spending import EVERYBODY, Plan, spending
from bareme.sql import Column, compile_scheme
from bareme.sql import Variant as Text

if TYPE_CHECKING:
    from bareme.populations.files import Population
    from bareme.sql import Compiled
    from bareme.tree import Node

PLACES = frozenset((*COMMUNE, *(name for names in LEVELS.values() for name in names)))
BY = "by_"  # before the names of groupings, so that none is taken for a column of the file


def simulate(
    scheme: Scheme, population: Population, *, on: date, variants: Sequence[Variant] = (),
    by: Sequence[str] = (), only: Mapping[str, Sequence[str]] | None = None, envelope: Envelope | None = None,
    take_up: Sequence[TakeUp] = (), losses: Sequence[Loss] = (), paid: date | None = None, seed: int = 1,
    funnel: bool = True, distributed: bool = True, drawn_unknown: bool = False,
    stated: Mapping[str, str] | None = None, engine: Engine = "duckdb", threads: int | None = None,
    memory: str | None = None, progress: Progress | None = None, session: Session | None = None,
    clock: Clock | None = None,
) -> Simulation:  # fmt: skip
    """What the scheme gives at a date over a population, in exact figures.

    `only`: column → values kept. `envelope`: the money there is (default: none). `paid`: the day advances are
    paid, from which they come back (default: `on`). `drawn_unknown`: what a model drew is left unknown, so
    that
    the bounds say how much hangs on it. `stated`: fact → column. `memory`: what DuckDB may hold (`400MB`).
    `session`: one that is open (`session.opened`), so that several schemes share it; else `engine`,
    `threads`, `memory` and `progress` make one. `clock`: `time.perf_counter_ns`, for the receipt's time.
    Raises SimulationError, PopulationError, SchemeError (a variant), NotInForce, NotCompiled.
    """
    request = Request(
        on=on, variants=tuple(variants), by=tuple(by), envelope=envelope, take_up=tuple(take_up),
        only={name: tuple(values) for name, values in (only or {}).items()}, losses=tuple(losses), paid=paid,
        seed=seed, funnel=funnel, distribution=distributed, drawn_unknown=drawn_unknown,
    )  # fmt: skip
    timed = Stopwatch(clock)
    unknown = population.drawn if drawn_unknown else ()
    later = engine == "duckdb" if session is None else session.dialect == "duckdb"
    mapped = map_facts([scheme], population, stated=stated, unknown=unknown, codes=not later)
    made = opened(engine, threads=threads, memory=memory, progress=progress)
    with made if session is None else nullcontext(session) as own:
        run = _Run(own, scheme, mapped, request)
        result = run.result()
        run_here = replace(result.receipt, seconds=timed.seconds, peak_mb=peak_mb())
    return replace(result, receipt=run_here)


@dataclass
class _Run:
    session: Session
    scheme: Scheme
    mapped: Mapped
    request: Request

    def result(self) -> Simulation:
        request, session = self.request, self.session
        texts = [Text(name=v.name, scheme=self._overlaid(v)) for v in request.variants]
        self.envelope = request.envelope
        self.columns = {
            path: Column(
                name=place.name, least=place.least, most=place.most, typed=place.typed, full=place.full,
                native=place.native, code=place.code, table=place.table,
            )
            for path, place in self.mapped.places.items()
        }  # fmt: skip
        self.by = tuple(BY + word for word in request.by)
        self.register = Register(session, self.mapped, request, self.by)
        self.keys = self._keys()
        self.extra: dict[str, str] = {}  # what else paying out needs → its column
        source = self._extras("register")
        self.funnels = self._funnels(source, texts) if request.funnel else {}
        compiled = compile_scheme(
            self.scheme, on=request.on, columns=self.columns, keys=[*self.keys, *self.extra.values()],
            dialect=session.dialect, variants=texts, only_possible=True, lean=True,
        )  # fmt: skip
        for statement in compiled.setup:
            session.own(statement)
        self._decide(compiled, source)
        base = totals.Columns(compiled, None)
        columns = [base, *(totals.Columns(compiled, variant.name) for variant in request.variants)]
        answers = self._answers(columns, compiled, self.register.firms)
        asked = [fact for fact in compiled.facts if not fact.path.startswith("checks.")]
        absent = tuple(fact.path for fact in asked if not fact.given)
        read = {fact.path for fact in compiled.facts}
        drawn = tuple(path for path in self.mapped.drawn if path in read)
        result = Simulation(
            scheme=self.scheme.name, title=dict(self.scheme.title), kind=self.scheme.kind,
            currency=self.scheme.currency, on=request.on, text=answers[0], variants=tuple(answers[1:]),
            funnel=self.funnels.get(None, ()), drawn=drawn, absent=absent, notes=(),
            receipt=receipt(self.scheme, self.mapped, request, session, texts),
        )  # fmt: skip
        return replace(result, notes=notes(result, self.mapped.population, request, self.scheme))

    def _overlaid(self, variant: Variant) -> Scheme:
        known = dict(self.scheme.overlay) | dict(variant.parameters)
        return loads(
            self.scheme.text, path=self.scheme.path, schemes=self.scheme.uses.values(), parameters=known
        )

    # What is read

    def _keys(self) -> list[str]:
        """The columns that must come through to the awards."""
        population, envelope = self.mapped.population, self.envelope
        wanted = [*self.by]
        if self.paying and population.key is not None:
            wanted.append(population.key)
        for option, name in (("filed", envelope.filed), ("rank", envelope.rank)) if envelope else ():
            if name is None:
                continue
            if name not in population.columns:
                raise SimulationError(
                    f"--{option} {name}", f"pas de telle colonne ; il y a {', '.join(population.columns)}"
                )
            wanted.append(name)
        return list(dict.fromkeys(wanted))

    @property
    def paying(self) -> bool:
        """Is there anything to pay out, beside totals?"""
        return bool(self.envelope or self.request.take_up or self.request.losses or self.request.paid)

    def _extras(self, source: str) -> str:
        """Adds the terms of repayment and the rank, computed by the scheme's own rules.

        Gives the last view.
        """
        request, nodes = self.request, dict[str, "Node"]()
        terms, envelope = self.scheme.repayment, self.scheme.envelope
        if terms is not None and self.paying:
            nodes["term"] = terms.term
            if terms.grace is not None:
                nodes["grace"] = terms.grace
        ranked = self.envelope is not None and self._served() == "rank" and self.envelope.rank is None
        if ranked and envelope is not None and envelope.rank_by is not None:
            nodes["rank"] = envelope.rank_by
        reader = Extras(self.session, self.scheme, self.mapped, self.columns, request.on)
        for name, node in nodes.items():
            source, self.extra[name] = reader.add(source, name, node, [*self.keys, *self.extra.values()])
        return source

    def _codes(self, table: str, flag: str) -> list[str]:
        """The codes of a lookup table that have a flag."""
        query = f"SELECT code FROM {table} WHERE {flag} ORDER BY 1"
        return [row[0] for row in self.session.rows(query, "listes")]

    def _decide(self, compiled: Compiled, source: str) -> None:
        """The decisions that some text does not refuse, as a view.

        As a table if they are read several times.
        """
        early = [test.sql(dialect=self.session.dialect) for test in filters(compiled, self._codes)]
        where = " AND ".join(early) or "true"
        read = f"SELECT * FROM {source} AS population WHERE {where}"
        found = territory_asked(compiled, self._codes, PLACES)
        if found is not None and found[0] not in self.mapped.population.full:
            column, inside = exp.column(exp.to_identifier(found[0], quoted=True), "population"), found[1]
            missing = exp.Is(this=column, expression=exp.Null())
            parts = (f"{read} AND {test.sql(dialect=self.session.dialect)}" for test in (inside, missing))
            read = " UNION ALL ".join(parts)
        self.session.own_view("population", read)
        self.register.check("population" if found is not None else None)
        self.session.own_view("decisions", compiled.rows)
        texts = [totals.Columns(compiled, None)]
        texts += [totals.Columns(compiled, variant.name) for variant in self.request.variants]
        columns = [quoted(key) for key in dict.fromkeys([*self.keys, *self.extra.values()])]
        columns += [column for text in texts for column in text.all]
        query = f"SELECT {', '.join(dict.fromkeys(columns))} FROM decisions"
        if self.paying or self.by or self.request.distribution:
            self.session.table("possible", query, "décisions")
        else:
            self.session.view("possible", query)

    def _funnels(self, source: str, texts: Sequence[Text]) -> dict[str | None, tuple[Step, ...]]:
        """The funnel looks at every firm, also at those that a condition leaves unread elsewhere."""
        self.register.check(None)
        cheap = texts if len(texts) <= MOST_VARIANTS else ()
        compiled = compile_scheme(
            self.scheme,
            on=self.request.on,
            columns=self.columns,
            dialect=self.session.dialect,
            variants=cheap,
        )
        for statement in compiled.setup:
            self.session.own(statement)
        self.session.view("population", f"SELECT * FROM {source}")
        self.session.own_view("every_decision", compiled.rows)
        return funnels(self.session, compiled, [text.name for text in cheap])

    def _answers(self, columns: Sequence[totals.Columns], compiled: Compiled, firms: int) -> list[Answer]:
        session, request = self.session, self.request
        sums = [measure for text in columns for measure in totals.measures(text)]
        sums += [part for rank in range(1, len(columns)) for part in totals.comparisons(columns, rank)]
        alike = totals.gathered(session, columns, firms)
        source = totals.moves(columns, alike or "possible") if len(columns) > 1 else "possible"
        asked = list(dict.fromkeys(["count(*)", *sums]))  # texts that say the same of a firm share their sums
        said = [totals.weighed(part) for part in asked] if alike else asked
        got = dict(zip(asked, session.row(f"SELECT {', '.join(said)} FROM {source}", "totaux"), strict=True))
        row = tuple(got[part] for part in sums)
        compared = row[totals.MEASURES * len(columns) :]
        groups = totals.groups(session, columns, self.by, totals.counted(session, self.by)) if self.by else {}
        found = []
        for rank, text in enumerate(columns):
            at = (rank - 1) * totals.COMPARED
            variant = request.variants[rank - 1] if rank else None
            paid_out = self._spending(text)
            found.append(
                Answer(
                    variant=text.variant,
                    overlay=tuple(sorted(variant.parameters.items())) if variant else self.scheme.overlay,
                    totals=totals.totals(row[rank * totals.MEASURES :], firms, text.ceiling),
                    groups=tuple(
                        (name.removeprefix(BY), part) for name, part in groups.get(text.variant, ())
                    ),
                    compared=totals.comparison(compared[at:], firms) if rank else None,
                    funnel=self.funnels.get(text.variant, ()) if rank else (),
                    distribution=distribution(session, text) if request.distribution else None,
                    spending=tuple(
                        replace(s, left_by=tuple(replace(p, by=p.by.removeprefix(BY)) for p in s.left_by))
                        for s in paid_out
                    ),
                )
            )
        return found

    def _served(self) -> Served:
        own = self.envelope.served if self.envelope is not None else None
        return own or (self.scheme.envelope.served if self.scheme.envelope is not None else "first_come")

    def _ranked(self, column: str) -> str:
        """What ranks, as a number: « 14 » written as text comes after « 2 »."""
        name = quoted(column)
        if self.mapped.population.columns.get(column) != "VARCHAR":
            return name
        number = f"TRY_CAST(replace({name}, ',', '.') AS DECIMAL(38, 10))"
        wrong = f"SELECT count(*), min({name}) FROM register WHERE {name} IS NOT NULL AND {number} IS NULL"
        count, example = self.session.row(wrong, "rang")
        if count:
            cause = f"on classe par un nombre, comme 12 ou 3,5 ; pas par « {example} »"
            raise SimulationError(f"--rank {column}", cause)
        return number

    def _spending(self, text: totals.Columns) -> tuple[Spending, ...]:
        if not self.paying:
            return ()
        served = self._served()
        if served not in ("first_come", "pro_rata", "rank"):
            raise SimulationError("enveloppe", f"« {served} » : first_come, pro_rata ou rank")
        rank = self.envelope.rank if self.envelope is not None else None
        rank = rank or self.extra.get("rank")
        if self.envelope is not None and served == "rank" and rank is None:
            raise SimulationError("enveloppe", "servie par rang : dites la colonne qui classe (--rank)")
        plan = Plan(
            scheme=self.scheme, key=self.mapped.population.key, seed=self.request.seed, by=self.by,
            envelope=self.envelope, served=served,
            rank=self._ranked(rank) if served == "rank" and rank is not None else None,
            term=self.extra.get("term"), grace=self.extra.get("grace"),
            paid=self.request.paid or self.request.on, losses=self.request.losses,
        )  # fmt: skip
        return spending(self.session, text, self.request.take_up or (EVERYBODY,), plan)
