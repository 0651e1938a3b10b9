"""The facts under review, grouped as in the document."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relance.kernel.rules import Role
from relance.plans.actions.reviewing import Decision, decide
from relance.plans.models import Fact, Plan
from relance.plans.queries.review import review_of
from tests.plans import build

pytestmark = pytest.mark.django_db

TEXT = "Titre\nAxe A\nmesure 1\n2022\nmesure 2\nmesure 3\nconstat\n"


@pytest.fixture
def plan(db: None) -> Plan:
    plan = build.plan(build.authority())
    source = build.text(build.document(plan.authority), TEXT)
    build.fact(plan, source, "Titre", kind="title", value={"text": "Titre"})
    axis = build.fact(plan, source, "Axe A", kind="axis", value={"number": "1"})
    first = build.fact(plan, source, "mesure 1", parent=axis)
    build.fact(plan, source, "2022", kind="horizon", parent=first)
    build.fact(plan, source, "mesure 2", parent=axis)
    build.fact(plan, source, "mesure 3")
    build.fact(plan, source, "constat", kind="finding")
    return plan


def decided(plan: Plan, words: str, decision: Decision, name: str = "alice") -> Fact:
    who = build.officer(plan.authority, Role.EDITOR, name=name)
    fact = Fact.objects.of(plan.authority).get(quote=words)
    return decide(fact=fact, by=who, at=build.AT, decision=decision)


def test_groups_follow_the_document(plan: Plan) -> None:
    review = review_of(plan)

    shape = [(group.title, [(one.depth, one.fact.quote) for one in group.facts]) for group in review.groups]
    assert shape == [
        ("Le plan", [(0, "Titre")]),
        ("Axe A", [(0, "Axe A"), (1, "mesure 1"), (2, "2022"), (1, "mesure 2")]),
        ("Sans axe", [(0, "mesure 3")]),
        ("Constats", [(0, "constat")]),
    ]
    assert review.groups[1].number == "1"


def test_progress_counts_decisions_and_people(plan: Plan) -> None:
    decided(plan, "Titre", Decision.ACCEPT)
    decided(plan, "mesure 2", Decision.REJECT, "bob")

    review = review_of(plan)

    assert (review.progress.total, review.progress.decided, review.progress.waiting) == (7, 2, 5)
    assert review.by_person == (("Alice", 1), ("Bob", 1))
    assert review.groups[0].progress.is_complete
    assert not review.progress.is_complete


def test_parts_of_a_rejected_measure_need_no_decision(plan: Plan) -> None:
    decided(plan, "mesure 1", Decision.REJECT)

    review = review_of(plan)

    horizon = next(one for group in review.groups for one in group.facts if one.fact.quote == "2022")
    assert horizon.is_moot
    assert not horizon.waits
    assert (review.progress.total, review.progress.waiting) == (6, 5)


def test_a_rejected_axis_leaves_its_measures_to_be_decided(plan: Plan) -> None:
    decided(plan, "Axe A", Decision.REJECT)

    waiting = [one.fact.quote for group in review_of(plan).groups for one in group.facts if one.waits]

    assert waiting == ["Titre", "mesure 1", "2022", "mesure 2", "mesure 3", "constat"]


def test_one_is_led_to_what_waits(plan: Plan) -> None:
    decided(plan, "Titre", Decision.ACCEPT)
    review = review_of(plan)

    first = review.group("")

    assert first is not None
    assert first.title == "Axe A"
    following = review.after(first)
    assert following is not None
    assert following.name == "sans-axe"
    assert review.group("constats") == review.groups[-1]
    assert review.group("axe-0") is None
    last = review.after(review.groups[-1])
    assert last is not None
    assert last.title == "Axe A"


def test_a_plan_without_facts_has_an_empty_review() -> None:
    review = review_of(build.plan(build.authority()))

    assert review.is_empty
    assert review.group("") is None
    assert review.progress.is_complete


def test_kept_facts_are_those_that_would_be_public(plan: Plan) -> None:
    decided(plan, "mesure 1", Decision.REJECT)
    decided(plan, "2022", Decision.ACCEPT, "bob")
    decided(plan, "mesure 2", Decision.ACCEPT, "carl")

    assert [fact.quote for fact in review_of(plan).kept] == ["mesure 2"]


def test_a_review_asks_one_query_whatever_its_size(plan: Plan) -> None:
    with CaptureQueriesContext(connection) as asked:
        for group in review_of(plan).groups:
            for one in group.facts:
                assert one.fact.source.document_id
                assert one.fact.plan.authority.slug == "valmont"

    assert len(asked) == 1
