"""Money as French texts write it: "66,1M€", "5 à 30 K€", "300 000 €/an", "1,5 milliard d’euros".

`find(text)` gives every sum with its place; `parse(text)` reads a field that holds one.
Both ends of a range are said together. A bare number is no sum, unless `unit` says so
(a table column "Budget (k€)").
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from relance.values.money import Money
from relance.values.typography import digits_of, flat

_DIGITS: Final = (
    r"\d{1,3}(?:,\d{3})+\.\d\d(?!\d)"
    r"|\d{1,3}(?:[ '.]\d{3})+(?!\d)(?:,\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:[.,]\d+)?"
)
_FIRST: Final = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_TENS: Final = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_UNITS: Final = {word: value for value, word in enumerate(_FIRST.split())} | {"une": 1} | _TENS
_WORD: Final = "|".join(sorted(_UNITS, key=len, reverse=True)) + "|cents?|mille"
_WORDS: Final = rf"(?:{_WORD})(?:(?:[ -]| et )(?:{_WORD})\b)*"
_SCALE: Final = r"milliards?|millions?|milliers?|mds?|mrds?|mns?|k|m"
_SIGN: Final = (
    r"€|euros?\b|eur\b|cad\b|usd\b|\$ ?(?:ca(?:n|d)?|us)\b|ca\$|us\$|\$"
    r"|dollars?(?: (?:canadiens?|americains?|us)\b)?"
)
_LINE_END: Final = re.compile(r"(?<!\d)\n|\n(?!\d)")  # a line end inside a number is another number
_FIGURE: Final = rf"(?<![\d.,])(?:{_DIGITS})"
_VALUE: Final = rf"(?:{_FIGURE}|\b{_WORDS}\b)"
_TAIL: Final = (
    rf" ?(?:(?:{_SCALE})(?![a-z²³0-9])|(?:milliards?|millions?|milliers?)\b)? ?(?:(?:de |d')?(?:{_SIGN}))"
)
_SUM: Final = re.compile(
    rf"(?P<low>{_FIGURE})(?P<lowunit> ?(?:{_SCALE})?(?![a-z²³0-9]) ?(?:(?:de |d')?(?:{_SIGN}))?)"
    rf"(?P<to> ?(?:-|a|et|ou) ?(?:moins de )?)(?P<high>{_FIGURE})(?P<highunit>{_TAIL})"
    rf"|(?P<one>{_VALUE})(?P<unit>{_TAIL})"
    rf"|(?P<sign>€|\$|\beur |\bcad ) ?(?P<after>{_FIGURE})(?P<scale> ?(?:{_SCALE})(?![a-z²³0-9]))?"
)
_ALONE: Final = re.compile(rf"(?P<one>{_VALUE})(?P<unit>{_TAIL})")
_PER: Final = re.compile(
    r" ?(?:h\.?t\.?|t\.?t\.?c\.?|hors taxes?)?,? ?"
    r"(?:(?:/|par) ?(?:l')?(?P<each>annee|an|mois|trimestre|semaine|jour)\b"
    r"|(?P<yearly>annuels?|annuelles?|chaque annee|tous les ans|mensuels?|mensuelles?)\b)"
)
_PERIODS: Final = {
    "annee": "year",
    "an": "year",
    "mois": "month",
    "trimestre": "quarter",
    "semaine": "week",
    "jour": "day",
}
_FACTOR: Final = {
    **dict.fromkeys(("k", "millier"), 10**3),
    **dict.fromkeys(("m", "mn", "million"), 10**6),
    **dict.fromkeys(("md", "mrd", "milliard"), 10**9),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money at `start:end` of the text that was searched.

    `low` and `high` are equal but for a range. `per` is the period it is paid for:
    "year", "quarter", "month", "week", "day", else None.
    """

    start: int
    end: int
    low: Money
    high: Money
    per: str | None = None

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def find(text: str, *, dollar: str = "CAD") -> list[Sum]:
    """Every sum of money in a text, in order. `dollar`: the currency of a plain "$"."""
    plain = _LINE_END.sub(" ", flat(text))
    out: list[Sum] = []
    at = 0
    while found := _SUM.search(plain, at):
        made = _read(found, plain, dollar)
        if made is None and (alone := _ALONE.match(plain, found.start())):
            made = _single(alone, plain, dollar)  # "10 € et 20 €" is two sums
        if made is None:  # "3 et 5 000 €" holds a sum after its first number
            at = found.start("high")
            continue
        if out and _repeats(out[-1], made, plain):
            out[-1] = Sum(out[-1].start, made.end, made.low, made.high, made.per or out[-1].per)
        else:
            out.append(made)
        at = made.end
    return out


def parse(text: str, *, dollar: str = "CAD", unit: str | None = None) -> Sum | None:
    """The sum of a field that holds one; None when there is none, or several.

    `unit` ("€", "k€", "M$"…) is what a bare number counts, as a column header may say.
    """
    found = find(text, dollar=dollar)
    if not found and unit and (bare := re.fullmatch(rf"\s*({_DIGITS})\s*", flat(text))):
        found = [
            Sum(bare.start(1), bare.end(1), one.low, one.high, one.per)
            for one in find(f"{bare[1]} {unit}", dollar=dollar)
        ]
    return found[0] if len(found) == 1 else None


def _read(found: re.Match[str], plain: str, dollar: str) -> Sum | None:
    if found["after"]:
        money = _money_of(found["after"], found["scale"] or "", _code(found["sign"], dollar))
        return Sum(found.start(), found.end(), money, money)
    return _single(found, plain, dollar) if found["one"] else _range(found, plain, dollar)


def _single(found: re.Match[str], plain: str, dollar: str) -> Sum:
    end, per = _period(plain, found.end())
    money = _money_of(found["one"], found["unit"], _code(found["unit"], dollar))
    return Sum(found.start(), end, money, money, per)


def _period(plain: str, at: int) -> tuple[int, str | None]:
    """Where the words that follow a sum end, and the period they say: "/an", "par mois"."""
    tail = _PER.match(plain, at)
    if not tail:
        return at, None
    if tail["each"]:
        return tail.end(), _PERIODS[tail["each"]]
    return tail.end(), "month" if tail["yearly"].startswith("mens") else "year"


def _range(found: re.Match[str], plain: str, dollar: str) -> Sum | None:
    code = _code(found["highunit"], dollar)
    high = _money_of(found["high"], found["highunit"], code)
    to = found["to"].strip()
    if to == "et" and not plain[max(0, found.start() - 8) : found.start()].rstrip().endswith("entre"):
        return None  # "3 aides et 5 000 €" is no range
    if re.fullmatch(r"(?:19|20)\d\d", found["low"]) and not found["lowunit"].strip() and high.minor < 300_000:
        return None  # a year, not the lower end
    low = _lower_end(found, high, code)
    end, per = _period(plain, found.end())
    return Sum(found.start(), end, low, high, per) if low < high else None


def _lower_end(found: re.Match[str], high: Money, code: str) -> Money:
    """The lower end of "5 à 30 K€" counts thousands too, as that of "5 à 30 000 €" does."""
    low, unit = found["low"], found["lowunit"].strip()
    if unit:
        return _money_of(low, unit, code)
    factor = _factor(found["highunit"])
    if factor == 1 and _number(low) < 100 and high.minor >= 500_000:
        factor = 1000
    same = _money(_number(low, factor), factor, code)
    return same if same < high else _money(_number(low), 1, code)


def _repeats(before: Sum, now: Sum, plain: str) -> bool:
    """ "cinquante mille euros (50 000 €)" says one sum twice."""
    gap = plain[before.end : now.start]
    return (
        before.low == now.low
        and before.high == now.high
        and re.fullmatch(r" ?\(? ?(?:soit )?", gap) is not None
    )


def _money_of(number: str, unit: str, code: str) -> Money:
    factor = _factor(unit)
    return _money(_number(number, factor), factor, code)


def _code(unit: str, dollar: str) -> str:
    if "us" in unit or "american" in unit:
        return "USD"
    if "ca" in unit:
        return "CAD"
    return dollar if "$" in unit or "dollar" in unit else "EUR"


def _factor(unit: str) -> int:
    scale = re.match(rf" ?({_SCALE})(?![a-z])", unit)
    return _FACTOR[scale[1].rstrip("s")] if scale else 1


def _number(text: str, factor: int = 1) -> Decimal:
    if not text[0].isdigit():
        return _spoken(text)
    if re.fullmatch(r"\d{1,3}(?:[ '.]\d{3})+(?:,\d+)?", text) and not (factor > 1 and "." in text):
        return Decimal(re.sub(r"[ '.]", "", text).replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?", text) and factor == 1:
        return Decimal(text.replace(",", ""))  # English thousands; in "1,125 M€" the comma is decimal
    return Decimal(text.replace(",", "."))


def _money(number: Decimal, factor: int, code: str) -> Money:
    minor = number * factor * 10 ** digits_of(code)
    return Money(int(minor.to_integral_value(ROUND_HALF_UP)), code)


def _spoken(text: str) -> Decimal:
    """ "quinze mille deux cents" → 15200."""
    total = group = 0
    for word in re.findall(r"[a-z]+", text):
        if word in ("cent", "cents"):
            group = max(group, 1) * 100
        elif word == "mille":
            total, group = total + max(group, 1) * 1000, 0
        elif word in ("vingt", "vingts") and group % 100 == 4:
            group += 76
        elif word in _UNITS:
            group += _UNITS[word]
    return Decimal(total + group)
