"""Whatever the bytes: a document whose spans hold, or a sentence in French."""

import csv
import io
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odfdo import Document as OpenDocument
from odfdo import Paragraph

from relance.reading.document import BlockKind, Document, ReadingError
from relance.reading.readers import read_document
from tests.reading.readers.looks import rows, words
from tests.reading.readers.paper import Paper

SEEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# What office programs and browsers can hold: no controls, no lone surrogates, no odd spaces.
LETTERS = st.characters(categories=("Lu", "Ll", "Nd", "Po", "Sc"), max_codepoint=0x2FF)
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=8).map(" ".join)
TEXTS = st.text(st.sampled_from(" \t\n\r•-–*1234.)axeAXE:|#<>&;,\"'\u00a0éÉœ€[]()_\x0c\u2028"), max_size=400)


def check(document: Document) -> None:
    """Spans inside the text, in order for blocks, without white space at their ends."""
    end = len(document.text)
    for block in document.blocks:
        assert 0 <= block.span.start < block.span.end <= end
        quote = block.span.quote(document.text)
        assert quote == quote.strip(" \t\n")
        for cell in block.cells:
            assert cell.span is None or cell.span.end <= end
            assert cell.span is None or cell.span.quote(document.text).strip()
        if block.kind is BlockKind.ROW:
            assert block.cells
            assert block.table is not None
    starts = [block.span.start for block in document.blocks]
    assert starts == sorted(starts)


def try_to_read(data: bytes, *, name: str | None = None) -> Document | None:
    try:
        document = read_document(data, name=name)
    except ReadingError:
        return None
    check(document)
    return document


@SEEN
@given(st.binary(max_size=600))
@example(b"<table>" * 300)
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example("\ud83d".encode("utf-16-le", "surrogatepass") * 4)
def test_any_bytes_make_a_document_or_a_sentence(data: bytes) -> None:
    try_to_read(data)


@SEEN
@given(TEXTS, st.sampled_from(["plan.txt", "plan.md", "plan.csv", "plan.html", None]))
@example("- \n\n#\n\n1.", "plan.md")
@example("|\n|-|-|\n||", "plan.md")
@example("> - # \n> ```\n", "plan.md")
def test_any_text_is_read_with_spans_that_hold(text: str, name: str | None) -> None:
    try_to_read(text.encode(), name=name)


@SEEN
@given(st.text(st.sampled_from("<>/ =\"'abhlioptrudw123&;\n"), max_size=300))
def test_any_markup_is_read_with_spans_that_hold(markup: str) -> None:
    try_to_read(b"<html><body>" + markup.encode())


@SEEN
@given(TEXTS)
def test_a_plain_text_is_stored_as_it_is(text: str) -> None:
    document = try_to_read(text.encode(), name="plan.txt")

    if document:
        assert "".join(document.text.split()) == "".join(text.split())


@FEW
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_words_come_back_from_a_word_file(lines: list[str]) -> None:
    made, file = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(file)

    assert came_back(read_document(file.getvalue())) == "".join("".join(lines).split())


@FEW
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_words_come_back_from_an_open_document(lines: list[str]) -> None:
    made, file = OpenDocument("text"), io.BytesIO()
    made.body.clear()
    for line in lines:
        made.body.append(Paragraph(line))
    made.save(file)

    assert came_back(read_document(file.getvalue())) == "".join("".join(lines).split())


@FEW
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_words_come_back_from_a_page(lines: list[str]) -> None:
    body = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in lines)

    assert came_back(read_document(f"<html><body>{body}".encode())) == "".join("".join(lines).split())


def came_back(document: Document) -> str:
    check(document)
    return "".join(document.text.split())


@FEW
@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_cells_come_back_from_a_workbook_and_a_csv(lines: list[tuple[str, str, str]]) -> None:
    book, file, flat = openpyxl.Workbook(), io.BytesIO(), io.StringIO()
    table = [("Axe", "Action", "Pilote"), *lines]
    for number, line in enumerate(table, start=1):
        for column, words_ in enumerate(line, start=1):
            book.worksheets[0].cell(number, column).value = words_
            # What begins with "=" is a formula for whoever opens the file.
            book.worksheets[0].cell(number, column).data_type = "s"
    book.save(file)
    csv.writer(flat, delimiter=";").writerows(table)

    expected = [list(line) for line in table]
    assert rows(read_document(file.getvalue())) == expected
    assert rows(read_document(flat.getvalue().encode(), name="plan.csv")) == expected


@FEW
@given(st.lists(st.text(st.sampled_from("abcdeéèîç "), min_size=1, max_size=300), min_size=1, max_size=4))
def test_letters_come_back_from_a_pdf(lines: list[str]) -> None:
    paper = Paper()
    paper.add_page()
    for line in lines:
        if line.strip():
            paper.prose(line)

    document = try_to_read(paper.bytes())

    letters = "".join("".join(lines).split())
    assert "".join(words(document)).replace(" ", "") == letters if document else not letters


def samples() -> dict[str, bytes]:
    """A small real file of every format."""
    word, word_file = docx.Document(), io.BytesIO()
    word.add_heading("AXE 1 : Commerce", 1)
    word.add_paragraph("Ouvrir une halle", style="List Bullet")
    word.add_table(rows=2, cols=3).cell(0, 0).text = "Action"
    word.save(word_file)
    book, book_file = openpyxl.Workbook(), io.BytesIO()
    for line in (("Axe", "Action", "Budget"), ("Centre", "Ouvrir", 5)):
        book.worksheets[0].append(line)
    book.save(book_file)
    opened, open_file = OpenDocument("text"), io.BytesIO()
    opened.body.append(Paragraph("Ouvrir une halle"))
    opened.save(open_file)
    paper = Paper()
    paper.add_page()
    paper.prose("Ouvrir une halle. " * 12)
    paper.rows([["AXE", "ACTION"], ["Centre", "Planter"]])
    return {
        "docx": word_file.getvalue(),
        "xlsx": book_file.getvalue(),
        "odt": open_file.getvalue(),
        "pdf": paper.bytes(),
        "html": b"<html><body><h1>Plan</h1><ul><li>Une</li></ul><table><tr><td>a<td>b</table>",
        "md": b"# Plan\n\n- Une\n\n| a | b |\n|---|---|\n| c | d |\n",
        "csv": b"Axe;Action;Budget\nCentre;Ouvrir;5\n",
        "txt": "AXE 1 : COMMERCE\n\n• Ouvrir\n\na\tb\nc\td\n".encode("utf-16"),
    }


SAMPLES = samples()


def mutated(data: bytes, draw: st.DataObject) -> bytes:
    """The file with some bytes changed, cut short, or with a piece doubled."""
    bytes_ = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 8))):
        at = draw.draw(st.integers(0, len(bytes_) - 1))
        match draw.draw(st.sampled_from(["flip", "set", "cut", "double"])):
            case "flip":
                bytes_[at] ^= 1 << draw.draw(st.integers(0, 7))
            case "set":
                bytes_[at] = draw.draw(st.integers(0, 255))
            case "cut" if at > 10:
                del bytes_[at:]
            case _:
                bytes_[at:at] = bytes_[at : at + 40]
    return bytes(bytes_)


def mutated_inside(data: bytes, draw: st.DataObject) -> bytes:
    """The same, inside one part of an archive whose checksums are right again."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".rels"))]
        chosen = draw.draw(st.sampled_from(names))
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutated(part, draw) if name == chosen and part else part)
    return file.getvalue()


@pytest.mark.parametrize("kind", sorted(SAMPLES))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_file_damaged_a_little_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    try_to_read(mutated(SAMPLES[kind], data))


@pytest.mark.proof
@pytest.mark.parametrize("kind", sorted(SAMPLES))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_file_damaged_in_every_way_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    try_to_read(mutated(SAMPLES[kind], data))


@pytest.mark.proof
@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx"])
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_an_office_file_damaged_inside_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    try_to_read(mutated_inside(SAMPLES[kind], data))
