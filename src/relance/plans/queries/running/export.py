"""All that a town entered to run a plan, as JSON: nothing stays behind when it leaves.

Rows point at each other by key where they have one, else by number; `tables` names each model.
"""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, Q

from relance.plans.models import (
    Attachment,
    Contributor,
    Cost,
    CustomField,
    CustomValue,
    Dependency,
    Forecast,
    MeasureRole,
    MeasureVersion,
    Plan,
    PlanVersion,
    Running,
    Strategy,
    StrategyLink,
    Succession,
    Task,
    Work,
    WorkChange,
    WorkNote,
)

FORMAT, VERSION = "relance-running", 1
OF_MEASURE: tuple[type[Model], ...] = (
    Work,
    WorkChange,
    MeasureRole,
    Task,
    Dependency,
    WorkNote,
    Attachment,
    StrategyLink,
    CustomValue,
    Cost,
    Forecast,
)
OF_PLAN: tuple[type[Model], ...] = (Running, Strategy, CustomField, PlanVersion)


def export_running(plan: Plan) -> bytes:
    """Every row of how this plan is run. The caller has checked the reader's right to its editors' notes."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for model in OF_MEASURE:
        tables[model.__name__] = _rows(model, plan, Q(measure__plan=plan))
    for model in OF_PLAN:
        tables[model.__name__] = _rows(model, plan, Q(plan=plan))
    tables["MeasureVersion"] = _rows(MeasureVersion, plan, Q(version__plan=plan))
    tables["Succession"] = _rows(Succession, plan, Q(version__plan=plan))
    people = (
        Q(roles__measure__plan=plan) | Q(tasks__measure__plan=plan) | Q(merged__roles__measure__plan=plan)
    )
    tables["Contributor"] = _rows(Contributor, plan, people)
    said = {"format": FORMAT, "version": VERSION, "plan": str(plan.key), "tables": tables}
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _rows(model: Any, plan: Plan, of: Q) -> list[dict[str, Any]]:
    fields = [field for field in model._meta.concrete_fields if field.name != "authority"]
    keyed = [
        field.name for field in fields if isinstance(field, ForeignKey) and _has_key(field.related_model)
    ]
    rows = model.objects.of(plan.authority).filter(of).distinct().order_by("pk").select_related(*keyed)
    return [
        {field.name: _plain(row, field.name, field.attname, field.name in keyed) for field in fields}
        for row in rows
    ]


def _has_key(model: type[Model]) -> bool:
    return any(field.name == "key" for field in model._meta.concrete_fields)


def _plain(row: Model, name: str, attname: str, by_key: bool) -> Any:
    if not by_key:
        return getattr(row, attname)
    other = getattr(row, name)
    return None if other is None else str(other.key)
