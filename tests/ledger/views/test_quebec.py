"""The same pages in Québec: dollars, its own typography, its own time."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.ledger import actions, queries
from relance.ledger.actions import BadAct, Ref, Section, WrongCurrency
from relance.ledger.views.printed import statement_pdf
from relance.values.money import Money
from tests.support.cast import Cast, sign_in

DAY = date(2026, 3, 2)
EVENING = datetime(2026, 3, 3, 2, tzinfo=UTC)  # 21 h on the 2nd in Rivière-aux-Brumes


@pytest.fixture
def said(cast: Cast) -> dict[str, Any]:
    return {
        "authority": cast.brumes,
        "by": None,
        "cause": Ref("deliberation", "R-26-031"),
        "on": DAY,
        "at": EVENING,
    }


@pytest.fixture
def fund(cast: Cast, said: dict[str, Any]) -> int:
    """12,000.50 $ of the town alone."""
    town = Organisation.objects.create(name="Ville de Rivière-aux-Brumes", country="CA")
    envelope = actions.open_envelope(
        authority=cast.brumes,
        name="Fonds local d’urgence",
        section=Section.OPERATING,
        shares={town: 1},
        odd_to=town,
        key="open",
        by=None,
        at=EVENING,
    )
    actions.vote(envelope=envelope, amount=Money.of("12000.50", "CAD"), key="vote", **said)
    return envelope


def test_an_envelope_is_in_the_currency_of_its_town(cast: Cast, fund: int, said: dict[str, Any]) -> None:
    assert queries.envelope(cast.brumes, fund).currency == "CAD"
    with pytest.raises(WrongCurrency, match="est en CAD"):
        actions.amend(envelope=fund, amount=Money(100, "EUR"), key="a", **said)


def test_an_act_of_the_evening_is_of_that_day_there(cast: Cast, fund: int, said: dict[str, Any]) -> None:
    assert queries.statement(cast.brumes, fund, on=DAY).whole.voted == 1_200_050
    with pytest.raises(BadAct, match="dans l’avenir"):
        actions.amend(envelope=fund, amount=Money(100, "CAD"), key="a", **said | {"on": date(2026, 3, 3)})


def test_the_page_is_written_as_in_quebec(cast: Cast, fund: int, client: Client) -> None:
    dora = sign_in(client, cast.dora)

    response = dora.get(reverse("ledger:statement", args=[cast.brumes.slug, fund]), {"au": "2026-03-02"})

    shown = response.content.decode().replace("\xa0", " ")
    assert '<html lang="fr-CA"' in shown
    assert "12 000,50 $" in shown
    assert "2026-03-02" in shown


def test_the_paper_is_letter_sized_and_in_dollars(cast: Cast, fund: int) -> None:
    content = statement_pdf(cast.brumes, queries.statement(cast.brumes, fund, on=DAY), drawn_up_at=EVENING)

    document = pdfium.PdfDocument(content)
    text = re.sub(r"[\xa0\u202f]", " ", document[0].get_textpage().get_text_range())
    assert tuple(round(size) for size in document[0].get_size()) == (612, 792)
    assert "12 000,50 $" in text
    assert "Établi le 2 mars 2026 par Relance" in text


def test_the_journal_bears_its_time_and_its_currency(cast: Cast, fund: int, client: Client) -> None:
    dora = sign_in(client, cast.dora)

    response = dora.get(reverse("ledger:journal_csv", args=[cast.brumes.slug, fund]))

    line = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[1]  # type: ignore[attr-defined]  # it streams
    assert "2026-03-02T21:00:00-05:00" in line
    assert "12000,50;CAD" in line


def test_neither_town_sees_the_others_envelopes(cast: Cast, fund: int) -> None:
    assert queries.envelopes(cast.valmont) == []
    with pytest.raises(Missing):
        queries.statement(cast.valmont, fund, on=DAY)
    assert queries.case(cast.valmont, Ref("award", "1")) == []


def test_both_towns_may_use_the_same_keys(cast: Cast, fund: int, said: dict[str, Any]) -> None:
    funder = Organisation.objects.create(name="Valmont", country="FR")
    envelope = actions.open_envelope(
        authority=cast.valmont,
        name="Fonds",
        section=Section.OPERATING,
        shares={funder: 1},
        odd_to=funder,
        key="open",
        by=None,
    )

    receipt = actions.vote(
        envelope=envelope, amount=Money(5, "EUR"), key="vote", **said | {"authority": cast.valmont}
    )

    assert not receipt.replayed
    assert queries.faults(cast.valmont) == queries.faults(cast.brumes) == []
