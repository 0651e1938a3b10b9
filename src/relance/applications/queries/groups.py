"""The single undertaking of an applicant: its links, with who stands at their ends."""

from dataclasses import dataclass
from datetime import date

from relance.applications.models import Application, GroupLink
from relance.applications.permissions import visible
from relance.applications.rules.ceilings import group_of
from relance.kernel.permissions import Reader


@dataclass(frozen=True, slots=True)
class End:
    """An applicant at the end of a link. `name` and `number` empty: no file that this reader may see."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Tie:
    """One link of the undertaking. `own`: the applicant of the file stands at one of its ends, the first."""

    link: GroupLink
    first: End
    second: End
    own: bool
    holds: bool


def ties(application: Application, reader: Reader, on: date) -> list[Tie]:
    """The links of the applicant, then those by which the linked ones are linked; ended ones last."""
    key = application.applicant_key
    links = list(GroupLink.objects.of(application.authority))
    if not key or not links:
        return []
    group = group_of(key, [(one.first_key, one.second_key) for one in links])
    links = [one for one in links if one.first_key in group]
    ends = _ends(application, reader, {end for one in links for end in (one.first_key, one.second_key)})
    nobody = End("", "")
    found = []
    for link in links:
        first, second = link.first_key, link.second_key
        if second == key:
            first, second = second, first
        holds = link.since <= on and (link.until is None or on <= link.until)
        pair = ends.get(first, nobody), ends.get(second, nobody)
        found.append(Tie(link, *pair, own=first == key, holds=holds))
    return sorted(found, key=lambda one: (not one.holds, not one.own, one.link.since))


def _ends(application: Application, reader: Reader, keys: set[str]) -> dict[str, End]:
    """A name for each applicant, from one of the files that the reader may see, the first deposited."""
    rows = visible(reader, application.authority).filter(applicant_key__in=keys).order_by("-pk")
    said = rows.values_list("applicant_key", "identity__name", "number")
    return {key: End(name or "", number) for key, name, number in said}
