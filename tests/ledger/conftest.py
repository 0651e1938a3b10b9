"""Money in hand: two funders and two envelopes of Valmont."""

import pytest

from relance.directory.models import Organisation
from tests.ledger.books import VOTE, Till, euros
from tests.support.cast import Cast


@pytest.fixture
def town() -> Organisation:
    return Organisation.objects.create(name="Valmont-sur-Ouvèze", country="FR")


@pytest.fixture
def region() -> Organisation:
    return Organisation.objects.create(name="Région des Collines", country="FR")


@pytest.fixture
def till(cast: Cast) -> Till:
    return Till(cast)


@pytest.fixture
def fund(till: Till, town: Organisation) -> int:
    """1,000 € of the town alone."""
    envelope = till.open(name="Fonds loyers", shares={town: 1}, odd_to=town)
    till.vote(envelope=envelope, amount=euros(1000), cause=VOTE)
    return envelope


@pytest.fixture
def shared(till: Till, town: Organisation, region: Organisation) -> int:
    """1,000 € by halves; the odd cent is the region's."""
    envelope = till.open(name="Avances", shares={town: 1, region: 1}, odd_to=region)
    till.vote(envelope=envelope, amount=euros(1000), cause=VOTE)
    return envelope
