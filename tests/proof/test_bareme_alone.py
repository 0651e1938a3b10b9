"""Installed by itself, `bareme` answers without Django, in an environment that holds nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml

from tests.bareme.schemes import HEAD, RENT, ROOT

pytestmark = pytest.mark.proof
PROBE = """
import sys
import bareme
from datetime import date
scheme = bareme.load(sys.argv[1])
decision = bareme.evaluate(scheme, {"headcount": 3, "rent": 620}, on=date(2020, 7, 1))
print(decision.verdict, decision.amount)
print(sorted(name for name in ("django", "relance", "duckdb", "lxml") if name in sys.modules))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints. No variable of this session reaches it, PYTHONPATH least of all."""
    clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel of this repository, PyYAML, and nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    built = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    pytest.importorskip("hatchling", reason="hatchling builds the wheel: pip install hatchling")
    wheel = run(sys.executable, "-c", built, folder, cwd=ROOT).splitlines()[-1]
    venv.create(folder / "env", with_pip=True)
    python = folder / "env/bin/python"
    run(python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", folder / wheel, cwd=folder)
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    )
    (site / "yaml").symlink_to(Path(yaml.__file__).parent)
    (folder / "essai.yaml").write_text(HEAD + RENT, encoding="utf-8")
    (folder / "faits.json").write_text('{"headcount": 3, "rent": 620}', encoding="utf-8")
    return folder


def test_it_answers_without_django(place: Path) -> None:
    said = run(place / "env/bin/python", "-c", PROBE, "essai.yaml", cwd=place).splitlines()

    assert said == ["eligible 1500", "[]"]


def test_django_is_not_even_there(place: Path) -> None:
    found = run(
        place / "env/bin/python", "-c", "import importlib.util as u; print(u.find_spec('django'))", cwd=place
    )

    assert found.strip() == "None"


def test_its_command_answers(place: Path) -> None:
    command = place / "env/bin/bareme"

    said = run(command, "evaluate", "essai.yaml", "faits.json", "--on", "2020-07-01", "--json", cwd=place)

    assert json.loads(said)["amount"] == "1500"
    assert run(command, "check", "essai.yaml", cwd=place).startswith("essai.yaml : bon — essai")


def test_it_declares_its_types(place: Path) -> None:
    listing = "import bareme, pathlib; print((pathlib.Path(bareme.__file__).parent / 'py.typed').exists())"

    assert run(place / "env/bin/python", "-c", listing, cwd=place).strip() == "True"
