"""One simulation, from a scheme and a file to its result.

What is compiled, in which order it runs, what is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlglot import exp

from bareme import tree
from bareme.loader import loads
from bareme.model import LANGUAGE, Line, Scheme
from bareme.populations.engine import quoted
from bareme.populations.mapping import Mapped, check_codes, map_facts
from bareme.populations.register import COMMUNE
from bareme.populations.register import PLACES as LEVELS
from bareme.populations.timing import Clock, Stopwatch
from bareme.simulation import territory, totals
from bareme.simulation.distribution import distribution
from bareme.simulation.early import filters
from bareme.simulation.early import territory as territory_asked
from bareme.simulation.notes import notes
from bareme.simulation.request import Envelope, Loss, Request, Served, SimulationError, TakeUp, Variant
from bareme.simulation.results import Answer, Receipt, Simulation, Spending, Step
from bareme.simulation.session import Engine, Progress, Session, named, opened, peak_mb
from bareme.simulation.spending import EVERYBODY, Plan, spending
from bareme.sql import Column, compile_scheme
from bareme.sql import Variant as Text
from bareme.types import Quantity

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
        receipt = replace(result.receipt, seconds=timed.seconds, peak_mb=peak_mb())
    return replace(result, receipt=receipt)


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
                name=place.name,
                least=place.least,
                most=place.most,
                typed=place.typed,
                full=place.full,
                native=place.native,
                code=place.code,
                table=place.table,
            )
            for path, place in self.mapped.places.items()
        }
        self.by = tuple(BY + word for word in request.by)
        self._register()
        self.keys = self._keys()
        self.extra: dict[str, str] = {}  # what else paying out needs → its column
        source = self._extras("register")
        funnel = self._funnel(source) if request.funnel else ()
        compiled = compile_scheme(
            self.scheme, on=request.on, columns=self.columns, keys=[*self.keys, *self.extra.values()],
            dialect=session.dialect, variants=texts, only_possible=True, lean=True,
        )  # fmt: skip
        for statement in compiled.setup:
            session.own(statement)
        self._decide(compiled, source)
        base = totals.Columns(compiled, None)
        columns = [base, *(totals.Columns(compiled, variant.name) for variant in request.variants)]
        answers = self._answers(columns, compiled, self.firms)
        asked = [fact for fact in compiled.facts if not fact.path.startswith("checks.")]
        absent = tuple(fact.path for fact in asked if not fact.given)
        read = {fact.path for fact in compiled.facts}
        drawn = tuple(path for path in self.mapped.drawn if path in read)
        result = Simulation(
            scheme=self.scheme.name, title=dict(self.scheme.title), kind=self.scheme.kind,
            currency=self.scheme.currency, on=request.on, text=answers[0], variants=tuple(answers[1:]),
            funnel=funnel, drawn=drawn, absent=absent, notes=(), receipt=self._receipt(texts),
        )  # fmt: skip
        return replace(result, notes=notes(result, self.mapped.population, request, self.scheme))

    def _overlaid(self, variant: Variant) -> Scheme:
        known = dict(self.scheme.overlay) | dict(variant.parameters)
        return loads(
            self.scheme.text, path=self.scheme.path, schemes=self.scheme.uses.values(), parameters=known
        )

    # What is read

    def _register(self) -> None:
        """The file as a view, with the groupings asked for, and only the part that is kept."""
        columns = self.mapped.population.columns
        self.session.population(self.mapped, "bareme_whole")
        groups = "".join(
            f", {territory.grouping(word, columns)} AS {quoted(name)}"
            for word, name in zip(self.request.by, self.by, strict=True)
        )
        kept = territory.kept(self.request.only, columns)
        where = " WHERE " + " AND ".join(kept) if kept else ""
        self.session.view("register", f"SELECT *{groups} FROM bareme_whole{where}")
        self.firms = self.mapped.population.rows
        self.unchecked = bool(self.mapped.doubts)
        if kept:
            names = ", ".join(dict.fromkeys(doubt.column for doubt in self.mapped.doubts))
            counted = f"SELECT {names}, count(*) AS n FROM register GROUP BY {names}"
            query = f"SELECT sum(n), bool_or({self._bad}) FROM ({counted})"
            if not self.unchecked:
                query = "SELECT count(*), false FROM register"
            firms, wrong = self.session.row(query, "effectifs")
            self.firms = int(firms or 0)
            if wrong:
                check_codes(self.mapped)
            if not self.firms and "epci" in self.request.only:
                territory.communes_of(self.request.only["epci"])  # refuses what is no EPCI
            self.unchecked = False

    @property
    def _bad(self) -> str:
        """Is some code of a firm none of its list?"""
        return " OR ".join(f"({doubt.bad})" for doubt in self.mapped.doubts)

    def _check(self, part: str | None) -> None:
        """Codes are checked where they are read: the whole file, or the part that a territory leaves."""
        if not self.unchecked:
            return
        names = ", ".join(dict.fromkeys(doubt.column for doubt in self.mapped.doubts))
        wrong = f"SELECT bool_or({self._bad}) FROM (SELECT DISTINCT {names} FROM {part})"
        if part is None or self.session.row(wrong, "codes")[0]:
            check_codes(self.mapped)
        self.unchecked = False

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
        nodes: dict[str, Node] = {}
        terms, envelope = self.scheme.repayment, self.scheme.envelope
        if terms is not None and self.paying:
            nodes["term"] = terms.term
            if terms.grace is not None:
                nodes["grace"] = terms.grace
        ranked = self.envelope is not None and self._served() == "rank" and self.envelope.rank is None
        if ranked and envelope is not None and envelope.rank_by is not None:
            nodes["rank"] = envelope.rank_by
        for name, node in nodes.items():
            source = self._extra(source, name, node)
        return source

    def _extra(self, source: str, name: str, node: Node) -> str:
        place = self.mapped.places.get(node.path) if isinstance(node, tree.InputRef) else None
        if place is not None and place.name is not None and place.least is None:
            assert isinstance(node, tree.InputRef)
            fact = self.scheme.inputs[node.path]
            if fact.default is None and fact.applies is None:
                self.extra[name] = place.name
                return source
        assert isinstance(node.type, Quantity)
        line = Line(name=name, kind=self.scheme.kind, label={"fr": name}, node=node)
        alone = replace(self.scheme, conditions=(), lines=(line,), envelope=None, repayment=None)
        needed = [*self.keys, *self.extra.values()]
        for place in self.mapped.places.values():
            needed += [column for column in (place.name, place.least, place.most, place.code) if column]
        needed = list(dict.fromkeys(needed))
        compiled = compile_scheme(
            alone, on=self.request.on, columns=self.columns, keys=needed, dialect=self.session.dialect
        )
        for statement in compiled.setup:
            self.session.own(statement)
        self.extra[name] = f"bareme_{name}"
        self._view_over(source, f"with_{name}", compiled, needed, self.extra[name])
        return f"with_{name}"

    def _view_over(
        self, source: str, view: str, compiled: Compiled, keys: Sequence[str], column: str
    ) -> None:
        """A view that adds to `source` what these rules answer."""
        import sqlglot
        from sqlglot import exp

        read = sqlglot.parse_one(
            f"SELECT {named(keys)}, amount AS {quoted(column)} FROM decisions", dialect="duckdb"
        )
        assert isinstance(read, exp.Query)
        query = compiled.with_stages(read)
        for table in list(query.find_all(exp.Table)):
            if table.name == "population" and not table.db:
                table.replace(exp.to_table(source, alias="population"))
        self.session.own_view(view, query.sql(dialect=self.session.dialect))

    # What is answered

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
        self._check("population" if found is not None else None)
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

    def _funnel(self, source: str) -> tuple[Step, ...]:
        """The funnel looks at every firm, also at those that a condition leaves unread elsewhere."""
        self._check(None)
        compiled = compile_scheme(
            self.scheme, on=self.request.on, columns=self.columns, dialect=self.session.dialect
        )
        for statement in compiled.setup:
            self.session.own(statement)
        self.session.view("population", f"SELECT * FROM {source}")
        self.session.own_view("every_decision", compiled.rows)
        return totals.funnel(self.session, compiled)

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
                    totals=totals.totals(row[rank * totals.MEASURES :], firms),
                    groups=tuple(
                        (name.removeprefix(BY), part) for name, part in groups.get(text.variant, ())
                    ),
                    compared=totals.comparison(compared[at:], firms) if rank else None,
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
            envelope=self.envelope, served=served, rank=rank if served == "rank" else None,
            term=self.extra.get("term"), grace=self.extra.get("grace"),
            paid=self.request.paid or self.request.on, losses=self.request.losses,
        )  # fmt: skip
        return spending(self.session, text, self.request.take_up or (EVERYBODY,), plan)

    def _receipt(self, texts: Sequence[Text]) -> Receipt:
        population = self.mapped.population
        return Receipt(
            scheme=self.scheme.name, scheme_hash=self.scheme.hash, language=LANGUAGE,
            overlays=(("", self.scheme.overlay), *((text.name, text.scheme.overlay) for text in texts)),
            on=self.request.on, population=population.path, population_hash=population.hash,
            population_day=population.day, parts=population.parts, rows=population.rows,
            only=tuple(sorted(self.request.only.items())), facts=tuple(sorted(self.mapped.told.items())),
            engine=self.session.name, engine_version=self.session.version, bareme_version=_version(),
            seed=self.request.seed, seconds=None, hashing=population.hashing, peak_mb=0,
        )  # fmt: skip


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("relance")
    except PackageNotFoundError:
        return ""
