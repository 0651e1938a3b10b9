"""The stored text of a document, opened at a passage."""

import pytest
from django.test import Client

from relance.plans.models import DocumentText
from tests.plans import build
from tests.support.cast import Cast

TEXT = "Ouvrir une halle.\n\nFermer <b>la</b> rue & le pont.\n"


@pytest.fixture
def text(cast: Cast) -> DocumentText:
    document = build.document(cast.valmont, title="Plan de Valmont", sha256="c" * 64, name="plan.txt")
    build.published(cast.valmont, slug="relance", title="Le plan", document=document)
    return build.text(document, TEXT)


def page(client: Client, text: DocumentText, query: str = "") -> str:
    answer = client.get(f"/valmont-sur-ouveze/documents/{text.document_id}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_passage_is_marked_and_named(client: Client, text: DocumentText) -> None:
    assert '<mark id="passage" tabindex="-1">une halle</mark>' in page(client, text, "?passage=7-16")


def test_the_text_is_shown_as_it_is_and_nothing_of_it_runs(client: Client, text: DocumentText) -> None:
    shown = page(client, text)

    assert "Fermer &lt;b&gt;la&lt;/b&gt; rue &amp; le pont." in shown
    assert "<mark" not in shown
    assert "Aller au passage" not in shown


def test_several_passages_are_marked_the_first_is_named(client: Client, text: DocumentText) -> None:
    shown = page(client, text, "?passage=0-6&passage=11-16")

    assert shown.count("<mark") == 2
    assert shown.count('id="passage"') == 1


@pytest.mark.parametrize("query", ["?passage=abc", "?passage=9-3", "?passage=9000-9001", "?version=x"])
def test_a_passage_that_is_not_there_shows_the_text_alone(
    client: Client, text: DocumentText, query: str
) -> None:
    assert "<mark" not in page(client, text, query)


def test_the_document_leads_to_its_plan(client: Client, text: DocumentText) -> None:
    shown = page(client, text)

    assert '<a href="/valmont-sur-ouveze/plans/relance/">Le plan</a>' in shown
    assert "cccccccccccc" in shown


def test_an_older_reading_stays_readable(client: Client, text: DocumentText) -> None:
    build.text(text.document, "Une lecture meilleure", reader_version=2)

    assert "Une lecture meilleure" in page(client, text)
    assert "Ouvrir une halle" in page(client, text, "?version=1")


def test_the_text_of_a_draft_is_not_public(client: Client, cast: Cast) -> None:
    document = build.document(cast.valmont)
    build.text(document, TEXT)
    build.plan(cast.valmont, document=document)

    assert client.get(f"/valmont-sur-ouveze/documents/{document.pk}/").status_code == 404


def test_the_text_of_another_authority_is_not_here(client: Client, text: DocumentText) -> None:
    assert client.get(f"/riviere-aux-brumes/documents/{text.document_id}/").status_code == 404
