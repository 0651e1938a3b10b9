"""Am I entitled? Without account, one thing a page, nothing kept on the server."""

from datetime import date

import pytest
from django.core import signing

from relance.applications.models import Application
from relance.applications.views.public import trail
from relance.directory.models import Establishment
from tests.applications.public.conftest import BAKER, Applicant, words_of


def registered() -> None:
    Establishment.objects.create(
        country="FR",
        number=BAKER,
        unit_number=BAKER[:9],
        name="FOURNIL DU PONT",
        headcount="02",
        created_on=date(2015, 3, 1),
        state="open",
        source="StockEtablissement",
        as_of=date(2026, 11, 1),
        commune="59350",
        commune_name="LILLE",
    )


def test_a_shopkeeper_learns_the_amount_and_why(shopkeeper: Applicant) -> None:
    page = words_of(shopkeeper.check())

    assert "vous avez droit à cette aide" in page
    assert "1\u202f240\u00a0€" in page
    assert "Pourquoi cette réponse" in page
    assert "Le local est dans la métropole" in page
    assert "suppose qu’aucune aide de ce dispositif" in page
    assert not Application.objects.everywhere("nothing is written").exists()


def test_who_is_not_entitled_reads_the_condition(shopkeeper: Applicant) -> None:
    shopkeeper.answers = {"window": "no"}

    page = words_of(shopkeeper.check())

    assert "vous n’avez pas droit" in page
    assert "Le local doit avoir une vitrine" in page
    assert "Déposer quand même une demande" in page


def test_a_number_of_the_register_spares_questions(shopkeeper: Applicant) -> None:
    registered()

    answer = shopkeeper.check(number=BAKER)

    kept = signing.loads(shopkeeper.client.cookies[trail.CHECK].value, salt=trail.CHECK_SALT)
    assert not {"headcount", "created"} & set(kept["p"])
    assert "StockEtablissement" in answer
    assert "de 3 à 5" in answer


def test_the_register_is_shown_before_it_is_used(shopkeeper: Applicant) -> None:
    registered()

    url = shopkeeper.on(shopkeeper.home + "essai/", {"number": "552 081 317 66522"})

    page = shopkeeper.get(url)
    assert "Est-ce bien vous" in page
    assert "FOURNIL DU PONT" in page


def test_a_register_that_does_not_know_stops_nobody(shopkeeper: Applicant) -> None:
    url = shopkeeper.on(shopkeeper.home + "essai/", {"number": BAKER})

    assert "Nous n’avons pas trouvé ce numéro" in shopkeeper.get(url)
    assert "vous avez droit" in shopkeeper.check(number=BAKER)


@pytest.mark.parametrize(
    ("number", "words"),
    [("", "continuez sans lui"), ("552081317", "SIREN"), ("12345678901234", "SIRET"), ("abc", "SIRET")],
)
def test_a_number_that_cannot_be_is_refused_beside_its_field(
    shopkeeper: Applicant, number: str, words: str
) -> None:
    answer = shopkeeper.post(shopkeeper.home + "essai/", {"number": number})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_wrong_answer_stays_on_its_page_with_its_cause(shopkeeper: Applicant) -> None:
    answer = shopkeeper.post(shopkeeper.home + "essai/question/monthly_rent/", {"q0": "1.5k€"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "sans k ni M" in page
    assert 'value="1.5k€"' in page
    assert 'aria-invalid="true"' in page


def test_a_question_may_be_left_for_later(shopkeeper: Applicant) -> None:
    url = shopkeeper.on(shopkeeper.home + "essai/", {"sans": "1"})
    first = url

    while "/question/" in url:
        url = shopkeeper.on(url, {"sauter": "1"})

    page = shopkeeper.get(url)
    assert "Il reste des questions" in page
    assert first in page


def test_an_answer_is_changed_from_the_summary(shopkeeper: Applicant) -> None:
    shopkeeper.check()
    url = shopkeeper.home + "essai/question/monthly_rent/"

    assert 'value="620"' in shopkeeper.get(url)
    after = shopkeeper.on(url, {"q0": "500"})

    assert "1\u202f000\u00a0€" in shopkeeper.get(after)


def test_beginning_again_forgets_everything(shopkeeper: Applicant) -> None:
    shopkeeper.check()

    shopkeeper.on(shopkeeper.home + "essai/recommencer/", {})

    assert "Reprendre mon essai" not in shopkeeper.get(shopkeeper.home)


def test_answers_that_somebody_changed_are_nothing(shopkeeper: Applicant) -> None:
    shopkeeper.check()
    cookie = shopkeeper.client.cookies[trail.CHECK]
    shopkeeper.client.cookies[trail.CHECK] = cookie.value[:-3] + "abc"

    assert "Il manque des informations" in shopkeeper.get(shopkeeper.home + "essai/reponse/")


def test_the_answers_are_kept_from_scripts_and_other_sites(shopkeeper: Applicant) -> None:
    shopkeeper.check()

    cookie = shopkeeper.client.cookies[trail.CHECK]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == shopkeeper.home
    assert cookie["max-age"] == 7200


@pytest.mark.parametrize("page", ["nothing", "members", "already.firm.x", "checks"])
def test_a_question_that_the_scheme_does_not_ask_is_missing(shopkeeper: Applicant, page: str) -> None:
    shopkeeper.get(f"{shopkeeper.home}essai/question/{page}/", status=404)


def test_too_many_answers_for_a_browser_are_said_not_lost(household: Applicant) -> None:
    url = household.home + "essai/question/members/"
    status = 302
    for rank in range(41):
        answer = household.post(
            url, {"q0": f"{1000 + 7 * rank},{rank:02d}", "q1": "no" if rank % 3 else "yes"}
        )
        status = answer.status_code
        if status != 302:
            break

    assert status in (403, 422)
    assert "au plus" in answer.content.decode() or "trop nombreuses" in answer.content.decode()


def test_a_household_of_quebec_reads_its_own_typography(household: Applicant) -> None:
    url = household.client.get(household.home + "essai/")["Location"]
    assert url.endswith("/question/home/"), "no number is asked of people"
    url = household.on(url, {"q0": "66"})
    assert "Aucun pour l’instant" in household.get(url)
    url = household.on(url, {"q0": "1 500,50 $", "q1": "no"})
    url = household.on(url, {"q0": "900", "q1": "yes"})
    assert "1\u00a0500,50\u00a0$/mois" in household.get(url)
    url = household.on(url, {"retirer": "1"})
    assert "900" not in household.get(url)
    url = household.on(url, {"fini": "1"})
    if "/question/" in url:
        url = household.on(url, {"q0": "no"})

    page = household.get(url)
    words = words_of(page)
    assert '<html lang="fr-CA"' in page
    assert "Loyer reconnu" in words, "the service establishes it"
    assert "€" not in words
    assert "\u00a0?" not in words
    assert "\u00a0!" not in words


def test_whoever_says_nothing_of_a_list_has_none(household: Applicant) -> None:
    url = household.on(household.home + "essai/question/members/", {"fini": "1"})

    assert url
    assert "Aucun" in household.get(household.home + "essai/reponse/")
