"""The bar that shows what became of a sum."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from relance.kernel.components import announced_bar, envelope_bar, tenths
from relance.values.money import CurrencyMismatch, Money


def euros(units: int) -> Money:
    return Money.of(units, "EUR")


def test_what_is_left_to_commit_is_the_rest_of_what_was_voted() -> None:
    bar = envelope_bar(title="Fonds", voted=euros(200), committed=euros(131), paid=euros(84))

    amounts = {part.word: part.amount for part in bar.parts}

    assert amounts["Reste à engager"] == euros(69)
    assert "Recouvré" not in amounts


def test_more_cannot_be_paid_than_was_committed() -> None:
    with pytest.raises(ValueError, match="paid"):
        envelope_bar(title="Fonds", voted=euros(200), committed=euros(50), paid=euros(84))


def test_two_currencies_never_share_a_bar() -> None:
    with pytest.raises(CurrencyMismatch):
        envelope_bar(title="Fonds", voted=euros(200), committed=Money.of(5, "CAD"), paid=euros(0))


def test_an_envelope_of_nothing_is_drawn_without_dividing() -> None:
    bar = envelope_bar(title="Fonds", voted=euros(0), committed=euros(0), paid=euros(0))

    assert {part.size for part in bar.parts} == {0}


def test_what_the_plan_does_not_detail_is_hatched() -> None:
    bar = announced_bar(title="Budget", announced=euros(500), detailed=euros(305))
    html = Template("{% load relance %}{% money_bar bar %}").render(Context({"bar": bar}))

    assert "Non détaillé dans le plan" in html
    assert 'fill="url(#hatch-bar)" x="61.0%" y="0" width="39.0%"' in html


def test_details_that_exceed_the_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        announced_bar(title="Budget", announced=euros(300), detailed=euros(305))


@given(st.integers(1, 10**12), st.data())
def test_parts_never_leave_the_bar(voted: int, data: st.DataObject) -> None:
    committed = data.draw(st.integers(0, voted))
    paid = data.draw(st.integers(0, committed))

    bar = envelope_bar(
        title="Fonds", voted=Money(voted, "EUR"), committed=Money(committed, "EUR"), paid=Money(paid, "EUR")
    )

    for part in bar.parts:
        assert part.start >= 0
        assert part.start + part.size <= 1000


def test_a_width_is_written_for_svg_in_every_language() -> None:
    assert tenths(375) == "37.5%"
