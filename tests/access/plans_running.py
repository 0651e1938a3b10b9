"""Who may open the addresses of a plan that is run. Leads without a role: tests/plans/views/running."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from relance.kernel import files
from relance.kernel.rules import Role
from relance.plans.actions.running import beside
from relance.plans.actions.running.keeping import open_feed
from relance.plans.queries.running.sheets import export_of
from tests.access.matrix import ALL_ROLES, PUBLIC, Access, Side
from tests.plans import build

EDITORS = {Role.EDITOR, Role.PLAN_LEAD}
UNFILLED = frozenset({422})


def furnish(side: Side) -> None:
    """A published plan with a measure, a task and a file; a calendar; a sheet that Alice sent."""
    owner = side.authority
    run = side["run"] = build.published(owner, slug="en-conduite")
    side["run measure"] = build.measure(run, "Un fonds", code="fonds")
    now = timezone.now()
    side["run task"] = beside.add_task(measure=side["run measure"], by=None, at=now, title="Choisir")
    by = side.person(Role.EDITOR)
    stored = files.store(authority=owner, by=by, name="bail.txt", content=f"bail {owner.slug}".encode())
    side["run file"] = beside.attach(measure=side["run measure"], by=None, at=now, file=stored, title="Bail")  # type: ignore[arg-type]  # by the system
    side["run sheet"] = files.store(
        authority=owner, by=by, name="mesures.xlsx", content=export_of(run, None, form="xlsx")
    )
    _, side["run secret"] = open_feed(plan=run, by=by, at=now, mine=False)


def of_plan(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "plan": "en-conduite"}


def of_measure(side: Side) -> dict[str, Any]:
    return {**of_plan(side), "code": "fonds"}


def sheet(side: Side) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("mesures.xlsx", export_of(side["run"], None, form="xlsx"))}


def with_(more: dict[str, Any], of: Any = of_measure) -> Any:
    return lambda side: {**of(side), **more}


URLS = {
    "plans:work": [Access(ALL_ROLES, kwargs=of_plan)],
    "plans:work_board": [Access(ALL_ROLES, kwargs=of_plan)],
    "plans:work_timeline": [Access(ALL_ROLES, kwargs=of_plan)],
    "plans:work_money": [Access(ALL_ROLES, kwargs=of_plan)],
    "plans:work_bulk": [
        Access(ALL_ROLES, kwargs=of_plan, method="post", case="each measure refuses by itself")
    ],
    "plans:work_filters": [
        Access(ALL_ROLES, kwargs=of_plan, method="post", data=lambda side: {"name": "Le mien"}),
    ],
    "plans:work_calendars": [
        Access(ALL_ROLES, kwargs=of_plan),
        Access(ALL_ROLES, kwargs=of_plan, method="post"),
    ],
    "plans:work_feed": [
        Access(PUBLIC, kwargs=lambda side: {"authority": side.authority.slug, "secret": side["run secret"]}),
    ],
    "plans:work_settings": [
        Access(EDITORS, kwargs=of_plan),
        Access(
            EDITORS,
            kwargs=of_plan,
            method="post",
            data=lambda side: {"quoi": "strategie", "title": "Climat"},
        ),
    ],
    "plans:work_export": [
        Access(ALL_ROLES, kwargs=with_({"form": "xlsx"}, of_plan)),
        Access(EDITORS, kwargs=with_({"form": "json"}, of_plan), case="all of it"),
    ],
    "plans:work_reimport": [
        Access(EDITORS, kwargs=of_plan),
        Access(EDITORS, kwargs=of_plan, method="post", data=sheet),
    ],
    "plans:work_reimported": [
        Access(
            {Role.EDITOR},
            kwargs=of_plan,
            method="post",
            data=lambda side: {"stored": side["run sheet"].pk},
            case="of who sent it",
        )
    ],
    "plans:work_measure": [
        Access(ALL_ROLES, kwargs=of_measure),
        Access(
            EDITORS,
            kwargs=of_measure,
            method="post",
            data=lambda side: {"status": "under_way", "priority": 2},
        ),
    ],
    "plans:work_cell": [
        Access(EDITORS, kwargs=with_({"field": "priority"})),
        Access(
            EDITORS, kwargs=with_({"field": "priority"}), method="post", data=lambda side: {"priority": 3}
        ),
    ],
    "plans:work_add": [
        Access(EDITORS, kwargs=with_({"kind": "tache"})),
        Access(EDITORS, kwargs=with_({"kind": "tache"}), method="post", data=lambda side: {"name": "Écrire"}),
    ],
    "plans:work_act": [
        Access(
            ALL_ROLES, kwargs=lambda side: {**of_measure(side), "kind": "piece", "row": side["run file"].pk}
        ),
        Access(
            EDITORS,
            kwargs=lambda side: {**of_measure(side), "kind": "tache", "row": side["run task"].pk},
            method="post",
            data=lambda side: {"acte": "faite"},
        ),
    ],
    "plans:amendments": [Access(PUBLIC, kwargs=of_plan)],
    "plans:amend": [
        Access(EDITORS, kwargs=with_({"act": "dates"}, of_plan)),
        Access(EDITORS, kwargs=with_({"act": "dates"}, of_plan), method="post", also=UNFILLED),
    ],
}
