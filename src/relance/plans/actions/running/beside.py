"""What stands beside the working fields: tasks, notes, files, dependencies, team, strategies, parts.

Each function takes the measure that the caller was given with the right to it; rows named by
their number are looked up under that measure, so that no number of another one slips in.
"""

from datetime import date, datetime

from django.db import transaction

from relance.directory.actions import organisation_called
from relance.kernel.models import Account, StoredFile
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.running.people import put_role
from relance.plans.actions.running.working import CannotWork, named, note_change
from relance.plans.models import (
    Attachment,
    Contributor,
    Dependency,
    Level,
    Measure,
    MeasurePartner,
    MeasureRole,
    PartnerRole,
    Plan,
    RoleOnMeasure,
    Strategy,
    StrategyLink,
    Task,
    WorkNote,
)
from relance.plans.permissions import check, check_work, standing_of
from relance.plans.rules.codes import measure_code
from relance.plans.rules.running.circles import path_back
from relance.values.typography import NBSP, short_date


def add_task(
    *,
    measure: Measure,
    by: Account | None,
    at: datetime,
    title: str,
    owner: Contributor | None = None,
    due_on: date | None = None,
    weight: int | None = None,
) -> Task:
    check_work(by, measure)
    with transaction.atomic(), working_for(measure.authority):
        task = Task.objects.create(
            authority=measure.authority,
            measure=measure,
            title=title,
            owner=owner,
            due_on=due_on,
            weight=weight,
            order=Task.objects.of(measure.authority).filter(measure=measure).count() + 1,
        )
        note_change(measure=measure, by=by, at=at, field="task", before="", after=_told(task))
    return task


def change_task(
    *,
    task: Task,
    by: Account | None,
    at: datetime,
    title: str,
    owner: Contributor | None,
    due_on: date | None,
    weight: int | None = None,
) -> None:
    check_work(by, task.measure)
    with transaction.atomic(), working_for(task.authority):
        before = _told(task)
        task.title, task.owner, task.due_on, task.weight = title, owner, due_on, weight
        task.save(update_fields=["title", "owner", "due_on", "weight"])
        note_change(measure=task.measure, by=by, at=at, field="task", before=before, after=_told(task))


def finish_task(*, task: Task, by: Account | None, at: datetime, done: bool = True) -> None:
    """Say that a task is done, or take that back."""
    check_work(by, task.measure)
    with transaction.atomic(), working_for(task.authority):
        held = Task.objects.of(task.authority).select_for_update(of=("self",)).get(pk=task.pk)
        if (held.done_at is not None) == done:
            return
        held.done_at, held.done_by_name = (at, named(by)) if done else (None, "")
        held.dropped_because = ""
        held.save(update_fields=["done_at", "done_by_name", "dropped_because"])
        words = ("à faire", "faite") if done else ("faite", "à faire")
        before, after = (f"{held.title}{NBSP}: {word}" for word in words)
        note_change(measure=held.measure, by=by, at=at, field="task", before=before, after=after)


def drop_task(*, task: Task, by: Account | None, at: datetime, because: str) -> None:
    """Give a task up. It stays, with the reason."""
    check_work(by, task.measure)
    if not because.strip():
        raise CannotWork("Dites pourquoi cette tâche est abandonnée.", "because")
    with transaction.atomic(), working_for(task.authority):
        before = _told(task)
        task.done_at, task.done_by_name, task.dropped_because = None, "", because.strip()[:300]
        task.save(update_fields=["done_at", "done_by_name", "dropped_because"])
        after = f"abandonnée{NBSP}: {task.dropped_because}"
        note_change(measure=task.measure, by=by, at=at, field="task", before=before, after=after)


def write_note(*, measure: Measure, by: Account, at: datetime, text: str, level: str) -> WorkNote:
    """Keep a note. A lead writes for any level but that of the editors alone, which they would not read."""
    check_work(by, measure)
    if not standing_of(by, measure).sees(level):
        raise CannotWork("Vous ne liriez pas votre propre note. Choisissez un cercle plus large.", "level")
    return WorkNote.objects.create(
        authority=measure.authority, measure=measure, text=text, level=level, at=at, by=by, by_name=named(by)
    )


def attach(
    *, measure: Measure, by: Account, at: datetime, file: StoredFile, title: str, level: str = Level.INTERNAL
) -> Attachment:
    """Put a stored file beside the measure. The file is of the same authority."""
    check_work(by, measure)
    if file.authority_id != measure.authority_id:
        raise CannotWork("Ce fichier n’est pas de cette collectivité.", "file")
    with transaction.atomic(), working_for(measure.authority):
        made, _ = Attachment.objects.of(measure.authority).get_or_create(
            authority=measure.authority,
            measure=measure,
            file=file,
            defaults={"title": title or file.name, "level": level, "at": at, "by_name": named(by)},
        )
        note_change(measure=measure, by=by, at=at, field="attachment", before="", after=made.title)
    return made


def depend(
    *, measure: Measure, needs: Measure, by: Account | None, at: datetime, why: str = ""
) -> Dependency:
    """Say that a measure waits for another one of its plan. Raises CannotWork where it would wait for itself.

    The plan's row is locked while the circle is looked for: two officers cannot close one together.
    """
    check_work(by, measure)
    if needs.plan_id != measure.plan_id or needs.authority_id != measure.authority_id:
        raise CannotWork("Cette mesure n’est pas du même plan.", "needs")
    if needs.ended_by_id:
        raise CannotWork("Cette mesure n’est plus au plan.", "needs")
    with transaction.atomic(), working_for(measure.authority):
        Plan.objects.of(measure.authority).select_for_update(of=("self",)).get(pk=measure.plan_id)
        edges = list(
            Dependency.objects.of(measure.authority)
            .filter(measure__plan=measure.plan_id)
            .values_list("measure_id", "needs_id")
        )
        way = path_back(edges, measure.pk, needs.pk)
        if way is not None:
            raise CannotWork(_circle(measure, way), "needs")
        made, new = Dependency.objects.of(measure.authority).get_or_create(
            authority=measure.authority, measure=measure, needs=needs, defaults={"why": why[:300]}
        )
        if new:
            note_change(measure=measure, by=by, at=at, field="dependency", before="", after=needs.title)
    return made


def depend_no_more(*, dependency: Dependency, by: Account | None, at: datetime) -> None:
    check_work(by, dependency.measure)
    with transaction.atomic(), working_for(dependency.authority):
        measure, title = dependency.measure, dependency.needs.title
        dependency.delete()
        note_change(measure=measure, by=by, at=at, field="dependency", before=title, after="")


def join_team(*, measure: Measure, contributor: Contributor, by: Account | None, at: datetime) -> None:
    check_work(by, measure)
    if contributor.authority_id != measure.authority_id:
        raise CannotWork("Cette personne n’est pas connue de cette collectivité.", "name")
    with transaction.atomic(), working_for(measure.authority):
        put_role(
            measure=measure, role=RoleOnMeasure.MEMBER, contributor=contributor, by_name=named(by), at=at
        )
        note_change(measure=measure, by=by, at=at, field="team", before="", after=contributor.name)


def leave_team(*, role: MeasureRole, by: Account | None, at: datetime) -> None:
    """End a place in the team; that it was held stays."""
    check_work(by, role.measure)
    if role.role != RoleOnMeasure.MEMBER:
        raise CannotWork("Le pilote et l’élu référent se changent sur la fiche.")
    with transaction.atomic(), working_for(role.authority):
        role.until = at
        role.save(update_fields=["until"])
        note_change(measure=role.measure, by=by, at=at, field="team", before=role.contributor.name, after="")


def add_partner(
    *, measure: Measure, by: Account | None, at: datetime, name: str, role: str = PartnerRole.PARTNER
) -> MeasurePartner:
    """Name an organisation that takes part, beside those that the document names."""
    check_work(by, measure)
    with transaction.atomic(), working_for(measure.authority):
        organisation = organisation_called(name=name, country=measure.authority.country)
        made, new = MeasurePartner.objects.of(measure.authority).get_or_create(
            authority=measure.authority, measure=measure, organisation=organisation, role=role
        )
        if new:
            note_change(measure=measure, by=by, at=at, field="partner", before="", after=str(made))
    return made


def remove_partner(*, partner: MeasurePartner, by: Account | None, at: datetime) -> None:
    """Take away a partner whom officers named. Whom the document names, only a version removes."""
    check_work(by, partner.measure)
    if partner.fact_id or partner.quote:
        raise CannotWork("Le document nomme ce partenaire\u00a0: une nouvelle version seule le retire.")
    with transaction.atomic(), working_for(partner.authority):
        measure, words = partner.measure, str(partner)
        partner.delete()
        note_change(measure=measure, by=by, at=at, field="partner", before=words, after="")


def serve(*, measure: Measure, strategy: Strategy, by: Account | None, at: datetime) -> StrategyLink:
    """Say that a measure serves a strategy of its plan."""
    check_work(by, measure)
    if strategy.plan_id != measure.plan_id:
        raise CannotWork("Cette stratégie n’est pas de ce plan.", "strategy")
    with transaction.atomic(), working_for(measure.authority):
        made, new = StrategyLink.objects.of(measure.authority).get_or_create(
            authority=measure.authority, measure=measure, strategy=strategy
        )
        if new:
            note_change(measure=measure, by=by, at=at, field="strategy", before="", after=strategy.title)
    return made


def serve_no_more(*, link: StrategyLink, by: Account | None, at: datetime) -> None:
    check_work(by, link.measure)
    with transaction.atomic(), working_for(link.authority):
        measure, title = link.measure, link.strategy.title
        link.delete()
        note_change(measure=measure, by=by, at=at, field="strategy", before=title, after="")


def add_part(*, measure: Measure, by: Account, at: datetime, wording: str) -> Measure:
    """A sub-measure, in words of ours: a paraphrase, which says so. For editors."""
    check(by, Right.EDIT_PLANS, measure.authority)
    if measure.parent_id is not None:
        raise CannotWork("Une partie de mesure n’a pas elle-même de parties. Ajoutez des tâches.")
    with transaction.atomic(), working_for(measure.authority):
        part = new_measure(plan=measure.plan, wording=wording, axis_id=measure.axis_id, parent=measure)
        note_change(measure=measure, by=by, at=at, field="part", before="", after=part.title)
    return part


def new_measure(
    *, plan: Plan, wording: str, axis_id: int | None, parent: Measure | None = None, title: str = ""
) -> Measure:
    """A measure that comes of no document: last in the plan, under the next free code. In a transaction."""
    Plan.objects.of(plan.authority).select_for_update(of=("self",)).get(pk=plan.pk)
    all_of_it = Measure.objects.of(plan.authority).filter(plan=plan)
    codes = set(all_of_it.values_list("code", flat=True))
    last = max(all_of_it.values_list("order", flat=True), default=0)
    return Measure.objects.create(
        authority=plan.authority,
        plan=plan,
        axis_id=axis_id,
        parent=parent,
        paraphrase=wording,
        working_title=title,
        code=measure_code("", len(codes) + 1, codes),
        order=last + 1,
    )


def _told(task: Task) -> str:
    parts = [
        task.title,
        task.owner.name if task.owner else "",
        short_date(task.due_on) if task.due_on else "",
    ]
    return " · ".join(part for part in parts if part)


def _circle(measure: Measure, way: list[int]) -> str:
    titles = {one.pk: one.title for one in Measure.objects.of(measure.authority).filter(pk__in=way)}
    if len(way) == 1:
        return "Une mesure ne dépend pas d’elle-même."
    shown = " → ".join(titles[pk] for pk in way)
    return f"Ces mesures s’attendraient l’une l’autre{NBSP}: {measure.title} → {shown}."
