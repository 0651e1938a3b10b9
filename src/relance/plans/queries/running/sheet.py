"""All about one measure at work, as somebody who stands there sees it."""

from dataclasses import dataclass
from datetime import date

from relance.plans.models import (
    Attachment,
    Contributor,
    Cost,
    CustomField,
    CustomValue,
    Dependency,
    Forecast,
    Measure,
    MeasurePartner,
    MeasureRole,
    StrategyLink,
    Task,
    Work,
    WorkChange,
    WorkNote,
)
from relance.plans.queries.running.facts import facts_of
from relance.plans.queries.running.leading import lead_of, referent_of, team_of
from relance.plans.rules.running.financing import Account, CostLine, FundingLine, accounts
from relance.plans.rules.running.standing import Standing
from relance.plans.rules.running.states import Because, Disagreement, Flag, computed, disagreements, flags

HISTORY = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """A measure at work. Notes, files and custom values are those that the reader may see."""

    measure: Measure
    work: Work
    standing: Standing
    lead: Contributor | None
    referent: Contributor | None
    team: tuple[MeasureRole, ...]
    because: tuple[Because, ...]
    disagreements: tuple[Disagreement, ...]
    tasks: tuple[Task, ...]
    notes: tuple[WorkNote, ...]
    attachments: tuple[Attachment, ...]
    dependencies: tuple[Dependency, ...]
    needed_by: tuple[Dependency, ...]
    strategies: tuple[StrategyLink, ...]
    partners: tuple[MeasurePartner, ...]
    parts: tuple[Measure, ...]
    custom: tuple[tuple[CustomField, str], ...]
    costs: tuple[Cost, ...]
    forecasts: tuple[Forecast, ...]
    accounts: tuple[Account, ...]
    history: tuple[WorkChange, ...]

    @property
    def flags(self) -> tuple[Flag, ...]:
        return flags(self.because)


def sheet_of(measure: Measure, standing: Standing, today: date) -> Sheet:
    """In a number of queries that does not depend on what there is."""
    owner, levels = measure.authority, standing.levels()
    facts = facts_of(measure)
    costs = tuple(measure.costs.all())
    forecasts = tuple(measure.forecasts.select_related("funder"))
    return Sheet(
        measure=measure,
        work=Work.objects.of(owner).filter(measure=measure).first() or Work(authority=owner, measure=measure),
        standing=standing,
        lead=lead_of(measure),
        referent=referent_of(measure),
        team=tuple(team_of(measure)),
        because=computed(facts, today),
        disagreements=disagreements(facts, today),
        tasks=tuple(measure.tasks.select_related("owner")),
        notes=tuple(measure.notes.filter(level__in=levels)),
        attachments=tuple(measure.attachments.filter(level__in=levels).select_related("file")),
        dependencies=tuple(measure.dependencies.select_related("needs__work")),
        needed_by=tuple(measure.needed_by.select_related("measure")),
        strategies=tuple(measure.serves.select_related("strategy")),
        partners=tuple(measure.partners.select_related("organisation")),
        parts=tuple(measure.parts.filter(ended_by__isnull=True)),
        custom=custom_of(measure, levels),
        costs=costs,
        forecasts=forecasts,
        accounts=accounts(*money_lines(costs, forecasts)),
        history=tuple(measure.changes.all()[:HISTORY]) if standing >= Standing.INTERNAL else (),
    )


def custom_of(measure: Measure, levels: list[str]) -> tuple[tuple[CustomField, str], ...]:
    """The fields of the plan that these levels show, with what the measure says in each."""
    said = dict(
        CustomValue.objects.of(measure.authority).filter(measure=measure).values_list("field_id", "value")
    )
    fields = CustomField.objects.of(measure.authority).filter(plan=measure.plan_id, seen_by__in=levels)
    return tuple((field, said.get(field.pk, "")) for field in fields)


def money_lines(
    costs: tuple[Cost, ...] | list[Cost], forecasts: tuple[Forecast, ...] | list[Forecast]
) -> tuple[list[CostLine], list[FundingLine]]:
    """Rows as the lines that `rules.running.financing` adds up."""
    return (
        [CostLine(one.money, one.basis, one.year, one.spending) for one in costs],
        [
            FundingLine(one.money, one.basis, one.year, one.spending, one.state, one.funder.name)
            for one in forecasts
        ],
    )
