"""What must never be false in plans is refused by the database."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from relance.plans.models import AidParameter, Axis, Fact, Finding
from tests.plans import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "published"},
        {"state": "published", "published_at": build.AT},
        {"state": "withdrawn"},
        {"state": "withdrawn", "withdrawn_at": build.AT, "withdrawn_by_name": "Alice"},
        {"state": "gone"},
        {"title": ""},
    ],
)
def test_a_plan_without_the_evidence_of_its_state_is_refused(fields: dict[str, Any]) -> None:
    authority = build.authority()

    with pytest.raises(IntegrityError), transaction.atomic():
        build.plan(authority, **fields)


def test_two_plans_of_an_authority_do_not_share_an_address() -> None:
    authority = build.authority()
    build.plan(authority, slug="relance")

    build.plan(build.authority("autre"), slug="relance")

    with pytest.raises(IntegrityError), transaction.atomic():
        build.plan(authority, slug="relance")


def test_a_key_is_single_in_its_authority_alone() -> None:
    plan = build.plan(build.authority())

    build.plan(build.authority("autre"), key=plan.key)

    with pytest.raises(IntegrityError), transaction.atomic():
        build.plan(plan.authority, key=plan.key)


@pytest.mark.parametrize(
    "fields",
    [
        {"horizon_start": date(2024, 1, 1), "horizon_end": date(2023, 12, 31), "horizon_precision": "year"},
        {"horizon_start": date(2024, 1, 1)},
        {"horizon_precision": "year"},
        {"horizon_end": date(2024, 1, 1), "horizon_precision": "decade"},
        {"kind": "unheard"},
    ],
)
def test_a_measure_that_contradicts_itself_is_refused(fields: dict[str, Any]) -> None:
    plan = build.plan(build.authority())

    with pytest.raises(IntegrityError), transaction.atomic():
        build.measure(plan, **fields)


def test_a_measure_is_no_part_of_itself() -> None:
    measure = build.measure(build.plan(build.authority()))

    measure.parent = measure

    with pytest.raises(IntegrityError), transaction.atomic():
        measure.save()


@pytest.mark.parametrize("name", ["order", "code"])
def test_two_measures_of_a_plan_do_not_share_their_place(name: str) -> None:
    measure = build.measure(build.plan(build.authority()))

    with pytest.raises(IntegrityError), transaction.atomic():
        build.measure(measure.plan, **{name: getattr(measure, name)})


def test_nothing_that_others_rest_on_is_deleted() -> None:
    plan = build.plan(build.authority(), document=None)
    axis = build.axis(plan)
    measure = build.measure(plan, axis=axis)
    build.partner(measure, "CDÉJ")

    for row in (plan, axis, measure):
        with pytest.raises(ProtectedError):
            row.delete()


@pytest.mark.parametrize(
    "fields",
    [
        {"low": 200, "high": 100},
        {"low": -100, "high": 100},
        {"low": None, "high": None},
        {"low": None, "high": 100},
        {"low": 100, "high": None},
        {"currency": "XXX"},
        {"role": "gift"},
        {"per": "century"},
        {"role": "total"},
    ],
)
def test_an_envelope_that_is_no_sum_is_refused(fields: dict[str, Any]) -> None:
    measure = build.measure(build.plan(build.authority()))

    with pytest.raises(IntegrityError), transaction.atomic():
        build.amount(measure, 1, **fields)


@pytest.mark.parametrize("ends", [{"low": None, "high": 150_000}, {"low": 500_000, "high": None}])
def test_a_detail_may_have_one_end(ends: dict[str, Any]) -> None:
    measure = build.measure(build.plan(build.authority()))

    amount = build.amount(measure, 0, role="detail", per="beneficiary", **ends)

    assert str(amount).startswith("au plus 1" if ends["low"] is None else "au moins 5")


def test_a_plan_announces_one_total() -> None:
    plan = build.plan(build.authority())
    build.amount(plan, 100)

    with pytest.raises(IntegrityError), transaction.atomic():
        build.amount(plan, 200)


def test_an_amount_is_of_an_axis_or_of_a_measure() -> None:
    plan = build.plan(build.authority())
    axis = build.axis(plan)
    measure = build.measure(plan, axis=axis)

    with pytest.raises(IntegrityError), transaction.atomic():
        build.amount(measure, 1, axis=axis)


def test_a_partner_has_a_role_once() -> None:
    measure = build.measure(build.plan(build.authority()))
    build.partner(measure, "CDÉJ")

    build.partner(measure, "CDÉJ", role="funder")

    with pytest.raises(IntegrityError), transaction.atomic():
        build.partner(measure, "CDÉJ")
    with pytest.raises(IntegrityError), transaction.atomic():
        build.partner(measure, "MRC", role="friend")


def test_a_parameter_says_something() -> None:
    measure = build.measure(build.plan(build.authority()))
    fields: dict[str, Any] = {"authority": measure.authority, "measure": measure}
    AidParameter.objects.create(kind="ceiling", high="1500", unit="EUR", **fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        AidParameter.objects.create(kind="ceiling", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        AidParameter.objects.create(kind="colour", low="1", **fields)


def test_a_finding_is_words() -> None:
    plan = build.plan(build.authority())
    Finding.objects.create(authority=plan.authority, plan=plan, paraphrase="Un local sur cinq est vide.")

    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(authority=plan.authority, plan=plan, value="20", unit="percent")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "accepted"},
        {"state": "proposed", "decided_at": build.AT},
        {"state": "corrected", "decided": True},
        {"state": "accepted", "decided": True, "corrected": {"text": "x"}},
        {"state": "unsure", "decided": True},
        {"confidence": 101},
        {"kind": "rumour"},
        {"end": 0},
        {"quote": ""},
    ],
)
def test_a_fact_without_evidence_is_refused(fields: dict[str, Any]) -> None:
    plan = build.plan(build.authority())
    source = build.text(build.document(plan.authority), "Ouvrir une halle")
    if fields.pop("decided", False):
        fields |= {"decided_by": build.officer(plan.authority), "decided_at": build.AT}

    with pytest.raises(IntegrityError), transaction.atomic():
        build.fact(plan, source, "une halle", **fields)


def test_what_was_read_never_changes() -> None:
    plan = build.plan(build.authority())
    source = build.text(build.document(plan.authority), "Ouvrir une halle")
    fact = build.fact(plan, source, "une halle", value={"number": "1"})

    for name, value in {"value": {}, "quote": "deux", "start": 0, "confidence": 1, "kind": "axis"}.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            Fact.objects.of(plan.authority).filter(pk=fact.pk).update(**{name: value})


def test_a_fact_is_read_once() -> None:
    plan = build.plan(build.authority())
    source = build.text(build.document(plan.authority), "Ouvrir une halle")
    fact = build.fact(plan, source, "une halle")

    with pytest.raises(IntegrityError), transaction.atomic():
        build.fact(plan, source, "halle", fingerprint=fact.fingerprint)


def test_a_document_is_kept_once_an_authority() -> None:
    authority = build.authority()
    build.document(authority, sha256="a" * 64)

    build.document(authority)
    build.document(authority)
    build.document(build.authority("autre"), sha256="a" * 64)

    with pytest.raises(IntegrityError), transaction.atomic():
        build.document(authority, sha256="a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        build.document(authority, sha256="no digest")


def test_two_axes_of_a_plan_do_not_share_their_place() -> None:
    axis = build.axis(build.plan(build.authority()))

    with pytest.raises(IntegrityError), transaction.atomic():
        build.axis(axis.plan, order=axis.order)
    assert Axis.objects.of(axis.authority).count() == 1
