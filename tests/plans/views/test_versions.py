"""The page of two versions side by side, and what is settled there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from relance.kernel.rules import Role
from relance.plans.actions.importing import import_document
from relance.plans.actions.publishing import publish
from relance.plans.actions.reviewing import accept_all
from relance.plans.models import Amendment, Fact, Plan
from tests.plans import build
from tests.plans.actions.test_amending import FIRST, SECOND
from tests.support.cast import Cast, sign_in

DESK = "/valmont-sur-ouveze/gestion/plans/"
SOMEWHAT = "1.3 Ouvrir une halle des producteurs sur la place du marché"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    report = import_document(
        authority=cast.valmont, by=cast.alice, name="plan.md", content=FIRST.encode(), at=build.AT
    )
    assert report.plan
    return report.plan


def send(client: Client, plan: Plan, words: str) -> str:
    file = SimpleUploadedFile("plan-v2.md", words.encode())
    answer = client.post(f"{DESK}importer/", {"document": file, "amends": plan.pk}, follow=True)
    return answer.content.decode()


def address(plan: Plan) -> str:
    return f"/valmont-sur-ouveze/gestion/plan/{plan.slug}/versions/"


def test_a_version_is_sent_for_a_plan_and_compared(alice: Client, plan: Plan) -> None:
    page = send(alice, plan, SECOND)

    assert "Ce que la nouvelle version change" in page
    assert "600 000" in page
    assert "900 000" in page
    assert "Former les apprentis" in page
    assert "Ne figure pas dans cette version." in page
    assert Amendment.objects.of(plan.authority).get().plan == plan


def test_the_same_file_is_refused_beside_its_field(alice: Client, plan: Plan) -> None:
    page = send(alice, plan, FIRST)

    assert "déjà connu" in page
    assert not Amendment.objects.of(plan.authority).exists()


def test_a_plan_of_another_town_cannot_be_chosen(alice: Client, cast: Cast) -> None:
    other = build.plan(cast.brumes)

    send(alice, other, SECOND)

    assert not Amendment.objects.of(cast.brumes).exists()
    assert not Plan.objects.of(cast.valmont).exists()


def test_what_is_gone_is_taken_out_and_kept_again(alice: Client, plan: Plan) -> None:
    send(alice, plan, SECOND)
    hall = Fact.objects.of(plan.authority).get(kind="measure", quote__contains="halle")

    page = alice.post(f"{address(plan)}{hall.pk}/", {"choix": "retirer"}, follow=True).content.decode()

    hall.refresh_from_db()
    assert hall.state == "rejected"
    assert "Retiré du plan." in page
    alice.post(f"{address(plan)}{hall.pk}/", {"choix": "garder"})
    hall.refresh_from_db()
    assert hall.state == "accepted"


@pytest.mark.parametrize(("choice", "follows"), [("meme", True), ("autre", False)])
def test_what_is_unsure_is_settled(alice: Client, plan: Plan, choice: str, follows: bool) -> None:
    page = send(
        alice, plan, FIRST.replace(SOMEWHAT, "Construire une halle couverte de producteurs près du marché")
    )
    assert "À rapprocher" in page
    fact = Fact.objects.of(plan.authority).get(maybe__isnull=False)

    page = alice.post(f"{address(plan)}{fact.pk}/", {"choix": choice}, follow=True).content.decode()

    fact.refresh_from_db()
    assert fact.maybe is None
    assert (fact.earlier is not None) is follows
    assert "À rapprocher" not in page


def test_a_choice_that_does_not_exist_is_not_found(alice: Client, plan: Plan) -> None:
    send(alice, plan, SECOND)
    fact = Fact.objects.of(plan.authority).first()
    assert fact

    assert alice.post(f"{address(plan)}{fact.pk}/", {"choix": "effacer"}).status_code == 404


def test_a_plan_of_one_version_says_so(alice: Client, plan: Plan) -> None:
    assert "Une seule version" in alice.get(address(plan)).content.decode()


def test_who_only_reads_settles_nothing(alice: Client, cast: Cast, plan: Plan, client: Client) -> None:
    send(alice, plan, SECOND)

    page = sign_in(Client(), cast.holding(Role.READER)).get(address(plan)).content.decode()

    assert "Former les apprentis" in page
    assert 'name="choix"' not in page


def test_a_public_plan_is_amended_without_leaving_the_public(alice: Client, cast: Cast, plan: Plan) -> None:
    accept_all(facts=Fact.objects.of(cast.valmont), plan=plan, by=cast.alice, at=build.AT)
    publish(plan=plan, by=cast.alice, at=build.AT)
    send(alice, plan, SECOND)
    manage = f"/valmont-sur-ouveze/gestion/plan/{plan.slug}/"

    page = alice.get(manage).content.decode()

    assert "Une nouvelle version est en relecture" in page
    assert "Relire ce qui a changé" in page
    accept_all(facts=Fact.objects.of(cast.valmont), plan=plan, by=cast.alice, at=build.AT)
    alice.post(f"{manage}publier/")
    assert "Une nouvelle version" not in alice.get(manage).content.decode()
    assert Amendment.objects.of(cast.valmont).get().applied_at is not None


def test_the_desk_names_each_document(alice: Client, plan: Plan) -> None:
    assert "plan.md" in alice.get(DESK).content.decode()
