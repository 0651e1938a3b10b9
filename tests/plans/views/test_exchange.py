"""Exporting a plan and taking it in again, as people do on its page."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from relance.kernel.models import StoredFile
from relance.kernel.rules import Role
from relance.plans.models import Plan
from relance.plans.queries.exchange import export_plan
from tests.plans import build
from tests.support.cast import Cast, sign_in

RESTORE = "/valmont-sur-ouveze/gestion/plans/reprendre/"
PLAN = "/valmont-sur-ouveze/gestion/plan/relance/"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = build.plan(cast.valmont, slug="relance", title="Plan de relance")
    build.measure(plan, "Ouvrir une halle", code="m1")
    return plan


def edited(plan: Plan, **fields: object) -> bytes:
    whole = json.loads(export_plan(plan, form="json"))
    whole["measures"][0].update(fields)
    return json.dumps(whole).encode()


def check(client: Client, content: bytes) -> str:
    answer = client.post(RESTORE, {"file": SimpleUploadedFile("plan.json", content)})
    assert answer.status_code in (200, 422)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("form", "start", "extension"), [("json", b"{", "json"), ("xlsx", b"PK", "xlsx"), ("csv", b"PK", "zip")]
)
def test_a_plan_is_exported_as_a_file_to_keep(
    alice: Client, plan: Plan, form: str, start: bytes, extension: str
) -> None:
    answer = alice.get(f"{PLAN}export/{form}/")

    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"].startswith('attachment; filename="valmont-sur-ouveze-relance-20')
    assert answer["Content-Disposition"].endswith(f'.{extension}"')


def test_a_format_that_does_not_exist_is_not_found(alice: Client, plan: Plan) -> None:
    assert alice.get(f"{PLAN}export/pdf/").status_code == 404


def test_the_page_of_a_plan_offers_its_exports(alice: Client, plan: Plan) -> None:
    page = alice.get(PLAN).content.decode()

    for form in ("json", "xlsx", "csv"):
        assert f"{PLAN}export/{form}/" in page


def test_a_file_is_checked_first_and_taken_in_once_somebody_agrees(alice: Client, plan: Plan) -> None:
    page = check(alice, edited(plan, working_title="La halle"))

    assert "Intitulé de travail" in page
    assert "La halle" in page
    assert plan.measures.get().working_title == ""

    stored = StoredFile.objects.of(plan.authority).get()
    done = alice.post(RESTORE, {"stored": stored.pk}, follow=True)

    assert "Plan repris\u00a0: 1 mise à jour." in done.content.decode()
    assert plan.measures.get().working_title == "La halle"


def test_a_file_that_changes_nothing_says_so(alice: Client, plan: Plan) -> None:
    page = check(alice, export_plan(plan, form="json"))

    assert "Rien ne change" in page
    assert "Reprendre ces lignes" not in page


def test_faults_are_listed_with_their_cells(alice: Client, plan: Plan) -> None:
    page = check(alice, edited(plan, kind="miracle"))

    assert "Rien n’est repris" in page
    assert "Mesures, ligne 1, Nature" in page
    assert "Reprendre ces lignes" not in page


def test_a_file_that_is_no_export_is_refused_beside_its_field(alice: Client, plan: Plan) -> None:
    page = check(alice, b"bonjour")

    assert "n’est ni un export JSON" in page


def test_a_stored_file_of_somebody_else_is_not_taken_in(alice: Client, cast: Cast, plan: Plan) -> None:
    check(alice, edited(plan, working_title="La halle"))
    stored = StoredFile.objects.of(plan.authority).get()
    paule = sign_in(Client(), cast.holding(Role.PLAN_LEAD))

    assert paule.post(RESTORE, {"stored": stored.pk}).status_code == 404
    assert alice.post(RESTORE, {"stored": "x"}).status_code == 404
    assert plan.measures.get().working_title == ""


def test_a_stored_file_that_is_no_export_is_not_taken_in(alice: Client, plan: Plan) -> None:
    check(alice, b"bonjour")
    stored = StoredFile.objects.of(plan.authority).get()

    assert alice.post(RESTORE, {"stored": stored.pk}).status_code == 404


def test_a_file_that_went_wrong_between_check_and_agreement_is_told(alice: Client, plan: Plan) -> None:
    content = edited(plan, key=None, code="m2", order=7)
    check(alice, content)
    stored = StoredFile.objects.of(plan.authority).get()
    build.measure(plan, "Entre-temps", order=7)

    answer = alice.post(RESTORE, {"stored": stored.pk})

    assert answer.status_code == 422
    assert "déjà pris" in answer.content.decode()
    assert plan.measures.count() == 2
