"""Tables of cells written and read again, in all four formats."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from relance.plans.rules.exchange import BadFile, Book, Cell, Layout, Row, SheetLayout, read_book, write_book
from relance.plans.rules.exchange.as_csv import shielded, unshielded
from relance.plans.rules.exchange.as_sheets import escaped, unescaped

LAYOUT = Layout(
    (
        SheetLayout("axes", "Axes", {"key": "Clé", "title": "Titre publié"}),
        SheetLayout(
            "measures", "Mesures", {"key": "Clé", "text": "Texte", "order": "Ordre", "on": "En continu"}
        ),
    )
)
FORMS = ["json", "xlsx", "ods", "csv"]


def book(*measures: Mapping[str, Cell]) -> Book:
    return Book({"axes": [], "measures": [Row(n, cells) for n, cells in enumerate(measures, 1)]})


def again(one: Book, form: str) -> Book:
    return read_book(write_book(one, LAYOUT, form=form), LAYOUT)


def cells_of(one: Book, table: str = "measures") -> list[dict[str, Cell]]:
    return [
        {name: value for name, value in row.cells.items() if value not in (None, "")}
        for row in one.rows(table)
    ]


AWKWARD = [
    "=1+1",
    "+33",
    "-5",
    "@a",
    "'quoted'",
    "''",
    "'=x",
    "\tx",
    "\r\n",
    "_x0041_",
    "_x_",
    " lead",
    "tail ",
    "1",
]
words = st.text(max_size=60) | st.sampled_from(AWKWARD)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40)
@given(rows=st.lists(st.tuples(words, st.none() | st.integers(0, 10**18)), max_size=4))
def test_what_is_written_is_read_again(form: str, rows: list[tuple[str, int | None]]) -> None:
    one = book(*[{"key": "k", "text": text, "order": number} for text, number in rows])

    found = cells_of(again(one, form))

    # CSV has texts alone, and so have numbers that a spreadsheet would round.
    assert [{k: str(v) for k, v in row.items()} for row in found] == [
        {k: str(v) for k, v in row.items()} for row in cells_of(one)
    ]
    if form == "json":
        assert found == cells_of(one)


@pytest.mark.parametrize("form", FORMS)
def test_a_very_long_text_is_never_cut(form: str) -> None:
    text = "é😀\n" * 40_000

    found = cells_of(again(book({"key": "a", "text": text}, {"key": "b", "text": "court"}), form))

    assert [row["text"] for row in found] == [text, "court"]


def test_no_cell_of_a_csv_can_be_a_formula() -> None:
    data = write_book(book({"key": "k", "text": "=HYPERLINK(1)", "order": 3}), LAYOUT, form="csv")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("measures.csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][1] == "'=HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    data = write_book(book({"key": "k", "text": "=HYPERLINK(1)"}), LAYOUT, form="xlsx")

    cell = load_workbook(io.BytesIO(data))["Mesures"]["B2"]

    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")


@given(st.text())
def test_guarding_a_cell_is_undone_exactly(text: str) -> None:
    assert unshielded(shielded(text)) == text


@given(st.text(alphabet=st.characters(codec="utf-8")) | words)
def test_escaping_a_cell_is_undone_exactly(text: str) -> None:
    assert unescaped(escaped(text)) == text


def test_an_apostrophe_that_a_person_typed_stays() -> None:
    assert unshielded("'hui") == "'hui"


@pytest.mark.parametrize("form", FORMS)
def test_two_exports_of_the_same_are_the_same(form: str) -> None:
    one = book({"key": "k", "text": "Ouvrir une halle", "order": 1})

    assert cells_of(again(one, form)) == cells_of(again(again(one, form), form))
    if form != "xlsx":  # a workbook carries the hour of its making
        assert write_book(one, LAYOUT, form=form) == write_book(one, LAYOUT, form=form)


def workbook(**sheets: Sequence[Sequence[Cell]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    about: Sequence[Sequence[Cell]] = [["format", "relance-plan"], ["version", 1]]
    for title, rows in {"Format": about, **sheets}.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_columns_are_read_by_name_in_any_order() -> None:
    rows: list[list[Cell]] = [["ordre", "TEXTE", "cle"], [2, "Ouvrir", "k"]]

    found = read_book(workbook(mesures=rows), LAYOUT)

    assert cells_of(found) == [{"key": "k", "text": "Ouvrir", "order": 2}]
    assert found.rows("measures")[0].where("order") == "mesures!A2"


def test_what_is_not_ours_is_named() -> None:
    found = read_book(workbook(Mesures=[["Clé", "Couleur"], ["k", "bleu"]], Notes=[["x"]]), LAYOUT)

    assert found.unknown == ["feuille Mesures, colonne Couleur", "feuille Notes"]


def test_empty_rows_are_no_rows() -> None:
    found = read_book(workbook(Mesures=[["Clé", "Texte"], [None, None], ["k", "Ouvrir"]]), LAYOUT)

    assert [row.number for row in found.rows("measures")] == [3]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_saved_again_by_another_program_is_read(separator: str) -> None:
    about = f"format{separator}version\nrelance-plan{separator}1\n"
    measures = f"Texte{separator}Clé\nOuvrir{separator}k\n"

    found = read_book(archive(**{"export/format": about, "export/Mesures": measures}), LAYOUT)

    assert cells_of(found) == [{"text": "Ouvrir", "key": "k"}]


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(f"{name}.csv", text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "ni un export JSON"),
        (b"%PDF-1.7", "ni un export JSON"),
        (b"{", "mal formé à la ligne 1"),
        (b"{\n\n  oops", "ligne 3"),
        (b'{"format": "\xff"}', "UTF-8"),
        (b"{}", "n’est pas un export"),
        (json.dumps({"format": "relance-plan"}).encode(), "sa version"),
        (json.dumps({"format": "relance-plan", "version": 99}).encode(), "version 99"),
        (json.dumps({"format": "relance-plan", "version": True}).encode(), "sa version"),
        (json.dumps({"format": "relance-plan", "version": 1, "axes": 3}).encode(), "une liste"),
        (json.dumps({"format": "relance-plan", "version": 1, "axes": [3]}).encode(), "un objet"),
        (
            json.dumps({"format": "relance-plan", "version": 1, "axes": [{"key": []}]}).encode(),
            "composée",
        ),
        (b"[" * 100_000, "ni un export JSON"),
        (b'{"a":' * 100_000, "trop de niveaux"),
        (b"PK\x03\x04 broken", "endommagée"),
        (archive(notes="x"), "n’est pas un export"),
        (archive(format='format;version\n"relance-plan";"1"\n', axes='"a'), "mal formé"),
        (workbook()[:-40], "endommagée"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read_book(data, LAYOUT)


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("format.csv", b"0" * (201 * 1024 * 1024))

    with pytest.raises(BadFile, match="trop de données"):
        read_book(out.getvalue(), LAYOUT)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(BadFile):
        assert isinstance(read_book(data, LAYOUT), Book)
