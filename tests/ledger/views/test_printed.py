"""The statement on paper: a tagged PDF that says what the page says."""

import re
from datetime import UTC, datetime

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse

from relance.directory.models import Organisation
from relance.kernel.rules import Role
from relance.ledger import queries
from relance.ledger.views.printed import statement_pdf
from tests.ledger.books import DAY, RENT, Till, euros
from tests.support.cast import Cast, sign_in

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def text_of(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"[\xa0\u202f]", " ", text)


@pytest.fixture
def printed(till: Till, shared: int, town: Organisation) -> bytes:
    till.reserve(envelope=shared, case=RENT, amount=euros("100.01"))
    child = till.open(
        name="Quartier #nord *gras* $x$", shares={town: 1}, odd_to=town, parent=shared, year=2026
    )
    till.allot(envelope=shared, to=child, amount=euros(50))
    return statement_pdf(till.authority, queries.statement(till.authority, shared, on=DAY), drawn_up_at=NOON)


def test_the_paper_says_what_the_books_say(printed: bytes) -> None:
    text = text_of(printed)

    for words in (
        "Relevé de l’enveloppe Avances",
        "Au soir du 2 mars 2026, tel que connu ce jour-là",
        "Valmont-sur-Ouvèze",
        "100,01 €",
        "899,99 €",
        "Région des Collines",
        "Établi le 2 mars 2026 par Relance",
    ):
        assert words in text


def test_words_of_the_data_are_never_markup(printed: bytes) -> None:
    assert "Quartier #nord *gras* $x$" in text_of(printed)


def test_the_paper_is_tagged_for_screen_readers(printed: bytes) -> None:
    assert b"pdfuaid:part" in printed or b"pdfuaid" in printed
    assert b"/MarkInfo" in printed
    assert b"/StructTreeRoot" in printed
    assert pdfium.PdfDocument(printed).get_metadata_value("Title") == "Relevé de l’enveloppe Avances"


def test_the_same_statement_prints_the_same(till: Till, shared: int) -> None:
    seen = queries.statement(till.authority, shared, on=DAY)

    assert statement_pdf(till.authority, seen, drawn_up_at=NOON) == statement_pdf(
        till.authority, seen, drawn_up_at=NOON
    )


def test_the_page_offers_the_paper(till: Till, shared: int, cast: Cast, client: Client) -> None:
    theo = sign_in(client, cast.holding(Role.TREASURER))

    response = theo.get(
        reverse("ledger:statement_pdf", args=[till.authority.slug, shared]), {"au": "2026-03-02"}
    )

    assert response["Content-Type"] == "application/pdf"
    assert f"releve-valmont-sur-ouveze-{shared}-2026-03-02.pdf" in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF")
