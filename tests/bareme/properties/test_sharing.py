"""An award shared between funders, payments and repayments: nothing appears, nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

import bareme
from tests.bareme.schemes import HEAD, RENT, scheme

CENT = Decimal("0.01")
AMOUNT = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
ADVANCE = HEAD.replace("grant", "advance")
some = settings(max_examples=50)


def funded(keys: list[int], odd: int) -> bareme.Scheme:
    funders = ", ".join(f"{{name: f{i}, key: {key}}}" for i, key in enumerate(keys))
    amount = "[{from: 2020-01-01, value: 1000000 EUR, reference: a}]"
    return scheme(
        f"{RENT}envelope: {{amount: {amount}, served: first_come, funders: [{funders}], odd_cent: f{odd}}}\n"
    )


@some
@given(AMOUNT, st.lists(st.integers(1, 1000), min_size=2, max_size=5), st.integers(0, 4))
def test_funders_pay_the_award_and_one_of_them_the_odd_cents(
    amount: Decimal, keys: list[int], odd: int
) -> None:
    odd %= len(keys)

    parts = bareme.split(funded(keys, odd), amount)

    assert sum(parts.values()) == amount
    for index, key in enumerate(keys):
        exact = Fraction(amount) * key / sum(keys)
        gap = Fraction(parts[f"f{index}"]) - exact
        assert 0 <= gap < Fraction(len(keys), 100) if index == odd else -Fraction(1, 100) < gap <= 0
        assert parts[f"f{index}"] % CENT == 0


@some
@given(
    AMOUNT, st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True).filter(lambda s: sum(s) < 100)
)
def test_payments_make_the_award_and_only_the_last_is_odd(amount: Decimal, shares: list[int]) -> None:
    shares = [*shares, 100 - sum(shares)]
    parts = "".join(f"  - {{name: p{i}, share: {s} %, due: award}}\n" for i, s in enumerate(shares))

    paid = bareme.instalments(scheme(f"{RENT}instalments:\n{parts}"), amount, {})

    assert sum((part.amount for part in paid), Decimal(0)) == amount
    assert [part.name for part in paid] == [f"p{i}" for i in range(len(shares))]
    for part, share in zip(paid[:-1], shares, strict=False):
        assert 0 <= Fraction(amount) * share / 100 - Fraction(part.amount) < Fraction(1, 100)
    assert all(part.amount >= 0 and part.due is None for part in paid)


@some
@given(
    AMOUNT, st.integers(1, 60), st.integers(0, 24), st.sampled_from(["first", "last"]),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)  # fmt: skip
def test_an_advance_comes_back_whole_in_equal_parts(
    amount: Decimal, months: int, grace: int, odd: str, paid: date
) -> None:
    shape = "{type: duration, unit: months, label: {fr: Mois}}"
    durations = f"  term: {shape}\n  grace: {shape}\n"
    text = RENT.replace("inputs:\n", f"inputs:\n{durations}")
    ready = scheme(
        f"{text}repayment: {{term: term, grace: grace, every: month, odd_cent: {odd}}}\n", head=ADVANCE
    )
    decision = bareme.evaluate(ready, {"term": months + grace, "grace": grace}, on=date(2020, 7, 1))

    found = bareme.repayments(decision, amount, paid=paid)

    amounts = [part.amount for part in found]
    days = [part.due for part in found]
    equal = amounts[1:] if odd == "first" else amounts[:-1]
    assert (len(found), sum(amounts)) == (months, amount)
    assert len(set(equal)) <= 1
    assert all(0 <= amounts[0 if odd == "first" else -1] - part < CENT * months for part in equal)
    assert days == sorted(set(days), key=str)
    assert all(day is not None and day > paid + timedelta(days=27 * grace) for day in days)
