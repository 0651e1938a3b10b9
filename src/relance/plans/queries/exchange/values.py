"""Values of the exchange format: how each kind is written in a cell, and read back.

Reading is tolerant where people and spreadsheets write the same thing in several ways, and
says in French what was allowed where it is not.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import TextChoices

from relance.plans.rules.exchange import Cell
from relance.values.typography import NBSP, fold


class Kind(StrEnum):
    TEXT = "text"
    SLUG = "slug"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"
    MONEY = "money"
    KEY = "key"
    REFERENCE = "reference"
    LIST = "list"
    PAIRS = "pairs"


class BadCell(Exception):
    """The cell cannot be read; the message says what was allowed."""


LARGEST = 2_147_483_647
LARGEST_MINOR = 9_223_372_036_854_775_807


def written(kind: Kind, value: Any) -> Cell:
    """A value as a cell. Money is given in minor units and written in whole ones."""
    if value is None:
        return None
    if kind is Kind.MONEY:
        units = Decimal(value).scaleb(-2)
        return int(units) if units == units.to_integral_value() else f"{units:f}"
    if kind in (Kind.LIST, Kind.PAIRS):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if kind is Kind.MOMENT:
        return str(value.astimezone(UTC).isoformat())
    if kind is Kind.DAY:
        return str(value.isoformat())
    if kind is Kind.KEY:
        return str(value)
    cell: Cell = value
    return cell


def read(kind: Kind, cell: Cell, choices: type[TextChoices] | None = None) -> Any:
    """The value of a cell; what an empty one is depends on the kind. Raises BadCell."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        cell = int(cell)
    if kind is Kind.CHOICE:
        return _choice(cell, choices)
    return _READERS[kind](cell)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    if "\x00" in text:
        raise BadCell("Un caractère nul n’est pas accepté.")
    return text


def _slug(cell: Cell) -> str:
    text = _text(cell)
    if text and not re.fullmatch(r"[-a-zA-Z0-9_]+", text):
        raise BadCell("Des lettres sans accent, des chiffres et des tirets sont attendus.")
    return text


def _number(cell: Cell) -> int | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, str) and re.fullmatch(r"\s*\d{1,10}\s*", cell, re.ASCII):
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int) or not 0 <= cell <= LARGEST:
        raise BadCell("Un nombre entier positif est attendu.")
    return cell


def _flag(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    words = fold(_text(cell))
    if words in ("oui", "vrai", "true", "1", "x"):
        return True
    if words in ("", "non", "faux", "false", "0"):
        return False
    raise BadCell(f"«{NBSP}oui{NBSP}» ou «{NBSP}non{NBSP}» est attendu.")


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if cell is None or cell == "":
        return None
    try:
        return date.fromisoformat(_text(cell).strip())
    except ValueError:
        pass
    found = re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*", _text(cell), re.ASCII)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else _refuse_day()
    except ValueError:
        return _refuse_day()


def _refuse_day() -> date:
    raise BadCell("Une date comme 2026-03-12 ou 12/03/2026 est attendue.")


def _moment(cell: Cell) -> datetime | None:
    if cell is None or cell == "":
        return None
    try:
        moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(_text(cell).strip())
    except ValueError as error:
        raise BadCell("Une date et une heure comme 2026-03-12T09:30:00+00:00 sont attendues.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _choice(cell: Cell, choices: type[TextChoices] | None) -> str:
    assert choices is not None  # noqa: S101  # a column of this kind always says its choices
    said = fold(_text(cell))
    if not said:
        return ""
    for choice in choices:
        if said in (fold(choice.value), fold(str(choice.label))):
            return str(choice.value)
    allowed = ", ".join(str(choice.label) for choice in choices)
    raise BadCell(f"Une de ces valeurs est attendue{NBSP}: {allowed}.")


def _money(cell: Cell) -> int | None:
    if cell is None or cell == "":
        return None
    text = re.sub(r"[\s\u00a0\u202f]", "", _text(cell)).removesuffix("€").removesuffix("$").replace(",", ".")
    try:
        units = Decimal(text)
    except InvalidOperation as error:
        raise BadCell("Une somme comme 1500 ou 1500,50 est attendue.") from error
    if not units.is_finite():
        raise BadCell("Une somme comme 1500 ou 1500,50 est attendue.")
    minor = units.scaleb(2)
    if minor != minor.to_integral_value() or not 0 <= minor <= LARGEST_MINOR:
        raise BadCell("Une somme positive, à deux décimales au plus, est attendue.")
    return int(minor)


def _key(cell: Cell) -> UUID | None:
    text = _text(cell).strip()
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise BadCell("Cette clé est abîmée. Laissez-la vide pour une nouvelle ligne.") from error


def _list(cell: Cell) -> list[str]:
    text = _text(cell)
    if not text:
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadCell("Une liste au format JSON est attendue.") from error
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise BadCell("Une liste de textes au format JSON est attendue.")
    return found


def _pairs(cell: Cell) -> list[list[int]]:
    text = _text(cell)
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError) as error:
        raise BadCell("Des paires de nombres au format JSON sont attendues.") from error
    if not isinstance(found, list) or not all(_is_pair(one) for one in found):
        raise BadCell("Des paires de nombres au format JSON sont attendues.")
    return found


def _is_pair(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(type(n) is int and 0 <= n <= LARGEST for n in one)


_READERS: dict[Kind, Callable[[Cell], Any]] = {
    Kind.TEXT: _text,
    Kind.SLUG: _slug,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.MONEY: _money,
    Kind.KEY: _key,
    Kind.REFERENCE: _text,
    Kind.LIST: _list,
    Kind.PAIRS: _pairs,
}
