"""The command line: what each command takes, and what it prints. Exit 0: fine; 1: refused; 2: misused."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bareme.errors import BaremeError, Problem, SchemeError, render, why_unread

if TYPE_CHECKING:
    from bareme.decision import Decision
    from bareme.model import Scheme

NOTHING_LEFT = {
    "fr": "Plus rien à demander : la réponse ne peut plus changer.",
    "en": "Nothing left to ask: the answer can no longer change.",
}
OUTCOMES = {"true": "vraie", "false": "fausse", "unknown": "inconnue"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        return code
    except SchemeError as error:
        print(error, file=sys.stderr)
        count = len(error.problems)
        print(f"\n{error.path} : {count} erreur{'s' if count > 1 else ''}", file=sys.stderr)
    except BaremeError as error:
        print(f"erreur : {error}", file=sys.stderr)
    except OSError as error:
        print(f"erreur : {error.filename} : {why_unread(error)}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bareme", description="Des barèmes d’aide, appliqués au centime et expliqués."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMANDE")

    check = commands.add_parser("check", help="relit des barèmes et refuse ce qui est faux")
    check.add_argument("files", nargs="+", metavar="FICHIER")
    check.set_defaults(run=_check)

    for name, run, help in (
        ("evaluate", _evaluate, "répond pour un demandeur"),
        ("ask", _ask, "dit ce qu’il reste à demander, dans l’ordre utile"),
    ):
        command = commands.add_parser(name, help=help)
        command.add_argument("scheme", metavar="BAREME")
        command.add_argument("facts", metavar="FAITS.json", help="« - » pour l’entrée standard")
        command.add_argument(
            "--on", type=_day, metavar="DATE", help="date d’évaluation ; sans elle, la clé « on » des faits"
        )
        command.add_argument("--lang", choices=("fr", "en"), default="fr")
        shape = command.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="tout, en JSON")
        if name == "evaluate":
            shape.add_argument("--explain", action="store_true", help="l’arbre entier des motifs")
        command.set_defaults(run=run)

    test = commands.add_parser("test", help="joue les tests écrits dans les barèmes")
    test.add_argument("files", nargs="+", metavar="FICHIER")
    test.add_argument(
        "--no-coverage",
        action="store_true",
        help="n’exige pas que chaque condition soit vue sous ses trois faces",
    )
    test.set_defaults(run=_test)

    diff = commands.add_parser("diff", help="ce qui a changé entre deux textes, en mots")
    diff.add_argument("old", metavar="ANCIEN")
    diff.add_argument("new", metavar="NOUVEAU")
    diff.set_defaults(run=_diff)

    from bareme.populations import command as populations
    from bareme.simulation import command as simulation

    populations.add(commands)
    simulation.add(commands)

    schema = commands.add_parser("schema", help="le JSON Schema d’un barème")
    schema.set_defaults(run=_schema)

    sql = commands.add_parser("sql", help="écrit la requête SQL d’un barème, pour la relire")
    sql.add_argument("scheme", metavar="BAREME")
    sql.add_argument("--dialect", choices=("duckdb", "spark"), default="duckdb")
    sql.add_argument(
        "--on", type=_day, metavar="DATE", help="date d’évaluation ; sans elle, la dernière version du texte"
    )
    sql.set_defaults(run=_sql)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas une date : 2020-07-01") from None


def _load(path: str) -> Scheme:
    from bareme.loader import load

    return load(path)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count > 1 else ''}"


def _misread(scheme: Scheme) -> list[Problem]:
    """The tests that cannot be played: a fact that the scheme does not know, a day outside its dates."""
    from bareme.evaluation import evaluate

    found = []
    for test in scheme.tests:
        try:
            evaluate(scheme, test.given, on=test.on)
        except BaremeError as error:
            found.append(Problem("test", f"test « {test.name} » : {error}", test.span))
    return found


def _check(options: argparse.Namespace) -> int:
    failed = 0
    for path in options.files:
        try:
            scheme = _load(path)
        except SchemeError as error:
            failed += 1
            print(error, file=sys.stderr)
            count = len(error.problems)
            print(f"\n{path} : {count} erreur{'s' if count > 1 else ''}\n", file=sys.stderr)
            continue
        if misread := _misread(scheme):
            failed += 1
            print(render(misread, path=path, text=scheme.text), file=sys.stderr)
            print(f"\n{path} : {_counted(len(misread), 'erreur')}\n", file=sys.stderr)
            continue
        if scheme.warnings:
            print(render(scheme.warnings, path=path, text=scheme.text), file=sys.stderr)
        sizes = len(scheme.conditions), len(scheme.parameters), len(scheme.tests)
        counts = ", ".join(map(_counted, sizes, ("condition", "paramètre", "test")))
        print(f"{path} : bon — {scheme.name}, {counts}, empreinte {scheme.hash}")
    return 1 if failed else 0


def _decide(options: argparse.Namespace) -> Decision:
    from bareme.errors import FactsError
    from bareme.evaluation import evaluate

    try:
        text = sys.stdin.read() if options.facts == "-" else Path(options.facts).read_text(encoding="utf-8")
        facts: Any = json.loads(
            text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_once(options.facts)
        )
    except json.JSONDecodeError as error:
        raise FactsError(
            options.facts, f"ce n’est pas du JSON (ligne {error.lineno}, colonne {error.colno})"
        ) from error
    except UnicodeDecodeError:
        raise FactsError(options.facts, "ce fichier n’est pas en UTF-8") from None
    except (ValueError, RecursionError):
        raise FactsError(options.facts, "ce JSON a un nombre trop long, ou trop de niveaux") from None
    if not isinstance(facts, dict):
        raise FactsError(options.facts, "on attend un objet JSON : {…}")
    scheme = _load(options.scheme)
    said = facts.pop("on", None) if "on" not in scheme.inputs else None
    on = options.on
    if on is None and isinstance(said, str):
        try:
            on = date.fromisoformat(said)
        except ValueError:
            raise FactsError("on", f"« {said} » n’est pas une date : 2020-07-01") from None
    if on is None:
        raise FactsError("on", "dites à quelle date évaluer : --on 2020-07-01")
    return evaluate(scheme, facts, on=on)


def _once(path: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Refuses a key written twice: JSON would keep the last one and lose the other."""
    from bareme.errors import FactsError

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(found)
        if len(result) < len(found):
            names = [name for name, _ in found]
            twice = next(name for name in names if names.count(name) > 1)
            raise FactsError(path, f"« {twice} » est écrit deux fois")
        return result

    return pairs


def _evaluate(options: argparse.Namespace) -> int:
    decision = _decide(options)
    if options.json:
        print(json.dumps(decision.as_dict(), ensure_ascii=False, indent=2))
    elif options.explain:
        print(decision.explain(options.lang))
    else:
        print("\n".join(decision.sentences(options.lang)))
    return 0


def _ask(options: argparse.Namespace) -> int:
    from bareme.model import say

    decision = _decide(options)
    if options.json:
        print(json.dumps(decision.as_dict()["questions"], ensure_ascii=False, indent=2))
        return 0
    if not decision.questions:
        print(NOTHING_LEFT[options.lang])
    for rank, question in enumerate(decision.questions, 1):
        print(f"{rank}. {say(question.label, options.lang)} [{question.path}]")
    return 0


def _test(options: argparse.Namespace) -> int:
    from bareme.testing import run_tests

    bad = False
    for path in options.files:
        report = run_tests(_load(path))
        for result in report.results:
            mark = "FAUX" if result.failures else "bon "
            print(f"{mark} {path}:{result.test.span.line} {result.test.name}")
            for failure in result.failures:
                print(f"     {failure}")
        for condition, outcome in report.unseen:
            print(f"     couverture : « {condition} » n’a jamais été vue {OUTCOMES[outcome]}")
        failed = sum(bool(result.failures) for result in report.results)
        unseen = f"{_counted(len(report.unseen), 'issue')} jamais vue{'s' if len(report.unseen) > 1 else ''}"
        counts = f"{_counted(len(report.results), 'test')}, {failed} en échec, {unseen}"
        print(f"{path} : {counts}")
        bad = bad or not report.passed or (not report.covered and not options.no_coverage)
    return 1 if bad else 0


def _diff(options: argparse.Namespace) -> int:
    from bareme.difference import differences

    changes = differences(_load(options.old), _load(options.new))
    print("\n".join(changes) if changes else "Rien n’a changé que la mise en forme.")
    return 0


def _schema(options: argparse.Namespace) -> int:
    from bareme.shapes import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return 0


def _sql(options: argparse.Namespace) -> int:
    from bareme.sql.listing import listing

    print(listing(_load(options.scheme), on=options.on, dialect=options.dialect), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
