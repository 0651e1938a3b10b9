"""`bareme synth` and `bareme population`. Nothing heavy is imported before they run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from bareme.populations.engine import thousands

WIDTH = 30


def add(commands: Any) -> None:
    """Adds the commands to the parser of `bareme`."""
    synth = commands.add_parser("synth", help="écrit un registre synthétique d’entreprises fictives")
    synth.add_argument("--rows", type=int, required=True, metavar="N", help="de 1 000 à 40 000 000")
    synth.add_argument(
        "--seed", type=int, default=1, metavar="S", help="graine : même graine, même fichier (1)"
    )
    synth.add_argument("out", metavar="SORTIE.parquet")
    synth.set_defaults(run=_synth)

    population = commands.add_parser(
        "population", help="dit ce qu’un fichier d’entreprises apprend à des barèmes"
    )
    population.add_argument("population", metavar="POPULATION", help="parquet ou CSV")
    population.add_argument("--scheme", action="append", default=[], metavar="BAREME")
    population.add_argument("--map", action="append", default=[], metavar="fait=colonne")
    population.add_argument("--with", action="append", default=[], dest="files", metavar="FICHIER")
    population.add_argument("--key", metavar="COLONNE")
    population.add_argument("--json", action="store_true")
    population.set_defaults(run=_population)
    _add_paid(commands)


def _add_paid(commands: Any) -> None:
    paid = commands.add_parser(
        "paid", help="lit le Fonds de solidarité vraiment versé, et dit ce qui ne se recoupe pas"
    )
    paid.add_argument("folder", metavar="DOSSIER", help="les trois fichiers publiés par département")
    paid.add_argument("--departement", metavar="CODE")
    paid.add_argument(
        "--beside", metavar="RESULTAT.json", help="à côté d’un « bareme simulate --by section --json »"
    )
    paid.set_defaults(run=_paid)


def _paid(options: argparse.Namespace) -> int:
    from decimal import Decimal
    from pathlib import Path

    from bareme.populations.errors import PopulationError
    from bareme.populations.paid import NOT_THE_SAME, beside, money_paid

    paid = money_paid(options.folder, departement=options.departement)
    print("\n".join(paid.sentences()))
    if options.beside is None:
        return 0
    try:
        groups = dict(
            json.loads(Path(options.beside).read_text(encoding="utf-8"))["results"][0]["text"]["groups"]
        )
        rows = groups["section"]
    except (ValueError, KeyError, IndexError, TypeError):
        raise PopulationError(
            options.beside, "on attend un « bareme simulate … --by section --json »"
        ) from None
    simulated = {
        row["value"]: (row["beneficiaries"]["central"], Decimal(row["cost"]["central"]))
        for row in rows
        if row["value"]
    }
    print(f"{'section':8}{'versé : firmes':>16}{'par aide':>12}{'simulé : firmes':>18}{'par aide':>12}")
    for row in beside(paid, "naf", simulated):
        print(
            f"{row.name:8}{row.paid_firms:>16}{row.paid_mean:>12}{row.simulated_firms:>18}{row.simulated_mean:>12}"
        )
    for sentence in NOT_THE_SAME:
        print(f"  · {sentence}")
    return 0


def bar() -> Callable[[str, float], None] | None:
    """What shows how far a long query is, on the error output of a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        return None
    last = [""]

    def show(what: str, far: float) -> None:
        full = int(far * WIDTH / 100)
        line = f"\r{what:<22} [{'█' * full}{' ' * (WIDTH - full)}] {far:3.0f} %"
        if far >= 100:  # what was quick was never shown
            line = "\r" + " " * len(last[0]) + "\r" if last[0] else ""
        if line != last[0]:
            sys.stderr.write(line)
            sys.stderr.flush()
        last[0] = line if far < 100 else ""

    return show


def hashing(show: Callable[[str, float], None] | None) -> Callable[[float], None] | None:
    """The bar of a file's hash."""
    return (lambda far: show("empreinte du fichier", far)) if show is not None else None


def _synth(options: argparse.Namespace) -> int:
    from bareme.populations.synth import synthesise

    show = bar()
    done = synthesise(
        rows=options.rows, seed=options.seed, out=options.out,
        progress=(lambda far: show("registre", far)) if show is not None else None,
    )  # fmt: skip
    print(
        f"{done.path} : {thousands(done.rows)} entreprises fictives, graine {done.seed}, modèle {done.model}"
    )
    print(f"Tirés d’un modèle, non observés : {', '.join(done.drawn)}")
    print(f"empreinte {done.hash}")
    return 0


def _population(options: argparse.Namespace) -> int:
    from bareme.loader import load
    from bareme.populations.files import open_population
    from bareme.populations.joining import join_files
    from bareme.populations.mapping import map_facts

    show = bar()
    population = open_population(options.population, key=options.key, progress=hashing(show))
    population, reports = join_files(population, options.files) if options.files else (population, ())
    schemes = [load(path) for path in options.scheme]
    stated = dict(text.partition("=")[::2] for text in options.map)
    mapped = map_facts(schemes, population, stated=stated)
    if options.json:
        print(json.dumps({
            "path": population.path, "rows": population.rows, "hash": population.hash,
            "day": population.day.isoformat(), "key": population.key, "columns": dict(population.columns),
            "drawn": list(population.drawn), "facts": mapped.told, "absent": list(mapped.absent),
            "joined": [report.as_dict() for report in reports],
        }, ensure_ascii=False, indent=2))  # fmt: skip
        return 0
    rows, key = thousands(population.rows), population.key or "aucune"
    print(f"{population.path} : {rows} lignes du {population.day}, clé {key}")
    if population.note:
        print(population.note)
    for report in reports:
        print("\n".join(report.sentences()))
    for path, source in mapped.told.items():
        print(f"  {path} ← {source}{' (tiré)' if path in mapped.drawn else ''}")
    if mapped.absent:
        print(f"Dits par aucune colonne : {', '.join(mapped.absent)}")
    print(f"empreinte {population.hash}")
    return 0
