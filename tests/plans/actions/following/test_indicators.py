"""Indicators: two people for each value, periods that lock, a baseline that the document states."""

import pytest
from django.db import IntegrityError, transaction

from relance.kernel.errors import Refused
from relance.kernel.rules import Role
from relance.plans.actions.following import indicators
from relance.plans.models import Change, Finding, Indicator, IndicatorPeriod, IndicatorValue, Plan, ValueState
from relance.plans.queries.following.indicators import counts_of, indicator_of, indicators_of_plan
from relance.plans.rules.following.figures import NotAFigure
from relance.plans.rules.following.periods import Every, periods
from tests.plans import build, follow
from tests.plans.build import AT
from tests.support.cast import Cast


@pytest.fixture
def vacancy(plan: Plan) -> Indicator:
    return follow.indicator(plan)


@pytest.fixture
def year(vacancy: Indicator) -> IndicatorPeriod:
    return follow.years(vacancy)[0]


def finding(plan: Plan, value: str = "22") -> Finding:
    return Finding.objects.create(
        authority=plan.authority, plan=plan, paraphrase="Plus d’un local sur cinq est vide", value=value
    )


def test_a_finding_of_the_document_is_the_baseline(cast: Cast, plan: Plan, vacancy: Indicator) -> None:
    indicators.start_from(indicator=vacancy, finding=finding(plan), by=cast.alice, at=AT)

    shown = indicator_of(plan, "vacance", public_only=True)

    assert shown.baseline is not None
    assert shown.baseline.format() == "22\u00a0%"


def test_a_finding_without_figure_or_of_another_plan_is_no_baseline(
    cast: Cast, plan: Plan, vacancy: Indicator
) -> None:
    with pytest.raises(NotAFigure, match="pas de chiffre"):
        indicators.start_from(indicator=vacancy, finding=finding(plan, ""), by=cast.alice, at=AT)
    with pytest.raises(NotAFigure, match="une décimale"):
        indicators.start_from(indicator=vacancy, finding=finding(plan, "22.55"), by=cast.alice, at=AT)
    foreign = finding(build.published(cast.valmont))
    with pytest.raises(Refused, match="autre plan"):
        indicators.start_from(indicator=vacancy, finding=foreign, by=cast.alice, at=AT)


def test_the_baseline_stays_when_the_finding_goes(cast: Cast, plan: Plan, vacancy: Indicator) -> None:
    source = finding(plan)
    indicators.start_from(indicator=vacancy, finding=source, by=cast.alice, at=AT)

    source.delete()

    vacancy.refresh_from_db()
    assert (vacancy.baseline, vacancy.finding) == (220, None)


def test_a_value_counts_once_another_person_approved_it(
    cast: Cast, plan: Plan, year: IndicatorPeriod
) -> None:
    row = follow.value(year, 215, by=cast.alice)
    assert indicator_of(plan, "vacance", public_only=True).latest is None

    indicators.approve(value=row, by=cast.bob, at=AT)

    latest = indicator_of(plan, "vacance", public_only=True)
    assert latest.words == "21,5\u00a0% (2026)"


def test_whoever_reported_a_value_does_not_approve_it(cast: Cast, year: IndicatorPeriod) -> None:
    row = follow.value(year, 215, by=cast.alice)

    with pytest.raises(indicators.SamePerson):
        indicators.approve(value=row, by=cast.alice, at=AT)


def test_the_database_itself_holds_to_four_eyes(cast: Cast, year: IndicatorPeriod) -> None:
    row = follow.value(year, 215, by=cast.alice)
    row.state, row.decided_by, row.decided_by_name, row.decided_at = "approved", cast.alice, "Alice", AT

    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        row.save()


def test_a_reader_neither_reports_nor_approves(cast: Cast, year: IndicatorPeriod) -> None:
    reader = cast.holding(Role.READER)
    row = follow.value(year, 215, by=cast.alice)

    with pytest.raises(Refused):
        follow.value(year, 215, by=reader)
    with pytest.raises(Refused):
        indicators.approve(value=row, by=reader, at=AT)


def test_a_correction_keeps_the_value_that_it_replaces(cast: Cast, plan: Plan, year: IndicatorPeriod) -> None:
    first = follow.approved(year, 215, by=cast.bob)
    second = follow.approved(year, 205, by=cast.bob)

    first.refresh_from_db()
    assert (first.state, first.minor, second.state) == (ValueState.REPLACED, 215, ValueState.APPROVED)
    last = Change.objects.of(cast.valmont).order_by("-pk")[0]
    assert last.differences == [{"label": "2026", "before": "21,5\u00a0%", "after": "20,5\u00a0%"}]


def test_a_reported_value_is_never_rewritten(year: IndicatorPeriod) -> None:
    row = follow.value(year, 215)
    row.minor = 100

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_no_value_says_why(plan: Plan, cast: Cast, year: IndicatorPeriod) -> None:
    with pytest.raises(ValueError, match="or why"):
        follow.value(year, None)
    with pytest.raises(ValueError, match="or why"):
        follow.value(year, 215, missing_because="Relevé reporté")

    row = follow.value(year, None, missing_because="Relevé reporté")
    indicators.approve(value=row, by=cast.bob, at=AT)

    shown = indicator_of(plan, "vacance", public_only=True)
    assert shown.periods[0].approved[0].figure is None
    assert shown.latest is None


def test_territories_have_values_of_their_own(plan: Plan, cast: Cast, year: IndicatorPeriod) -> None:
    follow.approved(year, 215, by=cast.bob)
    follow.approved(year, 300, by=cast.bob, territory="Centre ancien")

    (first, *_) = indicator_of(plan, "vacance", public_only=True).periods

    assert [(one.value.territory, one.value.minor) for one in first.approved] == [
        ("", 215),
        ("Centre ancien", 300),
    ]
    assert first.whole is not None
    assert first.whole.value.minor == 215


def test_a_value_sent_back_says_why_and_waits_no_more(cast: Cast, year: IndicatorPeriod) -> None:
    row = follow.value(year, 215, by=cast.alice)

    indicators.return_value(value=row, by=cast.bob, at=AT, because="Source ?")

    row.refresh_from_db()
    assert (row.state, row.returned_because) == (ValueState.RETURNED, "Source ?")
    with pytest.raises(indicators.NotWaiting, match="Renvoyée"):
        indicators.approve(value=row, by=cast.bob, at=AT)


def test_a_locked_period_takes_neither_value_nor_target(cast: Cast, year: IndicatorPeriod) -> None:
    indicators.lock(period=year, by=cast.alice, at=AT)

    with pytest.raises(indicators.PeriodLocked, match="2026 est verrouillée par Alice"):
        follow.value(year, 215, by=cast.alice)
    with pytest.raises(indicators.PeriodLocked):
        indicators.set_target(period=year, target=200, by=cast.alice, at=AT)


def test_the_database_itself_refuses_a_value_in_a_locked_period(cast: Cast, year: IndicatorPeriod) -> None:
    indicators.lock(period=year, by=cast.alice, at=AT)

    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        IndicatorValue.objects.create(
            authority=cast.valmont, period=year, minor=1, reported_at=AT, reported_by_name="X"
        )


def test_a_period_is_not_locked_over_a_value_that_waits(cast: Cast, year: IndicatorPeriod) -> None:
    follow.value(year, 215, by=cast.alice)

    with pytest.raises(indicators.StillWaiting):
        indicators.lock(period=year, by=cast.alice, at=AT)


def test_a_period_is_opened_again_for_a_reason_that_the_journal_keeps(
    cast: Cast, year: IndicatorPeriod
) -> None:
    from relance.kernel.models import AuditLine

    indicators.lock(period=year, by=cast.alice, at=AT)
    indicators.unlock(period=year, by=cast.alice, at=AT, because="Erreur de relevé")

    assert follow.value(year, 215, by=cast.alice).pk
    line = AuditLine.objects.of(cast.valmont).get(act="plans.indicator.unlock")
    assert line.after == {"motif": "Erreur de relevé"}


def test_periods_that_overlap_known_ones_are_left_out(plan: Plan, vacancy: Indicator) -> None:
    follow.years(vacancy, 2026, 2027)

    quarters = list(periods(Every.QUARTER, 2027, 2028))
    made = indicators.add_periods(indicator=vacancy, periods=quarters, by=None, at=AT)

    assert [one.starts.year for one in made] == [2028] * 4


def test_a_claimed_effect_says_who_claims_it(cast: Cast, plan: Plan, vacancy: Indicator) -> None:
    measure = plan.measures.all()[0]
    for effect in ("−3 points en deux ans", "−2 points en deux ans"):
        indicators.claim_effect(
            indicator=vacancy,
            measure=measure,
            effect=effect,
            claimed_by="l’étude de 2025",
            by=cast.alice,
            at=AT,
        )

    (one,) = indicator_of(plan, "vacance", public_only=True).effects
    assert (one.effect, one.claimed_by, one.measure) == (
        "−2 points en deux ans",
        "l’étude de 2025",
        measure,
    )


def test_an_effect_on_a_measure_of_another_plan_is_refused(cast: Cast, vacancy: Indicator) -> None:
    foreign = build.measure(build.published(cast.valmont))

    with pytest.raises(Refused, match="autre plan"):
        indicators.claim_effect(
            indicator=vacancy, measure=foreign, effect="X", claimed_by="Y", by=cast.alice, at=AT
        )


def test_what_is_not_public_is_shown_and_told_to_nobody(cast: Cast, plan: Plan) -> None:
    hidden = follow.indicator(plan, "interne", public=False)
    follow.approved(follow.years(hidden)[0], 10, by=cast.bob)

    assert indicators_of_plan(plan, public_only=True) == []
    assert not Change.objects.of(cast.valmont).filter(public=True).exists()
    assert counts_of(plan) == {"all": 1, "public": 0, "without_value": 0}


def test_only_what_may_be_edited_is(cast: Cast, vacancy: Indicator) -> None:
    indicators.redefine(indicator=vacancy, by=cast.alice, at=AT, fields={"name": "Vacance"})
    with pytest.raises(ValueError, match="not editable: places"):
        indicators.redefine(indicator=vacancy, by=cast.alice, at=AT, fields={"places": 3})

    vacancy.refresh_from_db()
    assert vacancy.name == "Vacance"


def test_a_list_of_indicators_takes_as_many_queries_for_many(cast: Cast, plan: Plan, year: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        indicators_of_plan(plan, public_only=True)
    for number in range(4):
        follow.approved(follow.years(follow.indicator(plan, f"i{number}"))[0], 10, by=cast.bob)

    with CaptureQueriesContext(connection) as many:
        indicators_of_plan(plan, public_only=True)

    assert len(many) == len(few)
