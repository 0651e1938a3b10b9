"""The queue: which files an officer sees, filtered and sorted, in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from relance.applications.models import Application, Correction, Message, Proposal, State
from relance.applications.permissions import visible
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import Reader
from relance.schemes.models import Call
from relance.values.identifiers import identify
from relance.values.typography import fold

SORTS = {
    "numero": "number",
    "demandeur": "identity__folded",
    "depot": "submitted_at",
    "complete": "complete_at",
    "montant": "assessed_amount",
    "tenue": "holder__name",
}
WITHOUT = {
    "titulaire": "sans personne qui la tienne",
    "proposition": "sans proposition",
    "reponse": "sans réponse certaine du barème",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; empty fields want everything. `held`: "" all, "me", "nobody", "others".

    `picked`: keys of files ticked one by one; nothing else of the filter matters then, but the call.
    """

    call: int | None = None
    state: str = ""
    verdict: str = ""
    outcome: str = ""
    held: str = ""
    proposed: str = ""
    correction: str = ""
    words: str = ""
    without: tuple[str, ...] = field(default=())
    picked: tuple[int, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """For keeping with a run."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Filter":
        known = {name: kept[name] for name in cls.__slots__ if name in kept}
        return cls(
            **{**known, "without": tuple(known.get("without", ())), "picked": tuple(known.get("picked", ()))}
        )


def queue(reader: Reader, authority: Authority, wanted: Filter, sort: str = "") -> QuerySet[Application]:
    """The files that this officer may see and wants, with what the list shows; unevaluated."""
    rows = chosen(reader, authority, wanted)
    name = sort.removeprefix("-")
    order = SORTS.get(name, "submitted_at")
    descending = sort.startswith("-")
    standing = Proposal.objects.of(authority).filter(application=OuterRef("pk"), withdrawn_at__isnull=True)
    unread = Message.objects.of(authority).filter(
        application=OuterRef("pk"), from_applicant=True, read_at__isnull=True
    )
    return (
        rows.select_related("holder", "call", "identity", "version")
        .annotate(
            is_proposed=Exists(standing), is_correcting=Exists(_open(authority)), has_unread=Exists(unread)
        )
        .defer("facts", "sources", "registered", "version__text")
        .order_by(f"-{order}" if descending else order, "-pk" if descending else "pk")
    )


def chosen(reader: Reader, authority: Authority, wanted: Filter) -> QuerySet[Application]:
    """The same files, bare: what a run chooses by filter."""
    rows: QuerySet[Application] = visible(reader, authority)
    if wanted.picked:
        rows = rows.filter(pk__in=wanted.picked)
        return rows.filter(call=wanted.call) if wanted.call else rows
    equal = {
        "call": wanted.call,
        "state": wanted.state,
        "assessed_verdict": wanted.verdict,
        "outcome": wanted.outcome,
    }
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    me = reader.pk if isinstance(reader, Account) else None
    if wanted.held == "me":
        rows = rows.filter(holder=me)
    elif wanted.held == "nobody" or "titulaire" in wanted.without:
        rows = rows.filter(holder__isnull=True)
    elif wanted.held == "others":
        rows = rows.filter(holder__isnull=False).exclude(holder=me)
    standing = Proposal.objects.of(authority).filter(application=OuterRef("pk"), withdrawn_at__isnull=True)
    if wanted.proposed:
        rows = rows.filter(Exists(standing.filter(outcome=wanted.proposed)))
    if "proposition" in wanted.without:
        rows = rows.exclude(Exists(standing))
    if "reponse" in wanted.without:
        rows = rows.exclude(assessed_verdict__in=["eligible", "not eligible"])
    if wanted.correction:
        rows = rows.filter(Exists(_open(authority)))
    return rows.filter(_words(wanted.words)) if wanted.words.strip() else rows


def counts(reader: Reader, authority: Authority) -> dict[str, int]:
    """How many files in each state: one query."""
    rows = visible(reader, authority).values_list("state").annotate(Count("pk")).order_by()
    found = dict(rows)
    return {state.value: found.get(state.value, 0) for state in State if state is not State.DRAFT}


def calls_of(authority: Authority) -> list[Call]:
    """Calls for the filter: those that were opened."""
    return list(Call.objects.of(authority).filter(opened_at__isnull=False).order_by("title", "pk"))


def _open(authority: Authority) -> QuerySet[Correction]:
    return Correction.objects.of(authority).filter(
        application=OuterRef("pk"), answered_at__isnull=True, withdrawn_at__isnull=True
    )


def _words(words: str) -> Q:
    """By number of file, number of firm, or the beginning of each word of the name."""
    typed = words.strip()
    known = identify(typed)
    if known is not None:
        return Q(identity__number__startswith=known.siren or known.number)
    by_number = Q(number__startswith=typed.upper())
    by_name = Q(pk__isnull=False)
    for word in fold(typed).split():
        by_name &= Q(identity__folded__contains=word)
    return by_number | by_name
