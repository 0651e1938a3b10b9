"""The exchange format of a plan: tables of cells, as JSON, as a spreadsheet (XLSX or ODS), as a zip of CSV.

All four hold the same tables. `read_book` recognises which one a file is.
"""

from relance.plans.rules.exchange.book import (
    FORMAT,
    VERSION,
    BadFile,
    Book,
    Cell,
    Layout,
    Row,
    SheetLayout,
)
from relance.plans.rules.exchange.recognise import read_book, write_book

__all__ = [
    "FORMAT",
    "VERSION",
    "BadFile",
    "Book",
    "Cell",
    "Layout",
    "Row",
    "SheetLayout",
    "read_book",
    "write_book",
]
