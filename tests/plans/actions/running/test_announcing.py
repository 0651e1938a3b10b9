"""What readers are told of a version: texts, dates and sums before and after, whoever made it."""

from datetime import date
from typing import Any

import pytest

from relance.plans.actions.running import amending
from relance.plans.actions.running.amending import Deed
from relance.plans.actions.running.announcing import LONG, MOST, announce
from relance.plans.actions.running.versions import first_version, next_version, settle
from relance.plans.models import AnnouncedAmount, Change, Measure, Plan, PlanVersion
from relance.values.money import Money
from tests.plans import build
from tests.plans.actions.running.build import AT, plan
from tests.support.cast import Cast


@pytest.fixture
def world(cast: Cast) -> tuple[Plan, list[Measure]]:
    return plan(cast.valmont)


def deed(the_plan: Plan, by: Any) -> Deed:
    return Deed(plan=the_plan, by=by, at=AT, on=date(2026, 12, 1), because="Le conseil l’a voté.")


def told(the_plan: Plan) -> Change:
    return Change.objects.of(the_plan.authority).filter(plan=the_plan, kind="plan").latest("pk")


def corrected(the_plan: Plan, **wordings: str) -> Change | None:
    """Another version, in which the measures of these codes read so."""
    first_version(the_plan)
    version: PlanVersion = next_version(
        plan=the_plan, by=None, at=AT, on=date(2026, 12, 1), because="Nouvelle version du document."
    )
    for code, wording in wordings.items():
        Measure.objects.of(the_plan.authority).filter(plan=the_plan, code=code).update(paraphrase=wording)
    settle(version)
    return announce(version)


def test_another_sum_is_told_before_and_after_with_how_much_it_moved(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    build.amount(fund, 600)

    amending.reprice(deed(the_plan, cast.alice), measure=fund, money=Money.of(900, "EUR"))

    (one,) = told(the_plan).differences
    assert one["label"].endswith(", enveloppe")
    assert [one[name].replace("\u00a0", " ") for name in ("before", "after", "by")] == [
        "600 €",
        "900 €",
        "+300 €",
    ]


def test_a_sum_that_falls_says_so(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    build.amount(fund, 600)

    amending.reprice(deed(the_plan, cast.alice), measure=fund, money=Money.of(150, "EUR"))

    (one,) = told(the_plan).differences
    assert "450" in one["by"]
    assert not one["by"].startswith("+")


def test_a_first_sum_moves_from_nothing_and_says_no_difference(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world

    amending.reprice(deed(the_plan, cast.alice), measure=fund, money=Money.of(150, "EUR"))

    (one,) = told(the_plan).differences
    assert (one["before"], "by" in one) == ("", False)


def test_other_dates_are_told_before_and_after(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    amending.redate(deed(the_plan, cast.alice), measure=fund, starts_on=None, ends_on=date(2027, 6, 30))
    amending.redate(deed(the_plan, cast.alice), measure=fund, starts_on=None, ends_on=date(2028, 6, 30))

    (one,) = told(the_plan).differences

    assert one["label"].endswith(", horizon")
    assert "2027" in one["before"]
    assert "2028" in one["after"]


def test_measures_that_are_united_say_where_they_go_on(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, _) = world

    amending.merge(deed(the_plan, cast.alice), measures=[fund], into=hall)

    (one,) = [row for row in told(the_plan).differences if "Réunie" in row["after"]]
    assert hall.title in one["after"]
    assert one["before"] == ""


def test_a_new_version_of_the_document_is_told_too_with_both_texts(world: Any) -> None:
    the_plan, (fund, _hall, _windows) = world

    change = corrected(the_plan, **{fund.code: "Un fonds pour les épiceries"})

    assert change is not None
    assert (change.reason, change.public) == ("Nouvelle version du document.", True)
    (one,) = change.differences
    assert (one["before"], one["after"]) == (fund.wording, "Un fonds pour les épiceries")
    assert change.path.endswith("#v1")


def test_a_version_that_touches_no_measure_tells_nothing(world: Any) -> None:
    assert corrected(world[0]) is None
    assert not Change.objects.of(world[0].authority).exists()


def test_a_long_text_is_cut_where_it_is_told(world: Any) -> None:
    the_plan, (fund, *_) = world

    change = corrected(the_plan, **{fund.code: "mot " * LONG})

    assert change is not None
    assert len(change.differences[0]["after"]) <= LONG
    assert change.differences[0]["after"].endswith("…")


def test_many_measures_are_told_one_by_one_up_to_a_bound_and_the_rest_counted(world: Any) -> None:
    the_plan, _ = world
    for number in range(MOST + 2):
        build.measure(the_plan, f"Mesure {number}", code=f"x{number}")
    first_version(the_plan)

    change = corrected(the_plan, **{f"x{number}": f"Autre {number}" for number in range(MOST + 2)})

    assert change is not None
    assert len(change.differences) == MOST
    assert change.words == "Et 2 autres mesures."
    assert AnnouncedAmount.objects.of(the_plan.authority).count() == 0
