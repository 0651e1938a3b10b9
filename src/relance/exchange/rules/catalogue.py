"""A catalogue as a spreadsheet: its columns, its rows read from XLSX, CSV or ODS, and written again."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from relance.exchange.rules.kinds import Kind
from relance.kernel.sheets import safe_cell
from relance.reading.document import ReadingError
from relance.reading.readers import read_document
from relance.values.typography import NBSP, fold

COLUMNS: Final[Mapping[str, str]] = {
    "reference": "Référence",
    "kind": "Genre",
    "direction": "Sens",
    "title": "Intitulé",
    "text": "Description",
    "price": "Prix",
    "unit": "Unité",
    "tax": "TVA",
    "category": "Rayon",
    "labels": "Labels",
    "gtin": "Code-barres",
    "stock": "Stock",
    "state": "État",
}
ALSO: Final[Mapping[str, str]] = {
    "nom": "title", "produit": "title", "designation": "title", "libelle": "title",
    "prix ttc": "price", "prix de vente": "price", "tarif": "price",
    "ean": "gtin", "gtin": "gtin", "code barres": "gtin", "code barre": "gtin",
    "quantite": "stock", "ref": "reference", "sku": "reference", "categorie": "category",
    "taux de tva": "tax",
}  # fmt: skip
MOST_ROWS: Final = 5000
MOST_BYTES: Final = 10 * 1024 * 1024


class BadCatalogue(ValueError):
    """The whole file is refused; the message is French."""


@dataclass(frozen=True)
class CatalogueRow:
    """One row: `said` by the names of COLUMNS, `fields` by the names of the kind's fields."""

    number: int
    said: Mapping[str, str]
    fields: Mapping[str, str]


def header(kinds: Iterable[Kind]) -> dict[str, str]:
    """Key → words of each column; fields of kinds are "fields.brand" → "Marque (brand)"."""
    out = dict(COLUMNS)
    for kind in kinds:
        for one in kind.fields:
            out.setdefault(f"fields.{one.name}", f"{one.label} ({one.name})")
    return out


def read_rows(content: bytes, name: str, kinds: Mapping[str, Kind]) -> list[CatalogueRow]:
    """The rows under the first line that names a title column. Raises BadCatalogue."""
    table = _table(content, name)
    names = {fold(words): key for key, words in header(kinds.values()).items()}
    names |= dict(ALSO)
    start, columns = 0, dict[int, str]()
    for start, cells in enumerate(table[:20]):  # noqa: B007  # read after the loop
        columns = {place: names[fold(cell)] for place, cell in enumerate(cells) if fold(cell) in names}
        if "title" in columns.values():
            break
    else:
        wanted = ", ".join(COLUMNS.values())
        raise BadCatalogue(
            f"Aucune ligne ne nomme de colonne «{NBSP}Intitulé{NBSP}». Colonnes connues{NBSP}: {wanted}."
        )
    twice = [key for key in columns.values() if list(columns.values()).count(key) > 1]
    if twice:
        raise BadCatalogue(f"La colonne «{NBSP}{header(kinds.values())[twice[0]]}{NBSP}» y est deux fois.")
    rows = []
    for number, cells in enumerate(table[start + 1 :], start + 2):
        if not any(cell.strip() for cell in cells):
            continue
        said = {key: cells[place] if place < len(cells) else "" for place, key in columns.items()}
        fields = {key[7:]: said.pop(key) for key in list(said) if key.startswith("fields.")}
        rows.append(
            CatalogueRow(number, said, {key: value for key, value in fields.items() if value.strip()})
        )
    if len(rows) > MOST_ROWS:
        raise BadCatalogue(
            f"Ce fichier a {len(rows)} lignes{NBSP}: {MOST_ROWS} au plus, coupez-le en plusieurs."
        )
    if not rows:
        raise BadCatalogue("Ce fichier ne contient aucune ligne sous ses titres.")
    return rows


def write_xlsx(columns: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The catalogue as a workbook; every cell is text, so that no bar code loses a zero."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Catalogue")
    page.freeze_panes = "A2"
    page.append([_text(page, words, bold=True) for words in columns.values()])
    for row in rows:
        page.append([_text(page, row.get(key, "")) for key in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(columns: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The same for spreadsheets that prefer CSV: UTF-8 with its mark, semicolons, no formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns.values())
    for row in rows:
        writer.writerow([safe_cell(row.get(key, "")) for key in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _text(page: Any, value: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(page, value="".join(c for c in value if c in "\t\n" or c >= " "))
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _table(content: bytes, name: str) -> list[list[str]]:
    if len(content) > MOST_BYTES:
        raise BadCatalogue("Ce fichier pèse plus de 10\u00a0Mo.")
    if content[:2] == b"PK":
        return _xlsx(content) if b"xl/workbook.xml" in content else _ods(content, name)
    return _csv(content)


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            page = book.worksheets[0]
            rows = [
                [_printed(cell) for cell in row[:200]]
                for row in page.iter_rows(max_row=MOST_ROWS + 100, values_only=True)
            ]
            book.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        OSError,
        SyntaxError,
    ) as error:
        raise BadCatalogue(
            "Ce classeur est abîmé\u00a0: enregistrez-le de nouveau, puis renvoyez-le."
        ) from error
    return rows


def _ods(content: bytes, name: str) -> list[list[str]]:
    try:
        document = read_document(content, name=name)
    except ReadingError as error:
        raise BadCatalogue(str(error)) from error
    rows: list[list[str]] = []
    for block in document.blocks:
        if not block.cells or (block.table or 0) > 0:
            continue
        width = max(cell.column for cell in block.cells) + 1
        row = [""] * width
        for cell in block.cells:
            row[cell.column] = cell.span.quote(document.text) if cell.span else ""
        rows.append(row)
    return rows


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise BadCatalogue("Ce fichier n’est ni un tableur ni un CSV\u00a0: XLSX, ODS ou CSV sont attendus.")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BadCatalogue(f"Ce CSV ne se lit pas\u00a0: {error}.") from error
    return [[_plain(cell) for cell in row] for row in rows]


def _plain(cell: str) -> str:
    """A cell that we protected from being run as a formula comes back as it was."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell


def _printed(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}".replace(".", ",")
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value)


def printed_fields(kind: Kind | None, fields: Mapping[str, Any]) -> dict[str, str]:
    """Fields of a listing as cells: codes of choices as words, lists with commas."""
    out = {}
    known = {one.name: one for one in kind.fields} if kind else {}
    for name, value in fields.items():
        one = known.get(name)
        parts: Sequence[Any] = value if isinstance(value, list) else [value]
        words = [one.choices.get(str(part), str(part)) if one else str(part) for part in parts]
        out[f"fields.{name}"] = ("oui" if value else "non") if isinstance(value, bool) else ", ".join(words)
    return out
