"""Nothing that nobody accepted is public, through any public query."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from relance.kernel import search
from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.kernel.rules import Role
from relance.plans import queries
from relance.plans.actions.publishing import publish
from relance.plans.actions.reviewing import Decision, decide
from relance.plans.models import Fact, Plan
from tests.plans import build

pytestmark = pytest.mark.django_db

TEXT = "Plan\nOuvrir une halle, 10 €\nRumeur : fermer la rue, 2030, avec la MRC\n40 % de rumeur\n"


@pytest.fixture
def plan(db: None) -> Plan:
    """Published; of each kind of fact one was kept, one rejected, and more were read since."""
    valmont = build.authority()
    alice = build.officer(valmont, Role.EDITOR)
    document = build.document(valmont)
    source = build.text(document, TEXT)
    plan = build.plan(valmont, slug="relance", document=document)
    kept = build.fact(plan, source, "Ouvrir une halle, 10 €", value={"number": "1"})
    rejected = build.fact(plan, source, "Rumeur : fermer la rue, 2030, avec la MRC", value={"number": "66"})
    decide(fact=kept, by=alice, at=build.AT, decision=Decision.ACCEPT)
    decide(fact=rejected, by=alice, at=build.AT, decision=Decision.REJECT)
    publish(plan=plan, by=alice, at=build.AT)
    region = {"name": "Rumeur", "acronym": None, "role": "lead"}
    horizon = {"start": "2030-01-01", "end": "2030-12-31", "precision": "year", "ongoing": False}
    money = {"low": 4_000, "high": 4_000, "currency": "EUR", "per": "total", "role": "envelope"}
    build.fact(plan, source, "la MRC", kind="partner", value=region, parent=kept)
    build.fact(plan, source, "2030", kind="horizon", value=horizon, parent=kept)
    build.fact(plan, source, "10 €", kind="amount", value={**money, "meaning": "rumeur"}, parent=kept)
    build.fact(plan, source, "40 % de rumeur", kind="finding", value={"value": "40", "unit": "percent"})
    build.fact(plan, source, "Plan", kind="title", value={"text": "Rumeur"})
    build.fact(plan, source, "Rumeur", kind="axis", value={"number": "66"})
    return plan


def read_all(valmont: Authority) -> dict[str, Any]:
    """What each public query gives of the plan, by its name."""
    found = queries.published_plan(authority=valmont, slug="relance")
    measure = queries.published_measure(authority=valmont, plan="relance", code="1")
    page = queries.plan_page(found)
    return {
        "published_plans": [str(plan) for plan in queries.published_plans()],
        "published_documents": [str(document) for document in queries.published_documents()],
        "published_plan": [found.title, found.territory, found.summary],
        "published_measure": [measure.wording, measure.horizon],
        "plan_page": [
            [group.axis, m.wording, list(m.partners.all()), list(m.amounts.all()), list(m.findings.all())]
            for group in page.groups
            for m in group.measures
        ],
        "measure_page": repr(queries.measure_page(measure)),
        "measures_of": [measure.wording for measure in queries.measures_of(found)],
        "choices_of": repr(queries.choices_of(found)),
        "budget_of": repr(queries.budget_of(found)),
    }


def test_no_public_query_shows_what_nobody_accepted(plan: Plan) -> None:
    assert Fact.objects.of(plan.authority).filter(state="proposed").count() == 6

    for name, shown in read_all(plan.authority).items():
        words = str(shown)
        assert "umeur" not in words, name
        assert "MRC" not in words, name
        assert "2030" not in words, name
    assert not search.find("rumeur", reader=build.officer(plan.authority, name="x"), authority=None).hits


def test_the_public_pages_show_none_of_it_either(plan: Plan, client: Client) -> None:
    for path in ("/", "/valmont/", "/valmont/plans/relance/", "/valmont/plans/relance/mesures/1/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert "umeur" not in page, path
        assert "2030" not in page, path


def test_every_query_about_what_is_public_is_tried_here(plan: Plan) -> None:
    tried = {*read_all(plan.authority), "public_text"}
    # of a text given to them, and of no row
    pure: set[Callable[..., Any]] = {queries.pieces_of, queries.passage_path}

    functions = {
        name
        for name in queries.__all__
        if name.islower() and callable(getattr(queries, name)) and getattr(queries, name) not in pure
    }

    assert functions - tried == set(), "try it in read_all"


def test_withdrawing_closes_every_door(plan: Plan) -> None:
    plan.state = "withdrawn"
    plan.withdrawn_at, plan.withdrawn_by_name, plan.withdrawn_because = build.AT, "Alice", "Erreur"
    plan.save()

    assert not queries.published_plans().exists()
    for read in (
        lambda: queries.published_plan(authority=plan.authority, slug="relance"),
        lambda: queries.published_measure(authority=plan.authority, plan="relance", code="1"),
        lambda: queries.public_text(authority=plan.authority, document=plan.document_id or 0),
    ):
        with pytest.raises(Missing):
            read()
