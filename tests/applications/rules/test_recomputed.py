"""A decision is handed out whole, and worked out again by an outsider with bareme alone."""

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import bareme
from relance.applications.rules.recomputed import Stored, as_json, bundle, differences

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "examples/schemes/fonds-loyer.yaml").read_text(encoding="utf-8")
FACTS: dict[str, Any] = {
    "shop": {"commune": "59350", "epci": "200093201"},
    "register_kind": "craft",
    "headcount": 3,
    "monthly_rent": "433.33 EUR/month",
    "created": "2015-03-01",
    "legal_form": "1000",
    "yearly_turnover": "180000",
    "profit": "22000",
    "tenant": True,
    "window": True,
    "turnover": {
        "2019-03": 15000,
        "2019-04": 15000,
        "2019-05": 15000,
        "2020-03": 9000,
        "2020-04": 0,
        "2020-05": 6000,
    },
}
STORED = Stored(
    number="2026-1",
    authority="Valmont-sur-Ouvèze",
    scheme="Aide au loyer",
    version=1,
    text=TEXT,
    sha256=bareme.text_hash(TEXT),
    on=date(2020, 7, 1),
    facts=FACTS,
    verdict="eligible",
    computed=129_999,
    awarded=129_999,
    currency="EUR",
    outcome="accepted",
    decided_on=date(2020, 7, 10),
    sentences=("Vous y avez droit.",),
)


@pytest.fixture(scope="module")
def rules() -> bareme.Scheme:
    return bareme.loads(TEXT)


def test_the_same_text_and_facts_give_the_same_cent(rules: bareme.Scheme) -> None:
    assert differences(STORED, rules) == ()


def test_a_cent_of_difference_is_seen(rules: bareme.Scheme) -> None:
    (found,) = differences(replace(STORED, computed=130_000), rules)

    assert (found.what, found.stored, found.again) == ("Montant", "1300", "1299.99")


def test_another_verdict_is_seen(rules: bareme.Scheme) -> None:
    found = differences(replace(STORED, facts=FACTS | {"headcount": 12}), rules)

    assert [one.what for one in found] == ["Réponse", "Montant"]
    assert str(found[1]).endswith("refait «\u00a0aucun\u00a0»")


def test_another_text_is_seen(rules: bareme.Scheme) -> None:
    assert [one.what for one in differences(replace(STORED, sha256="0" * 64), rules)] == [
        "Empreinte du barème"
    ]


def test_facts_that_the_rules_do_not_take_are_a_difference(rules: bareme.Scheme) -> None:
    (found,) = differences(replace(STORED, facts={"unheard_of": 1}), rules)

    assert found.what == "Réponse"


def test_a_refusal_without_amount_is_the_same(rules: bareme.Scheme) -> None:
    refused = replace(
        STORED,
        facts=FACTS | {"headcount": 12},
        verdict="not eligible",
        computed=None,
        awarded=0,
        outcome="refused",
    )

    assert differences(refused, rules) == ()
    assert as_json(refused)["amount"] is None


def test_the_same_decision_gives_the_same_bytes() -> None:
    assert bundle(STORED) == bundle(replace(STORED, facts=dict(reversed(FACTS.items()))))


def test_the_bundle_names_nobody_but_the_town() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle(STORED))) as archive:
        assert sorted(archive.namelist()) == ["LISEZ-MOI.txt", "bareme.yaml", "decision.json", "faits.json"]
        said = json.loads(archive.read("decision.json"))

    assert "rules" not in said
    assert said["amount"] == "1299.99"
    assert said["scheme"]["sha256"] == STORED.sha256


def test_an_outsider_finds_the_same_cent_with_bareme_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle(STORED))) as archive:
        archive.extractall(tmp_path)
        command = archive.read("LISEZ-MOI.txt").decode().split("    bareme ")[1].splitlines()[0]
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "bareme").symlink_to(ROOT / "src/bareme")  # bareme alone: no relance beside it
    program = (
        "import sys\n"
        "class Closed:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('relance', 'django'):\n"
        "            raise ImportError(f'{name} is not here')\n"
        "sys.meta_path.insert(0, Closed())\n"
        "from bareme.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, *command.split(), "--json"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(outside), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    again = json.loads(done.stdout)
    assert (again["verdict"], Decimal(again["amount"])) == ("eligible", Decimal("1299.99"))
    assert again["hash"] == STORED.sha256
