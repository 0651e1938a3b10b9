"""The exchange format as JSON: one object, one list a table, cells as JSON values."""

import json
from collections.abc import Iterable
from typing import Any

from relance.plans.rules.exchange.book import FORMAT, VERSION, BadFile, Book, Layout, Row, check_version


def write_json(book: Book, layout: Layout) -> bytes:
    """UTF-8, keys in the order of the layout, so that two exports can be compared line by line."""
    tables = {
        sheet.name: [{name: row.cells.get(name) for name in sheet.columns} for row in book.rows(sheet.name)]
        for sheet in layout.sheets
    }
    whole = {"format": FORMAT, "version": VERSION, **tables}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _keys(record: Any) -> Iterable[str]:
    return record if isinstance(record, dict) else ()


def read_json(data: bytes, layout: Layout) -> Book:
    """Raises BadFile with the place of the fault."""
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadFile(f"Ce fichier n’est pas en UTF-8 (octet {error.start}).") from error
    except json.JSONDecodeError as error:
        raise BadFile(
            f"Ce fichier JSON est mal formé à la ligne {error.lineno}, colonne {error.colno}."
        ) from error
    except RecursionError as error:
        raise BadFile("Ce fichier JSON emboîte trop de niveaux.") from error
    if not isinstance(whole, dict):
        raise BadFile("Ce fichier JSON n’est pas un export de plan de Relance.")
    check_version(whole.pop("format", None), whole.pop("version", None))
    book = Book()
    for said, records in whole.items():
        sheet = layout.sheet_called(said)
        if sheet is None:
            book.unknown.append(f"table {said[:80]}")
            continue
        if not isinstance(records, list):
            raise BadFile(f"La table {sheet.name} doit être une liste.")
        unknown: dict[str, None] = {}
        columns = {said: sheet.column_called(said) for said in {key for one in records for key in _keys(one)}}
        rows = []
        for number, record in enumerate(records, 1):
            if not isinstance(record, dict):
                raise BadFile(f"La ligne {number} de la table {sheet.name} doit être un objet.")
            cells: dict[str, Any] = {}
            for name, value in record.items():
                column = columns[name]
                if column is None:
                    unknown[name] = None
                elif isinstance(value, list | dict):
                    raise BadFile(f"La ligne {number} de la table {sheet.name} a une cellule composée.")
                else:
                    cells[column] = value
            rows.append(Row(number, cells))
        book.tables[sheet.name] = rows
        book.unknown += [f"{sheet.name}, colonne {name[:80]}" for name in unknown]
    return book
