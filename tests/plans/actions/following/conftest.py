"""A public plan that is followed, for the tests of this folder."""

import pytest

from relance.plans.models import Plan
from tests.plans import follow
from tests.support.cast import Cast


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """Of Valmont: three measures led by Zoé, who has an address and no account."""
    return follow.followed(cast.valmont, by=cast.alice, measures=3)
