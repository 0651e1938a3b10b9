"""Facts by their path: `headcount`, `project.cost`, `turnover.2020-03`, `members.0.income`."""

from collections.abc import Mapping
from typing import Any

Facts = dict[str, Any]


def get(known: Mapping[str, Any], path: str) -> Any:
    """The fact at this path; None where there is none."""
    here: Any = known
    for part in path.split("."):
        if isinstance(here, Mapping):
            here = here.get(part)
        elif isinstance(here, list) and part.isdigit() and int(part) < len(here):
            here = here[int(part)]
        else:
            return None
    return here


def put(known: Mapping[str, Any], path: str, value: Any) -> Facts:
    """The same facts with this one more (or other); what was given is not touched."""
    head, _, rest = path.partition(".")
    found = dict(known)
    if not rest:
        found[head] = value
        return found
    inner = found.get(head)
    if isinstance(inner, list):
        index, _, attribute = rest.partition(".")
        rows = [dict(row) for row in inner]
        rows[int(index)] = put(rows[int(index)], attribute, value)
        found[head] = rows
    else:
        found[head] = put(inner if isinstance(inner, Mapping) else {}, rest, value)
    return found


def drop(known: Mapping[str, Any], path: str) -> Facts:
    """The same facts without this one; nothing empty is left behind."""
    head, _, rest = path.partition(".")
    found = dict(known)
    if not rest:
        found.pop(head, None)
    elif isinstance(found.get(head), Mapping):
        inner = drop(found[head], rest)
        if inner:
            found[head] = inner
        else:
            found.pop(head)
    return found


def top(path: str) -> str:
    """The name a fact stands under: `turnover` for `turnover.2020-03`."""
    return path.partition(".")[0]


def merged(first: Mapping[str, Any], then: Mapping[str, Any]) -> Facts:
    """Both; where both say something of the same path, the second. Lists are taken whole."""
    found = dict(first)
    for name, value in then.items():
        inner = found.get(name)
        both = (
            isinstance(inner, Mapping)
            and isinstance(value, Mapping)
            and not _bracket(inner)
            and not _bracket(value)
        )
        found[name] = merged(inner, value) if both else value  # type: ignore[arg-type]  # both are mappings
    return found


def _bracket(value: Mapping[str, Any]) -> bool:
    """Whether this is one number known between two bounds, not facts by name."""
    return bool(value) and set(value) <= {"from", "to"}
