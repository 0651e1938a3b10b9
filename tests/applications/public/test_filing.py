"""A file from its first page to its receipt, by somebody without an account."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from relance.applications import actions
from relance.applications.models import Application, BankDetails, Identity, Piece, State
from relance.applications.queries import steps
from relance.directory.models import Establishment
from relance.kernel.models import AuditLine, StoredFile
from relance.kernel.sealing import unseal
from tests.applications.build import fund
from tests.applications.public.conftest import ACCOUNT, BAKER, PDF, WHO, Applicant, onward, words_of
from tests.support.cast import Cast


def test_a_shopkeeper_goes_from_the_pre_check_to_the_receipt(
    shopkeeper: Applicant, django_capture_on_commit_callbacks: Any
) -> None:
    shopkeeper.check()

    with django_capture_on_commit_callbacks(execute=True):
        url = shopkeeper.deposit()

    file = shopkeeper.file()
    assert file.state == State.SUBMITTED
    assert file.facts["monthly_rent"] == "620 EUR/month"
    assert (file.assessed_verdict, file.assessed_amount) == ("eligible", 1240_00)
    assert file.unconfirmed
    page = words_of(shopkeeper.get(url))
    assert "Votre demande est déposée" in page
    assert "non analysé" in page
    receipt = shopkeeper.client.get(url + "recepisse.pdf")
    assert receipt.content.startswith(b"%PDF-")
    assert receipt["Content-Disposition"].startswith("attachment")
    assert [one.subject.rpartition(" – ")[2][:9] for one in mail.outbox] == ["reprendre", "demande 2"]


def test_answers_of_the_pre_check_are_not_asked_again(shopkeeper: Applicant) -> None:
    shopkeeper.check()
    shopkeeper.begin()

    assert not steps.standing_of(shopkeeper.file(), timezone.localdate()).unanswered


def test_each_page_is_kept_as_soon_as_it_is_said(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    url = shopkeeper.fill(upto="/question/monthly_rent/")
    shopkeeper.on(url, {"q0": "1 234,50 €"})

    file = shopkeeper.file()
    assert file.state == State.DRAFT
    assert file.facts["monthly_rent"] == "1234.50 EUR/month"
    assert file.sources["monthly_rent"]["from"] == "declared"
    assert "1234,50" in shopkeeper.get(url)


def test_a_draft_is_resumed_on_another_device_by_the_mailed_link(
    shopkeeper: Applicant, django_capture_on_commit_callbacks: Any
) -> None:
    shopkeeper.begin()
    with django_capture_on_commit_callbacks(execute=True):
        shopkeeper.on(shopkeeper.root + "demandeur/", WHO)
    (link,) = re.findall(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    elsewhere = Client()

    assert elsewhere.get(shopkeeper.root).status_code == 404, "without the link there is nothing"
    answer = elsewhere.get(link, follow=True)

    assert answer.status_code == 200
    assert "n’est pas encore déposée" in answer.content.decode()


def test_the_number_brings_what_the_register_says(shopkeeper: Applicant) -> None:
    Establishment.objects.create(
        country="FR",
        number=BAKER,
        unit_number=BAKER[:9],
        name="FOURNIL DU PONT",
        address="4 PL DU MARCHE",
        postcode="84110",
        commune_name="VALMONT",
        headcount="02",
        state="open",
        source="Stock",
        as_of="2026-11-01",
    )
    shopkeeper.begin()

    shopkeeper.on(shopkeeper.root + "numero/", {"number": BAKER})

    file, identity = shopkeeper.file(), Identity.objects.of(shopkeeper.fund.authority).get()
    assert (identity.name, identity.number) == ("FOURNIL DU PONT", BAKER)
    assert identity.address == "4 PL DU MARCHE\n84110 VALMONT"
    assert file.facts["headcount"] == {"from": 3, "to": 5}
    assert file.sources["headcount"]["from"] == "register"
    assert not file.unconfirmed
    shopkeeper.on(shopkeeper.root + "numero/", {"number": "73282932000074"})
    file = shopkeeper.file()
    assert file.unconfirmed
    assert "headcount" not in file.facts, "what another number brought goes with it"


def test_the_account_is_sealed_and_shown_masked(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    url = shopkeeper.root + "compte/"

    wrong = shopkeeper.post(url, {**ACCOUNT, "number": "FR76 3000 6000 0112 3456 7890 188"})
    shopkeeper.on(url, ACCOUNT)

    kept = BankDetails.objects.of(shopkeeper.fund.authority).get()
    assert wrong.status_code == 422
    assert "n’est pas juste" in wrong.content.decode()
    assert unseal(kept.sealed) == "FR7630006000011234567890189"
    assert "30006000" not in kept.sealed
    page = shopkeeper.get(url)
    assert "FR76 •••• 0189" in page
    assert "3000" not in words_of(page)


def test_the_account_may_come_later(shopkeeper: Applicant) -> None:
    shopkeeper.check()
    shopkeeper.begin()

    url = shopkeeper.on(shopkeeper.root + "compte/", {"plus-tard": "1"})

    assert url.endswith("/pieces/")


def test_what_is_missing_is_named_and_nothing_is_deposited(shopkeeper: Applicant) -> None:
    shopkeeper.begin()

    answer = shopkeeper.post(shopkeeper.root + "verifier/", {"true": "on"})

    page = words_of(answer.content.decode())
    assert answer.status_code == 422
    for said in ("Dites qui demande", "Répondez encore à", "Joignez la pièce «\u00a0Bail commercial\u00a0»"):
        assert said in page
    assert shopkeeper.file().state == State.DRAFT


def test_nothing_is_deposited_without_attesting(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    url = shopkeeper.fill()

    answer = shopkeeper.post(url, {})

    assert answer.status_code == 422
    assert "Attestez" in answer.content.decode()
    assert shopkeeper.file().state == State.DRAFT


def test_two_clicks_deposit_once(shopkeeper: Applicant, django_capture_on_commit_callbacks: Any) -> None:
    url = shopkeeper.deposit()
    first = shopkeeper.file()

    with django_capture_on_commit_callbacks(execute=True):
        again = shopkeeper.on(url + "verifier/", {"true": "on"})
    actions.deposit(application=first, at=timezone.now() + timedelta(minutes=1))

    assert again == url
    assert shopkeeper.file().submitted_at == first.submitted_at
    assert not mail.outbox
    acts = AuditLine.objects.of(first.authority).filter(act="applications.deposit")
    assert acts.count() == 1


def test_who_is_not_entitled_may_deposit_all_the_same(shopkeeper: Applicant) -> None:
    shopkeeper.answers = {"window": "no"}
    shopkeeper.begin()
    url = shopkeeper.fill()

    page = words_of(shopkeeper.get(url))

    assert "Le local doit avoir une vitrine" in page
    assert "Vous pouvez déposer quand même" in page
    shopkeeper.on(url, {"true": "on"})
    assert shopkeeper.file().assessed_verdict == "not eligible"


@pytest.mark.parametrize(
    ("zone", "last", "after"),
    [
        ("Europe/Paris", "2026-12-31T23:59:59", "2027-01-01T00:00:00"),
        ("Europe/Paris", "2026-03-29T23:59:59", "2026-03-30T00:00:00"),  # the clocks went forward that day
        ("Europe/Paris", "2026-10-25T23:59:59", "2026-10-26T00:00:00"),  # … and back
        ("America/Toronto", "2026-03-08T23:59:59", "2026-03-09T00:00:00"),
        ("America/Toronto", "2026-11-01T23:59:59", "2026-11-02T00:00:00"),
    ],
)
def test_the_last_day_lasts_until_midnight_of_the_authority(
    cast: Cast, zone: str, last: str, after: str
) -> None:
    local = ZoneInfo(zone)
    second, then = (datetime.fromisoformat(text).replace(tzinfo=local) for text in (last, after))
    name = "subvention-association" if zone.startswith("Europe") else "supplement-loyer"
    town = fund(cast, name, now=second - timedelta(days=9))
    town.call.closes_on = second.date()
    town.call.save(update_fields=["closes_on"])
    in_time, too_late = (town.draft() for _ in range(2))
    for file in (in_time, too_late):
        actions.identify_applicant(application=file, at=town.now, name="A", mail="a@example.org")
        file.call = town.call

    assert actions.deposit(application=in_time, at=second).state == State.SUBMITTED
    with pytest.raises(actions.CallNotOpen):
        actions.deposit(application=too_late, at=then)
    assert Application.objects.of(town.authority).get(pk=too_late.pk).state == State.DRAFT


def test_a_piece_says_its_limits_and_is_refused_by_its_content(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    url = shopkeeper.root + "pieces/"

    assert "PDF, JPG ou PNG, 10\u00a0Mo au plus" in shopkeeper.get(url)
    for content, words in (
        (b"<html><script>alert(1)</script></html>", "d’après son contenu"),
        (b"", "est vide"),
        (PDF + b" " * (10 * 1024 * 1024), "trop lourd"),
    ):
        sent = {"piece": "lease", "file": SimpleUploadedFile("bail.pdf", content)}
        answer = shopkeeper.post(url, sent)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert "Choisissez un fichier" in shopkeeper.post(url, {"piece": "lease"}).content.decode()
    assert not Piece.objects.of(shopkeeper.fund.authority).exists()


def test_a_piece_sent_twice_is_one_and_is_taken_back(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    url = shopkeeper.root + "pieces/"
    for _ in range(2):
        shopkeeper.on(url, {"piece": "lease", "file": SimpleUploadedFile("bail.pdf", PDF)})

    piece = Piece.objects.of(shopkeeper.fund.authority).get()
    assert "non analysé" in shopkeeper.get(url)
    shopkeeper.on(url, {"retirer": str(piece.pk)})

    assert not Piece.objects.of(shopkeeper.fund.authority).exists()


def test_a_piece_is_given_back_to_keep_never_as_a_page(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    sent = {"piece": "lease", "file": SimpleUploadedFile("bail.pdf", PDF)}
    shopkeeper.on(shopkeeper.root + "pieces/", sent)
    piece = Piece.objects.of(shopkeeper.fund.authority).get()

    answer = shopkeeper.client.get(f"{shopkeeper.root}pieces/{piece.pk}/")

    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # it streams
    assert shopkeeper.client.get(f"{shopkeeper.root}pieces/{piece.pk + 1}/").status_code == 404


def test_a_piece_that_is_not_asked_for_is_not_taken(shopkeeper: Applicant) -> None:
    shopkeeper.begin()

    sent = {"piece": "else", "file": SimpleUploadedFile("bail.pdf", PDF)}
    assert shopkeeper.post(shopkeeper.root + "pieces/", sent).status_code == 422

    assert not StoredFile.objects.of(shopkeeper.fund.authority).exists()


def test_a_draft_is_given_up_with_all_it_holds(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    root = shopkeeper.root
    shopkeeper.on(root + "demandeur/", WHO)
    assert "effacées tout de suite" in shopkeeper.get(root + "abandonner/")

    shopkeeper.on(root + "abandonner/", {})

    assert not Application.objects.of(shopkeeper.fund.authority).exists()
    assert not Identity.objects.of(shopkeeper.fund.authority).exists()


def test_leaving_a_shared_computer_closes_the_file(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    root = shopkeeper.root

    shopkeeper.on(root + "quitter/", {})

    shopkeeper.get(root, status=404)


def test_a_month_is_chosen_where_the_scheme_helps_by_month(household: Applicant) -> None:
    household.begin()
    url = household.root + "mois/"
    this_month = timezone.localdate().replace(day=1).isoformat()

    refused = household.post(url, {"month": "1999-01-01"})
    household.on(url, {"month": this_month})

    month_aided = household.file().month_aided
    assert refused.status_code == 422
    assert month_aided is not None
    assert month_aided.isoformat() == this_month


def test_a_household_files_without_a_number_and_in_dollars(household: Applicant) -> None:
    household.begin()
    root = household.root
    assert "numéro de l’entreprise" not in household.get(root)
    url = onward(household.get(root))
    assert url.endswith("demandeur/")
    household.on(url, {"name": "Rose Tremblay", "mail": "rose@example.org", "address": "12, rue des Brumes"})
    household.on(root + "mois/", {"month": timezone.localdate().replace(day=1).isoformat()})
    household.on(root + "question/home/", {"q0": "66"})
    household.on(root + "question/members/", {"q0": "1 500,50 $", "q1": "no"})
    url = household.on(root + "question/members/", {"fini": "1"})
    if "/question/" in url:
        household.on(url, {"q0": "no"})
    household.on(root + "compte/", {"holder": "Rose Tremblay", "number": "12345-815-1234567"})

    url = household.on(root + "verifier/", {"true": "on"})

    file = household.file()
    assert (file.state, file.applicant_kind) == (State.SUBMITTED, "person")
    assert file.facts["members"] == [{"income": "1500.50 CAD/month", "student": False}]
    receipt = household.client.get(url + "recepisse.pdf")
    assert receipt.content.startswith(b"%PDF-")


def test_pages_of_a_file_hold_their_number_of_queries(
    shopkeeper: Applicant, django_assert_max_num_queries: Any
) -> None:
    shopkeeper.check()
    shopkeeper.begin()
    shopkeeper.fill()

    for most, end in ((7, ""), (7, "question/monthly_rent/"), (7, "verifier/"), (7, "pieces/")):
        with django_assert_max_num_queries(most):
            page = shopkeeper.get(shopkeeper.root + end)
        assert len(page.encode()) < 60_000
