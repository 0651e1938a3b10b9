"""The documents of the invented town are what their source says."""

import importlib.util
from pathlib import Path
from types import ModuleType

import yaml

VALMONT = Path(__file__).parents[2] / "examples" / "valmont"


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("valmont_make", VALMONT / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_four_files_are_made_of_the_plan_as_it_stands() -> None:
    plan = yaml.safe_load((VALMONT / "plan.yaml").read_text(encoding="utf-8"))

    made = maker().made(plan)

    assert set(made) == {f"plan-de-relance.{end}" for end in ("txt", "html", "docx", "xlsx")}
    for name in ("plan-de-relance.txt", "plan-de-relance.html"):
        assert made[name] == (VALMONT / name).read_bytes(), f"run examples/valmont/make.py: {name}"
