"""The repository as the tests of this folder read it: what git keeps or would keep."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
WRITTEN = {
    ".css",
    ".html",
    ".js",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".sql",
    ".svg",
    ".toml",
    ".txt",
    ".typ",
    ".yaml",
    ".yml",
}


@cache
def kept() -> list[Path]:
    """Every file that git tracks or would add, relative to the root."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = {name for name in listed.stdout.split("\0") if name}
    return sorted(Path(name) for name in names if (ROOT / name).is_file())


def under(*folders: str, suffix: str) -> list[Path]:
    """The files of these folders that end so, migrations aside (Django writes them)."""
    return [
        path
        for path in kept()
        if path.parts[0] in folders and path.name.endswith(suffix) and "migrations" not in path.parts
    ]


def python() -> list[Path]:
    return under("src", "tests", "benchmarks", suffix=".py")


def templates() -> list[Path]:
    return [path for path in under("src", suffix=".html") if "templates" in path.parts]


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def lines(path: Path) -> list[tuple[str, str]]:
    """("src/x.py:12", "the line"), for naming the culprit."""
    return [(f"{path}:{number}", line) for number, line in enumerate(text(path).splitlines(), 1)]
