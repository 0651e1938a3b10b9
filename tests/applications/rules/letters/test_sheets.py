"""Letters on paper: the same bytes again, tagged, nothing read as a command, each on a leaf of its own."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest

from relance.applications.rules.letters import Press, Sheet
from relance.applications.rules.letters.sheets import VOLUME, bound, volumes

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def paragraph(text: str) -> dict[str, Any]:
    return {"kind": "paragraph", "runs": [{"text": text, "strong": False}]}


SHEET = Sheet(
    title="Votre demande 2026-1 est acceptée",
    authority="Valmont-sur-Ouvèze",
    reference="2026-1",
    place_and_day="Valmont-sur-Ouvèze, le 3 avril 2026",
    to=("Boulangerie Amblard", "4, place du Marché"),
    blocks=(
        paragraph("Vous recevez 1 500 €."),
        {"kind": "heading", "runs": [{"text": "Recours", "strong": False}]},
        {"kind": "list", "items": [[{"text": "un", "strong": False}], [{"text": "deux", "strong": True}]]},
        {"kind": "signatures", "who": ["Valmont", "Amblard"]},
    ),
)


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_a_letter_has_all_its_words(press: Press) -> None:
    (page,) = pages(press.letter(SHEET, at=AT))

    said = (
        "Boulangerie Amblard",
        "Vous recevez 1 500 €",
        "Recours",
        "deux",
        "Pour Amblard",
        "page 1 / 1",
        "2026-1",
    )
    assert all(words in page for words in said)


def test_a_letter_is_tagged_french_with_a_title(press: Press) -> None:
    pdf = press.letter(SHEET, at=AT)

    assert b"/StructTreeRoot" in pdf
    assert b"/Lang(fr-FR)" in pdf.replace(b" ", b"") or b"fr-FR" in pdf
    assert b"pdfuaid" in pdf


def test_the_same_letter_has_the_same_bytes_whatever_was_printed_between(press: Press) -> None:
    first = press.letter(SHEET, at=AT)
    press.letter(replace(SHEET, title="Autre"), at=AT)

    assert press.letter(SHEET, at=AT) == first == Press().letter(SHEET, at=AT)


@pytest.mark.parametrize(
    "evil",
    ['#read("/etc/passwd")', '#eval("1+1")', "$x^2$", "*bold* _it_ `raw`", "\\ @ref <label>", "]#panic()["],
)
def test_what_people_write_is_never_read_as_a_command(press: Press, evil: str) -> None:
    sheet = replace(SHEET, title=evil, to=(evil,), reference=evil, blocks=(paragraph(evil),))

    (page,) = pages(press.letter(sheet, at=AT))

    assert page.count(evil) == 4


def test_quebec_prints_on_letter_paper(press: Press) -> None:
    with pypdfium2.PdfDocument(press.letter(replace(SHEET, region="CA"), at=AT)) as document:
        assert document[0].get_size() == (612, 792)


def test_a_preview_says_across_the_page_that_it_is_no_letter(press: Press) -> None:
    (page,) = pages(press.letter(replace(SHEET, draft="Aperçu"), at=AT))

    assert "Aperçu" in page


def test_each_letter_of_the_print_file_begins_a_leaf_and_counts_its_own_pages(press: Press) -> None:
    long = replace(SHEET, reference="long", blocks=tuple(paragraph(f"Ligne {n}.") for n in range(60)))
    sheets = [SHEET, long, SHEET]

    leaves = pages(bound([press.volume(sheets, at=AT), press.volume(sheets[:1], at=AT)]))

    assert ["Boulangerie" in page for page in leaves] == [True, False, True, False, True, False, True, False]
    assert leaves[1] == ""
    assert "page 2 / 2" in leaves[3]
    assert [("page 1 / 1" in page) for page in leaves[::2]] == [True, False, True, True]


def test_letters_are_cut_into_volumes_in_order() -> None:
    sheets = [replace(SHEET, reference=str(n)) for n in range(VOLUME * 2 + 1)]

    parts = list(volumes(sheets))

    assert [len(part) for part in parts] == [VOLUME, VOLUME, 1]
    assert [one.reference for part in parts for one in part] == [str(n) for n in range(VOLUME * 2 + 1)]


def test_a_volume_beyond_measure_is_refused(press: Press) -> None:
    with pytest.raises(ValueError, match="1 to"):
        press.volume([], at=AT)
