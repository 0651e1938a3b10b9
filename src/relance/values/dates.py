"""Dates and horizons as French texts write them.

`find(text)` gives every dated expression with its place and how it is introduced;
`parse(text)` reads a field that holds a horizon ("2021-2024", "En cours et en continu",
"T3 2022", "d’ici 2029"). What is relative ("dans les deux ans") resolves only against the
day the document is dated; recurrences ("chaque année") and durations ("sur 3 à 5 ans") are
no horizons.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from relance.values.horizon import Horizon, Precision, last_day
from relance.values.typography import flat, flat_words, squeeze

MONTHS: Final = {
    name: rank
    for rank, names in enumerate(
        (
            *("janvier janv jan", "fevrier fevr fev", "mars", "avril avr", "mai", "juin"),
            *("juillet juil", "aout", "septembre sept", "octobre oct", "novembre nov", "decembre dec"),
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH: Final = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR: Final = r"(?:19[5-9]|20[0-9])\d(?![\d.,]?\d|[ ]\d{3}\b)"
_NUMBERS: Final = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
}
_NUMBERS_MORE: Final = {"dix": 10, "douze": 12, "quinze": 15, "dix-huit": 18, "vingt-quatre": 24}
_COUNT: Final = r"(?:\d{1,3}|" + "|".join([*_NUMBERS_MORE, *_NUMBERS]) + r")\b"
_RANK: Final = r"(?:[1-4] ?(?:er|ere|eme|e|nd|nde)?|premiere?|deuxieme|seconde?|troisieme|quatrieme|dernier)"
_SEASONS: Final = {
    "printemps": (3, 5),
    "ete": (6, 8),
    "automne": (9, 11),
    "rentree": (9, 9),
    "hiver": (12, 12),
}

_POINT: Final = (
    rf"(?:\d{{4}}-\d\d-\d\d\b|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}\b|\d{{1,2}}/{_YEAR}"
    rf"|(?:\d{{1,2}}(?: ?er)? )?{_MONTH},? {_YEAR}"
    rf"|[ts][1-4][ /-]*{_YEAR}|{_YEAR}[ /-]*[ts][1-4]\b"
    rf"|{_RANK} (?:trimestre|semestre)(?: de)?(?: l'annee)? {_YEAR}"
    rf"|(?:{'|'.join(_SEASONS)})(?: de)? {_YEAR}"
    rf"|(?:la )?(?:debut|mi|fin|courant)[ -]+(?:de |d')?(?:l'annee )?{_YEAR}"
    rf"|(?:l'annee )?{_YEAR})"
)


class Lead:
    """How a dated expression is introduced, as `Found.lead`."""

    RANGE = "range"  # 2021-2024, de 2021 à 2024
    UNTIL = "until"  # d’ici, avant, jusqu’en
    FROM = "from"  # dès, à partir de
    SINCE = "since"  # depuis: rather a finding than a horizon
    IN = "in"  # en, pour, courant
    BARE = "bare"  # a date alone
    ONGOING = "ongoing"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Found:
    """A dated expression at `start:end` of the text searched."""

    start: int
    end: int
    horizon: Horizon
    lead: str


_ONGOING: Final = (
    r"en cours\b[^.;,\n]{0,24}?\bcontinue?\b|en continu\b"
    r"|de (?:facon|maniere) (?:continue|permanente)\b"
    r"|en permanence\b|tout au long de l'annee\b|a l'annee longue\b"
)
_TERM: Final = r"(?:a |au )?(?:tres )?(?:court|moyen|long)(?: et (?:moyen|long))? terme\b"
_RELATIVE: Final = (
    rf"(?:au cours des|dans les|durant les|pour les|pendant les|sur les|lors des) (?P<a>{_COUNT})"
    rf" (?:prochaine?s?|annees|mois|ans)\b(?: (?P<au>annees?|ans?|mois|semaines)\b)?(?: a venir)?"
    rf"|(?:d'ici|sous|dans un delai de|avant) (?:a )?(?P<b>{_COUNT}) (?P<bu>annees?|ans?|mois|semaines)\b"
    rf"|(?P<year_end>(?:d'ici(?: a)?|avant) (?:la )?fin (?:de l'|d')annee|cette annee)\b"
    rf"|(?P<next>l'an prochain|l'annee prochaine|des l'an prochain)\b"
    rf"|(?:d'ici|avant|jusqu'a) (?:a )?(?:la fin (?:du|de ce|de la|de notre) )?"
    rf"(?:mandat|mandature|legislature)\b"
    rf"|(?:d'ici|avant|apres|des) (?:la |l')(?:prochaine )?(?:rentree|ete)(?: prochaine?)?\b"
    rf"|a la rentree(?: prochaine)?\b"
)
_SHAPES: Final = re.compile(
    rf"(?P<span>(?:(?:de|d'|du|entre|des|sur la periode|periode|pour|en|sur)(?: le| l')? ?)?"
    rf"(?<![\w-])(?P<p1>{_POINT}|{_MONTH}"
    rf"|\d{{1,2}}(?: ?er)? {_MONTH})"
    rf" ?(?P<dash>-|/|a|au|et|jusqu'en|jusqu'a|jusqu'au) ?(?:la |le |l')?"
    rf"(?P<p2>{_POINT}|(?<=20\d\d-)\d\d\b(?!-)))"
    rf"|(?<!\w)(?P<until>(?:d'ici(?: a| au)?|avant(?: le)?|jusqu'(?:en|a|au)|au plus tard(?: le| en| au| a)?"
    rf"|(?:a l')?horizon|pour)"
    rf"(?: la)?(?: fin(?: de l'annee| de l'| de| d')?)?(?: le | l'| la | )(?P<pu>{_POINT}))"
    rf"|(?<!\w)(?P<from>(?:des|a partir d(?:e|u)|a partir d'|a compter d(?:e|u)|a compter d')"
    rf"(?: la| le| l')? ?(?P<pf>{_POINT}))(?P<onward> et en continu)?"
    rf"|(?<!\w)(?P<since>depuis(?: le| la| l')? ?(?P<ps>{_POINT}))"
    rf"|(?<!\w)(?P<in>(?:en|pour|courant|au cours de|durant|pendant|sur|a|au|a la|des le|le|lors de)"
    rf"(?: la| le| l')? ?(?P<pi>{_POINT}))"
    rf"|(?P<ongoing>\b(?:{_ONGOING}))"
    rf"|(?P<relative>\b(?:{_RELATIVE}|{_TERM}))"
    rf"|(?<![\w-])(?P<bare>{_POINT})"
)


def find(text: str, *, dated: date | None = None) -> list[Found]:
    """Every dated expression of a text, in order. `dated`: the day the document is dated."""
    plain, places = flat_words(text)
    out, at = [], 0
    while hit := _SHAPES.search(plain, at):
        start, end = places[hit.start()], places[hit.end() - 1] + 1
        made = _read(hit, text[start:end], dated)
        at = hit.end()
        if made is not None:
            out.append(replace(made, start=start, end=end))
    return out


def parse(text: str, *, dated: date | None = None) -> Horizon | None:
    """The horizon of a field or table cell; None when it says none."""
    found = find(text, dated=dated)
    plain = squeeze(flat(text))
    if re.search(rf"\b(?:{_ONGOING}|permanente?|continue?|en cours|recurrente?)\b", plain):
        start = next((f.horizon.start for f in found if f.lead in (Lead.FROM, Lead.SINCE)), None)
        years = [f for f in found if f.lead in (Lead.RANGE, Lead.UNTIL)]
        if not years:
            return Horizon(start=start, ongoing=True)
    dated_ones = [f for f in found if f.lead not in (Lead.RELATIVE, Lead.ONGOING)]
    if len(dated_ones) > 1 and all(f.lead in (Lead.BARE, Lead.IN, Lead.RANGE) for f in dated_ones):
        first, last = dated_ones[0].horizon, dated_ones[-1].horizon
        if first.start and last.end and first.start <= last.end:  # "2021, 2022 et 2023"
            return Horizon(first.start, last.end, max(first.precision, last.precision, key=_COARSE.index))
    if dated_ones:
        one = dated_ones[0].horizon
        later = re.search(r"\b(?:et (?:au-dela|suivantes|apres)|et plus)\b", plain)
        return Horizon(start=one.start, precision=one.precision) if later and one.start else one
    return found[0].horizon if found else None


def day(text: str) -> date | None:
    """The first full date (day, month, year) of a text; None without one."""
    for one in find(text):
        if one.horizon.precision is Precision.DAY:
            return one.horizon.start or one.horizon.end
    return None


_COARSE: Final = [Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR]
Period = tuple[date, date, Precision]


def _read(hit: re.Match[str], text: str, dated: date | None) -> Found | None:
    if hit["ongoing"]:
        return Found(hit.start(), hit.end(), Horizon(ongoing=True), Lead.ONGOING)
    if hit["relative"]:
        words = squeeze(text)
        return Found(hit.start(), hit.end(), _resolve(hit, words, dated), Lead.RELATIVE)
    if hit["span"]:
        return _range(hit)
    for name, point, lead, build in _LEADS:
        if hit[name]:
            period = point_of(hit[point])
            if period is None:
                return None
            if hit["until"] and hit["until"].startswith("pour "):
                return Found(hit.start(), hit.end(), _both(period), Lead.IN)
            made = build(period)
            if hit["onward"]:
                made = Horizon(start=made.start, precision=made.precision, ongoing=True)
            return Found(hit.start(), hit.end(), made, lead)
    return None


def _both(period: Period) -> Horizon:
    return Horizon(*period)


def _until(period: Period) -> Horizon:
    return Horizon(end=period[1], precision=period[2])


def _from(period: Period) -> Horizon:
    return Horizon(start=period[0], precision=period[2])


_LEADS: Final[tuple[tuple[str, str, str, Callable[[Period], Horizon]], ...]] = (
    ("until", "pu", Lead.UNTIL, _until),
    ("from", "pf", Lead.FROM, _from),
    ("since", "ps", Lead.SINCE, _from),
    ("in", "pi", Lead.IN, _both),
    ("bare", "bare", Lead.BARE, _both),
)


def _range(hit: re.Match[str]) -> Found | None:
    short = len(hit["p2"]) == 2  # "2021-22"
    last = point_of(hit["p1"][:2] + hit["p2"] if short else hit["p2"])
    if last is None:
        return None
    first = point_of(hit["p1"]) or point_of(f"{hit['p1']} {last[1].year}")
    if first is None or first[0] > last[1]:
        return None
    coarse = max(first[2], last[2], key=_COARSE.index)
    return Found(hit.start(), hit.end(), Horizon(first[0], last[1], coarse), Lead.RANGE)


def point_of(words: str) -> Period | None:
    """First day, last day and precision of one point in time, given in flat words."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", words):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    years = re.findall(r"(?:19|20)\d\d", words)
    if not years:
        return None
    year = int(years[-1])
    if found := re.match(rf"(?:(\d{{1,2}})(?: ?er)? )?({_MONTH})", words):
        rank = MONTHS[found[2].rstrip(".")]
        return _day(year, rank, int(found[1])) if found[1] else _months(year, rank, rank, Precision.MONTH)
    if found := re.match(r"(\d{1,2})/\d{4}", words):
        return (
            _months(year, int(found[1]), int(found[1]), Precision.MONTH) if 1 <= int(found[1]) <= 12 else None
        )
    if found := re.search(r"\b([ts])([1-4])\b", words):
        return _part(year, found[1], int(found[2]))
    if found := re.match(rf"({_RANK}) (trimestre|semestre)", words):
        return _part(year, found[2][0], _rank(found[1], found[2]))
    if found := re.match("|".join(_SEASONS), words):
        return _months(year, *_SEASONS[found[0]], Precision.MONTH)
    if found := re.match(r"(?:la )?(debut|mi|fin)\b", words):
        low, high = {"debut": (1, 3), "mi": (4, 9), "fin": (10, 12)}[found[1]]
        return _months(year, low, high, Precision.QUARTER)
    return _months(year, 1, 12, Precision.YEAR)


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        one = date(year, month, day)
    except ValueError:  # the 31st of June is a mistake of the document, not a date
        return None
    return one, one, Precision.DAY


def _months(year: int, first: int, last: int, precision: Precision) -> Period:
    return date(year, first, 1), last_day(year, last), precision


def _part(year: int, kind: str, rank: int) -> Period | None:
    if kind == "t":
        return _months(year, 3 * rank - 2, 3 * rank, Precision.QUARTER)
    return _months(year, 6 * rank - 5, 6 * rank, Precision.QUARTER) if rank <= 2 else None


def _rank(words: str, kind: str) -> int:
    if words[0].isdigit():
        return int(words[0])
    if words == "dernier":
        return 4 if kind == "trimestre" else 2
    return {"p": 1, "d": 2, "s": 2, "t": 3, "q": 4}[words[0]]


def _resolve(hit: re.Match[str], words: str, dated: date | None) -> Horizon:
    if dated is None:
        return Horizon(relative=words)
    if hit["year_end"]:
        return Horizon(end=date(dated.year, 12, 31), relative=words)
    if hit["next"]:
        return Horizon(date(dated.year + 1, 1, 1), date(dated.year + 1, 12, 31), relative=words)
    count = hit["a"] or hit["b"]
    if not count:
        return Horizon(relative=words)
    number = int(count) if count.isdigit() else (_NUMBERS | _NUMBERS_MORE)[count]
    unit = hit["au"] or hit["bu"] or flat(words)
    months = number if "mois" in unit else 12 * number
    if "semaine" in unit:
        months = -(-number // 4)
    total = dated.year * 12 + dated.month - 1 + months
    if total // 12 > 9990:
        return Horizon(relative=words)
    end = last_day(total // 12, total % 12 + 1)
    start = dated.replace(day=1) if hit["a"] else None
    return Horizon(start, end, Precision.MONTH, relative=words)
