"""What anybody reads of a measure at work: its state, its lead, what is late and why. Public fields alone."""

from dataclasses import dataclass
from datetime import date

from relance.plans.models import (
    Attachment,
    Contributor,
    CustomField,
    Level,
    Measure,
    Succession,
    Work,
    WorkNote,
)
from relance.plans.queries.running.facts import facts_of
from relance.plans.queries.running.leading import lead_of
from relance.plans.queries.running.sheet import custom_of
from relance.plans.queries.running.versions import (
    Touched,
    past_of,
    predecessors_of,
    successors_of,
)
from relance.plans.rules.running.states import Because, Flag, computed, flags


@dataclass(frozen=True, slots=True)
class PublicWork:
    """`past`: how each amendment left the measure, latest first, where there is more than the first."""

    measure: Measure
    work: Work | None
    lead: Contributor | None
    because: tuple[Because, ...]
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


def public_work(measure: Measure, today: date) -> PublicWork:
    """Of a measure of a published plan; the caller found it by its public address."""
    work = Work.objects.of(measure.authority).filter(measure=measure).first()
    past = tuple(past_of(measure))
    ended = measure.ended_by_id is not None
    # Without a working file nobody said anything: silence is then no news of the measure itself.
    because = computed(facts_of(measure), today) if work and not ended else ()
    return PublicWork(
        measure=measure,
        work=work,
        lead=lead_of(measure),
        because=because,
        notes=tuple(measure.notes.filter(level=Level.PUBLIC)),
        attachments=tuple(measure.attachments.filter(level=Level.PUBLIC).select_related("file")),
        custom=tuple((field, value) for field, value in custom_of(measure, ["public"]) if value),
        past=past if len(past) > 1 else (),
        becomes=tuple(successors_of(measure)),
        comes_of=tuple(predecessors_of(measure)),
    )
