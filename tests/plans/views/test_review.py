"""The review page, as people use it without JavaScript and with it."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from relance.kernel.rules import Role
from relance.plans.models import Fact, Plan
from tests.plans import build
from tests.support.cast import Cast, sign_in

TEXT = "Axe A\nOuvrir une halle, 2022\nFermer une halle\n"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = build.plan(cast.valmont, slug="relance", document=build.document(cast.valmont))
    assert plan.document
    source = build.text(plan.document, TEXT)
    axis = build.fact(plan, source, "Axe A", kind="axis", value={"number": "1"})
    measure = build.fact(plan, source, "Ouvrir une halle, 2022", value={"number": "1.1"}, parent=axis)
    value = {"start": "2022-01-01", "end": "2022-12-31", "precision": "year", "ongoing": False}
    build.fact(plan, source, "2022", kind="horizon", value=value, parent=measure)
    build.fact(plan, source, "Fermer une halle", value={}, confidence=40, parent=axis)
    return plan


@pytest.fixture
def address(plan: Plan) -> str:
    return "/valmont-sur-ouveze/gestion/plan/relance/relecture/"


def fact(plan: Plan, words: str) -> Fact:
    return Fact.objects.of(plan.authority).get(plan=plan, quote=words)


def post(client: Client, address: str, found: Fact, decision: str, **fields: str) -> str:
    answer = client.post(
        f"{address}{found.pk}/", {"decision": decision, "seen": found.state, **fields}, follow=True
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_fact_stands_with_its_words_and_its_value(alice: Client, plan: Plan, address: str) -> None:
    page = alice.get(address).content.decode()

    assert "«\u00a0Ouvrir une halle, 2022\u00a0»" in page
    assert "2022" in page
    assert "lecture incertaine" in page
    assert "4 à relire sur 4" in page
    found = fact(plan, "2022")
    assert f"/documents/{found.source.document_id}/?passage={found.start}-{found.end}" in page


def test_accepting_leads_back_to_the_fact(alice: Client, cast: Cast, plan: Plan, address: str) -> None:
    found = fact(plan, "Axe A")

    answer = alice.post(f"{address}{found.pk}/", {"decision": "accept", "seen": "proposed", "partie": ""})

    assert answer.status_code == 302
    assert answer["Location"] == f"{address}#fait-{found.pk}"
    found.refresh_from_db()
    assert (found.state, found.decided_by) == ("accepted", cast.alice)


def test_rejecting_and_thinking_again(alice: Client, plan: Plan, address: str) -> None:
    page = post(alice, address, fact(plan, "Fermer une halle"), "reject")
    assert "Écarté" in page
    assert "Relire de nouveau" in page

    page = post(alice, address, fact(plan, "Fermer une halle"), "reopen")
    assert "Relire de nouveau" not in page


def test_a_rejected_measure_takes_its_parts_from_the_list_of_what_waits(
    alice: Client, plan: Plan, address: str
) -> None:
    page = post(alice, address, fact(plan, "Ouvrir une halle, 2022"), "reject")

    assert "Écarté avec sa mesure" in page
    assert "2 à relire sur 3" in page


def test_with_htmx_the_list_alone_comes_back_and_the_next_fact_takes_the_focus(
    alice: Client, plan: Plan, address: str
) -> None:
    found, following = fact(plan, "Axe A"), fact(plan, "Ouvrir une halle, 2022")

    answer = alice.post(
        f"{address}{found.pk}/", {"decision": "accept", "seen": "proposed"}, headers={"HX-Request": "true"}
    )

    page = answer.content.decode()
    assert page.lstrip().startswith('<div class="review"')
    assert f'id="oui-{following.pk}" autofocus' in page
    assert page.count("autofocus") == 1


def test_a_colleague_was_faster(alice: Client, cast: Cast, plan: Plan, address: str, client: Client) -> None:
    found = fact(plan, "Axe A")
    bob = sign_in(Client(), cast.bob)
    post(bob, address, found, "reject")

    answer = alice.post(f"{address}{found.pk}/", {"decision": "accept", "seen": "proposed"}, follow=True)

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    page = answer.content.decode()
    assert "Bob a décidé de ce fait entre-temps" in page or any("Bob" in words for words in said)
    found.refresh_from_db()
    assert found.state == "rejected"


def test_with_htmx_the_refusal_stands_beside_its_fact(
    alice: Client, cast: Cast, plan: Plan, address: str
) -> None:
    found = fact(plan, "Axe A")
    post(sign_in(Client(), cast.bob), address, found, "reject")

    answer = alice.post(
        f"{address}{found.pk}/", {"decision": "accept", "seen": "proposed"}, headers={"HX-Request": "true"}
    )

    line = answer.content.decode().split(f'id="fait-{found.pk}"')[1].split("</li>")[0]
    assert "Bob a décidé de ce fait entre-temps" in line


def test_the_last_act_is_taken_back(alice: Client, plan: Plan, address: str) -> None:
    found = fact(plan, "Axe A")
    page = post(alice, address, found, "accept")
    assert "Annuler" in page

    answer = alice.post(f"{address}annuler/", {"partie": ""}, headers={"HX-Request": "true"})

    assert f'id="oui-{found.pk}" autofocus' in answer.content.decode()
    found.refresh_from_db()
    assert found.state == "proposed"


def test_nothing_to_take_back_is_said(alice: Client, plan: Plan, address: str) -> None:
    page = alice.post(f"{address}annuler/", {}, follow=True).content.decode()

    assert "rien à annuler" in page


def test_the_least_sure_come_first_when_asked(alice: Client, plan: Plan, address: str) -> None:
    page = alice.get(f"{address}?partie=moins-surs").content.decode()

    places = [page.index(f'id="fait-{fact(plan, words).pk}"') for words in ("Fermer une halle", "Axe A")]
    assert places == sorted(places)


def test_the_document_stands_beside_its_facts(alice: Client, plan: Plan, address: str) -> None:
    page = alice.get(address + f"?partie=axe-{fact(plan, 'Axe A').pk}").content.decode()
    as_list = alice.get(address + "?vue=liste").content.decode()

    year, measure = fact(plan, "2022"), fact(plan, "Ouvrir une halle, 2022")
    assert f'data-facts="{measure.pk} {year.pk} "' in page
    assert f'href="#fait-{year.pk}"' in page
    assert "data-facts" not in as_list


def test_the_share_of_the_document_that_is_seen_is_told(alice: Client, plan: Plan, address: str) -> None:
    page = alice.get(address).content.decode()

    assert "1 phrase du document vue sur 1" in page


def test_a_colleague_who_reviews_too_is_named(alice: Client, cast: Cast, plan: Plan, address: str) -> None:
    sign_in(Client(), cast.bob).get(address)

    assert "Bob relit aussi ce plan, dans cette partie" in alice.get(address).content.decode()


def test_the_review_keeps_its_number_of_queries(
    alice: Client, plan: Plan, address: str, django_assert_max_num_queries: object
) -> None:
    alice.get(address)
    with django_assert_max_num_queries(22):  # type: ignore[operator]  # pytest-django's helper
        alice.get(address)


def test_a_whole_part_is_accepted_at_once(alice: Client, plan: Plan, address: str) -> None:
    axis = fact(plan, "Axe A")

    answer = alice.post(f"{address}accepter/", {"partie": f"axe-{axis.pk}"}, follow=True)

    page = answer.content.decode()
    assert "Cette partie est relue." in page
    assert "Vérifier et publier" in page
    assert set(Fact.objects.of(plan.authority).values_list("state", flat=True)) == {"accepted"}


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": "publish", "seen": "proposed"},
        {"decision": "accept", "seen": "?"},
        {"decision": "correct", "seen": "proposed"},
        {},
    ],
)
def test_a_decision_that_does_not_exist_is_not_found(
    alice: Client, plan: Plan, address: str, fields: dict[str, str]
) -> None:
    assert alice.post(f"{address}{fact(plan, 'Axe A').pk}/", fields).status_code == 404


def test_a_part_that_does_not_exist_is_not_found(alice: Client, plan: Plan, address: str) -> None:
    assert alice.get(f"{address}?partie=axe-0").status_code == 404
    assert alice.post(f"{address}accepter/", {"partie": "axe-0"}).status_code == 404
    assert alice.post(f"{address}accepter/", {}).status_code == 404


def test_who_only_reads_sees_no_button(cast: Cast, plan: Plan, address: str, client: Client) -> None:
    page = sign_in(client, cast.holding(Role.READER)).get(address).content.decode()

    assert "Ouvrir une halle" in page
    assert "Accepter" not in page.split("<main", 1)[1].replace("Acceptez-le", "")
    assert "Corriger" not in page


def test_a_reviewer_decides_and_has_no_correction(
    cast: Cast, plan: Plan, address: str, client: Client
) -> None:
    page = sign_in(client, cast.bob).get(address).content.decode()

    assert "Écarter" in page
    assert "Corriger" not in page


def test_a_correction_starts_from_what_was_read(alice: Client, plan: Plan, address: str) -> None:
    found = fact(plan, "2022")

    page = alice.get(f"{address}{found.pk}/corriger/").content.decode()

    assert 'value="2022"' in page
    assert "Ouvrir une halle, <mark>2022</mark>" in page


def test_a_correction_is_kept_with_what_was_read(alice: Client, plan: Plan, address: str) -> None:
    found = fact(plan, "2022")

    page = alice.post(
        f"{address}{found.pk}/corriger/", {"horizon": "2022-2023"}, follow=True
    ).content.decode()

    assert "2022–2023" in page
    assert "Lu d’abord\u00a0: 2022" in page
    found.refresh_from_db()
    assert found.state == "corrected"


def test_a_correction_that_is_not_understood_says_so_beside_its_field(
    alice: Client, plan: Plan, address: str
) -> None:
    found = fact(plan, "2022")

    answer = alice.post(f"{address}{found.pk}/corriger/", {"horizon": "un jour"})

    assert answer.status_code == 422
    assert "n’est pas compris" in answer.content.decode()
    found.refresh_from_db()
    assert found.state == "proposed"


def test_facts_of_a_published_plan_show_no_button(alice: Client, plan: Plan, address: str) -> None:
    plan.state, plan.published_at, plan.published_by_name = "published", build.AT, "Alice"
    plan.save()

    page = alice.get(address).content.decode()

    assert "Ce plan est publié" in page
    assert 'name="decision"' not in page


def test_a_plan_without_facts_says_so(alice: Client, cast: Cast) -> None:
    build.plan(cast.valmont, slug="lignes")

    page = alice.get("/valmont-sur-ouveze/gestion/plan/lignes/relecture/").content.decode()

    assert "Aucun fait à relire" in page


def test_a_fact_of_another_plan_is_not_found(alice: Client, cast: Cast, plan: Plan) -> None:
    build.plan(cast.valmont, slug="autre")

    answer = alice.post(
        f"/valmont-sur-ouveze/gestion/plan/autre/relecture/{fact(plan, 'Axe A').pk}/",
        {"decision": "accept", "seen": "proposed"},
    )

    assert answer.status_code == 404
