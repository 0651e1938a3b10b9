"""Whatever the text: no crash, places inside it, quotes equal to it, and always the same facts."""

from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance.reading.document import ReadingError
from relance.reading.facts import Facts, extract, to_json
from relance.reading.facts.types import Fact
from relance.reading.readers import read_document

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
SAMPLES = [p.read_text(encoding="utf-8") for p in sorted(CORPUS.rglob("*.txt"))]
WORDS = sorted({word for text in SAMPLES for word in text.split()})


def all_facts(facts: Facts) -> list[Fact]:
    tops = [getattr(facts, f.name) for f in fields(facts)]
    flat = list(chain.from_iterable(t if isinstance(t, tuple) else (t,) for t in tops))
    inner = [(m.horizon, m.amount, *m.partners, *m.parameters) for m in facts.measures]
    return [one for one in chain(flat, chain.from_iterable(inner)) if isinstance(one, Fact)]


def assert_sound(text: str) -> None:
    try:
        document = read_document(text.encode(), name="texte.txt")
    except ReadingError:
        return
    facts = extract(document)
    for fact in all_facts(facts):
        assert 0 <= fact.span.start < fact.span.end <= len(document.text)
        assert fact.quote == document.text[fact.span.start : fact.span.end]
        assert 0 <= fact.confidence <= 1
    for measure in facts.measures:
        assert measure.axis is None or measure.axis < len(facts.axes)
    assert extract(document) == facts
    to_json(facts)


@pytest.mark.parametrize("path", sorted(CORPUS.rglob("*.[thm][xtd]*")), ids=lambda p: p.name)
def test_every_plan_of_the_corpus_is_quoted_exactly(path: Path) -> None:
    assert_sound(path.read_text(encoding="utf-8"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_is_read_without_harm(text: str) -> None:
    assert_sound("texte " + text.replace("\0", ""))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from([*WORDS, "\n", "\n\n", "\n- ", "\n1. ", "\t", " : ", "\nAXE 2 : ", "• "]),
        max_size=120,
    )
)
def test_any_shuffle_of_plan_words_is_read_without_harm(words: list[str]) -> None:
    assert_sound("plan " + " ".join(words))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), st.integers(0, 3000), st.integers(1, 400))
def test_a_plan_with_a_hole_in_it_is_read_without_harm(text: str, start: int, length: int) -> None:
    assert_sound(text[:start] + text[start + length :] + " fin")
