"""People decide about facts, each decision signed and kept."""

from datetime import timedelta

import pytest

from relance.kernel.errors import Refused
from relance.kernel.models import Account, AuditLine, Authority
from relance.kernel.rules import Role
from relance.plans.actions.reviewing import (
    AlreadyDecided,
    Decision,
    PlanIsPublic,
    WordsNotThere,
    accept_all,
    decide,
)
from relance.plans.models import Fact, FactState, Plan
from tests.plans import build

pytestmark = pytest.mark.django_db

TEXT = "Ouvrir une halle d’ici 2028 avec la Région."


@pytest.fixture
def valmont(db: None) -> Authority:
    return build.authority()


@pytest.fixture
def plan(valmont: Authority) -> Plan:
    return build.plan(valmont, document=build.document(valmont))


@pytest.fixture
def alice(valmont: Authority) -> Account:
    return build.officer(valmont, Role.EDITOR)


@pytest.fixture
def fact(plan: Plan) -> Fact:
    assert plan.document
    return build.fact(plan, build.text(plan.document, TEXT), "Ouvrir une halle", value={"number": "1"})


@pytest.mark.parametrize(
    ("decision", "state"), [(Decision.ACCEPT, "accepted"), (Decision.REJECT, "rejected")]
)
def test_a_decision_says_who_and_when(fact: Fact, alice: Account, decision: Decision, state: str) -> None:
    decide(fact=fact, by=alice, at=build.AT, decision=decision)

    fact.refresh_from_db()
    assert (fact.state, fact.decided_by, fact.decided_at) == (state, alice, build.AT)
    line = AuditLine.objects.of(fact.authority).get()
    assert (line.act, line.by) == (f"plans.fact.{decision}", alice)
    assert line.before == {"state": "proposed", "value": {"number": "1"}}


def test_a_correction_keeps_what_was_read(fact: Fact, alice: Account) -> None:
    decide(fact=fact, by=alice, at=build.AT, decision=Decision.CORRECT, value={"number": "11"})

    fact.refresh_from_db()
    assert fact.value == {"number": "1"}
    assert fact.corrected == fact.current == {"number": "11"}


def test_a_correction_quotes_the_text_or_is_refused(fact: Fact, alice: Account) -> None:
    end = TEXT.index("2028") + 4
    decide(fact=fact, by=alice, at=build.AT, decision=Decision.CORRECT, value={"start": 0, "end": end})

    for start, stop in ((0, len(TEXT) + 1), (5, 5), (9, 2), (-1, 4)):
        with pytest.raises(WordsNotThere):
            decide(
                fact=fact,
                by=alice,
                at=build.AT,
                decision=Decision.CORRECT,
                value={"start": start, "end": stop},
            )
    fact.refresh_from_db()
    assert fact.corrected == {"start": 0, "end": end}


def test_a_correction_without_a_value_is_a_programming_error(fact: Fact, alice: Account) -> None:
    with pytest.raises(ValueError, match="what is right"):
        decide(fact=fact, by=alice, at=build.AT, decision=Decision.CORRECT)


def test_thinking_again_takes_the_decision_back_but_not_its_trace(fact: Fact, alice: Account) -> None:
    decide(fact=fact, by=alice, at=build.AT, decision=Decision.CORRECT, value={"number": "2"})

    decide(fact=fact, by=alice, at=build.AT, decision=Decision.REOPEN)

    fact.refresh_from_db()
    assert (fact.state, fact.corrected, fact.decided_by, fact.reason) == ("proposed", None, None, "")
    assert AuditLine.objects.of(fact.authority).count() == 2


def test_one_does_not_tread_on_a_colleague(fact: Fact, alice: Account, valmont: Authority) -> None:
    bob = build.officer(valmont, Role.REVIEWER, name="bob")
    decide(fact=fact, by=bob, at=build.AT, decision=Decision.REJECT)

    with pytest.raises(AlreadyDecided, match="Bob a décidé de ce fait entre-temps\u00a0: écarté"):
        decide(fact=fact, by=alice, at=build.AT, decision=Decision.ACCEPT, seen=FactState.PROPOSED)

    fact.refresh_from_db()
    assert (fact.state, fact.decided_by) == ("rejected", bob)


def test_who_has_seen_the_colleague_s_decision_may_decide_otherwise(
    fact: Fact, alice: Account, valmont: Authority
) -> None:
    bob = build.officer(valmont, Role.REVIEWER, name="bob")
    decide(fact=fact, by=bob, at=build.AT, decision=Decision.REJECT)
    later = build.AT + timedelta(hours=1)

    decide(fact=fact, by=alice, at=later, decision=Decision.ACCEPT, seen=FactState.REJECTED)

    fact.refresh_from_db()
    assert (fact.state, fact.decided_by) == ("accepted", alice)


def test_one_changes_one_s_own_mind_from_an_old_page(fact: Fact, alice: Account) -> None:
    decide(fact=fact, by=alice, at=build.AT, decision=Decision.REJECT, seen=FactState.PROPOSED)

    decide(fact=fact, by=alice, at=build.AT, decision=Decision.ACCEPT, seen=FactState.PROPOSED)

    fact.refresh_from_db()
    assert fact.state == "accepted"


def test_facts_of_a_published_plan_stay_as_they_are(fact: Fact, alice: Account) -> None:
    plan = fact.plan
    plan.state, plan.published_at, plan.published_by_name = "published", build.AT, "Alice"
    plan.save()

    with pytest.raises(PlanIsPublic):
        decide(fact=fact, by=alice, at=build.AT, decision=Decision.ACCEPT)
    with pytest.raises(PlanIsPublic):
        accept_all(facts=[fact], plan=plan, by=alice, at=build.AT)


@pytest.mark.parametrize("role", [Role.READER, Role.INSTRUCTOR, Role.TREASURER, Role.ADMINISTRATOR])
def test_only_reviewers_decide(fact: Fact, role: Role) -> None:
    somebody = build.officer(fact.authority, role)

    with pytest.raises(Refused):
        decide(fact=fact, by=somebody, at=build.AT, decision=Decision.ACCEPT)


def test_a_reviewer_decides_and_does_not_correct(fact: Fact) -> None:
    bob = build.officer(fact.authority, Role.REVIEWER, name="bob")

    with pytest.raises(Refused):
        decide(fact=fact, by=bob, at=build.AT, decision=Decision.CORRECT, value={"number": "2"})

    decide(fact=fact, by=bob, at=build.AT, decision=Decision.ACCEPT)


def test_a_reviewer_of_another_authority_decides_nothing(fact: Fact) -> None:
    stranger = build.officer(build.authority("autre"), Role.REVIEWER)

    with pytest.raises(Refused):
        decide(fact=fact, by=stranger, at=build.AT, decision=Decision.ACCEPT)


def test_accepting_many_leaves_decisions_alone(plan: Plan, alice: Account, valmont: Authority) -> None:
    assert plan.document
    source = build.text(plan.document, TEXT)
    first, second, third, outside = (
        build.fact(plan, source, words) for words in ("Ouvrir", "halle", "2028", "Région")
    )
    bob = build.officer(valmont, Role.REVIEWER, name="bob")
    decide(fact=second, by=bob, at=build.AT, decision=Decision.REJECT)

    accepted = accept_all(facts=[first, second, third], plan=plan, by=alice, at=build.AT)

    assert accepted == 2
    states = dict(Fact.objects.of(valmont).values_list("quote", "state"))
    assert states == {"Ouvrir": "accepted", "halle": "rejected", "2028": "accepted", "Région": "proposed"}
    assert outside.state == "proposed"
