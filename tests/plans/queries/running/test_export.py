"""All that a town entered to run a plan leaves with it."""

import json
from typing import Any

from relance.plans.actions.running import amending, beside
from relance.plans.actions.running.amending import Deed
from relance.plans.actions.running.people import contributor_called, merge
from relance.plans.actions.running.planning import add_field, add_strategy, run_plan
from relance.plans.actions.running.working import change
from relance.plans.queries.running.export import export_running
from tests.plans.actions.running.build import AT, plan
from tests.support.cast import Cast


def test_every_table_leaves_and_nothing_of_another_plan_does(cast: Cast) -> None:
    the_plan, (fund, hall, windows) = plan(cast.valmont)
    other, (elsewhere, *_) = plan(cast.valmont)
    said: dict[str, Any] = {"by": cast.alice, "at": AT}
    old, new = (contributor_called(authority=cast.valmont, name=name) for name in ("P. Roche", "Paul Roche"))
    change(measure=fund, fields={"lead": old, "status": "under_way"}, **said)
    merge(one=old, into=new, **said)
    beside.add_task(measure=fund, title="Choisir", **said)
    beside.add_task(measure=elsewhere, title="Ailleurs", **said)
    beside.depend(measure=fund, needs=hall, **said)
    beside.write_note(measure=fund, text="Vu.", level="editors", **said)
    beside.serve(measure=fund, strategy=add_strategy(plan=the_plan, title="Climat", **said), **said)
    field = add_field(plan=the_plan, name="Lieu", kind="text", seen_by="public", edited_by="team", **said)
    change(measure=fund, fields={f"custom:{field.pk}": "Ici"}, **said)
    run_plan(plan=the_plan, pilot=new, formula="done", stale_after=30, **said)
    amending.merge(Deed(the_plan, cast.alice, AT, AT.date(), "Voté."), measures=[windows], into=hall)

    whole = json.loads(export_running(the_plan))

    tables = whole["tables"]
    assert {name for name, rows in tables.items() if not rows} == {"Attachment", "Cost", "Forecast"}
    assert [row["title"] for row in tables["Task"]] == ["Choisir"]
    assert tables["Dependency"][0]["needs"] == str(hall.key)
    assert {row["name"] for row in tables["Contributor"]} == {"P. Roche", "Paul Roche"}
    assert tables["Succession"][0]["later"] == str(hall.key)
    assert whole["plan"] == str(the_plan.key)
    assert str(other.key) not in json.dumps(whole)
