"""What the rows of a plan at work print."""

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.templatetags.running import short


def test_a_title_is_cut_where_it_is_longer() -> None:
    assert short("Rénover la halle", 16) == "Rénover la halle"
    assert short("Rénover la halle", 10) == "Rénover l…"


@given(st.text(max_size=30), st.integers(1, 20))
def test_a_text_never_grows(text: str, most: int) -> None:
    assert len(short(text, most)) <= len(text)
    assert (short(text, most) == text) or len(text) > most
