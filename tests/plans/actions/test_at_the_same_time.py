"""Two people at once: one draft of one document, one decision about one fact."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from relance.kernel.rules import Role
from relance.plans.actions.importing import keep_draft
from relance.plans.actions.publishing import NotReady, publish
from relance.plans.actions.reviewing import AlreadyDecided, Decision, decide
from relance.plans.models import Fact, FactState, Measure, Plan, SourceDocument
from relance.plans.rules.drafts import drafts_of
from tests.plans import build, read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised, all started together, each on its own connection."""
    start = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            found[place] = act()
        except Exception as error:  # what is raised is what the test is about
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_document_sent_by_four_people_at_once_makes_one_draft() -> None:
    valmont = build.authority()
    people = [build.officer(valmont, Role.EDITOR, name=f"p{n}") for n in range(4)]
    drafts = drafts_of(read.facts())

    def send(place: int) -> object:
        return keep_draft(
            authority=valmont,
            by=people[place],
            name="plan.txt",
            content=read.TEXT.encode(),
            read=read.document(),
            drafts=drafts,
            at=build.AT,
        )

    found = at_once(*(lambda place=place: send(place) for place in range(4)))

    assert not [one for one in found if isinstance(one, Exception)], found
    assert SourceDocument.objects.of(valmont).count() == Plan.objects.of(valmont).count() == 1
    assert Fact.objects.of(valmont).count() == len(drafts)


def test_two_reviewers_at_once_one_decides_and_the_other_is_told() -> None:
    valmont = build.authority()
    bob, paule = (build.officer(valmont, Role.REVIEWER, name=name) for name in ("bob", "paule"))
    plan = build.plan(valmont)
    fact = build.fact(plan, build.text(build.document(valmont), "Ouvrir une halle"), "halle")

    found = at_once(
        lambda: decide(fact=fact, by=bob, at=build.AT, decision=Decision.ACCEPT, seen=FactState.PROPOSED),
        lambda: decide(fact=fact, by=paule, at=build.AT, decision=Decision.REJECT, seen=FactState.PROPOSED),
    )

    told = [one for one in found if isinstance(one, AlreadyDecided)]
    assert len(told) == 1
    fact.refresh_from_db()
    assert fact.decided_by == (paule if found[0] is told[0] else bob)


def test_a_plan_published_twice_at_once_is_published_once() -> None:
    valmont = build.authority()
    alice = build.officer(valmont, Role.EDITOR)
    plan = build.plan(valmont)
    fact = build.fact(plan, build.text(build.document(valmont), "Ouvrir une halle"), "halle", value={})
    decide(fact=fact, by=alice, at=build.AT, decision=Decision.ACCEPT)

    def go() -> object:
        return publish(plan=Plan.objects.of(valmont).get(pk=plan.pk), by=alice, at=build.AT)

    found = at_once(go, go)

    assert len([one for one in found if isinstance(one, NotReady)]) == 1
    assert Measure.objects.of(valmont).count() == 1
