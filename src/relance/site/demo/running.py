"""Valmont's plan as it is run: leads, states, tasks, dependencies, money, and one amendment.

All of it is invented. Each piece is made once: loading again changes nothing.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from relance.directory.actions import organisation_called
from relance.kernel.rules import Role
from relance.plans.actions.running import amending, beside, funding, planning
from relance.plans.actions.running.amending import Deed
from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.working import change
from relance.plans.models import Measure, Plan, PlanState, Running
from relance.site.demo import DemoWorld
from relance.values.money import Money

STARTED = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)
LEADS = ("Hélène Aubanel", "Karim Bessière", "Service commerce", "Camille Estève", "Office de tourisme")
REFERENT = "Gaston Malaval"
DONE, LATE, PAUSED = 4, 1, 6  # every so many measures


def load(world: DemoWorld) -> None:
    """Whatever is not there yet, for the town's published plan."""
    plan = (
        Plan.objects.of(world.valmont)
        .filter(state=PlanState.PUBLISHED)
        .select_related("authority")
        .order_by("pk")
        .first()
    )
    if plan is None or Running.objects.of(world.valmont).filter(plan=plan).exists():
        return
    by = world.accounts[Role.PLAN_LEAD]
    said: dict[str, Any] = {"by": by, "at": STARTED}
    measures = list(
        Measure.objects.of(world.valmont)
        .filter(plan=plan, ended_by__isnull=True)
        .select_related("authority", "plan__authority")
    )
    climate = planning.add_strategy(plan=plan, title="Plan climat de la vallée", body="Pays d’Ouvèze", **said)
    for rank, measure in enumerate(measures):
        _conduct(measure, rank, said)
        if rank % 3 == 0:
            beside.serve(measure=measure, strategy=climate, **said)
    for later, earlier in zip(measures[2::5], measures[1::5], strict=False):
        beside.depend(measure=later, needs=earlier, why="Il faut d’abord les locaux.", **said)
    _money(measures, said)
    if len(measures) > 3:
        _amend(plan, measures, by)
    planning.run_plan(
        plan=plan,
        pilot=contributor_called(authority=world.valmont, name="Hélène Aubanel"),
        formula="done",
        stale_after=90,
        **said,
    )


def _conduct(measure: Measure, rank: int, said: dict[str, Any]) -> None:
    owner = measure.authority
    fields: dict[str, Any] = {
        "lead": contributor_called(authority=owner, name=LEADS[rank % len(LEADS)]) if rank % 5 != 3 else None,
        "referent": contributor_called(authority=owner, name=REFERENT) if rank % 2 else None,
        "priority": 1 + rank % 3,
        "due_on": date(2026, 9, 30) + timedelta(days=45 * rank),
    }
    if rank and rank % DONE == 0:  # what the news say of the first one comes after
        fields |= {"status": "done", "progress": 100}
    elif rank % PAUSED == 5:
        fields |= {
            "status": "paused",
            "reason": "Le local pressenti est vendu. La Ville en cherche un autre.",
        }
    elif rank % 2:
        fields |= {"status": "under_way", "progress": 10 * (rank % 9)}
    change(measure=measure, fields=fields, **said)
    if rank % 3 == 1:
        task = beside.add_task(
            measure=measure,
            title="Réunir les commerçants de la rue",
            owner=contributor_called(authority=owner, name="Service commerce"),
            due_on=date(2026, 5, 29),
            **said,
        )
        beside.finish_task(task=task, **said)
        beside.add_task(measure=measure, title="Publier le règlement", due_on=date(2026, 10, 16), **said)
        beside.write_note(
            measure=measure, text="La chambre de commerce relit le règlement.", level="internal", **said
        )


def _money(measures: list[Measure], said: dict[str, Any]) -> None:
    region = organisation_called(name="Région des Trois Rivières", country="FR")
    state = organisation_called(name="Agence des territoires de demain", country="FR")
    for rank, measure in enumerate(measures[:6]):
        about: dict[str, Any] = {
            "measure": measure,
            "year": 2026 + rank % 2,
            "basis": "net" if rank % 2 else "gross",
            "spending": "investment" if rank % 2 else "operating",
            **said,
        }
        funding.add_cost(money=Money.of(40_000 + 15_000 * rank, "EUR"), **about)
        funding.forecast(
            funder=region,
            money=Money.of(12_000 + 1_000 * rank, "EUR"),
            state="notified" if rank % 2 else "promised",
            evidence=f"Arrêté {2026}-{40 + rank}" if rank % 2 else "",
            **about,
        )
        funding.forecast(
            funder=state,
            money=Money.of(8_000, "EUR"),
            state="refused" if rank == 4 else "sought",
            **about,
        )


def _amend(plan: Plan, measures: list[Measure], by: Any) -> None:
    """In October the council moved a date and took a measure into another."""
    deed = Deed(
        plan=plan,
        by=by,
        at=datetime(2026, 10, 12, 18, 30, tzinfo=UTC),
        on=date(2026, 11, 1),
        because="Les travaux de la rue commencent six mois plus tard que prévu.",
        reference="Délibération 2026-118 du 12 octobre 2026",
    )
    amending.redate(deed, measure=measures[1], starts_on=date(2027, 3, 1), ends_on=date(2028, 6, 30))
