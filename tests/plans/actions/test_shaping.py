"""Adding, merging, cutting and moving facts, and taking the last act back."""

from datetime import timedelta

import pytest

from relance.kernel.errors import Refused
from relance.kernel.models import Account, AuditLine, Authority
from relance.kernel.rules import Role
from relance.plans.actions.omitting import omit
from relance.plans.actions.presence import be_seen
from relance.plans.actions.reviewing import Decision, PlanIsPublic, WordsNotThere, accept_all, decide
from relance.plans.actions.shaping import CannotShape, add_fact, merge, move, split
from relance.plans.actions.steps import ChangedSince, NothingToUndo, undo
from relance.plans.models import DocumentText, Fact, Omission, Plan
from tests.plans import build

pytestmark = pytest.mark.django_db

TEXT = "Axe A\nOuvrir une halle\net un marché en 2028.\nFermer un parking.\nAxe B\n"


@pytest.fixture
def valmont(db: None) -> Authority:
    return build.authority()


@pytest.fixture
def plan(valmont: Authority) -> Plan:
    return build.plan(valmont, document=build.document(valmont))


@pytest.fixture
def source(plan: Plan) -> DocumentText:
    assert plan.document
    return build.text(plan.document, TEXT)


@pytest.fixture
def alice(valmont: Authority) -> Account:
    return build.officer(valmont, Role.EDITOR)


@pytest.fixture
def bob(valmont: Authority) -> Account:
    return build.officer(valmont, Role.REVIEWER, name="bob")


@pytest.fixture
def axis(plan: Plan, source: DocumentText) -> Fact:
    return build.fact(plan, source, "Axe A", kind="axis")


@pytest.fixture
def halle(plan: Plan, source: DocumentText, axis: Fact) -> Fact:
    return build.fact(plan, source, "Ouvrir une halle", parent=axis, value={"number": "1"})


@pytest.fixture
def marche(plan: Plan, source: DocumentText, axis: Fact) -> Fact:
    return build.fact(plan, source, "et un marché en 2028.", parent=axis)


def state(fact: Fact) -> tuple[str, int | None, str]:
    fact.refresh_from_db()
    start, end = fact.place
    return fact.state, fact.parent_id, fact.source.text[start:end]


def test_a_missed_measure_is_added_with_its_words(
    plan: Plan, source: DocumentText, axis: Fact, alice: Account
) -> None:
    start = TEXT.index("Fermer")

    made = add_fact(
        plan=plan,
        source=source,
        by=alice,
        at=build.AT,
        kind="measure",
        start=start,
        end=start + 18,
        value={"number": None},
        parent=axis,
    )

    assert (made.quote, made.state, made.added_by, made.confidence) == (
        "Fermer un parking.",
        "accepted",
        alice,
        100,
    )
    assert AuditLine.objects.of(plan.authority).get().act == "plans.fact.add"


@pytest.mark.parametrize(("start", "end"), [(0, 999), (5, 5), (5, 6), (-1, 3)])
def test_words_that_are_not_there_are_not_added(
    plan: Plan, source: DocumentText, alice: Account, start: int, end: int
) -> None:
    with pytest.raises(WordsNotThere):
        add_fact(plan=plan, source=source, by=alice, at=build.AT, kind="axis", start=start, end=end, value={})


def test_a_horizon_belongs_to_a_measure(plan: Plan, source: DocumentText, axis: Fact, alice: Account) -> None:
    for parent in (None, axis):
        with pytest.raises(CannotShape):
            add_fact(
                plan=plan,
                source=source,
                by=alice,
                at=build.AT,
                kind="horizon",
                start=0,
                end=3,
                value={},
                parent=parent,
            )


def test_two_measures_become_one_with_the_words_of_both(
    plan: Plan, source: DocumentText, halle: Fact, marche: Fact, alice: Account
) -> None:
    year = build.fact(plan, source, "2028", kind="horizon", parent=marche)

    merge(first=marche, second=halle, by=alice, at=build.AT)

    assert state(halle) == ("corrected", halle.parent_id, "Ouvrir une halle\net un marché en 2028.")
    assert state(marche)[0] == "rejected"
    assert "Réunie avec" in marche.reason
    assert state(year)[1] == halle.pk


def test_measures_with_another_between_are_not_merged(
    plan: Plan, source: DocumentText, halle: Fact, marche: Fact, axis: Fact, alice: Account
) -> None:
    parking = build.fact(plan, source, "Fermer un parking.", parent=axis)

    with pytest.raises(CannotShape, match="autre chose entre"):
        merge(first=halle, second=parking, by=alice, at=build.AT)
    with pytest.raises(CannotShape):
        merge(first=halle, second=halle, by=alice, at=build.AT)

    assert state(parking)[0] == "proposed"


def test_a_measure_is_cut_and_its_parts_go_where_they_stand(
    plan: Plan, source: DocumentText, axis: Fact, alice: Account
) -> None:
    both = build.fact(plan, source, "Ouvrir une halle\net un marché en 2028.", parent=axis)
    year = build.fact(plan, source, "2028", kind="horizon", parent=both)

    first, second = split(fact=both, at_place=TEXT.index("et un"), by=alice, at=build.AT)

    assert state(first) == ("corrected", axis.pk, "Ouvrir une halle")
    assert state(second) == ("accepted", axis.pk, "et un marché en 2028.")
    assert state(year)[1] == second.pk


@pytest.mark.parametrize("place", [0, 6, 999])
def test_a_cut_at_the_edge_is_refused(halle: Fact, alice: Account, place: int) -> None:
    with pytest.raises(CannotShape, match="entre deux mots"):
        split(fact=halle, at_place=place, by=alice, at=build.AT)


def test_a_measure_moves_to_another_axis_or_to_none(
    plan: Plan, source: DocumentText, halle: Fact, alice: Account
) -> None:
    other = build.fact(plan, source, "Axe B", kind="axis")

    assert move(fact=halle, to=other, by=alice, at=build.AT).parent == other
    assert move(fact=halle, to=None, by=alice, at=build.AT).parent is None
    with pytest.raises(CannotShape):
        move(fact=other, to=halle, by=alice, at=build.AT)


def test_shaping_is_for_editors_and_not_for_published_plans(
    plan: Plan, halle: Fact, marche: Fact, alice: Account, bob: Account
) -> None:
    with pytest.raises(Refused):
        merge(first=halle, second=marche, by=bob, at=build.AT)
    plan.state, plan.published_at, plan.published_by_name = "published", build.AT, "Alice"
    plan.save()

    for act in (
        lambda: merge(first=halle, second=marche, by=alice, at=build.AT),
        lambda: move(fact=halle, to=None, by=alice, at=build.AT),
        lambda: undo(plan=plan, by=alice, at=build.AT),
    ):
        with pytest.raises(PlanIsPublic):
            act()


def test_each_act_is_taken_back_the_last_first(
    plan: Plan, source: DocumentText, halle: Fact, marche: Fact, alice: Account
) -> None:
    year = build.fact(plan, source, "2028", kind="horizon", parent=marche)
    decide(fact=halle, by=alice, at=build.AT, decision=Decision.ACCEPT)
    before = [state(one) for one in (halle, marche, year)]
    merge(first=halle, second=marche, by=alice, at=build.AT)

    act = undo(plan=plan, by=alice, at=build.AT)

    assert act.label.startswith("Réunir")
    assert [state(one) for one in (halle, marche, year)] == before
    undo(plan=plan, by=alice, at=build.AT)
    assert state(halle)[0] == "proposed"
    assert halle.decided_by is None
    with pytest.raises(NothingToUndo):
        undo(plan=plan, by=alice, at=build.AT)
    assert AuditLine.objects.of(plan.authority).filter(act="plans.review.undo").count() == 2


def test_undoing_a_cut_or_an_addition_removes_what_it_made(
    plan: Plan, source: DocumentText, axis: Fact, halle: Fact, alice: Account
) -> None:
    split(fact=halle, at_place=TEXT.index("une halle"), by=alice, at=build.AT)

    undo(plan=plan, by=alice, at=build.AT)

    assert set(Fact.objects.of(plan.authority)) == {axis, halle}
    assert state(halle) == ("proposed", axis.pk, "Ouvrir une halle")


def test_undoing_a_whole_part_and_a_passage_set_aside(
    plan: Plan, source: DocumentText, axis: Fact, halle: Fact, alice: Account
) -> None:
    accept_all(facts=[axis, halle], plan=plan, by=alice, at=build.AT)
    assert omit(plan=plan, source=source, places=[(0, 5), (0, 5)], by=alice, at=build.AT) == 1

    undo(plan=plan, by=alice, at=build.AT)
    undo(plan=plan, by=alice, at=build.AT)

    assert not Omission.objects.of(plan.authority).exists()
    assert {state(axis)[0], state(halle)[0]} == {"proposed"}


def test_what_a_colleague_changed_since_is_not_undone(
    plan: Plan, halle: Fact, alice: Account, bob: Account
) -> None:
    decide(fact=halle, by=alice, at=build.AT, decision=Decision.ACCEPT)
    decide(fact=halle, by=bob, at=build.AT, decision=Decision.REJECT)

    with pytest.raises(ChangedSince):
        undo(plan=plan, by=alice, at=build.AT)

    assert state(halle)[0] == "rejected"
    undo(plan=plan, by=bob, at=build.AT)
    assert state(halle)[0] == "accepted"


def test_colleagues_are_seen_for_a_few_minutes(plan: Plan, alice: Account, bob: Account) -> None:
    assert be_seen(plan=plan, by=alice, at=build.AT, part="plan") == []

    (other,) = be_seen(plan=plan, by=bob, at=build.AT + timedelta(minutes=2), part="axe-1")

    assert (other.account, other.part) == (alice, "plan")
    assert be_seen(plan=plan, by=bob, at=build.AT + timedelta(minutes=9), part="axe-1") == []
