"""One listing as somebody types it, in a form or on a row of a spreadsheet, checked against its kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from stdnum import ean
from stdnum.exceptions import InvalidChecksum, ValidationError

from relance.exchange.rules import categories
from relance.exchange.rules.kinds import Ending, Kind, Pricing, checked
from relance.values.typography import NBSP, fold

TITLE_LIMIT: Final = 200
TEXT_LIMIT: Final = 5000
DEAREST: Final = 10_000_000_00  # minor units
MOST_STOCK: Final = 1_000_000
ON_DEMAND: Final = "sur commande"
_PRICE: Final = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
_TAX: Final = re.compile(r"(\d{1,2})(?:[.,](\d{1,3}))?")


@dataclass(frozen=True)
class Vocabulary:
    """Codes and their French words that a listing may hold."""

    units: Mapping[str, str]
    labels: Mapping[str, str]
    states: Mapping[str, str]
    directions: Mapping[str, str]


@dataclass(frozen=True)
class CheckedListing:
    """`values`: fields of a listing, typed; `stock`: (on demand, on hand), None when not sold online;
    `errors`: field → sentence, a field of the kind as "fields.name"."""

    values: dict[str, Any] = field(default_factory=dict)
    stock: tuple[bool, int | None] | None = None
    errors: dict[str, str] = field(default_factory=dict)


def checked_listing(
    said: Mapping[str, Any], fields: Mapping[str, Any], *, kinds: Mapping[str, Kind], known: Vocabulary
) -> CheckedListing:
    """What may be kept of a listing. `said` holds texts; what it leaves out has its usual value."""
    out = CheckedListing()
    stock: tuple[bool, int | None] | None = None
    kind = _kind(said, kinds, out)
    text = {
        name: str(said.get(name) or "").strip() for name in ("title", "text", "reference", "price", "stock")
    }
    if not text["title"]:
        out.errors["title"] = "L’intitulé est nécessaire."
    _short(out, "title", text["title"], TITLE_LIMIT, "L’intitulé")
    _short(out, "text", text["text"], TEXT_LIMIT, "La description")
    _short(out, "reference", text["reference"], 60, "La référence")
    _coded(out, "direction", said, known.directions, "offer", "Le sens")
    _coded(out, "state", said, known.states, "shown", "L’état")
    _coded(out, "unit", said, known.units, kind.unit if kind else "C62", "L’unité de vente")
    shelves = dict(categories.choices())
    _coded(out, "category", said, shelves, str(said.get("default_category") or categories.OTHER), "Le rayon")
    _labels(out, said, known.labels)
    _gtin(out, said, kind)
    _tax(out, said)
    if kind is not None:
        direction = out.values.get("direction", "offer")
        if direction not in kind.directions:
            out.errors["direction"] = (
                f"Un {kind.one} n’est pas un besoin\u00a0: choisissez «{NBSP}Offre{NBSP}»."
            )
        _price(out, text["price"], kind, is_offer=direction == "offer")
        found = checked(kind, fields)
        out.values["fields"] = found.values
        out.errors.update({f"fields.{name}": sentence for name, sentence in found.errors.items()})
        stock = _stock(out, text["stock"], kind)
    return CheckedListing(out.values, stock, out.errors)


def price_of(text: str) -> int:
    """ "3,20", "3.2", "3 €" → 320 minor units. Raises ValueError with a French sentence."""
    bare = re.sub(r"[\s\u00a0\u202f]|€|\$|EUR|CAD", "", text)
    found = _PRICE.fullmatch(bare)
    if not found:
        raise ValueError(f"Le prix est un nombre (3,20), pas «{NBSP}{text[:40]}{NBSP}».")
    value = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    if value > DEAREST:
        raise ValueError(f"Le prix est de dix millions au plus, pas «{NBSP}{text[:40]}{NBSP}».")
    return value


def printed_price(minor: int | None) -> str:
    """320 → "3,20", as a spreadsheet and a form hold it; empty when none is said."""
    return "" if minor is None else f"{minor // 100},{minor % 100:02d}"


def printed_tax(tax: int | None) -> str:
    """550 → "5,5"; empty when none is said."""
    if tax is None:
        return ""
    whole, rest = divmod(tax, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",")


def tax_of(text: str) -> int:
    """ "5,5", "20 %" → hundredths of a per cent: 550, 2000. Raises ValueError."""
    found = _TAX.fullmatch(re.sub(r"[\s\u00a0\u202f%]", "", text))
    decimals = (found[2] or "").rstrip("0") if found else ""
    if not found or len(decimals) > 2:
        raise ValueError(f"Le taux de TVA est un pourcentage (5,5), pas «{NBSP}{text[:40]}{NBSP}».")
    return int(found[1]) * 100 + int(decimals.ljust(2, "0"))


def gtin_of(text: str) -> str:
    """A bar code of 8, 12, 13 or 14 digits whose check digit is right (GS1). Raises ValueError."""
    digits = re.sub(r"[\s\u00a0.-]", "", text)
    try:
        return str(ean.validate(digits))
    except InvalidChecksum:
        raise ValueError(
            f"«{NBSP}{text[:40]}{NBSP}» n’est pas un code-barres{NBSP}: sa clé de contrôle est fausse, "
            "un chiffre a dû être mal saisi."
        ) from None
    except ValidationError:
        raise ValueError(
            f"«{NBSP}{text[:40]}{NBSP}» n’est pas un code-barres{NBSP}: il a 8, 12, 13 ou 14 chiffres."
        ) from None


def _kind(said: Mapping[str, Any], kinds: Mapping[str, Kind], out: CheckedListing) -> Kind | None:
    asked = str(said.get("kind") or "product").strip()
    for kind in kinds.values():
        if fold(asked) in (kind.code, fold(kind.one), fold(kind.many)):
            out.values["kind"] = kind.code
            return kind
    names = ", ".join(kind.one for kind in kinds.values())
    out.errors["kind"] = f"Le genre «{NBSP}{asked[:40]}{NBSP}» n’existe pas ici{NBSP}: {names}."
    return None


def _short(out: CheckedListing, name: str, text: str, limit: int, what: str) -> None:
    if len(text) > limit:
        out.errors[name] = f"{what} a {len(text)} signes, {limit} au plus."
    else:
        out.values[name] = text


def _coded(
    out: CheckedListing, name: str, said: Mapping[str, Any], known: Mapping[str, str], usual: str, what: str
) -> None:
    asked = str(said.get(name) or "").strip()
    if not asked:
        out.values[name] = usual
        return
    code = _code_of(asked, known)
    if code is None:
        allowed = ", ".join(known.values())
        out.errors[name] = f"{what} «{NBSP}{asked[:40]}{NBSP}» n’existe pas{NBSP}: {allowed}."
    else:
        out.values[name] = code


def _code_of(asked: str, known: Mapping[str, str]) -> str | None:
    for code, words in known.items():
        if asked == code or fold(asked) == fold(words):
            return code
    return None


def _labels(out: CheckedListing, said: Mapping[str, Any], known: Mapping[str, str]) -> None:
    raw = said.get("labels") or []
    parts: Sequence[Any] = raw if isinstance(raw, list | tuple) else str(raw).split(",")
    codes = []
    for part in (str(one).strip() for one in parts):
        code = _code_of(part, known) if part else ""
        if code is None:
            out.errors["labels"] = (
                f"Le label «{NBSP}{part[:40]}{NBSP}» n’existe pas{NBSP}: {', '.join(known.values())}."
            )
            return
        if code and code not in codes:
            codes.append(code)
    out.values["labels"] = codes


def _gtin(out: CheckedListing, said: Mapping[str, Any], kind: Kind | None) -> None:
    text = str(said.get("gtin") or "").strip()
    out.values["gtin"] = ""
    if not text:
        return
    if kind is not None and not kind.gtin:
        out.errors["gtin"] = f"Un code-barres ne va qu’avec un produit, pas avec un {kind.one}."
        return
    try:
        out.values["gtin"] = gtin_of(text)
    except ValueError as error:
        out.errors["gtin"] = str(error)


def _tax(out: CheckedListing, said: Mapping[str, Any]) -> None:
    text = str(said.get("tax") or "").strip()
    out.values["tax"] = None
    if text:
        try:
            out.values["tax"] = tax_of(text)
        except ValueError as error:
            out.errors["tax"] = str(error)


def _price(out: CheckedListing, text: str, kind: Kind, *, is_offer: bool) -> None:
    out.values["price"] = None
    if not text:
        if kind.price is Pricing.REQUIRED and is_offer:
            out.errors["price"] = f"Le prix est nécessaire pour un {kind.one}."
        return
    if kind.price is Pricing.NONE:
        out.errors["price"] = f"Un {kind.one} n’a pas de prix."
        return
    try:
        out.values["price"] = price_of(text)
    except ValueError as error:
        out.errors["price"] = str(error)


def _stock(out: CheckedListing, text: str, kind: Kind) -> tuple[bool, int | None] | None:
    if not text:
        return None
    if kind.ends_by == (Ending.CONTACT,):
        out.errors["stock"] = f"Un {kind.one} ne se réserve pas en ligne{NBSP}: laissez le stock vide."
        return None
    if out.values.get("price") is None and "price" not in out.errors:
        out.errors["price"] = "Pour réserver en ligne, un prix est nécessaire."
    if fold(text) == ON_DEMAND:
        return True, None
    digits = "".join(text.split())
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9 or int(digits) > MOST_STOCK:
        out.errors["stock"] = (
            f"Le stock est un nombre entier (12) ou «{NBSP}{ON_DEMAND}{NBSP}», pas «{NBSP}{text[:40]}{NBSP}»."
        )
        return None
    return False, int(digits)
