"""The loader of our own settings: text stays text, everything has a place, nothing is guessed."""

from __future__ import annotations

import pytest

from bareme.errors import SchemeError, Span
from bareme.source import Items, Mapping, Node, Text, read


def tree(text: str) -> Mapping:
    node = read(text, path="x.yaml")
    assert isinstance(node, Mapping)
    return node


def plain(node: Node) -> object:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node]
    return {key.value: plain(value) for key, value in node}


@pytest.mark.parametrize(
    "word", ["01004", "56.10", "no", "on", "1e3", "2020-06-18", "null", "~", "0x1F", "12:30"]
)
def test_a_scalar_stays_the_text_it_is(word: str) -> None:
    node = tree(f"key: {word}")

    assert plain(node) == {"key": word}


def test_a_key_may_be_a_word_that_yaml_would_take_for_a_truth() -> None:
    assert plain(tree("on: yes\nno: off")) == {"on": "yes", "no": "off"}


def test_every_node_knows_its_line_and_column() -> None:
    node = tree("a: 1\nb:\n  - été\n  - {c: 'x'}\n")

    items = node.values["b"]
    assert isinstance(items, Items)
    second = items.items[1]
    assert isinstance(second, Mapping)
    assert node.keys["b"].span == Span(2, 1, 1)
    assert items.items[0].span == Span(3, 5, 3)
    assert second.values["c"].span == Span(4, 9, 3)


def test_the_inside_of_a_quoted_text_starts_after_its_quote() -> None:
    value = tree('key: "a < b"').values["key"]

    assert isinstance(value, Text)
    assert value.inner == Span(1, 7, 5)
    assert value.single


@pytest.mark.parametrize("text", ["key: >\n  a\n  b\n", 'key: "a\\tb"', "key: a\n  b\n"])
def test_a_text_whose_characters_moved_says_so(text: str) -> None:
    value = tree(text).values["key"]

    assert isinstance(value, Text)
    assert not value.single


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\na: 2\n", 2, "répétée"),
        ("a: &x 1\n", 1, "ancres"),
        ("a: 1\nb: *x\n", 2, "ancres"),
        ("a: !!int 1\n", 1, "étiquette"),
        ("a: !own 1\n", 1, "étiquette"),
        ("a: 1\n---\nb: 2\n", 3, "un seul document"),
        ("", 1, "vide"),
        ("# rien\n", 1, "vide"),
        ("a: [1, 2\n", 1, "pas refermé"),
        ("a: b: c\n", 1, "pas du YAML"),
        ("a: \x07\n", 1, "pas du YAML"),
        ("? [a]\n: 1\n", 1, "un mot"),
        ("a: " + "[" * 80 + "]" * 80, 1, "niveaux"),
    ],
)
def test_what_could_hide_a_meaning_is_refused_at_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(SchemeError) as refusal:
        read(text, path="x.yaml")

    problem = refusal.value.problems[0]
    assert said in problem.cause
    assert problem.span.line == line


def test_a_repeated_key_tells_where_it_stood_first() -> None:
    with pytest.raises(SchemeError) as refusal:
        read("a: 1\nb: 2\na: 3\nb: 4\n", path="x.yaml")

    assert [problem.help for problem in refusal.value.problems] == [
        "déjà écrite ligne 1",
        "déjà écrite ligne 2",
    ]


def test_a_text_out_of_all_proportion_is_refused_unread() -> None:
    with pytest.raises(SchemeError, match="dépasse"):
        read("a: " + "x" * 2_000_001, path="x.yaml")


def test_a_mapping_keeps_the_order_of_its_keys() -> None:
    node = tree("z: 1\na: 2\nm: 3\n")

    assert [key.value for key, _ in node] == ["z", "a", "m"]
    assert "a" in node
    assert node.get("b") is None
