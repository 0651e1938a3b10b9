"""Templates: each is used, none carries a script or a style."""

import re
from importlib.resources import files
from pathlib import Path

from tests.architecture import tree

# Django, allauth and the middleware look these up by name
CALLED_BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}

INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc\s*=)[^>]*>|\son[a-z]+\s*=|javascript:|<iframe\b",
    re.IGNORECASE,
)
DATA_BLOCK = re.compile(r"<script[^>]*type=\"application/(ld\+)?json\"")


def name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def test_each_template_is_used() -> None:
    everything = "\n".join(
        tree.text(path) for path in tree.under("src", suffix=".py") + tree.under("src", suffix=".html")
    )
    third_parties = Path(str(files("allauth"))) / "templates"

    unused = [
        str(path)
        for path in tree.templates()
        if name(path) not in CALLED_BY_NAME
        and f'"{name(path)}"' not in everything
        and f"'{name(path)}'" not in everything
        and not (third_parties / name(path)).exists()  # we dress a page of allauth
        and not _by_folder(name(path), everything)
    ]

    assert not unused


def _by_folder(template: str, everything: str) -> bool:
    """Called through a folder: f"components/{kind}.html", "allauth/elements/…" ."""
    folder = template.rpartition("/")[0]
    return bool(folder) and f'f"{folder}/{{' in everything


def test_no_template_carries_a_script_or_a_style() -> None:
    found = [
        f"{place}: {line.strip()[:100]}"
        for path in tree.templates()
        for place, line in tree.lines(path)
        if INLINE.search(line) and not DATA_BLOCK.search(line)
    ]
    assert not found, "the policy forbids it, use a class or relance.js:\n" + "\n".join(found)


def test_an_inline_handler_would_be_found() -> None:
    assert INLINE.search('<a onclick="x()">')
    assert INLINE.search('<p style="color:red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert not INLINE.search('<script src="/x.js" defer></script>')
    assert not INLINE.search('<button data-confirm="oui">')
