import io

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from relance.reading.document import BlockKind, Document
from relance.reading.readers import read_document
from tests.reading.readers.looks import outline, rows, words


def read(word: WordDocument) -> Document:
    file = io.BytesIO()
    word.save(file)
    return read_document(file.getvalue())


def test_styles_make_headings_and_lists() -> None:
    word = docx.Document()
    word.core_properties.title = "Plan de relance"
    word.add_heading("Plan", 0)
    word.add_heading("AXE 1 : Commerce", 1)
    word.add_paragraph("Une halle sera ouverte.")
    word.add_paragraph("Ouvrir", style="List Bullet")
    word.add_paragraph("le samedi", style="List Bullet 2")
    word.add_paragraph("Planter", style="List Number")
    word.add_paragraph("Éclairer", style="List Number")

    document = read(word)

    assert document.title == "Plan de relance"
    assert [(kind, level, words) for kind, level, _, words in outline(document)] == [
        ("heading", 1, "Plan"),
        ("heading", 1, "Commerce"),
        ("paragraph", 0, "Une halle sera ouverte."),
        ("item", 1, "Ouvrir"),
        ("item", 1, "le samedi"),
        ("item", 1, "Planter"),
        ("item", 1, "Éclairer"),
    ]
    assert [b.marker for b in document.blocks] == [None, "AXE 1 :", None, "•", "•", "1.", "2."]


def test_numbers_of_several_levels_are_computed_as_word_shows_them() -> None:
    word = docx.Document()
    word.add_paragraph("")
    numbering = word.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">'
            '<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1 –"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
            "</w:abstractNum>"
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, name in ((0, "Commerce"), (1, "Halle"), (1, "Marché"), (0, "Habitat"), (1, "Logement")):
        paragraph = word.add_paragraph(name)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
        )

    document = read(word)

    assert [(b.marker, b.level) for b in document.blocks] == [
        ("I –", 1),
        ("I.1", 2),
        ("I.2", 2),
        ("II –", 1),
        ("II.1", 2),
    ]


def test_a_table_with_vertical_merges_fills_each_row() -> None:
    word = docx.Document()
    table = word.add_table(rows=3, cols=3)
    for row, values in enumerate(
        (("AXE", "ACTION", "HORIZON"), ("Centre", "Ouvrir", "2022"), ("", "Planter", "2023"))
    ):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(1, 0).merge(table.cell(2, 0))

    document = read(word)

    assert rows(document) == [
        ["AXE", "ACTION", "HORIZON"],
        ["Centre", "Ouvrir", "2022"],
        ["Centre", "Planter", "2023"],
    ]
    assert document.blocks[0].is_header
    assert document.blocks[2].cells[0].header == "AXE"


def test_headers_footers_and_deleted_text_are_left_out_and_inserted_text_is_in() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Ville de Valmont"
    word.sections[0].footer.paragraphs[0].text = "Page 1"
    paragraph = word.add_paragraph("Une halle ")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>couverte</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>ouverte</w:delText></w:r></w:del>"))

    assert words(read(word)) == ["Une halle couverte"]


def test_text_boxes_are_read_once() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Avant")
    box = "<w:txbxContent><w:p><w:r><w:t>Dans le cadre</w:t></w:r></w:p></w:txbxContent>"
    new = f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    drawing = f"<mc:AlternateContent>{new}{old}</mc:AlternateContent>"
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')} {names}>{drawing}</w:r>"))

    assert words(read(word)) == ["Avant", "Dans le cadre"]


def test_looks_tell_bold_size_and_the_table_of_contents() -> None:
    word = docx.Document()
    run = word.add_paragraph().add_run("Soutien aux commerçants")
    run.bold, run.font.size = True, Pt(15)
    word.styles.add_style("toc 1", 1)
    word.add_paragraph("Commerce\t3", style="toc 1")

    document = read(word)

    assert {"bold", "font=15.0"} <= document.blocks[0].style
    assert "toc" in document.blocks[1].style


def test_lines_inside_a_paragraph_are_lines_and_a_page_break_is_none() -> None:
    word = docx.Document()
    run = word.add_paragraph().add_run("• Ouvrir")
    run.add_break()
    run.add_text("• Planter")
    run.add_break(WD_BREAK.PAGE)

    document = read(word)

    assert [b.kind for b in document.blocks] == [BlockKind.ITEM, BlockKind.ITEM]
    assert words(document) == ["Ouvrir", "Planter"]


def test_content_controls_are_looked_into() -> None:
    word = docx.Document()
    inside = "<w:p><w:r><w:t>Une halle</w:t></w:r></w:p>"
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    word.element.body.insert(0, parse_xml(control))

    assert words(read(word)) == ["Une halle"]


def test_a_numbering_under_an_unusual_address_is_read_all_the_same() -> None:
    word = docx.Document()
    word.add_paragraph("Créer un fonds", style="List Number")
    relation = next(r for r in word.part.rels.values() if r.reltype.endswith("/numbering"))
    relation._reltype = "http://ailleurs.example/numbering"

    document = read(word)

    assert [b.marker for b in document.blocks] == ["1."]
