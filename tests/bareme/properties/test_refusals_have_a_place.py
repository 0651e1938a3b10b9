"""However a text is spoilt, it is refused by a SchemeError alone, at a place inside the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bareme
from tests.bareme.properties.schemes import Drawn, schemes
from tests.bareme.schemes import ROOT, documented

TEXTS = [
    documented(),
    *(p.read_text(encoding="utf-8") for p in sorted((ROOT / "examples/schemes").glob("*.yaml"))),
]
TRAPS = [
    "\t", "&a ", "*a", "!!int ", "---\n", "...\n", "{", "}", "[", "]", ": ", "# ", "'", '"', "|", ">", "%",
    "@", "`", "on", "no", "yes", "01004", "56.10", "1e999", "0x1F", "-", "~", "null", "é", "’", "\u00a0",
    "\u202f", "\u2028", "𝟙", "9" * 60, "(" * 70, "not " * 70, "  - ", "\r", "\r\n", "\ufeff", "2020-02-30",
    "1970-01-01", "EUR", "..", "/ ",
]  # fmt: skip


def refusal(text: str) -> bareme.SchemeError | None:
    try:
        bareme.loads(text, path="essai.yaml")
    except bareme.SchemeError as error:
        return error
    return None


def check(text: str) -> None:
    """Loads, or is refused with a cause at a place of this very text."""
    error = refusal(text)
    if error is None:
        return
    lines = text.removeprefix("\ufeff").splitlines() or [""]
    assert error.problems
    for problem in error.problems:
        span = problem.span
        assert problem.cause.strip()
        assert problem.code.isidentifier()
        assert 1 <= span.line <= len(lines) + 1
        line = lines[span.line - 1] if span.line <= len(lines) else ""
        assert 1 <= span.column <= len(line) + 2, (span, line)
        assert f"essai.yaml:{span.line}:{span.column}" in str(error)


@settings(max_examples=120)
@given(st.sampled_from(TEXTS), st.data())
def test_a_trap_anywhere_is_refused_at_its_place(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    trap = data.draw(st.sampled_from(TRAPS))
    gone = data.draw(st.integers(0, 12))

    check(text[:at] + trap + text[at + gone :])


@settings(max_examples=80)
@given(st.sampled_from(TEXTS), st.data())
def test_a_line_lost_doubled_or_shifted_is_refused_at_its_place(text: str, data: st.DataObject) -> None:
    lines = text.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at : at + 1] = data.draw(
        st.sampled_from(
            [[], [lines[at]] * 2, ["  " + lines[at]], [lines[at].lstrip()], [lines[at], lines[0]]]
        )
    )

    check("".join(lines))


@settings(max_examples=60)
@given(schemes(depth=2), st.data())
def test_a_rule_with_one_word_for_another_is_refused_at_its_place(drawn: Drawn, data: st.DataObject) -> None:
    words = drawn.text().split(" ")
    here, there = (data.draw(st.integers(0, len(words) - 1)) for _ in range(2))
    words[here], words[there] = words[there], words[here]

    check(" ".join(words))


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_at_all_is_refused_at_its_place(text: str) -> None:
    check(text)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"language: 1\n\xe9", b"\x00", b""])
def test_a_file_of_any_bytes_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_bytes(data)

    with pytest.raises(bareme.SchemeError) as refusal:
        bareme.load(path)

    assert str(path) in str(refusal.value)
