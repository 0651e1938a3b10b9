"""What screens show is set as French is: in templates, and in the sentences of the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import tree
from tests.support import french

# they read and print French: their patterns hold every spelling there is
READERS = ("src/relance/reading", "src/relance/values", "src/bareme")


def test_templates_are_set_as_french() -> None:
    wrong = [
        f"{path}:{number}: {what}"
        for path in tree.templates()
        for number, what in french.faults(tree.text(path))
    ]
    assert not wrong, "run `make fix`:\n" + "\n".join(wrong)


def test_sentences_of_the_code_are_set_as_french() -> None:
    wrong = [
        f"{path}:{line}: {what}"
        for path in tree.under("src", suffix=".py")
        if not str(path).startswith(READERS)
        for line, sentence in sentences(path)
        for _, what in french.faults(sentence)
    ]
    assert not wrong, "\n".join(wrong)


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstring, with their lines."""
    module = ast.parse(tree.text(path))
    spoken = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.lineno, node.value


@pytest.mark.parametrize(
    "wrong",
    [
        "Comment ?",
        "<p>Attention !</p>",
        "<b>Nom</b> : Valmont",
        "« plan",
        "plan »",
        "20 %",
        "l'axe",
        "{{ n }} %",
        "Qu'en dit-on",
    ],
)
def test_a_fault_is_seen_and_put_right(wrong: str) -> None:
    assert french.faults(wrong)
    assert not french.faults(french.set_right(wrong))


@pytest.mark.parametrize(
    "right",
    [
        "Comment\u00a0?",
        "«\u00a0plan\u00a0»",
        "l’axe",
        "{% if a != b %}",
        "{% include 'x.html' with a=b %}",
        '<a href="?page=2">',
        "{# dit : rien #}",
        "{% url 'plans:plan' %}",
        "href='d/e'",
        "10:30",
    ],
)
def test_what_is_right_or_no_french_is_left_alone(right: str) -> None:
    assert not french.faults(right)
    assert french.set_right(right) == right or right.startswith("{#")
