"""CSV files that people open in a spreadsheet: UTF-8 with its mark, semicolons, no formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# A cell that begins so is run as a formula by spreadsheets (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """The text of a cell; one that a spreadsheet would run begins with an apostrophe.

    Whole and decimal numbers written by us ("-12", "3,5") stay numbers.
    """
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int | float) or not text.lstrip(" \u00a0").startswith(_FORMULA):
        return text
    return f"'{text}"


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The file, line by line, for an answer that is sent while it is written."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(safe_cell, header))
    yield b"\xef\xbb\xbf" + line.getvalue().encode()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow(map(safe_cell, row))
        yield line.getvalue().encode("utf-8", "replace")
