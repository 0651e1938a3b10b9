"""The statement of an envelope and of a funder, on screen."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relance.directory.models import Organisation
from relance.kernel.rules import Role
from relance.ledger.actions import Ref
from tests.ledger.books import RENT, Till, euros
from tests.support.cast import Cast, sign_in


@pytest.fixture
def theo(cast: Cast, client: Client) -> Client:
    """The treasurer's browser."""
    return sign_in(client, cast.holding(Role.TREASURER))


def page(client: Client, name: str, *args: object, **asked: str) -> str:
    response = client.get(reverse(f"ledger:{name}", args=args), asked)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


@pytest.fixture
def used(till: Till, fund: int) -> int:
    """The fund with an award of 400 €, half of it committed and a quarter paid."""
    till.reserve(envelope=fund, case=RENT, amount=euros(400))
    till.commit(envelope=fund, case=RENT, amount=euros(200))
    till.pay(envelope=fund, case=RENT, amount=euros(100))
    return fund


def test_a_statement_shows_where_the_money_is(theo: Client, till: Till, used: int) -> None:
    shown = page(theo, "statement", till.authority.slug, used)

    assert "Fonds loyers" in shown
    for what in ("600 €", "400 €", "200 €", "100 €", "1 000 €"):
        assert what in shown
    assert "Engagements et votes, année par année" in shown


def test_each_figure_opens_onto_its_rows(theo: Client, till: Till, used: int) -> None:
    shown = page(theo, "statement", till.authority.slug, used, au="2026-03-02")

    assert "ecritures/?au=2026-03-02&amp;base=known&amp;chiffre=paid" in shown
    rows = page(theo, "rows", till.authority.slug, used, chiffre="paid")
    assert rows.count("<tr>") == 2  # the head and one payment
    assert "Paiement" in rows


def test_rows_without_a_figure_are_all_of_them(theo: Client, till: Till, used: int) -> None:
    rows = page(theo, "rows", till.authority.slug, used)

    assert rows.count("<tr>") == 5


def test_a_figure_that_does_not_exist_has_no_rows(theo: Client, till: Till, used: int) -> None:
    response = theo.get(reverse("ledger:rows", args=[till.authority.slug, used]), {"chiffre": "theft"})

    assert response.status_code == 404
    assert "available" in response.content.decode()


def test_the_past_is_shown_as_it_was_known(theo: Client, till: Till, used: int) -> None:
    april = datetime(2026, 4, 15, 9, tzinfo=UTC)
    till.reserve(envelope=used, case=Ref("award", "late"), amount=euros("77.77"), at=april)

    known = page(theo, "statement", till.authority.slug, used, au="2026-03-31", base="known")
    true = page(theo, "statement", till.authority.slug, used, au="2026-03-31", base="effective")

    assert "477,77 €" not in known
    assert "477,77 €" in true
    assert "tel que connu ce jour-là" in known
    assert "tel qu’il était vraiment ce jour-là" in true


def test_a_lasting_address_shows_the_same_figures_later(theo: Client, till: Till, used: int) -> None:
    asked = {"au": "2026-03-31", "base": "effective", "connu": "2026-04-01T00:00:00+00:00"}
    before = page(theo, "statement", till.authority.slug, used, **asked)
    april = datetime(2026, 4, 15, 9, tzinfo=UTC)
    till.reserve(envelope=used, case=Ref("award", "late"), amount=euros("77.77"), at=april)

    after = page(theo, "statement", till.authority.slug, used, **asked)

    assert "477,77 €" not in after
    assert before.count("400 €") == after.count("400 €")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"au": "31/31/2026"}, "Indiquez une date"),
        ({"au": "2199-01-01"}, "au plus tard aujourd’hui"),
        ({"base": "invented"}, "base"),
        ({"connu": "yesterday"}, "Disponible"),
    ],
)
def test_a_day_that_makes_no_sense_is_said_and_today_is_shown(
    theo: Client, till: Till, used: int, asked: dict[str, str], words: str
) -> None:
    shown = page(theo, "statement", till.authority.slug, used, **asked)

    assert words in shown
    assert "600 €" in shown


def test_the_line_and_what_is_to_come_are_told(theo: Client, till: Till, used: int) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    till.reserve(envelope=used, case=Ref("award", "7"), amount=euros(900), complete_at=noon)

    shown = page(theo, "statement", till.authority.slug, used, au="2026-03-02")

    assert "Liste d’attente" in shown
    assert "Il manque 300 € pour servir toute la liste d’attente." in shown
    assert "derniers jours (400 € accordés), l’enveloppe sera épuisée vers le 15 juillet 2026." in shown


def test_acts_dated_out_of_order_leave_out_the_bar_not_the_page(theo: Client, till: Till, used: int) -> None:
    till.pay(envelope=used, case=RENT, amount=euros(100), on=date(2026, 2, 1))

    shown = page(theo, "statement", till.authority.slug, used, au="2026-02-10", base="effective")

    assert "De la dotation aux retours" not in shown


def test_a_closed_envelope_says_so(theo: Client, till: Till, fund: int) -> None:
    till.close(envelope=fund)

    assert "Enveloppe close le 2 mars 2026." in page(theo, "statement", till.authority.slug, fund)
    assert "Close" in page(theo, "envelopes", till.authority.slug)


def test_the_list_shows_each_envelope_with_its_own(
    theo: Client, till: Till, fund: int, town: Organisation
) -> None:
    till.open(name="Quartier nord", shares={town: 1}, odd_to=town, parent=fund, year=2026)

    shown = page(theo, "envelopes", till.authority.slug)

    assert shown.index("Fonds loyers") < shown.index("Quartier nord")
    assert reverse("ledger:statement", args=[till.authority.slug, fund]) in shown


def test_without_envelopes_the_list_says_how_one_comes(theo: Client, cast: Cast) -> None:
    assert "Aucune enveloppe" in page(theo, "envelopes", cast.valmont.slug)


def test_a_statement_shows_its_sub_envelopes_and_budget_years(
    theo: Client, till: Till, fund: int, town: Organisation
) -> None:
    child = till.open(name="Quartier nord", shares={town: 1}, odd_to=town, parent=fund, year=2026)
    till.allot(envelope=fund, to=child, amount=euros(400))

    shown = page(theo, "statement", till.authority.slug, fund)

    assert "Sous-enveloppes" in shown
    assert "Par exercice budgétaire" in shown
    assert reverse("ledger:statement", args=[till.authority.slug, child]) in shown


def test_a_funder_sees_its_part_of_each_envelope(
    theo: Client, till: Till, shared: int, region: Organisation
) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros("100.01"))

    shown = page(theo, "funder_statement", till.authority.slug, region.pk)

    assert "Région des Collines" in shown
    assert "50,01 €" in shown
    assert "449,99 €" in shown


def test_a_funder_of_nothing_is_not_found(theo: Client, till: Till, fund: int, region: Organisation) -> None:
    response = theo.get(reverse("ledger:funder_statement", args=[till.authority.slug, region.pk]))

    assert response.status_code == 404


def test_the_page_holds_its_number_of_queries(
    theo: Client, till: Till, used: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        till.reserve(envelope=used, case=Ref("award", str(number)), amount=euros(1))

    with django_assert_max_num_queries(24):
        page(theo, "statement", till.authority.slug, used)
