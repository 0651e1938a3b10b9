"""Values of spreadsheet cells as a French reader sees them."""

import datetime
import re
from decimal import Decimal

_SECTION = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_THIN = "\u202f"


def displayed(value: object, number_format: str = "General") -> str:
    """A cell's value as text: dates as JJ/MM/AAAA, numbers with a comma, their unit and separators.

    The stored number keeps all its decimals unless the format shows fewer.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d/%m/%Y" if value.time() == datetime.time() else "%d/%m/%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, (int, float, Decimal)):
        return _number(value, number_format)
    return str(value)


def _number(value: int | float | Decimal, number_format: str) -> str:
    positive = number_format.split(";")[0]
    quoted = "".join(part.strip('"\\') for part in _SECTION.findall(positive) if not part.startswith("["))
    symbols = "".join(re.findall(r"\[\$([^\]-]*)", positive))
    shape = _SECTION.sub("", positive)
    exact = Decimal(str(value)) if not isinstance(value, Decimal) else value
    if not exact.is_finite():
        return str(value)
    if "%" in shape:
        return f"{_grouped(exact * 100, _decimals(shape), group=False)}\u00a0%"
    unit = next((sign for sign in ("€", "$", "£") if sign in quoted + symbols + shape), "")
    if unit:
        prefix = next((p for p in ("k", "K", "M") if p + unit in quoted), "")
        return f"{_grouped(exact, _decimals(shape), group=True)}\u00a0{prefix}{unit}"
    return _grouped(exact, _decimals(shape), group="," in shape or "# " in shape)


def _decimals(shape: str) -> int | None:
    """How many decimals a format shows; None for "General" and formats without digits."""
    if not re.search(r"[0#?]", shape) or "E" in shape.upper().replace("GENERAL", ""):
        return None
    match = re.search(r"\.([0#?]+)", shape)
    return len(match[1]) if match else 0


def _grouped(number: Decimal, decimals: int | None, *, group: bool) -> str:
    if abs(number) >= Decimal(10) ** 15:
        return str(number)
    # Binary noise ends after fifteen digits, as office programs show it.
    number = round(number, 10) if decimals is None else round(number, decimals)
    text = f"{number:f}"
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0") if decimals is None or not rest.strip("0") else rest
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if group:
        digits = f"{int(digits):,}".replace(",", _THIN)
    return f"{sign}{digits}" + (f",{rest}" if rest else "")


def written(kind: str | None, raw: str) -> str:
    """A value of an OpenDocument cell that has no words of its own: dates and numbers as shown."""
    if kind == "date":
        try:
            return displayed(datetime.datetime.fromisoformat(raw))
        except ValueError:
            return raw
    if kind in {"float", "currency", "percentage"} and re.fullmatch(r"-?\d+(?:\.\d+)?", raw):
        return displayed(Decimal(raw), "0%" if kind == "percentage" else "General")
    return raw
