"""French typography in one place: spaces, quotes, dates, numbers, and folded search keys.

Screens, mails, PDF and exports all print through here. Babel does the work; what it gets
wrong for us is put right here: in France it writes the Canadian dollar "$CA", glued.

Sources: Imprimerie nationale (France); Office québécois de la langue française,
"Espacement des signes de ponctuation" (Québec: no space before ; ! ?).
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision

NBSP: Final = "\u00a0"
NNBSP: Final = "\u202f"  # narrow: between thousands, in France
MINUS: Final = "\u2212"

_SPACES = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_LIGATURES = {ord("œ"): "oe", ord("æ"): "ae", ord("ß"): "ss"}


def _one_for_one() -> dict[int, str]:
    """Each letter up to U+024F to its plain lower-case form, and signs to their plain ones."""
    table: dict[int, str] = {}
    for code in range(0x41, 0x250):
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        if len(base) == 1 and base != char:
            table[code] = base
    table.update(dict.fromkeys(map(ord, "’‘ʼ´`"), "'"))
    table.update(dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"))
    table.update(dict.fromkeys([0x09, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "))
    table.update(dict.fromkeys(map(ord, "“”„"), '"'))
    return table


_FLAT: Final = _one_for_one()


class Locale(StrEnum):
    """The languages that our screens speak; `babel` gives the name Babel knows."""

    FR = "fr"
    FR_CA = "fr-CA"
    EN = "en"

    @property
    def babel(self) -> str:
        return self.value.replace("-", "_")


def locale_of(code: str) -> Locale:
    """The locale for "fr", "fr-FR", "fr_CA", "fr-ca", "en-GB"…; French when unknown."""
    name = code.replace("_", "-").lower()
    if name in ("fr-ca", "fr-qc"):
        return Locale.FR_CA
    return Locale.EN if name.split("-")[0] == "en" else Locale.FR


def fold(text: str) -> str:
    """The search key of a text: lower case, no accents, œ → oe, ’ → ', spaces single.

    Two spellings that a French reader takes for the same word have the same key.
    """
    return " ".join(text.translate(_FOLDED).split())


class _Folded(dict[int, str]):
    """What each sign folds to, worked out when it is first met: plans are folded by the thousand."""

    def __missing__(self, code: int) -> str:
        # Compatibility forms first: "𝕊" has no lower case of its own, its "S" has.
        lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        plain = "".join(c for c in lowered if not unicodedata.combining(c)).translate(_LIGATURES)
        plain = plain.replace("’", "'").replace("‘", "'")
        plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain)
        if code < 0x3000:  # the signs of our languages, and no more of them than that
            self[code] = plain
        return plain


_FOLDED: Final = _Folded()


def flat(text: str) -> str:
    """The text letter for letter, without case, accents or typographic variants.

    Same length as `text`, so that a place in one is a place in the other; œ stays œ.
    What patterns are matched on when the place of a match must be known.
    """
    return text.translate(_FLAT)


def flat_words(text: str) -> tuple[str, list[int]]:
    """The text flat, with runs of white space and line ends as one space, and where each sign stood.

    The second value has one place more than the first has signs: the end of the text.
    """
    plain = flat(text).replace("\n", " ").replace("\r", " ")
    if "  " not in plain:
        return plain, list(range(len(plain) + 1))
    kept = [i for i, sign in enumerate(plain) if sign != " " or i == 0 or plain[i - 1] != " "]
    return "".join(plain[i] for i in kept), [*kept, len(plain)]


def squeeze(text: str) -> str:
    """The same words with single ordinary spaces, for comparing and for titles."""
    return " ".join(text.split())


def punctuate(text: str, locale: Locale = Locale.FR) -> str:
    """The text with the spaces, apostrophes and quotes that its locale asks for.

    Addresses (http://…), times (10:30) and ratios (3:1) keep their colons.
    """
    if locale is Locale.EN:
        return text
    out = re.sub(r"(?<=\w)'(?=\w)", "’", text).replace("...", "…")
    between = NNBSP if locale is Locale.FR else NBSP
    out = re.sub(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)", lambda hit: hit[0].replace(" ", between), out)
    quoted = 1
    while quoted:  # from the inside out: ""x"" is a quotation in a quotation
        out, quoted = re.subn(r'"([^"\n]+)"', r"«\1»", out)
    out = re.sub(rf"«{_SPACES}*", f"«{NBSP}", out)
    out = re.sub(rf"{_SPACES}*»", f"{NBSP}»", out)
    out = re.sub(rf"(?<=[\w)»\]…’%€$]){_SPACES}*:(?=\s|$)", f"{NBSP}:", out)
    before = NBSP if locale is Locale.FR else ""
    # A question mark inside an address is part of it: only those that end words count.
    out = re.sub(rf"(?<=[\w)»\]…%€$]){_SPACES}*([;!?]+)(?=[\s»)]|$)", rf"{before}\1", out)
    return re.sub(rf"(?<=\d){_SPACES}*([%€$])", rf"{NBSP}\1", out)


def quote(text: str, locale: Locale = Locale.FR) -> str:
    """The text between the quotation marks of its locale."""
    return f"“{text}”" if locale is Locale.EN else f"«{NBSP}{text}{NBSP}»"


def number(value: int | Decimal, locale: Locale = Locale.FR) -> str:
    """12345 → "12 345"; Decimal("0.5") → "0,5"."""
    return format_decimal(value, locale=locale.babel)


def percent(ratio: Decimal, locale: Locale = Locale.FR, *, places: int = 0) -> str:
    """A ratio (Decimal("0.725")) as a percentage ("72,5 %" with `places=1`)."""
    pattern = "#,##0" + ("." + "#" * places if places else "") + "%"
    if locale is not Locale.EN:
        pattern = pattern.replace("%", f"{NBSP}%")
    return format_percent(ratio, format=pattern, locale=locale.babel)


def digits_of(currency: str) -> int:
    """How many digits the minor unit of an ISO 4217 currency takes (EUR, CAD: 2)."""
    return get_currency_precision(currency)


def currency(minor: int, code: str, locale: Locale = Locale.FR, *, cents: bool | None = None) -> str:
    """A sum of `minor` units of the currency `code`, as the locale writes it.

    `cents=None` leaves ",00" out when the sum is round; True always prints it.
    """
    places = digits_of(code)
    value = Decimal(minor).scaleb(-places)
    show = cents if cents is not None else minor % 10**places != 0
    shape = "#,##0" + ("." + "0" * places if show and places else "")
    pattern = f"¤{shape}" if locale is Locale.EN else f"{shape}{NBSP}¤"
    out = format_currency(value, code, format=pattern, locale=locale.babel, currency_digits=False)
    # Babel's fr writes "$CA" and "$US", glued: usage and the OQLF want "$ CA".
    return re.sub(r"\$(?=[A-Z])", f"${NBSP}", out) if locale is not Locale.EN else out


def long_date(day: date, locale: Locale = Locale.FR, *, weekday: bool = False) -> str:
    """1st → "1er janvier 2024"; with `weekday`, "lundi 1er janvier 2024"."""
    out = format_date(day, "full" if weekday else "long", locale=locale.babel)
    if locale is not Locale.EN and day.day == 1:
        out = re.sub(r"\b1(?= )", "1er", out, count=1)
    return out


def short_date(day: date, locale: Locale = Locale.FR) -> str:
    """France "05/03/2024", Québec "2024-03-05" (both with four digits of the year)."""
    if locale is Locale.FR_CA:
        return day.isoformat()
    return f"{day:%d/%m/%Y}"


def month(day: date, locale: Locale = Locale.FR) -> str:
    """The month of a day in full: "mars 2024"."""
    return format_date(day, "MMMM y", locale=locale.babel)
