"""The list of envelopes: which there are, and where the money of each stands today."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from relance.directory.models import Organisation
from relance.kernel.rules import Role
from relance.ledger.actions import Ref
from tests.ledger.books import RENT, Till, euros
from tests.support.cast import Cast, sign_in


@pytest.fixture
def theo(cast: Cast, client: Client) -> Client:
    """The treasurer's browser."""
    return sign_in(client, cast.holding(Role.TREASURER))


def lines(client: Client, slug: str) -> dict[str, list[str]]:
    """The words of each row, by the name of its envelope."""
    response = client.get(reverse("ledger:envelopes", args=[slug]))
    assert response.status_code == 200
    rows = LexborHTMLParser(response.content.decode()).css("tbody tr")
    said = [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in rows]
    return {row[0]: row[1:] for row in said}


def test_the_list_says_what_is_left_of_each(theo: Client, till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(400))
    till.commit(envelope=fund, case=RENT, amount=euros(200))
    till.pay(envelope=fund, case=RENT, amount=euros("100.01"))

    found = lines(theo, till.authority.slug)["Fonds loyers"]

    assert found == ["Plusieurs exercices", "1 000 €", "400 €", "200 €", "100,01 €", "600 €", "Ouverte"]


def test_an_envelope_is_told_with_those_below_it(
    theo: Client, till: Till, town: Organisation, fund: int
) -> None:
    below = till.open(name="Centre", parent=fund, shares={town: 1}, odd_to=town)
    till.allot(envelope=fund, to=below, amount=euros(300))
    till.reserve(envelope=below, case=Ref("award", "centre-1"), amount=euros(50))

    found = lines(theo, till.authority.slug)

    assert found["Fonds loyers"][1:6] == ["1 000 €", "50 €", "0 €", "0 €", "950 €"]
    assert found["Centre"][1:6] == ["300 €", "50 €", "0 €", "0 €", "250 €"]


def test_no_envelope_is_said_so(theo: Client, cast: Cast) -> None:
    page = theo.get(reverse("ledger:envelopes", args=[cast.valmont.slug])).content.decode()

    assert "Aucune enveloppe" in page


def test_the_list_takes_the_same_queries_for_one_and_for_many(
    theo: Client, till: Till, town: Organisation, fund: int
) -> None:
    lines(theo, till.authority.slug)
    with CaptureQueriesContext(connection) as one:
        lines(theo, till.authority.slug)
    for rank in range(4):
        extra = till.open(name=f"Fonds {rank} de plus", shares={town: 1}, odd_to=town)
        till.vote(envelope=extra, amount=euros(10 + rank))

    with CaptureQueriesContext(connection) as many:
        assert len(lines(theo, till.authority.slug)) == 5

    assert len(many) == len(one)
