"""The desk: importing, presenting, publishing, withdrawing."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relance.kernel.models import AuditLine
from relance.kernel.rules import Role
from relance.plans.actions.reviewing import accept_all
from relance.plans.models import Fact, Plan
from tests.plans import build
from tests.support.cast import Cast, sign_in

DESK = "/valmont-sur-ouveze/gestion/plans/"
PLAN = "/valmont-sur-ouveze/gestion/plan/relance/"
EXAMPLE = Path(__file__).parents[3] / "examples" / "valmont" / "plan-de-relance.docx"


def upload(name: str = "plan.docx", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, EXAMPLE.read_bytes() if content is None else content)


def test_an_empty_desk_says_what_will_come(alice: Client) -> None:
    page = alice.get(DESK).content.decode()

    assert "Aucun plan pour l’instant" in page
    assert "Importer un document" in page


def test_the_desk_lists_plans_in_every_state_in_a_constant_number_of_queries(
    alice: Client, cast: Cast
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert alice.get(DESK).status_code == 200
        return len(queries)

    build.plan(cast.valmont, title="Plan en préparation")
    build.published(cast.valmont, title="Plan publié")
    one = asked()
    for number in range(5):
        build.measure(build.plan(cast.valmont, title=f"Plan {number}"))

    assert asked() == one
    page = alice.get(DESK).content.decode()
    assert "Plan en préparation" in page
    assert "Publié" in page


def test_a_document_is_read_and_the_review_begins(alice: Client, cast: Cast) -> None:
    answer = alice.post(f"{DESK}importer/", {"document": upload()}, follow=True)

    plan = Plan.objects.of(cast.valmont).get()
    assert answer.redirect_chain[-1][0] == f"/valmont-sur-ouveze/gestion/plan/{plan.slug}/relecture/"
    assert "faits lus, à relire" in answer.content.decode()
    assert plan.document is not None
    assert plan.document.received_by == cast.alice


def test_the_same_document_again_is_said_to_be_known(alice: Client, cast: Cast) -> None:
    alice.post(f"{DESK}importer/", {"document": upload()})

    page = alice.post(f"{DESK}importer/", {"document": upload()}, follow=True).content.decode()

    assert "rien n’a changé" in page
    assert Plan.objects.of(cast.valmont).count() == 1


def test_a_dry_run_shows_its_report_and_keeps_nothing(alice: Client, cast: Cast) -> None:
    page = alice.post(f"{DESK}importer/", {"document": upload(), "essai": "1"}).content.decode()

    assert "Essai à blanc" in page
    assert "Rien n’est gardé" in page
    assert "Rouvrir les vitrines du centre" in page
    assert not Plan.objects.of(cast.valmont).exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.txt", b"", "vide"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "Formats lus"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    alice: Client, cast: Cast, name: str, content: bytes, said: str
) -> None:
    answer = alice.post(f"{DESK}importer/", {"document": upload(name, content)})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Plan.objects.of(cast.valmont).exists()


def test_sending_nothing_is_refused(alice: Client) -> None:
    assert alice.post(f"{DESK}importer/", {}).status_code == 422


def test_the_page_of_a_plan_leads_to_what_comes_next(alice: Client, cast: Cast) -> None:
    plan = build.plan(cast.valmont, slug="relance")
    source = build.text(build.document(cast.valmont), "Ouvrir une halle")
    build.fact(plan, source, "Ouvrir une halle", value={})
    assert "Relire les faits" in alice.get(PLAN).content.decode()

    accept_all(facts=plan.facts.all(), plan=plan, by=cast.alice, at=build.AT)

    assert "Vérifier et publier" in alice.get(PLAN).content.decode()


def test_publishing_shows_what_will_be_public_first(alice: Client, cast: Cast) -> None:
    plan = build.plan(cast.valmont, slug="relance", title="Plan de Valmont")
    source = build.text(build.document(cast.valmont), "Ouvrir une halle")
    build.fact(plan, source, "Ouvrir une halle", value={})

    held = alice.get(f"{PLAN}publier/").content.decode()
    refused = alice.post(f"{PLAN}publier/")
    accept_all(facts=plan.facts.all(), plan=plan, by=cast.alice, at=build.AT)
    ready = alice.get(f"{PLAN}publier/").content.decode()
    done = alice.post(f"{PLAN}publier/", follow=True).content.decode()

    assert "un fait attend votre décision" in held
    assert "Publier le plan" not in held
    assert refused.status_code == 409
    assert "Publier le plan" in ready
    assert "Plan de Valmont" in ready
    assert "Le plan est publié." in done
    assert "Voir le plan public" in done
    assert [measure.wording for measure in plan.measures.all()] == ["Ouvrir une halle"]


def test_a_plan_is_withdrawn_with_a_reason(alice: Client, cast: Cast) -> None:
    plan = build.published(cast.valmont, slug="relance")

    refused = alice.post(f"{PLAN}retirer/", {"because": ""})
    done = alice.post(f"{PLAN}retirer/", {"because": "Un montant est faux."}, follow=True).content.decode()

    assert refused.status_code == 422
    assert "Un montant est faux." in done
    assert "Retiré" in done
    plan.refresh_from_db()
    assert plan.state == "withdrawn"


def test_a_plan_that_is_not_published_is_not_withdrawn(alice: Client, cast: Cast) -> None:
    build.plan(cast.valmont, slug="relance")

    answer = alice.post(f"{PLAN}retirer/", {"because": "Par erreur"})

    assert answer.status_code == 422
    assert "n’est pas publié" in answer.content.decode()


def test_presenting_a_plan_leaves_a_line_with_what_it_was(alice: Client, cast: Cast) -> None:
    plan = build.plan(cast.valmont, slug="relance", title="PLAN")
    fields = {
        "title": "Plan de relance",
        "territory": "",
        "summary": "Notre plan.",
        "axis_word": "priority",
        "measure_word": "action",
        "announced_measures": "50",
    }

    answer = alice.post(f"{PLAN}presentation/", fields, follow=True)

    assert answer.status_code == 200
    plan.refresh_from_db()
    assert (plan.title, plan.announced_measures) == ("Plan de relance", 50)
    assert [word.plural for word in plan.words] == ["priorités", "actions"]
    line = AuditLine.objects.of(cast.valmont).get(act="plans.present")
    assert line.before is not None
    assert line.before["title"] == "PLAN"


def test_presenting_without_a_change_leaves_no_line(alice: Client, cast: Cast) -> None:
    build.plan(cast.valmont, slug="relance", title="Plan")
    fields = {"title": "Plan", "axis_word": "axis", "measure_word": "measure"}

    alice.post(f"{PLAN}presentation/", fields)

    assert not AuditLine.objects.of(cast.valmont).exists()


def test_a_plan_without_title_is_refused_beside_its_field(alice: Client, cast: Cast) -> None:
    plan = build.plan(cast.valmont, slug="relance", title="Plan")

    answer = alice.post(f"{PLAN}presentation/", {"title": "", "axis_word": "axis", "measure_word": "measure"})

    assert answer.status_code == 422
    plan.refresh_from_db()
    assert plan.title == "Plan"


def test_who_reads_has_no_button(cast: Cast, client: Client) -> None:
    build.plan(cast.valmont, slug="relance")
    reader = sign_in(client, cast.holding(Role.READER))

    desk, page = (reader.get(address).content.decode() for address in (DESK, PLAN))

    assert "Importer un document" not in desk
    assert "Modifier la présentation" not in page
    assert not Fact.objects.of(cast.valmont).exists()
