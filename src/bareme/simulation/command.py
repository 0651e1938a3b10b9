"""`bareme simulate`: options into a request, a result into text. Nothing heavy is imported before it runs."""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bareme.populations.command import bar, hashing

if TYPE_CHECKING:
    from bareme.simulation.request import Envelope, Loss, TakeUp


def add(commands: Any) -> None:
    """Adds the command to the parser of `bareme`."""
    command = commands.add_parser(
        "simulate",
        help="dit ce que coûteraient des barèmes sur toutes les entreprises d’un fichier",
        epilog="Tout montant est exact. Ce qui n’est pas connu donne des bornes, jamais un chiffre.",
    )
    command.add_argument("schemes", nargs="+", metavar="BAREME")
    command.add_argument("population", metavar="POPULATION", help="parquet ou CSV, une entreprise par ligne")
    command.add_argument("--on", type=_day, required=True, metavar="DATE", help="date d’évaluation")
    command.add_argument(
        "--variant", action="append", default=[], metavar="NOM:paramètre=valeur",
        help="un autre texte ; plusieurs paramètres séparés par « ; »",
    )  # fmt: skip
    command.add_argument(
        "--by", action="append", default=[], metavar="COLONNE",
        help="ventile : une colonne, ou commune, epci, departement, section, division, naf, size, legal_form",
    )  # fmt: skip
    command.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="COLONNE=VALEUR,…",
        help="ne garde que cette partie du fichier",
    )
    command.add_argument(
        "--envelope", metavar="MONTANT[:first_come|pro_rata|rank]",
        help="l’argent qu’il y a ; « scheme » pour l’enveloppe du barème",
    )  # fmt: skip
    command.add_argument("--filed", metavar="COLONNE", help="le jour où chacune demande")
    command.add_argument("--rank", metavar="COLONNE", help="ce qui classe, le plus grand d’abord")
    command.add_argument(
        "--take-up", metavar="NOM=PART,…", help="part qui demande : low=20 %%,central=35 %%,high=50 %%"
    )
    command.add_argument("--take-up-source", default="", metavar="TEXTE", help="d’où viennent ces parts")
    command.add_argument("--loss", metavar="NOM=PART,…", help="part des avances qui ne reviendra pas")
    command.add_argument(
        "--paid", type=_day, metavar="DATE", help="jour du versement des avances (sinon --on)"
    )
    command.add_argument("--seed", type=int, default=1, metavar="N", help="graine des tirages (1)")
    command.add_argument(
        "--map", action="append", default=[], metavar="fait=colonne", help="quelle colonne dit quel fait"
    )
    command.add_argument(
        "--with", action="append", default=[], dest="files", metavar="FICHIER", help="fichier joint par SIRET"
    )
    command.add_argument("--key", metavar="COLONNE", help="la colonne qui nomme une entreprise (sinon siret)")
    command.add_argument(
        "--drawn", action="append", default=[], metavar="COLONNE", help="colonne qui n’est pas observée"
    )
    command.add_argument(
        "--drawn-unknown", action="store_true", help="tient pour inconnu ce qui est tiré d’un modèle"
    )
    command.add_argument("--no-funnel", action="store_true", help="sans l’entonnoir")
    command.add_argument("--engine", default="duckdb", choices=("duckdb", "spark"))
    command.add_argument("--threads", type=int, metavar="N")
    command.add_argument("--memory", metavar="TAILLE", help="ce que DuckDB garde en mémoire : 400MB")
    command.add_argument("--json", action="store_true", help="tout, en JSON")
    command.set_defaults(run=run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas une date : 2020-07-01") from None


def run(options: argparse.Namespace) -> int:
    """Simulates each scheme in turn over the same population."""
    collected = gc.isenabled()
    gc.disable()  # it would go through all that was imported, 30 ms each time, and find nothing
    try:
        return _run(options)
    finally:
        if collected:
            gc.enable()


def _run(options: argparse.Namespace) -> int:
    from bareme.loader import load
    from bareme.populations.files import open_population
    from bareme.populations.joining import join_files
    from bareme.simulation.report import report
    from bareme.simulation.request import Loss, TakeUp, scenarios, variant
    from bareme.simulation.run import simulate

    schemes = [load(path) for path in options.schemes]
    variants = [variant(text) for text in options.variant]
    take_up: list[TakeUp] = [
        TakeUp(name=name, rate=rate, source=options.take_up_source)
        for name, rate in (scenarios(options.take_up, "--take-up") if options.take_up else ())
    ]
    losses: list[Loss] = [
        Loss(name=name, rate=rate)
        for name, rate in (scenarios(options.loss, "--loss") if options.loss else ())
    ]
    stated, only = dict(_pairs(options.map, "--map")), dict(_pairs(options.only, "--only"))
    show = bar()
    # a column that a file joined later brings is checked once it is there
    population = open_population(
        options.population, key=options.key, clock=time.perf_counter_ns, progress=hashing(show)
    )
    reports: tuple[Any, ...] = ()
    if options.files:
        population, reports = join_files(population, options.files)
    population = _said_drawn(population, options.drawn)
    results = []
    for scheme in schemes:
        own = {path: column for path, column in stated.items() if len(schemes) == 1 or _has(scheme, path)}
        result = simulate(
            scheme,
            population,
            on=options.on,
            variants=variants,
            by=options.by,
            only={name: values.split(",") for name, values in only.items()},
            envelope=_envelope(options, scheme),
            take_up=take_up,
            losses=losses,
            paid=options.paid,
            seed=options.seed,
            funnel=not options.no_funnel,
            drawn_unknown=options.drawn_unknown,
            stated=own,
            engine=options.engine,
            threads=options.threads,
            memory=options.memory,
            progress=show,
            clock=time.perf_counter_ns,
        )
        results.append(result)
    if options.json:
        joined = [found.as_dict() for found in reports]
        print(
            json.dumps(
                {"joined": joined, "results": [r.as_dict() for r in results]}, ensure_ascii=False, indent=2
            )
        )
        return 0
    for joined in reports:
        print("\n".join(joined.sentences()), file=sys.stderr)
    print("\n\n".join(report(result) for result in results))
    return 0


def _has(scheme: Any, path: str) -> bool:
    return path in scheme.inputs or path.rpartition(".")[0] in scheme.inputs


def _pairs(texts: list[str], where: str) -> list[tuple[str, str]]:
    from bareme.simulation.request import SimulationError

    found = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise SimulationError(f"{where} {text}", "on écrit nom=valeur")
        found.append((name.strip(), value.strip()))
    return found


def _said_drawn(population: Any, columns: list[str]) -> Any:
    from dataclasses import replace

    from bareme.simulation.request import SimulationError

    for name in columns:
        if name not in population.columns:
            raise SimulationError(
                f"--drawn {name}", f"pas de telle colonne ; il y a {', '.join(population.columns)}"
            )
    return replace(population, drawn=tuple(dict.fromkeys([*population.drawn, *columns])))


def _envelope(options: argparse.Namespace, scheme: Any) -> Envelope | None:
    from bareme.simulation.request import SERVED, Envelope, SimulationError

    if options.envelope is None:
        if options.filed or options.rank:
            raise SimulationError("--envelope", "--filed et --rank vont avec une enveloppe")
        return None
    amount, sign, served = options.envelope.partition(":")
    if sign and served not in SERVED:
        raise SimulationError(f"--envelope {options.envelope}", f"« {served} » : {', '.join(SERVED)}")
    if amount == "scheme":
        voted = scheme.envelope.at(options.on) if scheme.envelope is not None else None
        if voted is None:
            raise SimulationError("--envelope scheme", f"{scheme.name} n’a pas d’enveloppe à cette date")
        value = voted.value
    else:
        from bareme.values import NotAValue, number

        try:
            value = number(amount.removesuffix(scheme.currency).strip())
        except NotAValue as error:
            raise SimulationError(f"--envelope {options.envelope}", str(error)) from None
    assert isinstance(value, Decimal)
    return Envelope(amount=value, served=served or None, filed=options.filed, rank=options.rank)
