"""The page itself: its language, accent, menus, footers, and the pages when something is wrong."""

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from pytest_django import DjangoAssertNumQueries

from relance.kernel.models import Authority

pytestmark = pytest.mark.django_db


def town(**fields: str) -> Authority:
    known = {"slug": "valmont", "name": "Valmont-sur-Ouvèze", "country": "FR", "currency": "EUR"}
    return Authority(**(known | fields))


def page(authority: Authority | None = None) -> str:
    request = RequestFactory().get("/ici/")
    return render_to_string("base.html", {"authority": authority, "request": request})


def test_a_page_of_quebec_says_that_it_speaks_as_quebec() -> None:
    assert '<html lang="fr-CA">' in page(town(country="CA", currency="CAD"))
    assert '<html lang="fr">' in page(town())


def test_an_authority_brings_its_name_and_its_colour() -> None:
    html = page(town(colour="#aa3300"))

    assert "Valmont-sur-Ouvèze" in html
    assert "/couleur/aa3300.css" in html


def test_without_a_colour_the_house_keeps_its_own() -> None:
    assert "/couleur/" not in page(town())


def test_a_page_can_be_entered_by_keyboard() -> None:
    html = page()

    assert html.index("Aller au contenu") < html.index("<header")
    assert 'id="contenu"' in html


def test_the_accent_is_kept_by_browsers_for_ever(client: Client) -> None:
    answer = client.get("/couleur/aa3300.css")

    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]
    assert b"--accent:#aa3300" in answer.content


def test_a_colour_that_is_none_has_no_sheet(client: Client) -> None:
    assert client.get("/couleur/rouge0.css").status_code == 404


def test_a_language_is_chosen_and_kept(client: Client) -> None:
    answer = client.post("/langue/", {"langue": "fr-ca", "suite": "/accessibilite/"})

    assert answer.status_code == 303
    assert answer["Location"] == "/accessibilite/"
    assert b'lang="fr-CA"' in client.get("/accessibilite/").content


def test_choosing_a_language_leads_to_no_other_house(client: Client) -> None:
    answer = client.post("/langue/", {"langue": "fr", "suite": "https://ailleurs.example/"})

    assert answer["Location"] == "/"


def test_a_language_that_is_not_spoken_asks_again(client: Client) -> None:
    answer = client.post("/langue/", {"langue": "eo"})

    assert answer.status_code == 200
    assert "Langue des écrans" in answer.content.decode()


@pytest.mark.parametrize("path", ["/design/", "/accessibilite/", "/mentions-legales/", "/langue/"])
def test_pages_of_the_house_stand(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_the_footer_links_to_what_exists_only(client: Client) -> None:
    html = client.get("/accessibilite/").content.decode()

    assert 'href="/mentions-legales/"' in html
    assert "Données ouvertes" not in html


def test_a_page_that_is_not_there_says_what_one_may_do(client: Client) -> None:
    answer = client.get("/nulle/part/du/tout/")

    assert answer.status_code == 404
    assert "Aller à l’accueil" in answer.content.decode()


@pytest.mark.parametrize("template", ["403.html", "404.html", "429.html", "403_csrf.html"])
def test_an_error_page_offers_a_way_out(template: str) -> None:
    html = render_to_string(template, {"sentence": ""}, request=None)

    assert 'class="actions"' in html


def test_a_breakdown_is_told_without_the_database_or_the_request(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        html = render_to_string("500.html")

    assert "Le service est en panne" in html


@override_settings(DEMO=True)
def test_the_demonstration_says_that_it_is_one(client: Client) -> None:
    assert "Démonstration." in client.get("/accessibilite/").content.decode()


def test_a_stale_form_says_how_to_send_it_again() -> None:
    answer = Client(enforce_csrf_checks=True).post("/langue/", {"langue": "fr"})

    assert answer.status_code == 403
    assert "Ce formulaire n’est plus valable" in answer.content.decode()


@override_settings(ACCOUNT_RATE_LIMITS={"reset_password": "1/m/ip"})
def test_too_many_attempts_are_told_to_wait(client: Client) -> None:
    cache.clear()
    for _ in range(2):
        answer = client.post("/compte/password/reset/", {"email": "odile@valmont.example"})
    cache.clear()

    assert answer.status_code == 429
    assert "Attendez quelques minutes" in answer.content.decode()
