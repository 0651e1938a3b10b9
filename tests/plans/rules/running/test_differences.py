"""What changed between two versions, in words and in money."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.running.differences import money_apart, words_apart
from relance.values.money import Money

texts = st.text("ab é,.’ 1", max_size=30)


@given(texts, texts)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = words_apart(before, after)

    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_only_the_words_that_changed_are_marked() -> None:
    pieces = words_apart("Créer un fonds de 600 euros.", "Créer un fonds de 900 euros.")

    assert [(one.kind, one.text) for one in pieces if one.kind != "same"] == [("gone", "600"), ("new", "900")]


def envelope(minor: int | None, currency: str = "EUR", **fields: Any) -> dict[str, Any]:
    return {"role": "envelope", "per": "total", "low": minor, "high": minor, "currency": currency, **fields}


def test_a_shift_of_envelopes_is_told_in_its_currency() -> None:
    (shift,) = money_apart([envelope(60_000)], [envelope(90_000)])

    assert (shift.before, shift.after, shift.by) == (
        Money(60_000, "EUR"),
        Money(90_000, "EUR"),
        Money(30_000, "EUR"),
    )


def test_two_currencies_shift_apart_and_yearly_sums_do_not_count() -> None:
    shifts = money_apart(
        [envelope(100), envelope(500, per="year")],
        [envelope(100), envelope(70, "CAD"), envelope(9, role="detail")],
    )

    assert [(one.by.minor, one.by.currency) for one in shifts] == [(70, "CAD")]
