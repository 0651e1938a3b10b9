"""What anybody reads of a measure at work: its state, its lead, what is late and why. Public fields alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from relance.plans.models import (
    Attachment,
    Contributor,
    CustomField,
    Level,
    Measure,
    Plan,
    Succession,
    Work,
    WorkNote,
)
from relance.plans.queries.running.facts import facts_of, facts_of_many
from relance.plans.queries.running.leading import lead_of
from relance.plans.queries.running.lists import WorkFilter, chosen_of, light
from relance.plans.queries.running.sheet import custom_of
from relance.plans.queries.running.versions import (
    Touched,
    past_of,
    predecessors_of,
    successors_of,
)
from relance.plans.rules.running.states import (
    Because,
    Disagreement,
    Flag,
    computed,
    disagreements,
    flags,
)


@dataclass(frozen=True, slots=True)
class PublicWork:
    """`past`: how each amendment left the measure, latest first, where there is more than the first."""

    measure: Measure
    work: Work | None
    lead: Contributor | None
    because: tuple[Because, ...]
    disagreements: tuple[Disagreement, ...]
    notes: tuple[WorkNote, ...]
    attachments: tuple[Attachment, ...]
    custom: tuple[tuple[CustomField, str], ...]
    past: tuple[Touched, ...]
    becomes: tuple[Succession, ...]
    comes_of: tuple[Succession, ...]

    @property
    def flags(self) -> tuple[Flag, ...]:
        return flags(self.because)

    @property
    def has_anything(self) -> bool:
        """Whether there is something to say: a measure nobody works on yet says nothing."""
        return bool(
            self.work
            or self.lead
            or self.past
            or self.becomes
            or self.comes_of
            or self.notes
            or self.attachments
        )


@dataclass(frozen=True, slots=True)
class Late:
    """A measure that is late by its dates, since what, and what its lead says of it."""

    measure: Measure
    because: tuple[Because, ...]
    reason: str


def late_by_dates(plan: Plan, today: date) -> QuerySet[Measure]:
    """The measures of a public plan that somebody works on and that are late, in the order of the plan."""
    late = chosen_of(plan, WorkFilter(flag=Flag.LATE.value), today, AnonymousUser())
    return light(late.filter(work__isnull=False))


def lateness_of(plan: Plan, measures: Sequence[Measure], today: date) -> list[Late]:
    """Why each of these is late, in a number of queries that their number does not change."""
    facts = facts_of_many(plan, measures)
    reasons = dict(
        Work.objects.of(plan.authority)
        .filter(measure__in=[one.pk for one in measures])
        .values_list("measure_id", "reason")
    )
    return [
        Late(
            one,
            tuple(because for because in computed(facts[one.pk], today) if because.flag is Flag.LATE),
            reasons.get(one.pk, ""),
        )
        for one in measures
    ]


def public_work(measure: Measure, today: date) -> PublicWork:
    """Of a measure of a published plan; the caller found it by its public address."""
    work = Work.objects.of(measure.authority).filter(measure=measure).first()
    past = tuple(past_of(measure))
    ended = measure.ended_by_id is not None
    # Without a working file nobody said anything: silence is then no news of the measure itself.
    facts = facts_of(measure) if work and not ended else None
    return PublicWork(
        measure=measure,
        work=work,
        lead=lead_of(measure),
        because=computed(facts, today) if facts else (),
        disagreements=disagreements(facts, today) if facts else (),
        notes=tuple(measure.notes.filter(level=Level.PUBLIC)),
        attachments=tuple(measure.attachments.filter(level=Level.PUBLIC).select_related("file")),
        custom=tuple((field, value) for field, value in custom_of(measure, ["public"]) if value),
        past=past if len(past) > 1 else (),
        becomes=tuple(successors_of(measure)),
        comes_of=tuple(predecessors_of(measure)),
    )
