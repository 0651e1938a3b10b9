"""What stands beside a measure's fields, kind by kind: its rows on the page, its form, its acts.

A kind is a word of the address (`…/ajouter/tache/`, `…/tache/12/`). Rows are looked up under the
measure of the address: the number of another measure's row is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from relance.directory.actions import organisation_called
from relance.kernel import files
from relance.kernel.models import Account
from relance.plans.actions.running import beside, funding
from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.working import CannotWork
from relance.plans.forms.running import beside as forms
from relance.plans.models import FundingState, Measure, Strategy, Task
from relance.plans.queries.running.sheet import Sheet
from relance.plans.rules.addresses import work_path
from relance.plans.rules.running.standing import Standing
from relance.values.typography import NBSP, short_date

Add = Callable[[Measure, Account, datetime, dict[str, Any]], object]
Act = Callable[[Any, Account, datetime, str, str], None]


@dataclass(frozen=True)
class Kind:
    """A kind of piece: its heading, the form that adds one, what each row offers."""

    word: str
    title: str
    button: str
    form: type[forms.BesideForm]
    add: Add
    rows: Callable[[Measure], QuerySet[Any]] | None = None
    act: Act | None = None
    empty: str = ""
    editors_alone: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a piece on the page; `acts` are (code, label, whether it asks for words)."""

    text: str
    meta: str = ""
    url: str = ""
    act_url: str = ""
    acts: tuple[tuple[str, str, str], ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    lines: tuple[Line, ...]
    add_url: str


def _add_task(measure: Measure, by: Account, at: datetime, said: dict[str, Any]) -> object:
    owner = contributor_called(authority=measure.authority, name=said["owner"]) if said["owner"] else None
    return beside.add_task(
        measure=measure,
        by=by,
        at=at,
        title=said["name"],
        owner=owner,
        due_on=said["due_on"],
        weight=said["weight"],
    )


def _act_task(task: Task, by: Account, at: datetime, act: str, words: str) -> None:
    if act == "abandonner":
        beside.drop_task(task=task, by=by, at=at, because=words)
        return
    beside.finish_task(task=task, by=by, at=at, done=act == "faite")


def _attach(measure: Measure, by: Account, at: datetime, said: dict[str, Any]) -> object:
    kept = files.store(
        authority=measure.authority, by=by, name=said["file"].name, content=said["file"], at=at
    )
    return beside.attach(measure=measure, by=by, at=at, file=kept, title=said["name"], level=said["level"])


def _depend(measure: Measure, by: Account, at: datetime, said: dict[str, Any]) -> object:
    needs = Measure.objects.of(measure.authority).filter(plan=measure.plan_id, pk=said["needs"]).first()
    if needs is None:
        raise CannotWork("Cette mesure n’est pas de ce plan.", "needs")
    return beside.depend(measure=measure, needs=needs, by=by, at=at, why=said["why"])


def _join(measure: Measure, by: Account, at: datetime, said: dict[str, Any]) -> None:
    who = contributor_called(authority=measure.authority, name=said["name"])
    beside.join_team(measure=measure, contributor=who, by=by, at=at)


def _serve(measure: Measure, by: Account, at: datetime, said: dict[str, Any]) -> object:
    strategy = (
        Strategy.objects.of(measure.authority).filter(plan=measure.plan_id, pk=said["strategy"]).first()
    )
    if strategy is None:
        raise CannotWork("Cette stratégie n’est pas de ce plan.", "strategy")
    return beside.serve(measure=measure, strategy=strategy, by=by, at=at)


def _cost(measure: Measure, by: Account, at: datetime, said: dict[str, Any]) -> object:
    return funding.add_cost(
        measure=measure,
        by=by,
        at=at,
        year=said["year"],
        money=said["amount"],
        basis=said["basis"],
        spending=said["spending"],
        note=said["note"],
    )


def _forecast(measure: Measure, by: Account, at: datetime, said: dict[str, Any]) -> object:
    funder = organisation_called(name=said["funder"], country=measure.authority.country)
    return funding.forecast(
        measure=measure,
        by=by,
        at=at,
        funder=funder,
        year=said["year"],
        money=said["amount"],
        basis=said["basis"],
        spending=said["spending"],
        state=said["state"],
        evidence=said["evidence"],
    )


def _act_forecast(line: Any, by: Account, at: datetime, act: str, words: str) -> None:
    if act in FundingState.values:
        funding.move_forecast(line=line, by=by, at=at, state=act, evidence=words)
        return
    funding.remove_forecast(line=line, by=by, at=at)


KINDS: dict[str, Kind] = {
    one.word: one
    for one in (
        Kind(
            "tache",
            "Tâches",
            "Ajouter une tâche",
            forms.TaskForm,
            _add_task,
            lambda measure: measure.tasks.all(),
            _act_task,
            "Les étapes de la mesure, avec qui les fait et jusqu’à quand.",
        ),
        Kind(
            "dependance",
            "Dépendances",
            "Ajouter une dépendance",
            forms.DependencyForm,
            _depend,
            lambda measure: measure.dependencies.select_related("needs"),
            lambda row, by, at, act, words: beside.depend_no_more(dependency=row, by=by, at=at),
            "Les mesures qui doivent être faites avant celle-ci.",
        ),
        Kind(
            "equipe",
            "Équipe",
            "Ajouter à l’équipe",
            forms.MemberForm,
            _join,
            lambda measure: measure.roles.filter(role="member", until__isnull=True).select_related(
                "contributor"
            ),
            lambda row, by, at, act, words: beside.leave_team(role=row, by=by, at=at),
        ),
        Kind(
            "partenaire",
            "Partenaires et financeurs",
            "Ajouter un partenaire",
            forms.PartnerForm,
            lambda measure, by, at, said: beside.add_partner(measure=measure, by=by, at=at, **said),
            lambda measure: measure.partners.select_related("organisation"),
            lambda row, by, at, act, words: beside.remove_partner(partner=row, by=by, at=at),
        ),
        Kind(
            "cout",
            "Coûts prévus",
            "Ajouter un coût",
            forms.CostForm,
            _cost,
            lambda measure: measure.costs.all(),
            lambda row, by, at, act, words: funding.remove_cost(cost=row, by=by, at=at),
        ),
        Kind(
            "financement",
            "Financements prévus",
            "Ajouter un financement",
            forms.ForecastForm,
            _forecast,
            lambda measure: measure.forecasts.select_related("funder"),
            _act_forecast,
        ),
        Kind(
            "note",
            "Notes de travail",
            "Écrire une note",
            forms.NoteForm,
            lambda measure, by, at, said: beside.write_note(measure=measure, by=by, at=at, **said),
        ),
        Kind("piece", "Pièces jointes", "Joindre un fichier", forms.AttachmentForm, _attach),
        Kind(
            "strategie",
            "Stratégies servies",
            "Lier à une stratégie",
            forms.StrategyForm,
            _serve,
            lambda measure: measure.serves.select_related("strategy"),
            lambda row, by, at, act, words: beside.serve_no_more(link=row, by=by, at=at),
        ),
        Kind(
            "partie",
            "Sous-mesures",
            "Ajouter une sous-mesure",
            forms.PartForm,
            lambda measure, by, at, said: beside.add_part(measure=measure, by=by, at=at, **said),
            editors_alone=True,
        ),
    )
}
REMOVE = (("retirer", "Retirer", ""),)


def pieces_of(sheet: Sheet) -> list[Piece]:
    """Every kind with its rows; acts only for who may."""
    measure = sheet.measure
    here = work_path(measure.authority.slug, measure.plan.slug, measure.code)
    zone = measure.authority.zone
    edits = sheet.standing.edits and not measure.ended_by_id

    def line(kind: str, row: Model, text: str, meta: str = "", **more: Any) -> Line:
        acts = more.pop("acts", REMOVE)
        return Line(text, meta, act_url=f"{here}{kind}/{row.pk}/", acts=acts if edits else (), **more)

    rows: dict[str, list[Line]] = {
        "tache": [
            line("tache", one, one.title, _task_meta(one), acts=_task_acts(one), done=bool(one.done_at))
            for one in sheet.tasks
        ],
        "dependance": [line("dependance", one, one.needs.title, one.why) for one in sheet.dependencies]
        + [Line(one.measure.title, "attend cette mesure") for one in sheet.needed_by],
        "equipe": [line("equipe", one, one.contributor.name) for one in sheet.team],
        "partenaire": [
            line(
                "partenaire",
                one,
                one.organisation.name,
                one.get_role_display() + (" · selon le document" if one.fact_id or one.quote else ""),
                acts=() if one.fact_id or one.quote else REMOVE,
            )
            for one in sheet.partners
        ],
        "cout": [
            line(
                "cout",
                one,
                f"{one.money.format()} {one.get_basis_display()}",
                f"{one.year} · {one.get_spending_display()}{' · ' if one.note else ''}{one.note}",
            )
            for one in sheet.costs
        ],
        "financement": [
            line(
                "financement",
                one,
                f"{one.funder.name}{NBSP}: {one.money.format()} {one.get_basis_display()}",
                " · ".join(
                    part
                    for part in (
                        str(one.year),
                        one.get_spending_display(),
                        str(one.get_state_display()),
                        one.evidence,
                    )
                    if part
                ),
                acts=_forecast_acts(one.state),
            )
            for one in sheet.forecasts
        ],
        "note": [
            Line(
                one.text,
                f"{one.by_name}, {short_date(one.at.astimezone(zone).date())} · {one.get_level_display()}",
            )
            for one in sheet.notes
        ],
        "piece": [
            Line(one.title, f"{one.by_name} · {one.get_level_display()}", url=f"{here}piece/{one.pk}/")
            for one in sheet.attachments
        ],
        "strategie": [
            line("strategie", one, one.strategy.title, one.strategy.body) for one in sheet.strategies
        ],
        "partie": [
            Line(one.title, url=work_path(measure.authority.slug, measure.plan.slug, one.code))
            for one in sheet.parts
        ],
    }
    return [
        Piece(kind, tuple(rows[word]), f"{here}ajouter/{word}/" if edits and _may_add(kind, sheet) else "")
        for word, kind in KINDS.items()
    ]


def _may_add(kind: Kind, sheet: Sheet) -> bool:
    if kind.editors_alone:
        return sheet.standing is Standing.EDITOR and sheet.measure.parent_id is None
    return True


def _task_meta(task: Task) -> str:
    said = [
        task.owner.name if task.owner else "",
        f"pour le {short_date(task.due_on)}" if task.due_on else "",
        f"faite, selon {task.done_by_name}" if task.done_at else "",
        f"abandonnée{NBSP}: {task.dropped_because}" if task.dropped_because else "",
    ]
    return " · ".join(one for one in said if one)


def _task_acts(task: Task) -> tuple[tuple[str, str, str], ...]:
    if task.done_at or task.dropped_because:
        return (("afaire", "Remettre à faire", ""),)
    return (("faite", "Marquer faite", ""), ("abandonner", "Abandonner", "Pourquoi"))


def _forecast_acts(state: str) -> tuple[tuple[str, str, str], ...]:
    words = {"promised": "Promis", "notified": "Notifié", "refused": "Refusé"}
    moves = tuple(
        (code, label, "Pièce" if code == "notified" else "") for code, label in words.items() if code != state
    )
    return (*moves, *REMOVE)
