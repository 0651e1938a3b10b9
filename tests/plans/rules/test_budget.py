"""What the sums of a document explain of its announced total."""

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.budget import Aside, Breakdown, Line, breakdown
from relance.values.money import Money


def total(units: int, currency: str = "EUR") -> Line:
    return Line(key=0, low=units * 100, high=units * 100, currency=currency, is_total=True)


def envelope(key: int, low: int, high: int | None = None, **fields: object) -> Line:
    given_fields = {"currency": "EUR", "measure": key, "is_envelope": True, **fields}
    return Line(key=key, low=low * 100, high=(high or low) * 100, **given_fields)  # type: ignore[arg-type]  # fields by name


def account(
    *lines: Line,
    homes: dict[int, int | None] | None = None,
    parents: dict[int, int | None] | None = None,
) -> Breakdown:
    return breakdown(lines, currency="EUR", homes=homes or {}, parents=parents or {})


def euros(units: int) -> Money:
    return Money.of(units, "EUR")


def test_the_total_less_its_named_sums_is_what_the_text_does_not_cost() -> None:
    found = account(
        total(66_100_000), envelope(1, 20_000_000), envelope(2, 6_600_000), envelope(3, 2_500_000)
    )

    assert found.announced == euros(66_100_000)
    assert found.low == found.high == euros(29_100_000)
    assert found.unexplained == euros(37_000_000)
    assert found.excess is None
    assert found.explained_share == 44


def test_without_a_total_nothing_is_left_unexplained() -> None:
    found = account(envelope(1, 10))

    assert found.announced is None
    assert found.unexplained is None
    assert found.explained_share is None
    assert found.low == euros(10)


def test_both_ends_of_a_range_are_carried() -> None:
    found = account(total(100), envelope(1, 20, 30), envelope(2, 10))

    assert (found.low, found.high) == (euros(30), euros(40))
    assert found.is_range
    assert found.unexplained == euros(60)


def test_parts_above_the_total_are_said() -> None:
    found = account(total(100), envelope(1, 130))

    assert found.unexplained == euros(0)
    assert found.excess == euros(30)
    assert found.explained_share == 100


def test_what_is_yearly_or_quoted_in_passing_is_never_added() -> None:
    found = account(
        total(100),
        envelope(1, 10, in_all=False),
        envelope(2, 10, is_envelope=False),
        envelope(3, 10, currency="CAD"),
    )

    assert found.low == euros(0)
    assert dict(found.aside) == {1: Aside.PERIODIC, 2: Aside.DETAIL, 3: Aside.CURRENCY}


def test_an_axis_with_an_envelope_counts_for_its_measures() -> None:
    found = account(
        total(100),
        envelope(1, 40, measure=None, axis=7),
        envelope(2, 30),
        envelope(3, 20),
        homes={2: 7, 3: 8},
    )

    assert found.low == euros(60)
    assert dict(found.aside) == {2: Aside.IN_AXIS}


def test_a_measure_with_an_envelope_counts_for_its_parts_at_any_depth() -> None:
    found = account(envelope(1, 40), envelope(2, 30), envelope(3, 20), parents={1: None, 2: 1, 3: 2})

    assert found.low == euros(40)
    assert dict(found.aside) == {2: Aside.IN_MEASURE, 3: Aside.IN_MEASURE}


def test_measures_that_are_parts_of_each_other_do_not_hang() -> None:
    found = account(envelope(3, 20), parents={1: 2, 2: 1, 3: 1})

    assert found.low == euros(20)


def test_the_currency_is_that_of_the_total() -> None:
    found = account(total(10, "CAD"), envelope(1, 4, currency="CAD"), envelope(2, 4))

    assert found.unexplained == Money.of(6, "CAD")
    assert dict(found.aside) == {2: Aside.CURRENCY}


sums = st.lists(
    st.tuples(
        st.integers(0, 10**12),
        st.integers(0, 10**12),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["EUR", "CAD"]),
        st.none() | st.integers(0, 3),
        st.none() | st.integers(0, 12),
    ),
    max_size=12,
)


@given(sums, st.none() | st.integers(0, 10**13))
def test_every_sum_is_either_added_or_set_aside_with_a_reason(
    rows: list[tuple[int, int, bool, bool, str, int | None, int | None]], announced: int | None
) -> None:
    lines = [
        Line(
            key=i + 1,
            low=min(a, b),
            high=max(a, b),
            currency=currency,
            is_envelope=is_envelope,
            in_all=in_all,
            measure=i + 1,
        )
        for i, (a, b, is_envelope, in_all, currency, _, _) in enumerate(rows)
    ]
    if announced is not None:
        lines.append(Line(key=0, low=announced, high=announced, currency="EUR", is_total=True))

    found = breakdown(
        lines,
        currency="EUR",
        homes={i + 1: row[5] for i, row in enumerate(rows)},
        parents={i + 1: row[6] for i, row in enumerate(rows)},
    )

    assert set(found.added) | set(found.aside) == {line.key for line in lines if line.key}
    assert not set(found.added) & set(found.aside)
    assert found.high.minor == sum(line.high or 0 for line in lines if line.key in found.added)
    if found.announced is not None and found.unexplained is not None and found.high < found.announced:
        assert found.high + found.unexplained == found.announced
