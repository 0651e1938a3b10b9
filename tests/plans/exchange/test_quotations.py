"""A quotation is taken in only where the stored text holds its words."""

import json
from typing import Any

import pytest

from relance.kernel.models import Account, Authority
from relance.kernel.rules import Role
from relance.plans.actions.exchange import ExchangeReport, restore
from relance.plans.models import DocumentText, Plan
from relance.plans.queries.exchange import export_plan
from tests.plans import build
from tests.plans.exchange.test_round_trip import TEXT, full

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Plan:
    return full(build.authority())


@pytest.fixture
def dora(db: None) -> Account:
    return build.officer(build.authority("autre"), Role.EDITOR, name="dora")


def taken_in(plan: Plan, by: Account, table: str, place: int, **cells: Any) -> ExchangeReport:
    """The plan taken in by another town, one row of the file changed on the way."""
    whole = json.loads(export_plan(plan, form="json"))
    whole[table][place].update(cells)
    town = Authority.objects.get(memberships__account=by)
    return restore(authority=town, by=by, name="x", content=json.dumps(whole).encode(), at=build.AT)


def causes(report: ExchangeReport) -> str:
    return " ".join(fault.cause for fault in report.faults)


@pytest.mark.parametrize(
    ("cells", "cause"),
    [
        ({"source": None}, "demande son texte conservé"),
        ({"start": None}, "demande son texte conservé"),
        ({"end": None}, "demande son texte conservé"),
        ({"start": 9_000, "end": 9_010}, "n’est pas dans le texte conservé"),
        ({"start": 20, "end": 10}, "n’est pas dans le texte conservé"),
        ({"start": 6}, "n’est pas celui du passage"),
        ({"quote": "Fermer une halle"}, "n’est pas celui du passage"),
        ({"paraphrase": "et la nôtre"}, "n’a pas de paraphrase"),
        ({"source": "un autre texte"}, "n’est pas, ou pas une seule fois"),
        ({"quote": "", "source": None, "start": None, "end": None}, "Un texte publié ou une paraphrase"),
    ],
)
def test_words_that_are_not_at_their_place_are_refused(
    plan: Plan, dora: Account, cells: dict[str, Any], cause: str
) -> None:
    report = taken_in(plan, dora, "measures", 0, **cells)

    assert cause in causes(report)
    assert not DocumentText.objects.everywhere("nothing was taken in").exclude(authority=plan.authority)


def test_a_quotation_left_out_is_read_from_its_text(plan: Plan, dora: Account) -> None:
    report = taken_in(plan, dora, "measures", 0, quote="")

    assert not report.faults
    assert report.plan is not None
    assert report.plan.measures.get(code="1-1").quote == "Ouvrir une halle"


def test_a_quotation_of_which_a_spreadsheet_changed_the_spaces_is_the_text_s(
    plan: Plan, dora: Account
) -> None:
    report = taken_in(plan, dora, "measures", 0, quote="Ouvrir  une\r\nhalle")

    assert not report.faults
    assert report.plan is not None
    assert report.plan.measures.get(code="1-1").quote == "Ouvrir une halle"


@pytest.mark.parametrize(
    ("table", "place", "cells", "cause"),
    [
        ("documents", 0, {"sha256": "court"}, "64 chiffres hexadécimaux"),
        ("documents", 0, {"title": ""}, "est attendu"),
        ("documents", 0, {"status": "légende"}, "Une de ces valeurs"),
        ("texts", 0, {"text": TEXT + "!"}, "celui de son empreinte"),
        ("texts", 0, {"document": None}, "est attendu"),
        ("texts", 0, {"reader_version": "deux"}, "entier positif"),
        ("plan", 0, {"slug": "à part"}, "sans accent"),
        ("plan", 0, {"currency": "francs"}, "Une de ces valeurs"),
        ("plan", 0, {"document": "inconnu"}, "n’est pas, ou pas une seule fois"),
        ("amounts", 0, {"low": None, "high": None}, "Une somme est attendue"),
        ("amounts", 0, {"per": "year"}, "vaut en tout"),
        ("amounts", 1, {"axis": "1"}, "pas des deux"),
        ("amounts", 1, {"role": "total", "measure": None}, "un seul budget"),
        ("parameters", 0, {"low": "", "high": "", "wording": ""}, "Une valeur ou des mots"),
        ("partners", 0, {"measure": "2-2"}, "n’est pas, ou pas une seule fois"),
        ("measures", 1, {"horizon_precision": "year"}, "n’a pas de précision"),
        ("measures", 1, {"code": "1-1"}, "est déjà pris"),
        ("measures", 1, {"parent": "1-1", "number": "1.1", "code": "é"}, "sans accent"),
    ],
)
def test_a_row_that_the_database_would_refuse_is_refused_in_words(
    plan: Plan, dora: Account, table: str, place: int, cells: dict[str, Any], cause: str
) -> None:
    report = taken_in(plan, dora, table, place, **cells)

    assert cause in causes(report)
    assert not Plan.objects.everywhere("nothing was taken in").exclude(pk=plan.pk).exists()


def test_a_text_without_its_digest_gets_it(plan: Plan, dora: Account) -> None:
    report = taken_in(plan, dora, "texts", 0, sha256="")

    assert not report.faults
    here = DocumentText.objects.everywhere("the text of both towns")
    assert len({text.sha256 for text in here}) == 1


def test_measures_in_a_ring_are_refused(plan: Plan, dora: Account) -> None:
    whole = json.loads(export_plan(plan, form="json"))
    first, second = whole["measures"]
    first["parent"], second["parent"] = second["key"], first["key"]
    town = Authority.objects.get(memberships__account=dora)

    report = restore(authority=town, by=dora, name="x", content=json.dumps(whole).encode(), at=build.AT)

    assert "une partie d’elle-même" in causes(report)


def test_a_measure_may_come_before_the_one_it_is_a_part_of(plan: Plan, dora: Account) -> None:
    whole = json.loads(export_plan(plan, form="json"))
    whole["measures"].reverse()
    town = Authority.objects.get(memberships__account=dora)

    report = restore(authority=town, by=dora, name="x", content=json.dumps(whole).encode(), at=build.AT)

    assert not report.faults
    assert report.plan is not None
    part = report.plan.measures.exclude(code="1-1").get()
    assert part.parent is not None
    assert part.parent.code == "1-1"
