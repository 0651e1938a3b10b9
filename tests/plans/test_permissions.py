"""One function finds a row and checks the right to it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.rules import Right, Role
from relance.plans.permissions import acting, check, fact_for, plan_for, text_for
from tests.plans import build

pytestmark = pytest.mark.django_db


def test_a_draft_is_found_by_who_reads_internal_papers() -> None:
    plan = build.plan(build.authority(), slug="relance")
    reader = build.officer(plan.authority, Role.READER)

    assert plan_for(reader, "valmont", "relance") == plan


def test_a_draft_is_not_found_by_others() -> None:
    plan = build.plan(build.authority(), slug="relance")
    stranger = build.officer(build.authority("autre"), Role.EDITOR)

    with pytest.raises(NeedsAccount):
        plan_for(AnonymousUser(), "valmont", "relance")
    with pytest.raises(Refused):
        plan_for(stranger, "valmont", "relance")
    with pytest.raises(Missing):
        plan_for(stranger, "autre", plan.slug)
    with pytest.raises(Missing):
        plan_for(stranger, "nulle-part", plan.slug)


def test_reading_is_not_deciding() -> None:
    plan = build.plan(build.authority(), slug="relance")
    fact = build.fact(plan, build.text(build.document(plan.authority), "Ouvrir"), "Ouvrir")
    reader = build.officer(plan.authority, Role.READER)
    bob = build.officer(plan.authority, Role.REVIEWER, name="bob")

    assert fact_for(bob, "valmont", "relance", fact.pk, Right.REVIEW_FACTS) == fact
    with pytest.raises(Refused):
        fact_for(reader, "valmont", "relance", fact.pk, Right.REVIEW_FACTS)
    with pytest.raises(Missing):
        fact_for(bob, "valmont", "relance", 0, Right.REVIEW_FACTS)


def test_a_text_is_read_by_its_town_before_it_is_public() -> None:
    document = build.document(build.authority())
    text = build.text(document, "Ouvrir")
    reader = build.officer(document.authority, Role.READER)

    assert text_for(reader, "valmont", document.pk) == text
    assert text_for(reader, "valmont", document.pk, 1) == text
    for refused in ((AnonymousUser(), document.pk, None), (reader, 0, None), (reader, document.pk, 2)):
        with pytest.raises(Missing):
            text_for(refused[0], "valmont", refused[1], refused[2])


def test_who_acts_has_an_account() -> None:
    alice = build.officer(build.authority(), Role.EDITOR)

    assert acting(alice) == alice
    with pytest.raises(NeedsAccount):
        acting(AnonymousUser())


def test_the_system_acts_for_who_started_it() -> None:
    valmont = build.authority()

    check(None, Right.EDIT_PLANS, valmont)
    with pytest.raises(Refused):
        check(build.officer(valmont, Role.READER), Right.EDIT_PLANS, valmont)
