"""Spreadsheets of LibreOffice and others: what they write is read, and what we write they read."""

import io
import zipfile
from datetime import date, datetime

import odfdo
import pytest
from lxml import etree

from relance.plans.rules.exchange import BadFile, Book, Cell, read_book, write_book
from relance.plans.rules.exchange.as_ods import MEDIA
from relance.plans.rules.exchange.as_sheets import MAX_ROWS
from tests.plans.rules.exchange.test_formats import LAYOUT, book, cells_of

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
ABOUT = (
    '<table:table table:name="Format"><table:table-row><table:table-cell><text:p>format</text:p>'
    "</table:table-cell><table:table-cell><text:p>relance-plan</text:p></table:table-cell></table:table-row>"
    "<table:table-row><table:table-cell><text:p>version</text:p></table:table-cell><table:table-cell office:"
    'value-type="float" office:value="1"/></table:table-row></table:table>'
)
HEAD = "<table:table-row>" + "".join(
    f"<table:table-cell><text:p>{said}</text:p></table:table-cell>" for said in ("Clé", "Ordre", "Texte")
)


def sent(rows: str, *, head: str = "", about: str = ABOUT) -> bytes:
    """A workbook whose sheet Mesures has these rows, as another program would write them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", MEDIA)
        archive.writestr(
            "content.xml",
            f"{head}<office:document-content {NAMES}><office:body><office:spreadsheet>{about}"
            f'<table:table table:name="Mesures">{HEAD}</table:table-row>{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{cells}</table:table-row>"


def cell(inside: str = "", more: str = "") -> str:
    return f"<table:table-cell{more}>{inside}</table:table-cell>"


def value_of(one: str) -> Cell:
    (found,) = read_book(sent(row(cell("<text:p>k</text:p>") + one)), LAYOUT).rows("measures")
    return found.cells["order"]


def test_another_library_reads_what_is_written() -> None:
    data = write_book(book({"key": "k", "text": "=HYPERLINK(1)\nÀ  vous", "order": 3}), LAYOUT, form="ods")

    sheets = {one.name: one for one in odfdo.Document(io.BytesIO(data)).body.tables}

    assert list(sheets) == ["Format", "Axes", "Mesures"]
    assert sheets["Mesures"].get_row_values(0) == ["Clé", "Texte", "Ordre", "En continu"]
    assert sheets["Mesures"].get_row_values(1)[:3] == ["k", "=HYPERLINK(1)\nÀ  vous", 3]
    assert b"formula" not in zipfile.ZipFile(io.BytesIO(data)).read("content.xml")


def test_the_file_says_first_what_it_is() -> None:
    data = write_book(book(), LAYOUT, form="ods")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype").decode() == MEDIA
        for name in ("content.xml", "META-INF/manifest.xml"):
            etree.fromstring(archive.read(name))


def test_what_another_library_writes_is_read() -> None:
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    sheets: dict[str, list[list[str | int]]] = {
        "Format": [["format", "relance-plan"], ["version", 1]],
        "mesures": [["ORDRE", "cle", "Texte"], [2, "k", "Ouvrir  une\nhalle"]],
    }
    for name, lines in sheets.items():
        table = odfdo.Table(name)
        for line in lines:
            table.append_row(odfdo.Row())
            table.set_row_values(table.height - 1, line)
        document.body.append(table)
    out = io.BytesIO()
    document.save(out)

    found = read_book(out.getvalue(), LAYOUT)

    assert cells_of(found) == [{"key": "k", "text": "Ouvrir  une\nhalle", "order": 2}]
    assert found.rows("measures")[0].where("order") == "mesures!A2"


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (cell(more=' office:value-type="float" office:value="12"'), 12),
        (cell(more=' office:value-type="float" office:value="1.5"'), 1.5),
        (cell(more=' office:value-type="percentage" office:value="40"'), 40),
        (cell(more=' office:value-type="date" office:date-value="2026-12-31"'), date(2026, 12, 31)),
        (
            cell(more=' office:value-type="date" office:date-value="2026-12-31T10:00:00"'),
            datetime(2026, 12, 31, 10),  # noqa: DTZ001  # a spreadsheet knows no zone
        ),
        (cell(more=' office:value-type="boolean" office:boolean-value="true"'), True),
        (cell("<text:p>le 31</text:p>", ' office:value-type="date" office:date-value="hier"'), "le 31"),
        (cell("<text:p>12 k</text:p>", ' office:value-type="float" office:value="douze"'), "12 k"),
        (cell('<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>'), "a  b\tc\nd"),
        (cell("<text:p>en <text:span>l’<text:span>été</text:span></text:span></text:p>"), "en l’été"),
        (cell("<text:p>a</text:p><text:p>b</text:p>"), "a\nb"),
        ("<table:covered-table-cell/>", None),
    ],
)  # fmt: skip
def test_each_kind_of_cell_gives_its_value(one: str, wanted: Cell) -> None:
    assert value_of(one) == wanted


def test_a_comment_on_a_cell_is_not_its_text() -> None:
    noted = cell("<office:annotation><text:p>à voir</text:p></office:annotation><text:p>7</text:p>")

    assert value_of(noted) == "7"


def test_the_blank_rows_that_fill_a_sheet_are_not_read_and_those_between_keep_their_number() -> None:
    rows = (
        row(cell(), ' table:number-rows-repeated="4"')
        + row(cell("<text:p>k</text:p>"))
        + row(cell(more=' table:number-columns-repeated="16384"'), ' table:number-rows-repeated="1048000"')
    )

    found = read_book(sent(rows), LAYOUT).rows("measures")

    assert [(one.number, one.cells["key"]) for one in found] == [(6, "k")]


def test_rows_and_cells_that_are_said_once_for_many_are_read_as_many() -> None:
    rows = row(
        cell("<text:p>x</text:p>", ' table:number-columns-repeated="3"'), ' table:number-rows-repeated="2"'
    )

    found = cells_of(read_book(sent(rows), LAYOUT))

    assert found == [{"key": "x", "order": "x", "text": "x"}] * 2


def test_a_sheet_with_too_many_rows_is_refused() -> None:
    rows = row(cell("<text:p>x</text:p>"), f' table:number-rows-repeated="{MAX_ROWS + 5}"')

    with pytest.raises(BadFile, match="plus de 100000 lignes"):
        read_book(sent(rows), LAYOUT)


def test_nothing_is_fetched_nor_unfolded_for_an_entity() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "content.xml">]>'
    rows = row(cell("<text:p>&b;&f;k</text:p>"))

    found = read_book(sent(rows, head=bomb), LAYOUT).rows("measures")

    assert "office" not in str(found)
    assert "aaaa" not in str(found)


@pytest.mark.parametrize("content", [b"", b"<a", b"<a/>"])
def test_a_broken_workbook_is_refused_with_a_sentence(content: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", content)

    with pytest.raises(BadFile, match=r"endommagé|n’est pas un export"):
        read_book(out.getvalue(), LAYOUT)


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b" " * (201 * 1024 * 1024))

    with pytest.raises(BadFile, match="trop de données"):
        read_book(out.getvalue(), LAYOUT)


def test_titles_and_words_with_signs_of_xml_stay_themselves() -> None:
    one = Book({"axes": [], "measures": book({"key": "<k>&\"'", "text": "]]> & <b>"}).rows("measures")})

    assert cells_of(read_book(write_book(one, LAYOUT, form="ods"), LAYOUT)) == cells_of(one)
