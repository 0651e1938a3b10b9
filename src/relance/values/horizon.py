"""When something is to be done: years, months, quarters or days, or "ongoing".

`relance.values.dates` finds horizons in French text.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from relance.values.typography import Locale, long_date
from relance.values.typography import month as month_name


class Precision(StrEnum):
    """How exactly the text says it; ordered from the finest."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class BadHorizon(ValueError):
    """A horizon that ends before it starts, or says nothing."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """First and last day of what a text dates.

    `start` is the first day of its first period and `end` the last day of its last: "2022"
    is 2022-01-01 to 2022-12-31 with precision year; "d’ici 2029" has an end only; "dès
    janvier 2026" a start only. `ongoing`: "en continu", with or without a start.
    `relative`: words that nothing dates ("au cours des deux prochaines années").
    """

    start: date | None = None
    end: date | None = None
    precision: Precision = Precision.YEAR
    ongoing: bool = False
    relative: str | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise BadHorizon(f"a horizon cannot end on {self.end} before it starts on {self.start}")
        if not (self.start or self.end or self.ongoing or self.relative):
            raise BadHorizon("a horizon says a start, an end, that it is ongoing, or relative words")

    @classmethod
    def year(cls, year: int, last: int | None = None) -> "Horizon":
        """A year, or the years from `year` to `last`."""
        return cls(date(year, 1, 1), date(last or year, 12, 31))

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The years of start and end, as published plans and their exchange files say them."""
        return (self.start.year if self.start else None, self.end.year if self.end else None)

    @property
    def resolved(self) -> bool:
        """Whether it can be compared with a day."""
        return bool(self.start or self.end or self.ongoing)

    def is_over(self, today: date) -> bool:
        """Whether its last day is past; what is ongoing or undated never is."""
        return not self.ongoing and self.end is not None and self.end < today

    def format(self, locale: Locale = Locale.FR) -> str:
        """In French: "2021–2024", "d’ici 2029", "à partir de janvier 2026", "en continu"."""
        start = self.start and period(self.start, self.precision, locale)
        end = self.end and period(self.end, self.precision, locale)
        if self.ongoing:
            return f"en continu, à partir {self._of(start)}" if start else "en continu"
        if start and end:
            if start == end:
                return start
            years = self.precision is Precision.YEAR
            return f"{start}–{end}" if years else f"{self._of(start)} {self._to(end)}"
        if start:
            return f"à partir {self._of(start)}"
        if end:
            return f"d’ici {'' if self._bare else 'au '}{end}"
        return self.relative or ""

    def __str__(self) -> str:
        return self.format()

    @property
    def _bare(self) -> bool:
        """Years and months take no article; days and quarters do."""
        return self.precision in (Precision.YEAR, Precision.MONTH)

    def _of(self, words: str) -> str:
        if not self._bare:
            return f"du {words}"
        return f"d’{words}" if words[0] in "ao" else f"de {words}"

    def _to(self, words: str) -> str:
        return f"à {words}" if self._bare else f"au {words}"


def period(day: date, precision: Precision, locale: Locale = Locale.FR) -> str:
    """The day, month, quarter or year that `day` falls in, in French."""
    if precision is Precision.DAY:
        return long_date(day, locale)
    if precision is Precision.MONTH:
        return month_name(day, locale)
    if precision is Precision.QUARTER:
        rank = (day.month + 2) // 3
        return f"{'1er' if rank == 1 else f'{rank}e'} trimestre {day.year}"
    return str(day.year)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
