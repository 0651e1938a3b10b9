"""Amendments without another text: the past stays, whatever is merged, split, replaced or taken out."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.kernel.errors import Refused
from relance.kernel.rules import Role
from relance.plans.actions.running import amending
from relance.plans.actions.running.amending import CannotAmendByHand, Deed
from relance.plans.actions.running.versions import differs, first_version
from relance.plans.actions.running.working import change
from relance.plans.models import (
    AnnouncedAmount,
    Change,
    Measure,
    MeasureVersion,
    Plan,
    PlanVersion,
    Succession,
)
from relance.plans.queries import budget_of, measures_of, published_measure
from relance.plans.queries.running.facts import facts_of
from relance.plans.queries.running.versions import past_of, successors_of, versions_of
from relance.values.money import Money
from tests.plans import build
from tests.plans.actions.running.build import AT, plan
from tests.support.cast import Cast


def deed(the_plan: Plan, by: Any, because: str = "Le conseil l’a voté.", **more: Any) -> Deed:
    return Deed(plan=the_plan, by=by, at=AT, on=date(2026, 12, 1), because=because, **more)


def test_the_plan_as_published_is_kept_before_the_first_amendment(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    build.amount(fund, 600)

    amending.take_out(deed(the_plan, cast.alice, reference="2026-118"), measure=fund)

    first, second = PlanVersion.objects.of(cast.valmont).filter(plan=the_plan)
    assert (first.number, first.measures.count(), first.by_name) == (0, 3, "Alice")
    assert (second.number, second.reference, second.because) == (1, "2026-118", "Le conseil l’a voté.")
    assert [(row.code, row.becoming) for row in second.measures.all()] == [(fund.code, "ended")]


def test_a_measure_taken_out_still_answers_and_says_why(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    amending.take_out(deed(the_plan, cast.alice), measure=fund)

    shown = published_measure(authority=cast.valmont, plan=the_plan.slug, code=fund.code)

    assert shown.ended_by
    assert shown.ended_by.because == "Le conseil l’a voté."
    assert fund not in measures_of(the_plan)


def test_merged_measures_point_at_the_one_that_goes_on(cast: Cast) -> None:
    the_plan, (fund, hall, windows) = plan(cast.valmont)

    amending.merge(deed(the_plan, cast.alice), measures=[fund, hall], into=windows)

    assert [one.later for one in successors_of(fund)] == [windows]
    assert [one.get_kind_display() for one in windows.succeeds.all()] == ["Réunie", "Réunie"]
    assert list(measures_of(the_plan)) == [windows]


def test_a_split_measure_leads_to_its_parts_in_words_that_say_they_are_ours(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)

    amending.split(deed(the_plan, cast.alice), measure=fund, wordings=["Un prêt", " ", "Un don"])

    later = [one.later for one in successors_of(fund)]
    assert [(one.title, one.is_paraphrase) for one in later] == [("Un prêt", True), ("Un don", True)]
    assert measures_of(the_plan).count() == 4


def test_a_replaced_measure_ends_with_its_parts_and_its_sums(cast: Cast) -> None:
    the_plan, (fund, hall, windows) = plan(cast.valmont)
    Measure.objects.of(cast.valmont).filter(pk=hall.pk).update(parent=fund)
    build.amount(fund, 600)
    build.amount(windows, 50)

    amending.replace(deed(the_plan, cast.alice), measure=fund, wording="Un autre fonds")

    assert {one.title for one in measures_of(the_plan)} == {"Vitrines", "Un autre fonds"}
    assert budget_of(the_plan).account.high == Money.of(50, "EUR")
    assert AnnouncedAmount.objects.of(cast.valmont).get(measure=fund).ended_by


def test_another_envelope_keeps_the_earlier_one_and_tells_the_difference(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    build.amount(fund, 600)

    amending.reprice(deed(the_plan, cast.alice), measure=fund, money=Money.of(900, "EUR"))

    told = versions_of(the_plan)[0]
    assert [(one.before.minor, one.after.minor, one.by.minor) for one in told.shifts] == [
        (60_000, 90_000, 30_000)
    ]
    assert fund.amounts.count() == 2
    assert budget_of(the_plan).account.high == Money.of(900, "EUR")
    change = Change.objects.of(cast.valmont).get(kind="plan")
    assert (change.reason, change.public) == ("Le conseil l’a voté.", True)


def test_other_dates_are_told_beside_those_of_before(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    change(measure=fund, by=cast.alice, at=AT, fields={"due_on": date(2027, 1, 31)})

    amending.redate(deed(the_plan, cast.alice), measure=fund, starts_on=None, ends_on=date(2028, 6, 30))

    (now, *_) = past_of(fund)
    assert now.horizons[0] == ""
    assert "30 juin 2028" in now.horizons[1]
    fund.refresh_from_db()
    assert fund.redated_at == AT
    assert facts_of(fund).due_on == date(2028, 6, 30)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda d, m: amending.merge(d, measures=[m[0]], into=m[0]), "une autre mesure"),
        (lambda d, m: amending.split(d, measure=m[0], wordings=["Une seule"]), "en deux au moins"),
        (lambda d, m: amending.replace(d, measure=m[0], wording=" "), "Écrivez la mesure"),
        (lambda d, m: amending.redate(d, measure=m[0], starts_on=None, ends_on=None), "au moins une date"),
        (
            lambda d, m: amending.redate(
                d, measure=m[0], starts_on=date(2028, 1, 1), ends_on=date(2027, 1, 1)
            ),
            "avant le début",
        ),
        (lambda d, m: amending.reprice(d, measure=m[0], money=Money.of(9, "CAD")), "en euro"),
        (lambda d, m: amending.reprice(d, measure=m[0], money=Money.of(600, "EUR")), "déjà la mesure"),
    ],
)
def test_an_amendment_that_makes_no_sense_leaves_everything(cast: Cast, act: Any, words: str) -> None:
    the_plan, measures = plan(cast.valmont)
    build.amount(measures[0], 600)

    with pytest.raises(CannotAmendByHand, match=words):
        act(deed(the_plan, cast.alice), measures)

    assert not PlanVersion.objects.of(cast.valmont).exists()
    assert measures_of(the_plan).count() == 3


def test_an_amendment_says_why_and_is_made_by_who_publishes(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)

    with pytest.raises(CannotAmendByHand, match="le public le lira"):
        amending.take_out(deed(the_plan, cast.alice, because=" "), measure=fund)
    for role in (Role.READER, Role.REVIEWER, Role.TREASURER):
        with pytest.raises(Refused):
            amending.take_out(deed(the_plan, cast.holding(role)), measure=fund)


def test_a_measure_of_another_plan_or_town_is_refused(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    _, (other, *_) = plan(cast.valmont)
    _, (theirs, *_) = plan(cast.brumes)

    for one in (other, theirs):
        with pytest.raises(CannotAmendByHand, match="n’est pas de ce plan"):
            amending.take_out(deed(the_plan, cast.alice), measure=one)
        with pytest.raises(CannotAmendByHand, match="n’est pas de ce plan"):
            amending.merge(deed(the_plan, cast.alice), measures=[one], into=fund)


def test_a_measure_leaves_once_and_a_draft_is_not_amended(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    amending.take_out(deed(the_plan, cast.alice), measure=fund)
    draft = build.plan(cast.valmont)

    with pytest.raises(CannotAmendByHand, match="déjà plus au plan"):
        amending.take_out(deed(the_plan, cast.alice), measure=fund)
    with pytest.raises(CannotAmendByHand, match="Seul un plan publié"):
        amending.take_out(deed(draft, cast.alice), measure=build.measure(draft))


def test_versions_are_never_rewritten(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    amending.take_out(deed(the_plan, cast.alice), measure=fund)

    for model, field in ((PlanVersion, "because"), (MeasureVersion, "wording")):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.of(cast.valmont).update(**{field: "Autre chose"})
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.of(cast.valmont)._raw_delete("default")


def test_an_amendment_without_a_reason_is_refused_by_the_database(cast: Cast) -> None:
    the_plan, _ = plan(cast.valmont)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(
            authority=cast.valmont, plan=the_plan, number=1, on=AT.date(), at=AT, by_name="Alice"
        )


ACTS = ("merge", "split", "replace", "take_out", "reprice", "redate")


@pytest.mark.django_db
@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 7), st.integers(0, 7)), max_size=7))
def test_whatever_amendments_follow_each_other_nothing_of_the_past_is_lost(
    wanted: list[tuple[str, int, int]],
) -> None:
    the_plan = build.published(build.authority(f"ville-{next(build._numbers)}"), published_at=AT)
    for units in (100, 200, 300):
        build.amount(build.measure(the_plan, f"Mesure {units}"), units)
    codes = set(Measure.objects.of(the_plan.authority).values_list("code", flat=True))
    snapshots: dict[int, dict[str, str]] = {}

    for act, one, other in wanted:
        live = list(measures_of(the_plan))
        if not live:
            break
        measure, second = live[one % len(live)], live[other % len(live)]
        try:
            version = _do(act, deed(the_plan, None), measure, second, other)
        except CannotAmendByHand:
            continue
        snapshots[version.number] = {str(now.key): now.wording for now in measures_of(the_plan)}

    every = Measure.objects.of(the_plan.authority).filter(plan=the_plan)
    assert codes <= set(every.values_list("code", flat=True))
    for number, expected in snapshots.items():
        assert _as_of(the_plan, number) == expected
    for gone in every.filter(ended_by__isnull=False):
        assert published_measure(authority=the_plan.authority, plan=the_plan.slug, code=gone.code) == gone
    assert not Succession.objects.of(the_plan.authority).filter(earlier__ended_by__isnull=True).exists()
    first_version(the_plan)
    assert not differs(the_plan)
    numbers = list(PlanVersion.objects.of(the_plan.authority).values_list("number", flat=True))
    assert numbers == list(range(len(numbers)))


def _do(act: str, said: Deed, measure: Measure, second: Measure, number: int) -> PlanVersion:
    if act == "merge":
        return amending.merge(said, measures=[second], into=measure)
    if act == "split":
        return amending.split(said, measure=measure, wordings=["Une moitié", "Une autre"])
    if act == "replace":
        return amending.replace(said, measure=measure, wording=f"Autre {number}")
    if act == "take_out":
        return amending.take_out(said, measure=measure)
    if act == "reprice":
        return amending.reprice(said, measure=measure, money=Money.of(number, "EUR"))
    return amending.redate(said, measure=measure, starts_on=None, ends_on=date(2027, 1, 1 + number))


def _as_of(the_plan: Plan, number: int) -> dict[str, str]:
    """The plan as a version left it: the latest row of each measure up to it."""
    latest: dict[str, MeasureVersion] = {}
    rows = MeasureVersion.objects.of(the_plan.authority).filter(
        version__plan=the_plan, version__number__lte=number
    )
    for row in rows.order_by("version__number"):
        latest[str(row.measure_key)] = row
    return {key: row.wording for key, row in latest.items() if row.becoming != "ended"}
