"""Names and accounts: merged later, without losing who did what under which name."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.kernel.errors import Refused
from relance.kernel.rules import Role
from relance.plans.actions.running.people import (
    CannotMerge,
    contributor_called,
    contributor_of,
    give_account,
    merge,
)
from relance.plans.actions.running.working import change
from relance.plans.models import Contributor, MeasureRole
from relance.plans.permissions import standing_of
from relance.plans.queries.running import lead_of, leads_of, pilot_of
from relance.plans.rules.running.standing import Standing
from tests.plans.actions.running.build import AT, lines, plan
from tests.support.cast import Cast


def test_the_same_name_is_the_same_person_whatever_its_case(cast: Cast) -> None:
    one = contributor_called(authority=cast.valmont, name="Service  Économie")

    assert contributor_called(authority=cast.valmont, name="service economie") == one
    assert one.name == "Service Économie"


def test_the_name_of_a_member_is_their_account(cast: Cast) -> None:
    assert contributor_called(authority=cast.valmont, name="alice").account == cast.alice
    assert contributor_called(authority=cast.valmont, name="Dora").account is None


def test_a_name_whose_account_is_known_later_leads_with_it(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    name = contributor_called(authority=cast.valmont, name="Mme Roche")
    change(measure=fund, by=cast.alice, at=AT, fields={"lead": name})
    assert standing_of(cast.charlie, fund) == Standing.OUTSIDE

    give_account(contributor=name, account=cast.charlie, by=cast.alice, at=AT)

    assert standing_of(cast.charlie, fund) == Standing.LEAD
    assert lines(fund) == [("lead", "", "Mme Roche")]


def test_two_names_become_one_and_history_keeps_both(cast: Cast) -> None:
    _, (fund, hall, _) = plan(cast.valmont)
    old = contributor_called(authority=cast.valmont, name="C. Roche")
    new = contributor_of(authority=cast.valmont, account=cast.charlie)
    change(measure=fund, by=cast.alice, at=AT, fields={"lead": old})
    change(measure=hall, by=cast.alice, at=AT, fields={"lead": new})

    merge(one=old, into=new, by=cast.alice, at=AT)

    assert {one.pk: who.pk for one, who in ((fund, lead_of(fund)), (hall, lead_of(hall))) if who} == {
        fund.pk: new.pk,
        hall.pk: new.pk,
    }
    assert MeasureRole.objects.of(cast.valmont).get(measure=fund).contributor.name == "C. Roche"
    assert lines(fund) == [("lead", "", "C. Roche")]
    assert standing_of(cast.charlie, fund) == Standing.LEAD
    assert contributor_called(authority=cast.valmont, name="C. Roche") == new


def test_the_account_stays_whichever_name_is_merged(cast: Cast) -> None:
    name = contributor_called(authority=cast.valmont, name="C. Roche")
    account = contributor_of(authority=cast.valmont, account=cast.charlie)

    kept = merge(one=account, into=name, by=cast.alice, at=AT)

    assert kept == account


def test_merging_twice_leads_to_the_last_one(cast: Cast) -> None:
    a, b, c = (contributor_called(authority=cast.valmont, name=name) for name in ("A", "B", "C"))

    merge(one=a, into=b, by=cast.alice, at=AT)
    merge(one=b, into=c, by=cast.alice, at=AT)

    assert set(
        Contributor.objects.of(cast.valmont).exclude(pk=c.pk).values_list("merged_into", flat=True)
    ) == {c.pk}


def test_a_role_that_both_names_hold_is_held_once(cast: Cast) -> None:
    from relance.plans.actions.running.beside import join_team

    _, (fund, *_) = plan(cast.valmont)
    a, b = (contributor_called(authority=cast.valmont, name=name) for name in ("A", "B"))
    for one in (a, b):
        join_team(measure=fund, contributor=one, by=cast.alice, at=AT)

    merge(one=a, into=b, by=cast.alice, at=AT)

    assert list(fund.roles.filter(until__isnull=True).values_list("contributor", flat=True)) == [b.pk]
    assert fund.roles.count() == 2


def test_two_accounts_are_two_people(cast: Cast) -> None:
    one, other = (contributor_of(authority=cast.valmont, account=who) for who in (cast.alice, cast.bob))

    with pytest.raises(CannotMerge, match="chacun leur compte"):
        merge(one=one, into=other, by=cast.alice, at=AT)
    with pytest.raises(CannotMerge, match="lui-même"):
        merge(one=one, into=one, by=cast.alice, at=AT)


def test_a_person_of_another_town_is_never_merged(cast: Cast) -> None:
    here = contributor_called(authority=cast.valmont, name="A")
    there = contributor_called(authority=cast.brumes, name="A")

    with pytest.raises(CannotMerge, match="même collectivité"):
        merge(one=here, into=there, by=cast.alice, at=AT)
    with pytest.raises(Refused):
        merge(one=there, into=here, by=cast.alice, at=AT)


def test_a_reader_merges_nobody(cast: Cast) -> None:
    a, b = (contributor_called(authority=cast.valmont, name=name) for name in ("A", "B"))

    with pytest.raises(Refused):
        merge(one=a, into=b, by=cast.holding(Role.READER), at=AT)


def test_a_measure_has_one_lead_today_says_the_database(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    a, b = (contributor_called(authority=cast.valmont, name=name) for name in ("A", "B"))
    said: dict[str, Any] = {"authority": cast.valmont, "measure": fund, "role": "lead", "since": AT}
    MeasureRole.objects.create(**said, contributor=a)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureRole.objects.create(**said, contributor=b)


def test_leads_are_found_in_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    the_plan, measures = plan(cast.valmont)
    for one in measures:
        who = contributor_called(authority=cast.valmont, name=f"Pilote {one.pk}")
        change(measure=one, by=cast.alice, at=AT, fields={"lead": who})

    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
        found = leads_of(measures)

    assert [found[one.pk].name for one in measures] == [f"Pilote {one.pk}" for one in measures]
    assert leads_of([]) == {}
    assert pilot_of(the_plan) is None
