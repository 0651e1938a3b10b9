"""Pages of a PDF as pictures, kept by the browser, and a fact outlined on its page."""

import pytest
from django.test import Client

from relance.kernel.rules import Role
from relance.plans.models import Fact, SourceDocument
from tests.plans import build
from tests.support.cast import Cast, sign_in

WORDS = "Ouvrir une halle au centre."


@pytest.fixture
def document(cast: Cast) -> SourceDocument:
    return build.pdf(cast.valmont)


@pytest.fixture
def fact(cast: Cast, document: SourceDocument) -> Fact:
    plan = build.plan(cast.valmont, slug="relance", document=document)
    return build.fact(plan, document.texts.get(), WORDS)


def picture(document: SourceDocument, page: int = 1) -> str:
    return f"/valmont-sur-ouveze/documents/{document.pk}/pages/{page}.png"


def test_a_page_is_a_picture_that_the_browser_keeps(alice: Client, document: SourceDocument) -> None:
    answer = alice.get(picture(document))

    assert answer.content.startswith(b"\x89PNG")
    assert answer["Cache-Control"].startswith("private, max-age=")
    again = alice.get(picture(document), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_that_does_not_exist_is_not_found(alice: Client, cast: Cast, document: SourceDocument) -> None:
    other = build.document(cast.valmont)
    build.text(other, WORDS)

    assert alice.get(picture(document, 9)).status_code == 404
    assert alice.get(picture(other)).status_code == 404


def test_a_fact_is_outlined_on_its_page(alice: Client, document: SourceDocument, fact: Fact) -> None:
    address = f"/valmont-sur-ouveze/gestion/plan/relance/relecture/{fact.pk}/page/"

    page = alice.get(address).content.decode()
    part = alice.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<rect" in page
    assert picture(document) in page
    assert "<rect" in part
    assert "<html" not in part


def test_a_fact_of_a_text_without_pages_says_so(alice: Client, cast: Cast) -> None:
    plan = build.plan(cast.valmont, slug="relance", document=build.document(cast.valmont))
    assert plan.document
    found = build.fact(plan, build.text(plan.document, WORDS), WORDS)

    page = alice.get(f"/valmont-sur-ouveze/gestion/plan/relance/relecture/{found.pk}/page/").content.decode()

    assert "n’a pas de page à montrer" in page


def test_who_only_reads_sees_the_page(cast: Cast, document: SourceDocument, fact: Fact) -> None:
    client = sign_in(Client(), cast.holding(Role.READER))

    assert client.get(picture(document)).status_code == 200
