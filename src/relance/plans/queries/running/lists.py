"""The list of the measures of a plan at work: chosen in the database, shown page by page.

What is late, stale or blocked is asked of the database here and decided by `rules.running.states`
on the page; a test holds that both say the same.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from relance.kernel.permissions import Reader
from relance.plans.models import (
    OPEN_STATUSES,
    AnnouncedAmount,
    Contributor,
    Cost,
    Dependency,
    Forecast,
    IndicatorEffect,
    Measure,
    MeasurePartner,
    MeasureRole,
    PartnerRole,
    Plan,
    RoleOnMeasure,
    Status,
    Task,
    Update,
    UpdateState,
    Work,
)
from relance.plans.permissions import standings_of
from relance.plans.queries.running.facts import facts_of_many, stale_after_of, task_counts
from relance.plans.queries.running.leading import leads_of
from relance.plans.rules.running.standing import Standing
from relance.plans.rules.running.states import Because, Flag, computed, flags

SANS = {
    "pilote": "sans pilote",
    "elu": "sans élu référent",
    "echeance": "sans échéance",
    "budget": "sans budget",
    "financeur": "sans financeur",
    "partenaire": "sans partenaire",
    "indicateur": "sans indicateur",
    "tache": "sans tâche",
    "avancement": "sans avancement",
    "poids": "sans poids",
    "nouvelles": "sans nouvelles",
}
BETWEEN = "\0"  # no text of a database holds it
ORDERS: dict[str, tuple[Any, ...]] = {
    "ordre": ("order", "pk"),
    "echeance": (F("due").asc(nulls_last=True), "order"),
    "-echeance": (F("due").desc(nulls_last=True), "order"),
    "priorite": (F("rank").desc(), "order"),
    "etat": ("said", "order"),
    "-etat": ("-said", "order"),
}


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What an officer chose; empty: all. `lead` is a contributor; `mine`: what the reader works on."""

    words: str = ""
    axis: int | None = None
    status: str = ""
    flag: str = ""
    lead: int | None = None
    mine: bool = False
    priority: int | None = None
    sans: frozenset[str] = frozenset()
    order: str = "ordre"

    @classmethod
    def from_query(cls, query: Mapping[str, str], sans: Iterable[str] = ()) -> "WorkFilter":
        """From the words of an address; nonsense is left out."""
        number = {
            name: int(said)
            for name in ("axe", "pilote", "priorite")
            if (said := query.get(name, "")).isascii() and said.isdigit() and len(said) < 19
        }
        status, flag, order = query.get("etat", ""), query.get("signal", ""), query.get("tri", "")
        return cls(
            words=query.get("q", "").strip()[:100],
            axis=number.get("axe"),
            status=status if status in Status.values else "",
            flag=flag if flag in [one.value for one in Flag] else "",
            lead=number.get("pilote"),
            mine=query.get("pilote") == "moi",
            priority=number.get("priorite"),
            sans=frozenset(one for one in sans if one in SANS),
            order=order if order in ORDERS else "ordre",
        )

    @property
    def is_empty(self) -> bool:
        return self == WorkFilter(order=self.order)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A measure as the list shows it."""

    measure: Measure
    work: Work
    lead: Contributor | None
    because: tuple[Because, ...]
    due_on: date | None
    tasks: tuple[int, int]
    standing: Standing

    @property
    def flags(self) -> tuple[Flag, ...]:
        return flags(self.because)

    @property
    def edits(self) -> bool:
        return self.standing.edits


def measures_at_work(plan: Plan) -> QuerySet[Measure]:
    """Every measure that holds today, with the day it is due, its declared state and its priority."""
    return (
        Measure.objects.of(plan.authority)
        .filter(plan=plan, ended_by__isnull=True)
        .annotate(
            said=Coalesce("work__status", Value(Status.TO_START.value)),
            rank=Coalesce("work__priority", Value(2)),
            due=Coalesce("work__due_on", "horizon_end"),
            begins=Coalesce("work__starts_on", "horizon_start"),
        )
    )


def chosen_of(plan: Plan, chosen: WorkFilter, today: date, reader: Reader) -> QuerySet[Measure]:
    """The measures that the officer chose, in the order they asked for."""
    found = measures_at_work(plan)
    if chosen.axis:
        found = found.filter(axis=chosen.axis)
    if chosen.status:
        found = found.filter(Q(said=chosen.status))
    if chosen.priority:
        found = found.filter(Q(rank=chosen.priority))
    if chosen.flag:
        found = found.filter(_flagged(plan, today)[chosen.flag])
    if chosen.lead:
        found = found.filter(_in(_roles(plan).filter(_is(chosen.lead), role=RoleOnMeasure.LEAD)))
    if chosen.mine:
        account = reader.pk if reader.is_authenticated else None
        held = _roles(plan).filter(
            Q(contributor__account=account) | Q(contributor__merged_into__account=account)
        )
        found = found.filter(_in(held)) if account else found.none()
    for one in sorted(chosen.sans):
        found = found.filter(_sans(plan, today)[one])
    if chosen.words:
        called, all_of_them = _called(plan, chosen.words)
        if not all_of_them:
            found = found.filter(pk__in=called)
    return found.order_by(*ORDERS[chosen.order])


def rows_of(plan: Plan, measures: Iterable[Measure], today: date, reader: Reader) -> list[WorkRow]:
    """What the list shows of these measures, in a number of queries that their number does not change."""
    shown = list(measures)
    for one in shown:
        one.plan, one.authority = plan, plan.authority
    keys = [one.pk for one in shown]
    facts, leads = facts_of_many(plan, shown), leads_of(shown)
    tasks = task_counts(plan.authority, keys)
    standings = standings_of(reader, plan.authority, keys)
    rows = []
    for one in shown:
        work = getattr(one, "work", None) or Work(authority=plan.authority, measure=one)
        fact = facts[one.pk]
        rows.append(
            WorkRow(
                measure=one,
                work=work,
                lead=leads.get(one.pk),
                because=computed(fact, today),
                due_on=fact.due_on,
                tasks=tasks.get(one.pk, (0, 0)),
                standing=standings[one.pk],
            )
        )
    return rows


def light(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """With what a row needs, and without the long texts that it does not."""
    return measures.select_related("work").only(
        *("authority", "plan", "axis", "key", "code", "number", "order", "kind"),
        *("working_title", "paraphrase", "quote", "ended_by"),
        *("horizon_start", "horizon_end", "horizon_ongoing"),
        *(f"work__{field.name}" for field in Work._meta.concrete_fields if field.name != "reason"),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many measures the plan has, and how many each "sans…" keeps."""

    total: int
    sans: Mapping[str, int]


def counts_of(plan: Plan, today: date) -> Counts:
    """Every count of the bar in one query."""
    asked = {name: Count("pk", filter=condition) for name, condition in _sans(plan, today).items()}
    found = measures_at_work(plan).order_by().aggregate(total=Count("pk"), **asked)
    return Counts(total=found.pop("total"), sans=found)


def leads_to_choose(plan: Plan) -> list[Contributor]:
    """Who leads a measure of the plan today."""
    roles = MeasureRole.objects.of(plan.authority).filter(
        measure__plan=plan, role=RoleOnMeasure.LEAD, until__isnull=True
    )
    return list(Contributor.objects.of(plan.authority).filter(pk__in=roles.values("contributor")))


def _sans(plan: Plan, today: date) -> dict[str, Q]:
    owner = plan.authority
    roles, partners = _roles(plan), MeasurePartner.objects.of(owner)
    return {
        "pilote": ~_in(roles.filter(role=RoleOnMeasure.LEAD)),
        "elu": ~_in(roles.filter(role=RoleOnMeasure.REFERENT)),
        "echeance": Q(due__isnull=True, horizon_ongoing=False),
        "budget": ~_in(AnnouncedAmount.objects.of(owner).filter(measure__isnull=False, ended_by__isnull=True))
        & ~_in(Cost.objects.of(owner)),
        "financeur": ~_in(Forecast.objects.of(owner)) & ~_in(partners.filter(role=PartnerRole.FUNDER)),
        "partenaire": ~_in(partners),
        "indicateur": ~_in(IndicatorEffect.objects.of(owner)),
        "tache": ~_in(Task.objects.of(owner).filter(dropped_because="")),
        "avancement": Q(work__progress__isnull=True),
        "poids": Q(work__weight__isnull=True),
        "nouvelles": _stale(plan, today),
    }


def _flagged(plan: Plan, today: date) -> dict[str, Q]:
    owner = plan.authority
    is_open = Q(said__in=[one.value for one in OPEN_STATUSES])
    overdue = Task.objects.of(owner).filter(done_at__isnull=True, dropped_because="", due_on__lt=today)
    waits = (
        Dependency.objects.of(owner)
        .filter(needs__ended_by__isnull=True)
        .exclude(needs__work__status__in=[Status.DONE, Status.DROPPED])
    )
    late = Q(due__lt=today) | Q(said=Status.TO_START.value, begins__lt=today) | _in(overdue)
    goes_on = Q(said=Status.UNDER_WAY.value) | Q(begins__isnull=True) | Q(begins__lte=today)
    return {
        Flag.LATE.value: is_open & late,
        Flag.STALE.value: _stale(plan, today),
        Flag.BLOCKED.value: is_open & goes_on & _in(waits),
    }


def _stale(plan: Plan, today: date) -> Q:
    """Open, and neither an update nor a declared state since long; else since the plan is public."""
    last = today - timedelta(days=stale_after_of(plan))
    zone = plan.authority.zone
    since = datetime.combine(last, time.min, zone)
    # Asked measure by measure: an index finds the latest at once, and there are too many to list.
    heard = (
        Update.objects.everywhere("of the measure of the outer row")
        .filter(measure=OuterRef("pk"))
        .exclude(state=UpdateState.RETURNED)
    )
    never = Q(work__said_at__isnull=True) & ~Q(Exists(heard))
    public = plan.published_at
    old_enough = public is not None and public.astimezone(zone).date() < last
    silent = (Q(work__said_at__isnull=True) | Q(work__said_at__lt=since)) & ~Q(
        Exists(heard.filter(as_of__gte=last))
    )
    is_open = Q(said__in=[one.value for one in OPEN_STATUSES])
    return is_open & silent & (Q() if old_enough else ~never)


def _in(rows: QuerySet[Any]) -> Q:
    """The measures that these rows are about: the database reads them once, not once a measure."""
    return Q(pk__in=rows.order_by().values("measure"))


def _roles(plan: Plan) -> QuerySet[MeasureRole]:
    return MeasureRole.objects.of(plan.authority).filter(until__isnull=True)


def _is(contributor: int) -> Q:
    return Q(contributor=contributor) | Q(contributor__merged_into=contributor)


def _called(plan: Plan, words: str) -> tuple[list[int], bool]:
    """Measures whose title or wording holds the words, without case nor accents; whether all of them do."""
    wanted = _plain(words)
    texts = ("working_title", "paraphrase", "quote", "number", "code")
    spaced = [part for name in texts for part in (Value(" "), F(name))][1:]
    rows = Measure.objects.of(plan.authority).filter(plan=plan).order_by()
    in_all = Concat(*spaced, output_field=TextField())
    known = list(rows.annotate(in_all=in_all).values_list("pk", "in_all"))
    # All of them as one text, folded at once: thousands of short ones take ten times as long.
    folded = _plain(BETWEEN.join(text for _, text in known)).split(BETWEEN)
    found = [pk for (pk, _), text in zip(known, folded, strict=True) if wanted in text]
    return found, len(found) == len(known)


def _plain(text: str) -> str:
    """Without case nor accents; `fold` without its typography, which thousands of titles would wait for."""
    flat = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(flat.encode("ascii", "ignore").decode().split())
