"""The page of what no fact says: nothing of a document is forgotten."""

import pytest
from django.test import Client

from relance.kernel.models import AuditLine
from relance.kernel.rules import Role
from relance.plans.models import Fact, Omission, Plan
from tests.plans import build
from tests.support.cast import Cast, sign_in

TEXT = (
    "Axe A\nOuvrir une halle avec les producteurs de la vallée.\n"
    "Le maire remercie les équipes de la Ville.\nCréer un fonds de 2 M€ pour les commerces.\n"
)
REVIEW = "/valmont-sur-ouveze/gestion/plan/relance/relecture/"
LEFT = f"{REVIEW}reste/"
THANKS, FUND = "Le maire remercie les équipes de la Ville.", "Créer un fonds de 2 M€ pour les commerces."


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = build.plan(cast.valmont, slug="relance", document=build.document(cast.valmont))
    assert plan.document
    source = build.text(plan.document, TEXT)
    axis = build.fact(plan, source, "Axe A", kind="axis", value={"number": "1"})
    build.fact(plan, source, "Ouvrir une halle avec les producteurs de la vallée.", parent=axis)
    return plan


def place(words: str) -> str:
    start = TEXT.index(words)
    return f"{start}-{start + len(words)}"


def test_sentences_of_no_fact_are_shown(alice: Client, plan: Plan) -> None:
    page = alice.get(LEFT).content.decode()

    assert f"<mark>{THANKS}</mark>" in page
    assert f"<mark>{FUND}</mark>" in page
    assert "<mark>Ouvrir" not in page
    assert "2 à voir" in page


def test_a_sentence_is_set_aside_and_says_who_did(alice: Client, cast: Cast, plan: Plan) -> None:
    page = alice.post(LEFT, {"passage": [place(THANKS)]}, follow=True).content.decode()

    assert f"<mark>{THANKS}</mark>" not in page
    assert "Alice, le" in page
    row = Omission.objects.of(cast.valmont).get()
    assert (row.quote, row.said_by) == (THANKS, cast.alice)
    assert AuditLine.objects.of(cast.valmont).get().act == "plans.omission.add"


def test_setting_aside_twice_is_harmless(alice: Client, cast: Cast, plan: Plan) -> None:
    for _ in range(2):
        alice.post(LEFT, {"passage": [place(THANKS)]})

    assert Omission.objects.of(cast.valmont).count() == 1


def test_what_was_set_aside_comes_back(alice: Client, cast: Cast, plan: Plan) -> None:
    alice.post(LEFT, {"passage": [place(THANKS)]})
    row = Omission.objects.of(cast.valmont).get()

    page = alice.post(f"{LEFT}{row.pk}/reprendre/", follow=True).content.decode()

    assert f"<mark>{THANKS}</mark>" in page
    assert not Omission.objects.of(cast.valmont).exists()


def test_a_missed_measure_is_added_under_its_axis(alice: Client, cast: Cast, plan: Plan) -> None:
    axis = Fact.objects.of(cast.valmont).get(kind="axis")
    address = f"{REVIEW}ajouter/?passage={place(FUND)}"
    form = alice.get(address).content.decode()
    assert f'value="{axis.pk}" selected' in form

    answer = alice.post(address, {"kind": "measure", "words": FUND, "parent": axis.pk}, follow=True)

    assert "Fait ajouté" in answer.content.decode()
    made = Fact.objects.of(cast.valmont).get(quote=FUND)
    assert (made.kind, made.parent, made.state, made.added_by) == ("measure", axis, "accepted", cast.alice)
    assert place(FUND) not in alice.get(LEFT).content.decode()


def test_a_part_of_the_sentence_is_a_sum(alice: Client, cast: Cast, plan: Plan) -> None:
    address = f"{REVIEW}ajouter/?passage={place(FUND)}"

    answer = alice.post(address, {"kind": "amount", "words": "2 M€", "parent": ""})

    made = Fact.objects.of(cast.valmont).get(kind="amount")
    assert made.value["low"] == 200_000_000
    assert answer["Location"].startswith(f"{REVIEW}{made.pk}/corriger/")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "measure", "words": "Créer deux fonds"}, "ne contient pas ces mots"),
        ({"kind": "horizon", "words": FUND, "parent": ""}, "Choisissez la mesure que ces mots datent"),
        ({"kind": "amount", "words": "les commerces"}, "Gardez seulement la somme"),
        ({"words": FUND}, "Choisissez ce que disent ces mots"),
    ],
)
def test_what_cannot_be_a_fact_is_said_beside_its_field(
    alice: Client, plan: Plan, fields: dict[str, str], said: str
) -> None:
    answer = alice.post(f"{REVIEW}ajouter/?passage={place(FUND)}", fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Fact.objects.of(plan.authority).count() == 2


@pytest.mark.parametrize("said", ["", "5", "9-2", "0-9999", "a-b"])
def test_a_passage_that_is_none_is_not_found(alice: Client, plan: Plan, said: str) -> None:
    assert alice.get(f"{REVIEW}ajouter/?passage={said}").status_code == 404
    if said:
        assert alice.post(LEFT, {"passage": [said]}, follow=True).status_code in (200, 404)
    assert not Omission.objects.of(plan.authority).exists()


def test_publishing_warns_of_what_is_left(alice: Client, plan: Plan) -> None:
    page = alice.get("/valmont-sur-ouveze/gestion/plan/relance/publier/").content.decode()

    assert "2 phrases du document sur 3 ne figurent dans aucun fait" in page


def test_who_only_reads_has_nothing_to_tick(cast: Cast, plan: Plan, client: Client) -> None:
    page = sign_in(client, cast.holding(Role.READER)).get(LEFT).content.decode()

    assert THANKS in page
    assert "checkbox" not in page
    assert "En faire un fait" not in page


def test_a_plan_without_a_document_says_so(alice: Client, cast: Cast) -> None:
    build.plan(cast.valmont, slug="lignes")

    page = alice.get("/valmont-sur-ouveze/gestion/plan/lignes/relecture/reste/").content.decode()

    assert "Aucun document" in page


def test_a_long_list_takes_few_queries(
    alice: Client, plan: Plan, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # pytest-django's helper
        alice.get(LEFT)
