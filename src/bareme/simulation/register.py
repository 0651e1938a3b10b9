"""The part of the file that is simulated: its view, how many firms it has, whether its codes are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bareme.populations.engine import quoted
from bareme.populations.mapping import Mapped, check_codes
from bareme.simulation import territory

if TYPE_CHECKING:
    from bareme.simulation.request import Request
    from bareme.simulation.session import Session


class Register:
    """The view `register`: the file with the groupings asked for (`by`: their columns), what is kept of it.

    `firms`: how many it has. Raises SimulationError, PopulationError (a code that is in no list).
    """

    def __init__(self, session: Session, mapped: Mapped, request: Request, by: Sequence[str]) -> None:
        self.session, self.mapped = session, mapped
        columns = mapped.population.columns
        session.population(mapped, "bareme_whole")
        groups = "".join(
            f", {territory.grouping(word, columns)} AS {quoted(name)}"
            for word, name in zip(request.by, by, strict=True)
        )
        kept = territory.kept(request.only, columns)
        where = " WHERE " + " AND ".join(kept) if kept else ""
        session.view("register", f"SELECT *{groups} FROM bareme_whole{where}")
        self.firms = mapped.population.rows
        self.unchecked = bool(mapped.doubts)
        if kept:
            self._count()
            if not self.firms and "epci" in request.only:
                territory.communes_of(request.only["epci"])  # refuses what is no EPCI

    def _count(self) -> None:
        """The firms kept, and their codes, in one reading."""
        query = "SELECT count(*), false FROM register"
        if self.unchecked:
            counted = f"SELECT {self._names}, count(*) AS n FROM register GROUP BY {self._names}"
            query = f"SELECT sum(n), bool_or({self._bad}) FROM ({counted})"
        firms, wrong = self.session.row(query, "effectifs")
        self.firms = int(firms or 0)
        if wrong:
            check_codes(self.mapped)
        self.unchecked = False

    def check(self, part: str | None) -> None:
        """Codes are checked where they are read: the whole file, or the part that a territory leaves."""
        if not self.unchecked:
            return
        wrong = f"SELECT bool_or({self._bad}) FROM (SELECT DISTINCT {self._names} FROM {part})"
        if part is None or self.session.row(wrong, "codes")[0]:
            check_codes(self.mapped)
        self.unchecked = False

    @property
    def _bad(self) -> str:
        """Is some code of a firm none of its list?"""
        return " OR ".join(f"({doubt.bad})" for doubt in self.mapped.doubts)

    @property
    def _names(self) -> str:
        return ", ".join(dict.fromkeys(doubt.column for doubt in self.mapped.doubts))
