import datetime
import io
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from relance.reading.document import BlockKind, Document
from relance.reading.readers import read_document
from tests.reading.readers.looks import rows, words


def read(book: Workbook) -> Document:
    file = io.BytesIO()
    book.save(file)
    return read_document(file.getvalue())


def book(*lines: tuple[Any, ...]) -> Workbook:
    workbook = openpyxl.Workbook()
    for line in lines:
        workbook.active.append(line)  # type: ignore[union-attr]  # a new workbook has an active sheet
    return workbook


def test_rows_before_the_header_are_paragraphs_and_cells_have_addresses() -> None:
    document = read(
        book(("Plan de relance de Valmont",), (), ("Axe", "Action", "Budget"), ("Centre", "Ouvrir", 20_000))
    )

    title, header, row = document.blocks

    assert title.kind is BlockKind.PARAGRAPH
    assert header.is_header
    assert [(c.address, c.header) for c in row.cells] == [("A4", "Axe"), ("B4", "Action"), ("C4", "Budget")]
    assert rows(document)[1] == ["Centre", "Ouvrir", "20000"]


def test_columns_are_found_whatever_their_order_and_names() -> None:
    document = read(book(("Échéance", "Intitulé de la mesure", "Pilote"), ("2022", "Ouvrir", "Ville")))

    assert document.blocks[0].is_header


def test_merged_cells_stand_in_each_row() -> None:
    workbook = book(("Axe", "Action"), ("Centre", "Ouvrir"), (None, "Planter"))
    workbook.active.merge_cells("A2:A3")  # type: ignore[union-attr]  # see above

    document = read(workbook)

    assert rows(document)[2] == ["Centre", "Planter"]
    assert document.blocks[2].cells[0].address == "A2"


def test_numbers_and_dates_are_written_as_they_show() -> None:
    workbook = book(
        ("Action", "Budget", "Part", "Début", "Fait"),
        ("Ouvrir", 1234567.5, 0.25, datetime.date(2022, 3, 1), True),
    )
    sheet = workbook.active
    sheet["B2"].number_format = '#,##0.00\\ "€"'  # type: ignore[index]  # see above
    sheet["C2"].number_format = "0%"  # type: ignore[index]  # see above

    document = read(workbook)

    assert rows(document)[1] == ["Ouvrir", "1\u202f234\u202f567,50\u00a0€", "25\u00a0%", "01/03/2022", "VRAI"]


def test_each_visible_sheet_is_read_and_hidden_ones_are_named() -> None:
    workbook = book(("Axe", "Action"), ("Centre", "Ouvrir"))
    workbook.active.title = "Commerce"  # type: ignore[union-attr]  # see above
    second = workbook.create_sheet("Habitat")
    second.append(("Axe", "Action"))
    second.append(("Quais", "Planter"))
    hidden = workbook.create_sheet("Listes")
    hidden.append(("Rien",))
    hidden.sheet_state = "hidden"

    document = read(workbook)

    assert words(document, BlockKind.HEADING) == ["Commerce", "Habitat"]
    assert rows(document, table=1)[1] == ["Quais", "Planter"]
    assert document.warnings == ("La feuille masquée «\u00a0Listes\u00a0» n’a pas été lue.",)


def test_a_format_far_below_makes_no_million_rows() -> None:
    workbook = book(("Axe", "Action"), ("Centre", "Ouvrir"))
    workbook.active["A1048576"].number_format = "0.00"  # type: ignore[index]  # see above

    assert len(read(workbook).blocks) == 2


def test_a_group_of_columns_above_the_header_belongs_to_it() -> None:
    workbook = book(
        ("Présentation", None, "Acteurs", None),
        ("Axe", "Action", "Pilote", "Partenaires"),
        ("A", "B", "C", "D"),
    )
    workbook.active.merge_cells("A1:B1")  # type: ignore[union-attr]  # see above

    document = read(workbook)

    assert [b.is_header for b in document.blocks] == [True, True, False]
    assert document.blocks[2].cells[3].header == "Partenaires"
