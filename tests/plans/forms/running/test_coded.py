"""Measures of a large plan are named by their code: no page lists thousands of them."""

from typing import Any

import pytest
from django.forms import ValidationError
from django.test import Client
from django.urls import reverse

from relance.plans.forms.running import amending, beside
from relance.plans.forms.running.amending import MergeForm, TakeOutForm
from relance.plans.forms.running.beside import DependencyForm
from relance.plans.forms.running.fields import CodedField
from relance.plans.models import Dependency, Measure, Plan
from relance.plans.rules.running.standing import Standing
from tests.plans import build
from tests.plans.actions.running.build import plan
from tests.support.cast import Cast, sign_in


@pytest.fixture
def world(cast: Cast) -> tuple[Plan, list[Measure]]:
    return plan(cast.valmont)


@pytest.fixture
def _any_plan_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (amending, beside):
        monkeypatch.setattr(module, "MOST_LISTED", 1)


def of(the_plan: Plan) -> Any:
    return Measure.objects.of(the_plan.authority).filter(plan=the_plan, ended_by__isnull=True)


def test_a_code_gives_the_measure_of_this_plan(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world

    assert CodedField(of(the_plan)).clean(f" {fund.code} ") == fund.pk


def test_several_codes_give_several_measures_however_they_are_set_apart(world: Any) -> None:
    the_plan, (fund, hall, windows) = world
    said = f"{hall.code}, {fund.code};{windows.code}"

    assert CodedField(of(the_plan), several=True).clean(said) == [hall.pk, fund.pk, windows.pk]


def test_a_code_that_no_measure_has_is_named(world: Any) -> None:
    the_plan, (fund, *_) = world

    with pytest.raises(ValidationError, match="inconnu"):
        CodedField(of(the_plan), several=True).clean(f"{fund.code} inconnu")


def test_one_measure_is_one_code(world: Any) -> None:
    the_plan, (fund, hall, _) = world

    with pytest.raises(ValidationError):
        CodedField(of(the_plan)).clean(f"{fund.code} {hall.code}")


def test_a_code_of_another_plan_is_that_of_no_measure_here(cast: Cast, world: Any) -> None:
    the_plan, _ = world
    other, _ = plan(cast.valmont)
    build.measure(other, "Une autre", code="ailleurs")

    with pytest.raises(ValidationError, match="ailleurs"):
        CodedField(of(the_plan)).clean("ailleurs")


def test_an_optional_code_may_be_left_out(world: Any) -> None:
    assert CodedField(of(world[0]), required=False).clean("") is None
    assert CodedField(of(world[0]), required=False, several=True).clean("") == []


@pytest.mark.usefixtures("_any_plan_is_large")
def test_the_measure_that_a_page_starts_from_is_shown_by_its_code(world: Any) -> None:
    the_plan, (fund, *_) = world

    form = TakeOutForm(the_plan, initial={"measure": fund.pk})

    assert form["measure"].value() == fund.code
    assert "<select" not in str(form["measure"])


@pytest.mark.usefixtures("_any_plan_is_large")
def test_measures_of_a_large_plan_are_united_by_their_codes(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, windows) = world
    address = reverse("plans:amend", args=[the_plan.authority.slug, the_plan.slug, "reunir"])
    said = {
        "measure": hall.code,
        "others": f"{fund.code} {windows.code}",
        "on": "2026-12-01",
        "because": "Vote.",
    }

    answer = sign_in(Client(), cast.alice).post(address, said)

    assert answer.status_code == 302
    assert [one.pk for one in of(the_plan)] == [hall.pk]
    assert MergeForm(the_plan).fields["others"].label == "Mesures réunies dans celle-ci"


@pytest.mark.usefixtures("_any_plan_is_large")
def test_what_a_measure_of_a_large_plan_waits_for_is_named_by_its_code(cast: Cast, world: Any) -> None:
    _, (fund, hall, _) = world

    form = DependencyForm(fund, Standing.EDITOR, {"needs": hall.code, "why": ""})
    itself = DependencyForm(fund, Standing.EDITOR, {"needs": fund.code, "why": ""})

    assert form.is_valid()
    assert form.cleaned_data["needs"] == hall.pk
    assert not itself.is_valid()
    assert not Dependency.objects.of(cast.valmont).exists()


def test_a_small_plan_is_still_chosen_from_a_list(world: Any) -> None:
    the_plan, (fund, *_) = world

    assert f'value="{fund.pk}"' in str(TakeOutForm(the_plan)["measure"])
