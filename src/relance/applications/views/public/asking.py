"""What the pages of a pre-check and of a file share: one page of questions, and lists."""

from collections.abc import Mapping
from typing import Any

from relance.applications.rules.asking import facts as known_facts
from relance.applications.rules.asking import said
from relance.applications.rules.asking.pages import AT_MOST, Page, State, page_of
from relance.kernel.errors import Missing, Refused
from relance.values.typography import NBSP, Locale


def page_or_missing(state: State, key: str) -> Page:
    """The page of this key. Raises Missing where the scheme asks no such thing."""
    try:
        return page_of(state, key)
    except (KeyError, IndexError, ValueError):
        raise Missing("Cette question n’existe pas.") from None


def rows_of(page: Page, facts: Mapping[str, Any], locale: Locale) -> list[str]:
    """The elements of a list given so far, each in words."""
    if not page.many:
        return []
    return [
        ", ".join(
            f"{one.label}{NBSP}: {said.words(one, row.get(one.path.rpartition('.')[2]), locale)}"
            for one in page.fields
        )
        for row in known_facts.get(facts, page.key) or []
    ]


def add_row(facts: Mapping[str, Any], key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The same facts with one more element in this list. Raises Refused when there are too many."""
    rows = list(known_facts.get(facts, key) or [])
    if len(rows) >= AT_MOST:
        raise Refused(f"Quarante au plus. Pour davantage, écrivez au service{NBSP}: il complétera.")
    return known_facts.put(facts, key, [*rows, dict(row)])


def remove_row(facts: Mapping[str, Any], key: str, rank: str) -> dict[str, Any]:
    """The same facts without this element; one that is not there changes nothing."""
    rows = list(known_facts.get(facts, key) or [])
    if rank.isdigit() and int(rank) < len(rows):
        del rows[int(rank)]
    return known_facts.put(facts, key, rows)
