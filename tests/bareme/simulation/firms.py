"""Firms for properties: at the thresholds, a cent off, unknown, in brackets across the limit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tests.bareme.simulation.oracle import Firm

CENT = Decimal("0.01")
RENTS = st.one_of(
    st.none(),
    st.sampled_from(
        [Decimal("0"), Decimal("99.99"), Decimal("100"), Decimal("500"), Decimal("500.01"), Decimal(100000)]
    ),
    st.integers(0, 90_000).map(lambda cents: cents * CENT),
)
FIRMS = st.lists(
    st.builds(
        lambda town, bracket, charter, rent, term, day: (town, bracket, charter, rent, term, day),
        st.sampled_from(["59350", "26362", ""]), st.sampled_from([None, "NN", "01", "03", "11", "53"]),
        st.sampled_from([True, True, True, False, None]), RENTS, st.integers(0, 30), st.integers(0, 5),
    ),
    min_size=1, max_size=25,
).map(lambda rows: [
    Firm(f"{rank:014d}", town, bracket, charter, rent, term, date(2020, 7, 1) + timedelta(days=day))
    for rank, (town, bracket, charter, rent, term, day) in enumerate(rows)
])  # fmt: skip
