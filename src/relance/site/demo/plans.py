"""Loads the plans of the demonstration: five published ones by our paraphrases, and Valmont's own.

Valmont's plan goes through the reader like any document: the DOCX is reviewed and published,
the spreadsheet is left half reviewed, the page and the text wait on the desk.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from relance.kernel.models import Authority
from relance.kernel.rules import Role
from relance.plans.actions.editing import present
from relance.plans.actions.importing import import_document
from relance.plans.actions.paraphrasing import publish_paraphrases
from relance.plans.actions.publishing import publish
from relance.plans.actions.reviewing import accept_all
from relance.plans.models import Fact, Measure, Plan, PlanState
from relance.site.demo import DemoWorld

AT = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
ADOPTED = "plan-de-relance.docx"
UNDER_REVIEW = "plan-de-relance.xlsx"
WAITING = ("plan-de-relance.html", "plan-de-relance.txt")
REVIEWED_FACTS = 12
PRESENTATION = {
    "summary": "Cinq axes votés en mars 2026 pour rouvrir les vitrines du centre, soutenir les commerces et "
    "préparer les métiers de demain. La ville et ses habitants sont inventés."
}


def examples() -> Path:
    """Where the example data stand: in the package once installed, beside `src` in a clone."""
    installed: Path = settings.PACKAGE / "examples"
    return installed if installed.is_dir() else settings.PACKAGE.parents[1] / "examples"


def load(world: DemoWorld) -> None:
    """Whatever is not there yet. Loading twice changes nothing."""
    for path in sorted((examples() / "plans").glob("*.yaml")):
        load_paraphrase(yaml.safe_load(path.read_text(encoding="utf-8")))
    load_valmont(world)


def load_paraphrase(described: dict[str, Any]) -> Plan:
    """One published plan, with its authority."""
    said = dict(described["authority"])
    authority, _ = Authority.objects.get_or_create(
        slug=said.pop("slug"), defaults={**said, "languages": _languages(said["country"]), "is_example": True}
    )
    return publish_paraphrases(authority=authority, described=described, by=None, at=AT)


def load_valmont(world: DemoWorld) -> None:
    """The town's own documents, read, and one of them reviewed and published by its people."""
    adopted = _import(world, ADOPTED)
    if adopted.state == PlanState.DRAFT:
        accept_all(facts=_facts(adopted), plan=adopted, by=world.accounts[Role.REVIEWER], at=AT)
        present(plan=adopted, by=world.accounts[Role.PLAN_LEAD], at=AT, fields=PRESENTATION)
        publish(plan=adopted, by=world.accounts[Role.PLAN_LEAD], at=AT)
    under_review = _import(world, UNDER_REVIEW)
    some = _facts(under_review)[:REVIEWED_FACTS]
    accept_all(facts=some, plan=under_review, by=world.accounts[Role.REVIEWER], at=AT)
    for name in WAITING:
        _import(world, name)


def _import(world: DemoWorld, name: str) -> Plan:
    content = (examples() / "valmont" / name).read_bytes()
    by = world.accounts[Role.EDITOR]
    report = import_document(authority=world.valmont, by=by, name=name, content=content, at=AT)
    if report.plan is None:
        raise AssertionError(f"{name} was imported without a plan")
    return report.plan


def _facts(plan: Plan) -> list[Fact]:
    return list(Fact.objects.of(plan.authority).filter(plan=plan).order_by("order", "pk"))


def _languages(country: str) -> list[str]:
    return ["fr-ca"] if country == "CA" else ["fr"]


def measure_numbered(town: Authority, number: str) -> Measure | None:
    """The measure of this number in the town's published plan; None in a world without that plan."""
    measures = Measure.objects.of(town).filter(plan__published_at__isnull=False, number=number)
    return measures.order_by("pk").first()
