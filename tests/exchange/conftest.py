"""What is computed once a minute is forgotten between tests: their towns share keys."""

from collections.abc import Iterator

import pytest

from relance.exchange.queries import opening, spelling


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    opening.forget()
    spelling.forget()
    yield
    opening.forget()
    spelling.forget()
