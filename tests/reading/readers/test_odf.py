# ruff: noqa: E501 -- markup written by hand reads worse when it is wrapped
import io
import zipfile

import pytest
from odfdo import Cell, Header, List, ListItem, Paragraph, Row, Table
from odfdo import Document as OpenDocument

from relance.reading.document import DamagedFile, Document, EncryptedFile, TooLarge
from relance.reading.limits import Limits
from relance.reading.readers import read_document
from tests.reading.readers.looks import outline, rows, words

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)


def read(made: OpenDocument) -> Document:
    file = io.BytesIO()
    made.save(file)
    return read_document(file.getvalue())


def packed(body: str, *, kind: str, styles: str = "") -> bytes:
    """An OpenDocument file around a body written by hand."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
    return file.getvalue()


def test_headings_lists_and_paragraphs_of_a_text() -> None:
    made = OpenDocument("text")
    made.body.clear()
    made.body.append(Header(1, "AXE 1 : Commerce"))
    made.body.append(Paragraph("Une halle sera ouverte."))
    inner = List(["place du marché"])
    item = ListItem("Ouvrir")
    item.append(inner)
    top = List()
    top.append(item)
    top.append(ListItem("Planter"))
    made.body.append(top)

    document = read(made)

    assert document.format == "odt"
    assert outline(document) == [
        ("heading", 1, "AXE 1 :", "Commerce"),
        ("paragraph", 0, None, "Une halle sera ouverte."),
        ("item", 1, "•", "Ouvrir"),
        ("item", 2, "•", "place du marché"),
        ("item", 1, "•", "Planter"),
    ]


def test_numbers_of_lists_are_computed() -> None:
    shape = (
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" style:num-suffix=" –" style:num-format="I"/>'
        '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="1" '
        'style:num-suffix=")"/></text:list-style>'
    )
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>Commerce</text:p><text:list>'
        "<text:list-item><text:p>Halle</text:p></text:list-item>"
        "<text:list-item><text:p>Marché</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>Habitat</text:p></text:list-item></text:list>"
    )

    document = read_document(packed(body, kind="text", styles=shape))

    assert [(b.marker, b.level) for b in document.blocks] == [("I –", 1), ("1)", 2), ("2)", 2), ("II –", 1)]


def test_signs_inside_a_paragraph_are_read_and_notes_are_left_out() -> None:
    body = (
        "<text:p>Une<text:s text:c='2'/>halle<text:line-break/>à <text:span>deux <text:span>pas</text:span>"
        "</text:span> d’ici<text:note><text:note-body><text:p>Note</text:p></text:note-body></text:note>.</text:p>"
    )

    assert words(read_document(packed(body, kind="text"))) == ["Une halle", "à deux pas d’ici."]


def test_text_boxes_and_tables_of_contents_are_told_apart() -> None:
    body = (
        "<text:table-of-content><text:index-body><text:p>Commerce 3</text:p></text:index-body>"
        "</text:table-of-content>"
        "<text:p>Avant<draw:frame><draw:text-box><text:p>Dans le cadre</text:p></draw:text-box></draw:frame></text:p>"
    )

    document = read_document(packed(body, kind="text"))

    assert words(document) == ["Commerce 3", "Avant", "Dans le cadre"]
    assert "toc" in document.blocks[0].style


def test_a_table_in_a_text_keeps_merged_cells() -> None:
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Axe</text:p></table:table-cell>"
        "<table:table-cell><text:p>Action</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell table:number-rows-spanned='2'><text:p>Centre</text:p></table:table-cell>"
        "<table:table-cell><text:p>Ouvrir</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:covered-table-cell/>"
        "<table:table-cell><text:p>Planter</text:p></table:table-cell></table:table-row></table:table>"
    )

    document = read_document(packed(body, kind="text"))

    assert rows(document) == [["Axe", "Action"], ["Centre", "Ouvrir"], ["Centre", "Planter"]]
    assert document.blocks[2].cells[1].header == "Action"


def test_a_sheet_with_a_million_empty_rows_is_only_as_long_as_its_words() -> None:
    made = OpenDocument("spreadsheet")
    made.body.clear()
    table = Table("Plan")
    for line in (("Axe", "Action", "Budget"), ("Centre", "Ouvrir", 20_000)):
        row = Row()
        for value in line:
            row.append_cell(Cell(value))
        table.append_row(row)
    table.append_row(Row(repeated=1_048_574))
    made.body.append(table)

    document = read(made)

    assert document.format == "ods"
    assert rows(document) == [["Axe", "Action", "Budget"], ["Centre", "Ouvrir", "20000"]]
    assert document.blocks[1].cells[2].address == "C2"


def test_repeated_rows_with_words_are_bounded() -> None:
    row = (
        "<table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='9'>"
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    bomb = packed(f"<table:table table:name='A'>{row}</table:table>", kind="spreadsheet")

    with pytest.raises(TooLarge, match="cellules"):
        read_document(bomb, limits=Limits(cells=100_000))


def test_hidden_sheets_are_named() -> None:
    style = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    cell = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    body = (
        f"<table:table table:name='Plan'>{cell.format('Ouvrir')}</table:table>"
        f"<table:table table:name='Listes' table:style-name='h'>{cell.format('Rien')}</table:table>"
    )

    document = read_document(packed(body, kind="spreadsheet", styles=style))

    assert words(document) == ["Ouvrir"]
    assert document.warnings == ("La feuille masquée «\u00a0Listes\u00a0» n’a pas été lue.",)


def test_broken_content_is_a_damaged_file() -> None:
    with pytest.raises(DamagedFile):
        read_document(packed("<text:p>", kind="text"))


def test_an_encrypted_file_is_said_to_be_so() -> None:
    file = io.BytesIO(packed("<text:p>x</text:p>", kind="text"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")

    with pytest.raises(EncryptedFile, match="mot de passe"):
        read_document(file.getvalue())
