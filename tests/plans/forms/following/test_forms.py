"""Forms about following a plan: what they take, and what they say of what they refuse."""

from typing import Any

import pytest

from relance.plans.forms.following.indicators import (
    FigureField,
    IndicatorForm,
    PeriodsForm,
    TargetForm,
    ValueForm,
    code_of,
)
from relance.plans.forms.following.news import NewsForm, RhythmForm, SnoozeForm, measure_label
from relance.plans.forms.following.pledges import SAID, AnswerForm, InviteForm, PledgeForm
from relance.plans.forms.following.readers import FeedbackForm, SubscribeForm
from relance.plans.models import Finding, Measure, Plan
from tests.plans import build, follow
from tests.plans.build import TODAY
from tests.support.cast import Cast


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = build.published(cast.valmont)
    build.measure(plan, "Rouvrir la halle", number="17")
    return plan


def errors(form: Any) -> dict[str, list[str]]:
    return {name: [str(one) for one in said] for name, said in form.errors.items()}


@pytest.mark.parametrize("etat", ["to_start", "under_way", "done"])
def test_news_need_no_words(etat: str) -> None:
    assert NewsForm({"etat": etat}).is_valid()


@pytest.mark.parametrize("etat", ["paused", "dropped"])
def test_news_that_stop_need_some(etat: str) -> None:
    wrong = NewsForm({"etat": etat, "words": " "})

    assert errors(wrong) == {"words": ["Dites en quelques mots pourquoi la mesure s’arrête."]}
    assert NewsForm({"etat": etat, "words": "Le local est vendu."}).is_valid()


def test_news_without_state_or_with_an_unknown_one_say_so() -> None:
    assert errors(NewsForm({})) == {"etat": ["Choisissez où en est la mesure."]}
    assert "etat" in errors(NewsForm({"etat": "late"}))


@pytest.mark.parametrize(
    ("said", "valid"), [("0", True), ("36", True), ("37", False), ("-1", False), ("x", False)]
)
def test_a_rhythm_has_bounds(plan: Plan, said: str, valid: bool) -> None:
    assert RhythmForm(plan, {"every_months": said}).is_valid() is valid


def test_a_pause_ends_today_at_the_soonest(plan: Plan) -> None:
    said = {"measure": plan.measures.get().pk, "reason": "Travaux"}

    assert SnoozeForm(plan, TODAY, {**said, "until": TODAY.isoformat()}).is_valid()
    wrong = SnoozeForm(plan, TODAY, {**said, "until": "2026-05-03"})
    assert errors(wrong) == {"until": ["Cette date est passée\u00a0: choisissez aujourd’hui ou plus tard."]}


def test_measures_are_offered_by_number_and_title_and_of_this_plan_alone(cast: Cast, plan: Plan) -> None:
    foreign = build.measure(build.published(cast.valmont))

    assert "measure" in errors(RhythmForm(plan, {"every_months": "3", "measure": foreign.pk}))
    assert measure_label(plan.measures.get()) == "17 – Rouvrir la halle"
    assert measure_label(build.measure(plan, "x" * 200)).endswith("x…")


def test_two_forms_on_a_page_have_fields_of_their_own(plan: Plan) -> None:
    ids = {form["measure"].id_for_label for form in (RhythmForm(plan), SnoozeForm(plan, TODAY))}

    assert len(ids) == 2


def test_in_a_large_plan_one_writes_the_code(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    from relance.plans.forms.following import news

    monkeypatch.setattr(news, "MOST_OFFERED", 0)
    measure = plan.measures.get()

    form = RhythmForm(plan, {"every_months": "3", "measure": measure.code})

    assert form.is_valid()
    assert form.cleaned_data["measure"] == measure
    assert "<select" not in str(form["measure"])
    assert "measure" in errors(RhythmForm(plan, {"every_months": "3", "measure": "inconnu"}))


def test_a_body_says_nothing_or_something_whole() -> None:
    assert AnswerForm({}).is_valid()
    assert AnswerForm({"state": "given"}).is_valid()
    assert "state" in errors(AnswerForm({"words": "Neuf formés"}))
    assert "words" in errors(AnswerForm({"state": "kept"}))


def test_a_body_is_offered_no_state_that_it_cannot_say() -> None:
    assert "asked" not in dict(SAID)
    assert "state" in errors(AnswerForm({"state": "asked"}))


def test_a_pledge_names_its_body_and_its_words(plan: Plan) -> None:
    assert errors(PledgeForm(plan, {"kind": "reply", "state": "asked"})) == {
        "body": ["Nommez l’organisme."],
        "words": ["Écrivez ce qui est promis ou demandé."],
    }


def test_only_bodies_that_have_a_pledge_are_invited(cast: Cast) -> None:
    here, elsewhere = follow.body("Région"), follow.body("Autre")
    bodies = frozenset({here.pk})

    assert InviteForm(cast.valmont, bodies, {"body": here.pk, "email": "i@x.example"}).is_valid()
    assert "body" in errors(InviteForm(cast.valmont, bodies, {"body": elsewhere.pk, "email": "i@x.example"}))
    assert "email" in errors(InviteForm(cast.valmont, bodies, {"body": here.pk, "email": "iris"}))


@pytest.mark.parametrize(("text", "wanted"), [("12,5", 125), ("", None), ("1\u202f000", 10000)])
def test_a_figure_is_taken_as_people_write_it(text: str, wanted: int | None) -> None:
    assert FigureField(places=1, required=False).clean(text) == wanted


INDICATOR = {
    "name": "Locaux vacants",
    "definition": "Part",
    "unit": "percent",
    "places": "0",
    "trend": "down",
    "source": "Relevé",
}


def test_two_indicators_of_a_plan_have_names_of_their_own(plan: Plan) -> None:
    follow.indicator(plan, code_of("Locaux vacants"))

    assert errors(IndicatorForm(plan, INDICATOR)) == {"name": ["Un indicateur de ce plan porte déjà ce nom."]}


def test_a_finding_with_more_decimals_than_the_indicator_is_no_baseline(plan: Plan) -> None:
    finding = Finding.objects.create(
        authority=plan.authority, plan=plan, paraphrase="Un local sur cinq", value="21.5", unit="percent"
    )

    refused = IndicatorForm(plan, {**INDICATOR, "finding": finding.pk})
    taken = IndicatorForm(plan, {**INDICATOR, "places": "1", "finding": finding.pk})

    assert "aucune décimale" in errors(refused)["finding"][0]
    assert taken.is_valid()
    assert "21,5\u00a0% – Un local sur cinq" in str(taken["finding"])


def test_findings_without_figure_are_not_offered(plan: Plan) -> None:
    Finding.objects.create(authority=plan.authority, plan=plan, paraphrase="Beaucoup de vitrines vides")

    assert "vitrines vides" not in str(IndicatorForm(plan)["finding"])


def test_the_decimals_of_a_known_indicator_are_not_asked_again(plan: Plan) -> None:
    assert "places" not in IndicatorForm(plan, known=follow.indicator(plan)).fields


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({}, "value", "ou dites pourquoi"),
        ({"value": "1", "missing_because": "x"}, "value", "pas les deux"),
        ({"value": "beaucoup"}, "value", "n’est pas un nombre"),
        ({"value": "1"}, "evidence_url", "d’où vient la valeur"),
    ],
)
def test_a_value_comes_with_its_evidence(plan: Plan, said: dict[str, str], field: str, message: str) -> None:
    indicator = follow.indicator(plan)

    wrong = errors(ValueForm(indicator, {"period": follow.years(indicator)[0].pk, **said}))

    assert message in wrong[field][0]


@pytest.mark.parametrize(
    "said",
    [
        {"value": "21,5", "note": "Relevé de mars"},
        {"value": "21,5", "evidence_url": "https://valmont.example/releve"},
        {"missing_because": "Relevé reporté"},
    ],
)
def test_a_value_or_why_there_is_none_is_taken(plan: Plan, said: dict[str, str]) -> None:
    indicator = follow.indicator(plan)

    assert ValueForm(indicator, {"period": follow.years(indicator)[0].pk, **said}).is_valid()


def test_a_locked_period_or_one_of_another_indicator_is_not_offered(cast: Cast, plan: Plan) -> None:
    from relance.plans.actions.following.indicators import lock

    indicator = follow.indicator(plan)
    locked = follow.years(indicator)[0]
    lock(period=locked, by=cast.alice, at=build.AT)
    foreign = follow.years(follow.indicator(plan, "autre"))[0]

    for period in (locked, foreign):
        form = ValueForm(indicator, {"period": period.pk, "value": "1", "note": "x"})
        assert errors(form)["period"] == ["Choisissez une période ouverte de cet indicateur."]


def test_periods_go_forwards_and_are_not_too_many() -> None:
    backwards = errors(PeriodsForm({"every": "year", "first": 2027, "last": 2026}))
    many = errors(PeriodsForm({"every": "month", "first": 2020, "last": 2031}))

    assert backwards == {"last": ["Cette année vient avant la première."]}
    assert many == {"last": ["120 périodes au plus."]}
    assert PeriodsForm({"every": "quarter", "first": 2026, "last": 2029}).is_valid()


def test_a_target_may_be_taken_away(plan: Plan) -> None:
    form = TargetForm(follow.indicator(plan), {"target": ""})

    assert form.is_valid()
    assert form.cleaned_data["target"] is None


@pytest.mark.parametrize(
    ("name", "code"), [("Emplois créés, en ETP", "emplois-crees-en-etp"), ("!!!", "indicateur")]
)
def test_an_indicator_has_an_address(name: str, code: str) -> None:
    assert code_of(name) == code


def test_the_field_that_nobody_sees_tells_machines() -> None:
    assert not SubscribeForm({"email": "lou@x.example"}).is_a_machine
    assert SubscribeForm({"email": "lou@x.example", "site": "x"}).is_a_machine


def test_a_message_needs_its_words_alone() -> None:
    assert FeedbackForm({"words": "Bonjour"}).is_valid()
    wrong = FeedbackForm({"words": "X", "email": "lou"})
    assert errors(wrong) == {"email": ["Écrivez une adresse, comme nom@exemple.fr."]}


def test_the_rhythm_of_the_plan_comes_filled_in_with_its_chain_and_its_gap(cast: Cast) -> None:
    form = RhythmForm(follow.followed(cast.valmont, by=cast.alice))

    assert (form["every_months"].value(), form["patience_days"].value(), form["gap_days"].value()) == (
        3,
        10,
        5,
    )


@pytest.mark.parametrize("name", ["patience_days", "gap_days"])
@pytest.mark.parametrize(
    ("said", "valid"), [("1", True), ("90", True), ("0", False), ("91", False), ("", True)]
)
def test_days_of_the_chain_and_of_the_gap_have_bounds(plan: Plan, name: str, said: str, valid: bool) -> None:
    form = RhythmForm(plan, {"every_months": "3", name: said})

    assert form.is_valid() is valid
    if not valid:
        assert form.errors[name] == ["De 1 à 90 jours."]


def test_the_chain_and_the_gap_are_those_of_the_plan_and_no_measure_changes_them(plan: Plan) -> None:
    measure = Measure.objects.of(plan.authority).filter(plan=plan)[0]

    form = RhythmForm(
        plan, {"every_months": "1", "measure": measure.pk, "patience_days": "30", "gap_days": "9"}
    )

    assert form.is_valid()
    assert (form.cleaned_data["patience_days"], form.cleaned_data["gap_days"]) == (None, None)
