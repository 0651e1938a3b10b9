"""The pages of docs/bareme: every block is loaded or run, and what a command prints is what the page says."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import bareme
from bareme.cli import main
from bareme.functions import FUNCTIONS
from bareme.shapes import DEFS, SCHEME
from tests.bareme.schemes import HEAD, ROOT

DOCS = ROOT / "docs/bareme"
PAGES = sorted(DOCS.glob("*.md"))
Out = pytest.CaptureFixture[str]
STATE = """\
language: 1
scheme: fonds-etat
title: {fr: Fonds d’État}
kind: grant
currency: EUR
valid: {from: 2020-01-01}
applies_by: filing
beneficiary: firm
inputs: {cost: {type: money, label: {fr: Coût}}}
amount: cost
"""
# What a fragment stands on, by its first key and its page: sections before it, sections after it.
FRAMES = {
    "registers": (
        "inputs: {rent: {type: money, unit: EUR/month, register: rent_band, label: {fr: Loyer}}}\n",
        "amount: 0 EUR\n",
    ),
    "entities": ("", "definitions: {all_cost: project.cost}\namount: project.cost\n"),
    "parameters": ("", "amount: 0 EUR\n"),
    "eligibility": (
        """\
inputs:
  headcount: {type: integer, unit: people, label: {fr: Effectif}}
  a: {type: money, label: {fr: A}}
  b: {type: money, label: {fr: B}}
questions: {charter: {fr: Charte ?}, c: {fr: C ?}, d: {fr: D ?}}
parameters:
  small: [{from: 2020-01-01, value: 2 people, reference: a}]
  medium: [{from: 2020-01-01, value: 5 people, reference: a}]
  small_grant: [{from: 2020-01-01, value: 1000 EUR, reference: a}]
  medium_grant: [{from: 2020-01-01, value: 1500 EUR, reference: a}]
  base_rate: [{from: 2020-01-01, value: 30 %, reference: a}]
  bonus: [{from: 2020-01-01, value: 5 %, reference: a}]
""",
        "amount: otherwise(grant, 0 EUR)\n",
    ),
    "scales": (
        """\
inputs:
  headcount: {type: integer, unit: people, label: {fr: Effectif}}
  naf: {type: code, of: naf, label: {fr: Activité}}
  income: {type: money, label: {fr: Revenu}}
sets: {closed_trades: {of: naf, versions: [{from: 2020-01-01, prefixes: [56], reference: a}]}}
""",
        "amount: round_half_up(apply(tax, income), 0.01 EUR) + apply(size_grant, headcount)\n",
    ),
    "amounts": (
        """\
inputs:
  asked: {type: money, label: {fr: Demande}}
  rent: {type: money, label: {fr: Loyer}}
questions: {tenant: {fr: Locataire ?}}
parameters: {loan_cap: [{from: 2020-01-01, value: 3000 EUR, reference: a}]}
""",
        "",
    ),
    "uses": ("", "amount: otherwise(state.amount, 0 EUR)\n"),
    "untranslatable": ("inputs: {cost: {type: money, label: {fr: Coût}}}\n", "amount: cost\n"),
}


def blocks(page: Path, kind: str) -> list[str]:
    """The fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def fragments() -> list[tuple[str, str]]:
    """Every YAML block that is not a whole scheme, with its page; the tutorial is one scheme in pieces."""
    return [
        (page.stem, block)
        for page in PAGES
        for block in blocks(page, "yaml")
        if page.stem != "tutorial" and not block.startswith("language:")
    ]


def tutorial() -> str:
    return "\n".join(blocks(DOCS / "tutorial.md", "yaml"))


def edited() -> dict[str, str]:
    """The faulty and amended files of the tutorial, from the changes it announces."""
    page = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    found = {}
    for name, old, new in re.findall(r"<!-- (\S+) : (.*?) → (.*?) -->", page):
        assert tutorial().count(old) == 1, old
        found[name] = tutorial().replace(old, new)
    return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with every file that the pages name."""
    readme = next(block for block in blocks(DOCS / "README.md", "yaml"))
    (tmp_path / "aide-loyer.yaml").write_text(readme, encoding="utf-8")
    (tmp_path / "devantures.yaml").write_text(tutorial(), encoding="utf-8")
    (tmp_path / "libraire.json").write_text(blocks(DOCS / "tutorial.md", "json")[0], encoding="utf-8")
    (tmp_path / "fonds-loyer.yaml").write_text(
        (ROOT / "examples/schemes/fonds-loyer.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    for name, text in zip(("firmes.csv", "loyers.csv"), blocks(DOCS / "simulate.md", "csv"), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name, text in edited().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_whole_scheme_in_a_page_loads_and_passes_its_tests(page: Path) -> None:
    for block in blocks(page, "yaml"):
        if block.startswith("language: 1") and page.stem != "tutorial":
            report = bareme.run_tests(bareme.loads(block))

            assert report.scheme.warnings == ()
            assert [result.failures for result in report.results if result.failures] == []


@pytest.mark.parametrize(("page", "block"), fragments())
def test_a_fragment_loads_where_its_names_are_declared(page: str, block: str) -> None:
    before, after = FRAMES[block.split(":")[0]]
    state = bareme.loads(STATE)
    head = HEAD.replace("2020-01-01", "2024-01-01")

    scheme = bareme.loads(head + before + block.replace("9b1c…", state.hash) + after, schemes=[state])

    assert scheme.name == "essai"


def test_the_pieces_of_the_tutorial_make_one_scheme_that_is_covered() -> None:
    report = bareme.run_tests(bareme.loads(tutorial()))

    assert report.scheme.warnings == ()
    assert report.passed
    assert report.covered


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_command_prints_what_its_page_shows(page: Path, desk: Path, capsys: Out) -> None:
    for block in blocks(page, "console"):
        for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = shown.partition("\n")
            program, *arguments = shlex.split(command)

            main(arguments)

            printed = capsys.readouterr()
            said = re.sub(r"\b[0-9a-f]{64}\b", "EMPREINTE", printed.out + printed.err)
            said = re.sub(r"lignes du \d{4}-\d\d-\d\d", "lignes du JOUR", said)
            engine = r"\w+ [\d.]+, bareme [\d.]*, graine (\d+), .*\d+ Mo"
            said = re.sub(engine, r"MOTEUR, graine \1, TEMPS", said)
            said = re.sub(r"Texte [0-9a-f]{12}", "Texte EMPREINTE", said)
            assert program == "bareme"
            assert plain(said) == plain(expected), command


def plain(text: str) -> str:
    """Without the hard spaces, that an editor does not show, and the empty lines."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    return "\n".join(line for line in text.split("\n") if line.strip())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_runs(page: Path, desk: Path, capsys: Out) -> None:
    for block in blocks(page, "python"):
        exec(compile(block, page.name, "exec"), {})  # our own page: that it runs is the test


def test_the_facts_of_the_reference_are_read() -> None:
    (block,) = blocks(DOCS / "reference.md", "json")

    facts = json.loads(block, parse_float=Decimal)

    inputs = "headcount: {type: integer, unit: people, label: {fr: E}}\n"
    inputs += "  monthly_rent: {type: money, unit: EUR/month, label: {fr: L}}\n"
    inputs += "  turnover: {type: money, by: month, label: {fr: C}}\n  shop: {type: place, label: {fr: A}}\n"
    body = f"inputs:\n  {inputs}questions: {{charter: {{fr: Charte ?}}}}\n"
    body += "entities: {members: {many: {fr: M}, inputs: {income: {type: money, label: {fr: R}}}}}\n"
    body += "parameters: {cap: [{from: 2020-01-01, value: 900 EUR, scope: firm, reference: a}]}\n"
    body += "definitions: {income: 'sum(m.income for m in members)'}\n"
    body += "amount: min(income, room(cap))\nuntranslatable: [{name: hardship, fr: Difficultés}]\n"
    decision = bareme.evaluate(bareme.loads(HEAD + body), facts, on=date(2020, 7, 1))
    assert decision.amount == Decimal(400)


def test_each_command_that_a_page_names_exists() -> None:
    known = {
        "check",
        "evaluate",
        "ask",
        "test",
        "diff",
        "schema",
        "sql",
        "simulate",
        "synth",
        "population",
        "paid",
    }

    named = {
        word
        for page in PAGES
        for word in re.findall(r"(?:`|^|\$ )bareme ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert named == known


def test_each_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} : {target}"


def keys(shape: Any) -> Iterator[str]:
    """Every key that the shape of a scheme admits."""
    if isinstance(shape, list):
        yield from (key for item in shape for key in keys(item))
    elif isinstance(shape, dict):
        if shape.get("type") == "object":
            yield from shape.get("properties", {})
        yield from (key for inner in shape.values() for key in keys(inner))


def test_the_reference_tells_every_key_and_every_function() -> None:
    page = (DOCS / "reference.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", page))

    missing = ({*keys(SCHEME), *keys(DEFS)} | set(FUNCTIONS)) - words

    assert missing == set()
