"""The repository keeps its look: nothing inline, everything shown, nothing heavy."""

import gzip
import re
from pathlib import Path

from relance.kernel.tags import register

SOURCE = Path(__file__).resolve().parents[2] / "src" / "relance"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
STATIC = SOURCE / "kernel" / "static" / "relance"
SHOWN = (SOURCE / "kernel" / "templates" / "kernel" / "design.html").read_text()

# tags that serve the page itself or other people's forms, not components
INNER = {"icon_path", "today_date", "page_language", "language_choices", "plain_fields"}


def faults(pattern: str) -> list[str]:
    return [
        f"{path.relative_to(SOURCE)}: {found.group()}"
        for path in TEMPLATES
        for found in re.finditer(pattern, path.read_text())
    ]


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 30


def test_no_template_has_a_style_of_its_own() -> None:
    assert faults(r"<style\b|\sstyle\s*=") == []


def test_no_template_has_a_script_of_its_own() -> None:
    assert faults(r"<script\b(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:") == []


def test_no_template_calls_another_house() -> None:
    assert faults(r"(?:src|href)=[\"'](?:https?:)?//") == []


def test_every_component_is_shown_with_its_states() -> None:
    used = set(re.findall(r"{%\s*(\w+)", SHOWN))

    assert set(register.tags) - INNER - used == set()


def test_every_class_of_the_components_is_in_the_sheet() -> None:
    sheet = (STATIC / "relance.css").read_text()
    known = set(re.findall(r"\.([a-z][\w-]*)", sheet))
    used = {
        name
        for path in TEMPLATES
        if path.is_relative_to(SOURCE / "kernel")
        for value in re.findall(r'\bclass="([^"]*)"', re.sub(r"{([%{]).*?[%}]}", " ", path.read_text()))
        for name in value.split()
    }

    # "fill-" is the beginning of fill-{{ kind }}, "voted" its end
    assert used - known - {"fill-", "voted"} == set()


def test_the_style_sheet_travels_light() -> None:
    sheet = (STATIC / "relance.css").read_bytes()

    assert len(gzip.compress(sheet)) < 15_000


def test_the_script_travels_light() -> None:
    assert len(gzip.compress((STATIC / "relance.js").read_bytes())) < 3_000


def test_the_style_sheet_asks_for_nothing_else() -> None:
    assert "url(" not in (STATIC / "relance.css").read_text()
