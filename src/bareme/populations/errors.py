"""What is wrong with a file of firms, in the words of whoever gave it."""

from __future__ import annotations

from bareme.errors import BaremeError


class PopulationError(BaremeError):
    """`where`: the file, column or option; `cause`: what is wrong, and what was allowed."""

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(f"{where} : {cause}")
        self.where, self.cause = where, cause
