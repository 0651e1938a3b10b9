"""One form a kind of fact: what the document says instead of what was read."""

from typing import Any

import pytest

from relance.plans.forms.correction import FORMS, correction_form
from relance.plans.models import Fact, FactKind, Plan
from relance.plans.rules.drafts import drafts_of
from tests.plans import build, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Plan:
    """A draft with every kind of fact."""
    plan = build.plan(build.authority())
    source = build.text(build.document(plan.authority), read.TEXT)
    for draft in drafts_of(read.facts()):
        place = {"start": draft.start, "end": draft.end, "fingerprint": draft.fingerprint}
        build.fact(plan, source, draft.quote, kind=draft.kind, value=draft.value, **place)
    return plan


def fact(plan: Plan, kind: str, words: str = "") -> Fact:
    facts = Fact.objects.of(plan.authority).filter(plan=plan, kind=kind)
    return facts.filter(quote__startswith=words)[0]


def corrected(found: Fact, **data: str) -> dict[str, Any]:
    form = correction_form(found, data)
    assert form.is_valid(), form.errors
    return form.value()


def refused(found: Fact, field: str, **data: str) -> str:
    form = correction_form(found, data)
    assert not form.is_valid()
    return str(form.errors[field])


def test_every_kind_of_fact_has_its_form() -> None:
    assert set(FORMS) == set(FactKind)


def test_saying_again_what_was_read_changes_nothing(plan: Plan) -> None:
    for found in Fact.objects.of(plan.authority).select_related("source", "authority"):
        form = correction_form(found)
        data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}

        again = correction_form(found, {name: said for name, said in data.items() if said is not None})

        assert again.is_valid(), (found.kind, again.errors)
        value = {name: said or None for name, said in again.value().items()}
        assert value == {name: said or None for name, said in found.value.items() if name in value}


def test_other_words_are_quoted_where_the_document_has_them(plan: Plan) -> None:
    found = fact(plan, "measure", "Créer")

    value = corrected(found, wording="créer  un fonds de 600 000 €", number="1")

    start = read.TEXT.index("Créer")
    assert (value["start"], value["end"]) == (start, start + len("Créer un fonds de 600 000 €"))
    assert value["number"] == "1"


def test_words_of_ours_are_not_put_in_the_document_s_mouth(plan: Plan) -> None:
    said = refused(fact(plan, "measure", "Créer"), "wording", wording="Créer un très beau fonds")

    assert "ne contient pas ces mots" in said


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2021-2024", ("2021-01-01", "2024-12-31", "year", False)),
        ("d’ici juin 2027", (None, "2027-06-30", "month", False)),
        ("dès septembre 2026", ("2026-09-01", None, "month", False)),
        ("en continu", (None, None, None, True)),
    ],
)
def test_a_horizon_is_written_as_people_do(plan: Plan, said: str, value: tuple[Any, ...]) -> None:
    read_back = corrected(fact(plan, "horizon"), horizon=said)

    assert (read_back["start"], read_back["end"], read_back["precision"], read_back["ongoing"]) == value


def test_a_horizon_that_is_none_is_refused(plan: Plan) -> None:
    assert "n’est pas compris" in refused(fact(plan, "horizon"), "horizon", horizon="un jour peut-être")


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("66,1 M€", 6_610_000_000, 6_610_000_000),
        ("1500", 150_000, 150_000),
        ("5 à 30 K€", 500_000, 3_000_000),
    ],
)
def test_a_sum_is_written_as_people_do(plan: Plan, said: str, low: int, high: int) -> None:
    value = corrected(
        fact(plan, "amount"), amount=said, bound="exact", per="total", role="envelope", meaning=" le  fonds "
    )

    assert (value["low"], value["high"], value["currency"], value["meaning"]) == (
        low,
        high,
        "EUR",
        "le fonds",
    )


def test_a_ceiling_has_one_end_and_is_no_envelope(plan: Plan) -> None:
    found = fact(plan, "amount")
    said = {"amount": "1 500 €", "bound": "most", "per": "beneficiary", "meaning": ""}

    value = corrected(found, **said, role="detail")

    assert (value["low"], value["high"]) == (None, 150_000)
    assert "somme exacte" in refused(found, "bound", **said, role="envelope")


@pytest.mark.parametrize("said", ["beaucoup", "10 € ou bien 12 000 € puis 3 €"])
def test_what_is_no_single_sum_is_refused(plan: Plan, said: str) -> None:
    assert "une seule somme" in refused(fact(plan, "budget"), "amount", amount=said)


def test_a_total_is_one_sum(plan: Plan) -> None:
    value = corrected(fact(plan, "budget"), amount="4 à 5 M€")

    assert (value["low"], value["high"]) == (500_000_000, 500_000_000)


def test_a_partner_is_named_with_its_role(plan: Plan) -> None:
    value = corrected(fact(plan, "partner"), name="Région Sud", acronym="", role="lead")

    assert value == {"name": "Région Sud", "acronym": "", "role": "lead"}
    assert refused(fact(plan, "partner"), "name", name="", role="lead")


def test_a_parameter_takes_numbers_alone(plan: Plan) -> None:
    found = fact(plan, "parameter")

    assert corrected(found, kind="rate", low="12,5", high="30", unit="percent") == {
        "kind": "rate",
        "low": "12.5",
        "high": "30",
        "unit": "percent",
    }
    assert "Écrivez un nombre" in refused(found, "high", kind="rate", high="beaucoup")


def test_a_finding_keeps_its_words_and_takes_its_figure(plan: Plan) -> None:
    found = fact(plan, "finding")

    value = corrected(found, wording="18 % des locaux", number="18,5", unit="percent", bound="at_least")

    assert (value["value"], value["unit"], value["bound"]) == ("18.5", "percent", "at_least")
    assert value["end"] - value["start"] == len("18 % des locaux")


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        ("title", {"text": "  Plan   de Valmont "}, {"text": "Plan de Valmont"}),
        ("date", {"date": "2026-03-13"}, {"date": "2026-03-13"}),
        ("status", {"status": "promised"}, {"status": "promised"}),
    ],
)
def test_what_is_said_of_the_plan(plan: Plan, kind: str, data: dict[str, str], value: dict[str, Any]) -> None:
    assert corrected(fact(plan, kind), **data) == value
