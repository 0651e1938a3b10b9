import io

import pytest
from PIL import Image

from relance.reading.document import ReadingError, Span
from relance.reading.readers import read_document
from relance.reading.readers.pdfview import page_boxes, render_page
from tests.reading.readers.paper import PROSE, Paper


def plan() -> bytes:
    paper = Paper()
    paper.add_page()
    paper.line_of("Plan de relance", size=20, bold=True)
    paper.prose(PROSE)
    paper.prose("Une halle sera ouverte.")
    paper.prose("Une halle sera ouverte.")
    paper.rows([["AXE", "ACTION"], ["Centre", "Planter des arbres"], ["Quais", "Éclairer"]])
    return paper.bytes()


def span_of(text: str, words: str, *, last: bool = False) -> Span:
    start = text.rindex(words) if last else text.index(words)
    return Span(start, start + len(words))


def test_a_quote_is_found_on_its_page() -> None:
    data = plan()
    document = read_document(data)

    (box,) = page_boxes(data, span_of(document.text, "Plan de relance"), document=document)

    assert box.page == 1
    assert (round(box.page_width), round(box.page_height)) == (595, 842)
    assert 28 < box.x0 < 36
    assert 15 < box.y1 - box.y0 < 30
    assert box.y0 < 60


def test_a_quote_over_several_lines_has_a_box_for_each() -> None:
    data = plan()
    document = read_document(data)

    boxes = page_boxes(data, span_of(document.text, PROSE.strip()), document=document)

    assert len(boxes) == 2
    assert boxes[0].y1 < boxes[1].y1


def test_the_second_of_two_same_sentences_has_its_own_place() -> None:
    data = plan()
    document = read_document(data)

    (first,) = page_boxes(data, span_of(document.text, "Une halle sera"), document=document)
    (second,) = page_boxes(data, span_of(document.text, "Une halle sera", last=True), document=document)

    assert second.y0 > first.y1


def test_a_cell_of_a_table_is_found() -> None:
    data = plan()
    document = read_document(data)

    (box,) = page_boxes(data, span_of(document.text, "Planter des arbres"), document=document)

    assert box.x0 > box.page_width / 3


def test_a_sentence_over_two_pages_has_boxes_on_both() -> None:
    paper = Paper()
    paper.add_page()
    paper.set_y(262)
    paper.prose(PROSE * 3)
    data = paper.bytes()
    document = read_document(data)

    boxes = page_boxes(data, document.blocks[0].span, document=document)

    assert {box.page for box in boxes} == {1, 2}


def test_a_page_becomes_a_picture_of_the_asked_size() -> None:
    picture = Image.open(io.BytesIO(render_page(plan(), 1, dpi=72)))

    assert picture.format == "PNG"
    assert abs(picture.width - 595) <= 1


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(ReadingError, match="n’a pas de page 2"):
        render_page(plan(), 2)


def test_a_picture_too_large_is_refused() -> None:
    with pytest.raises(ReadingError, match="trop grande"):
        render_page(plan(), 1, dpi=5_000)
