"""bareme as a library: every public name is there, explained, and importing costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import bareme

SOURCE = Path(bareme.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("name", bareme.__all__)
def test_a_public_name_exists_and_is_explained(name: str) -> None:
    found = getattr(bareme, name)

    assert name in dir(bareme)
    assert name in ("UNKNOWN", "NOT_APPLICABLE") or (found.__doc__ or "").strip()


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = bareme.nothing


def test_evaluate_stays_a_function_whatever_was_imported_before() -> None:
    script = "import bareme.evaluation, bareme.questions, bareme; assert callable(bareme.evaluate)"

    subprocess.run([sys.executable, "-c", script], check=True)


def test_importing_bareme_brings_in_nothing_else() -> None:
    script = (
        "import sys; import bareme; "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('yaml', 'django', 'relance', 'decimal')))"
    )

    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


# What decides knows neither clock nor float; these two things around it do, and say why.
STOPWATCH = {"simulation/command.py": "whoever asks gives the stopwatch of the receipt"}
FLOATS = {"populations/engine.py": "how far a query is, in per cent, for the progress bar"}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_reads_no_clock_draws_no_number_and_knows_no_product(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    if str(path.relative_to(SOURCE)) in STOPWATCH:
        tops.discard("time")

    assert tops & {"time", "random", "secrets", "uuid", "django", "relance", "requests", "socket"} == set()


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if str(path.relative_to(SOURCE)) not in FLOATS],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_a_module_has_no_float(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    floats = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    calls = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]

    assert floats + calls == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_asks_for_no_current_date(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "date.today" not in text
    assert "datetime.now" not in text


def test_the_exception_tree_is_the_one_drawn() -> None:
    from bareme import errors

    drawn = {line.split()[1] for line in (errors.__doc__ or "").splitlines() if line.startswith(("├", "└"))}

    known = [error for error in bareme.BaremeError.__subclasses__() if error.__module__ == errors.__name__]
    assert drawn == {error.__name__ for error in known}
