"""Facts of a file, in the form that `bareme` reads, and where each comes from."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from relance.values.money import Money

FROM: Final = ("declared", "register", "officer")
FROM_WORDS: Final = {"declared": "déclaré", "register": "registre", "officer": "service instructeur"}


def source(kind: str, on: date, name: str = "") -> dict[str, str]:
    """Where a fact comes from, as it stands in a row. Raises ValueError for an unknown kind."""
    if kind not in FROM:
        raise ValueError(f"unknown source {kind!r}; allowed: {', '.join(FROM)}")
    return {"from": kind, "on": on.isoformat()} | ({"name": name} if name else {})


def source_words(source: Mapping[str, str]) -> str:
    """ "service instructeur (Simon Teyssèdre, d’après : le bail du 3 mars)"; "déclaré" alone."""
    kind = source.get("from", "")
    said = ", d’après\u00a0: ".join(filter(None, (source.get("name", ""), source.get("why", ""))))
    return f"{FROM_WORDS.get(kind, 'déclaré')} ({said})" if said else FROM_WORDS.get(kind, "déclaré")


def whole(
    facts: Mapping[str, Any], *, checks: Mapping[str, bool], already: Mapping[str, Money]
) -> dict[str, Any]:
    """All that `bareme` is told: the facts of the file, the officer's checks, what was awarded already."""
    told = {name: value for name, value in facts.items() if name not in ("checks", "already")}
    if checks:
        told["checks"] = dict(checks)
    if already:
        told["already"] = {name: f"{sum_.units} {sum_.currency}" for name, sum_ in already.items()}
    return told


def day_applied(
    applies_by: str, *, filed: date, complete: date, decided: date, month_aided: date | None
) -> date | None:
    """The day at which a scheme is applied to a file; None if the month aided is wanted and unknown."""
    return {"filing": filed, "completion": complete, "decision": decided, "month_aided": month_aided}[
        applies_by
    ]
