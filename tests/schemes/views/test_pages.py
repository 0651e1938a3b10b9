"""The pages of schemes and calls, from an empty list to an open call."""

from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relance.kernel.models import Account
from relance.schemes.models import Call, Scheme, SchemeVersion
from tests.applications.build import envelope, fund, text
from tests.support.cast import Cast, sign_in

NOW = datetime(2020, 6, 20, 9, tzinfo=UTC)


def at(name: str, *args: object) -> str:
    return reverse(f"schemes:{name}", args=["valmont-sur-ouveze", *args])


def press(who: Account, address: str, **data: object) -> str:
    answer = sign_in(Client(), who).post(address, data, follow=True)
    assert answer.status_code in (200, 422)
    return answer.content.decode()


def page(who: Account, address: str) -> str:
    answer = sign_in(Client(), who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def file(rules: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("fonds.yaml", rules.encode())


WHAT = {
    "title": "Fonds loyers",
    "measure_key": "",
    "legal_ground": "",
    "regime": "none",
    "keep_drafts": 3,
    "keep_refused": 24,
    "keep_closed": 12,
    "keep_accepted": 120,
}


def test_a_scheme_goes_from_nothing_to_an_open_call(cast: Cast) -> None:
    alice, money = cast.alice, envelope(cast.valmont, 100_00)
    assert "Aucun dispositif" in page(alice, at("schemes"))

    made = press(alice, at("new"), **WHAT)
    assert "Fondement juridique à dire" in made
    read = press(alice, at("add_rules", "fonds-loyers"), file=file(text()))
    assert "tous passés" in read
    kept = press(alice, at("add_rules", "fonds-loyers"), text=text(), name="fonds.yaml", applies_from="")
    assert "La version 1 est gardée." in kept
    assert SchemeVersion.objects.of(cast.valmont).get().text == text()
    press(
        alice,
        at("new_call", "fonds-loyers"),
        title="Appel d’été",
        envelope_id=money,
        legal_ground="",
        opens_on="2020-06-20",
        closes_on="2020-09-30",
        pieces="Bail commercial ; pdf, jpg ; 5 Mo\nPièce d’identité ; pdf ; 2 Mo ; identité",
        agreement_above="23 000",
    )
    call = Call.objects.of(cast.valmont).get()
    assert call.agreement_above == 23_000_00
    assert [(one["key"], one["limit"], one["identity"]) for one in call.pieces] == [
        ("bail_commercial", 5 * 2**20, False),
        (
            "piece_d_identite" if "piece_d_identite" in str(call.pieces) else call.pieces[1]["key"],
            2 * 2**20,
            True,
        ),
    ]
    refused = press(alice, at("open_call", call.slug))
    assert "sans lui, l’appel n’ouvre pas" in refused

    press(
        alice,
        at("change_call", call.slug),
        title="Appel d’été",
        envelope_id=money,
        legal_ground="CGCT L1511-3",
        opens_on="2020-06-20",
        closes_on="2020-09-30",
    )
    assert "L’appel est ouvert." in press(alice, at("open_call", call.slug))
    assert "Fermer avant terme" in page(alice, at("call", call.slug))


def test_a_bad_text_is_said_line_by_line_and_not_kept(cast: Cast) -> None:
    fund(cast)

    shown = press(
        cast.alice,
        at("add_rules", "fonds-loyer"),
        file=file(text().replace("amount: 1230.30 EUR", "amount: 1 EUR")),
    )

    assert "un petit loyer est payé en entier" in shown
    assert SchemeVersion.objects.of(cast.valmont).count() == 1


def test_a_new_text_shows_what_changes_before_it_is_kept(cast: Cast) -> None:
    fund(cast)

    shown = press(
        cast.alice,
        at("add_rules", "fonds-loyer"),
        file=file(text().replace("Aide au loyer des commerces", "Aide aux loyers")),
    )

    assert "Ce qui change" in shown
    assert "Aide aux loyers" in shown
    assert SchemeVersion.objects.of(cast.valmont).count() == 1


def test_a_file_that_is_no_text_is_refused(cast: Cast) -> None:
    fund(cast)
    sent = SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")

    assert "n’est pas un texte en UTF-8" in press(cast.alice, at("add_rules", "fonds-loyer"), file=sent)


def test_a_version_is_read_and_downloaded_as_it_was_kept(cast: Cast) -> None:
    rent = fund(cast)

    assert rent.scheme.versions.get().sha256 in page(cast.alice, at("version", "fonds-loyer", 1))
    answer = sign_in(Client(), cast.alice).get(at("version_text", "fonds-loyer", 1))
    assert answer.content.decode() == text()


def test_a_delegation_and_a_closing_are_given_on_the_page(cast: Cast) -> None:
    rent = fund(cast)

    shown = press(cast.alice, at("delegate", rent.call.slug), account=rent.decider.pk, up_to="2 000")
    assert "Denis" in shown
    assert "Dites pourquoi l’appel ferme avant son terme." in press(
        cast.alice, at("close_call", rent.call.slug), why=""
    )
    assert "L’appel est fermé." in press(cast.alice, at("close_call", rent.call.slug), why="Épuisé.")


def test_two_schemes_do_not_share_a_title(cast: Cast) -> None:
    press(cast.alice, at("new"), **WHAT)

    assert "porte déjà cet intitulé" in press(cast.alice, at("new"), **WHAT)
    assert Scheme.objects.of(cast.valmont).count() == 1


def test_a_change_is_written_with_what_it_was(cast: Cast) -> None:
    fund(cast)

    press(cast.alice, at("change", "fonds-loyer"), **WHAT | {"title": "Fonds de rebond"})

    assert Scheme.objects.of(cast.valmont).get().title == "Fonds de rebond"
