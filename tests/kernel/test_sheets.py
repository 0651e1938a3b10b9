"""CSV for spreadsheets: nothing in it runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.kernel.sheets import csv_lines, safe_cell


@pytest.mark.parametrize("cell", ["=1+1", "+33 1", "-cmd", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "＝1"])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "text"), [("Valmont", "Valmont"), (None, ""), (-12, "-12"), ("a=b", "a=b")])
def test_other_cells_stay_as_they_are(cell: object, text: str) -> None:
    assert safe_cell(cell) == text


def test_the_file_is_utf8_with_its_mark_and_semicolons() -> None:
    content = b"".join(csv_lines(["Été", "B"], [["a;b", 'dit "oui"']]))

    assert content == '\ufeffÉté;B\r\n"a;b";"dit ""oui"""\r\n'.encode()


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=2, max_size=2), max_size=5)
)
def test_a_reader_finds_the_same_cells_and_none_that_runs(rows: list[list[str]]) -> None:
    text = b"".join(csv_lines(["a", "b"], rows)).decode("utf-8-sig")

    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]

    assert read == [[safe_cell(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)
