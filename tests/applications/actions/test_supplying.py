"""Pieces, accounts and the word of a register, by their verbs."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from relance.applications import actions
from relance.applications.actions import supplying
from relance.applications.models import Application, BankDetails, Piece, State
from relance.applications.queries import steps
from relance.directory.models import LegalUnit
from relance.kernel import files
from relance.kernel.models import AuditLine, StoredFile
from tests.applications.build import Fund, fund
from tests.support.cast import Cast

PDF = b"%PDF-1.4\n%%EOF"
LEASE = {"key": "lease", "label": "Bail", "limit": 1024}
PAPER = {"key": "paper", "label": "Pièce d’identité", "kinds": ["jpg"], "required": False, "identity": True}
NUMBER = "55208131766522"


@pytest.fixture
def town(cast: Cast) -> Fund:
    return fund(cast, now=timezone.now() - timedelta(hours=2), pieces=[LEASE, PAPER])


@pytest.fixture
def draft(town: Fund) -> Application:
    return town.draft()


def now() -> datetime:
    return timezone.now()


def sent(file: Application, content: bytes = PDF, *, key: str = "lease", name: str = "bail.pdf") -> Piece:
    return supplying.send_piece(application=file, key=key, name=name, content=content, at=now())


def test_a_piece_keeps_its_name_digest_and_label(draft: Application) -> None:
    piece = sent(draft)

    assert (piece.label, piece.name, piece.size, piece.is_identity) == ("Bail", "bail.pdf", len(PDF), False)
    assert re.fullmatch("[0-9a-f]{64}", piece.sha256)
    assert supplying.scan_words(piece) == "non analysé"


def test_an_identity_paper_is_known_as_one(draft: Application) -> None:
    piece = sent(draft, b"\xff\xd8\xff\xe0" + b"0" * 40, key="paper", name="carte.jpg")

    assert piece.is_identity


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (PDF + b" " * 2000, "bail.pdf", "trop lourd"),
        (b"", "bail.pdf", "est vide"),
        (b"MZ\x90\x00" + b"\x00" * 60, "bail.pdf", "d’après son contenu"),
        (b"Bonjour, ceci est un texte.", "bail.pdf", "Sont admis\u00a0: PDF, JPG, PNG"),
    ],
)
def test_another_content_is_refused_whatever_its_name(
    draft: Application, content: bytes, name: str, words: str
) -> None:
    with pytest.raises(supplying.PieceRefused, match=words):
        sent(draft, content, name=name)

    assert not Piece.objects.of(draft.authority).exists()


def test_a_piece_has_twenty_files_at_most(draft: Application) -> None:
    for rank in range(supplying.MANY):
        sent(draft, PDF + str(rank).encode())

    with pytest.raises(supplying.PieceRefused, match="Vingt fichiers au plus"):
        sent(draft, PDF + b"more")


def test_a_deposited_file_takes_no_piece(town: Fund) -> None:
    file = town.draft()
    sent(file)
    actions.identify_applicant(application=file, name="A", mail="a@example.org", at=now())
    file = actions.deposit(application=file, at=now())

    assert supplying.open_pieces(file) == frozenset()
    with pytest.raises(actions.WrongState):
        sent(file, PDF + b"2")
    piece = Piece.objects.of(file.authority).get()
    with pytest.raises(actions.WrongState):
        supplying.take_piece_back(application=file, piece=piece.pk, at=now())


def test_taking_back_what_is_not_there_does_nothing(draft: Application) -> None:
    supplying.take_piece_back(application=draft, piece=999_999, at=now())

    assert not Piece.objects.of(draft.authority).exists()


@pytest.mark.parametrize(
    ("number", "shown"),
    [("FR7630006000011234567890189", "FR76 •••• 0189"), ("123458151234567", "•••• 4567")],
)
def test_an_account_shows_its_end_alone(number: str, shown: str) -> None:
    assert supplying.masked(number) == shown


def test_the_same_account_in_two_files_has_one_digest(town: Fund) -> None:
    said: dict[str, Any] = {"holder": "Lucie", "kind": "iban", "number": "FR7630006000011234567890189"}
    for _ in range(2):
        supplying.give_account(application=town.draft(), at=now(), **said)

    first, second = BankDetails.objects.of(town.authority)
    assert first.digest == second.digest
    assert first.sealed != second.sealed


def test_an_account_given_again_replaces_the_first(draft: Application) -> None:
    for number in ("FR7630006000011234567890189", "BE71096123456769"):
        supplying.give_account(application=draft, holder="Lucie", kind="iban", number=number, at=now())

    assert BankDetails.objects.of(draft.authority).get().masked == "BE71 •••• 6769"


def test_a_deposited_file_keeps_its_account(town: Fund) -> None:
    file = town.draft()
    sent(file)
    actions.identify_applicant(application=file, name="A", mail="a@example.org", at=now())
    file = actions.deposit(application=file, at=now())

    with pytest.raises(actions.WrongState, match="Écrivez au service"):
        supplying.give_account(application=file, holder="A", kind="iban", number="X", at=now())


def test_what_was_declared_is_not_overwritten_by_the_register(draft: Application) -> None:
    LegalUnit.objects.create(
        country="FR",
        number=NUMBER[:9],
        name="FOURNIL",
        legal_form="5499",
        headcount="12",
        created_on=date(2015, 3, 1),
        state="open",
        source="StockUniteLegale",
        as_of=date(2026, 11, 1),
    )
    before = dict(draft.facts)

    known = supplying.ask_register(application=draft, number=NUMBER[:9], at=now())

    assert known
    assert draft.facts == before, "the example answers everything itself"
    assert draft.registered["legal_form"] == "5499"
    assert draft.registered["headcount"] == {"from": 20, "to": 49}
    assert not draft.unconfirmed


def test_a_number_that_nobody_knows_leaves_the_file_unconfirmed(draft: Application) -> None:
    assert not supplying.ask_register(application=draft, number=NUMBER, at=now())

    assert draft.unconfirmed
    assert draft.registered == {}


def test_what_was_attested_is_in_the_journal_in_its_words(draft: Application) -> None:
    supplying.attest(application=draft, words="J’atteste.", at=now())

    line = AuditLine.objects.of(draft.authority).get(act="applications.attest")
    assert line.after == {"attestation": "J’atteste."}


def test_what_is_taken_back_or_given_up_leaves_the_disk(
    town: Fund, django_capture_on_commit_callbacks: Any
) -> None:
    file, other = town.draft(), town.draft()
    taken_back, shared = sent(file), sent(file, PDF + b"2")
    sent(other, PDF + b"2")
    assert taken_back.file is not None
    assert shared.file is not None
    paths = [files.path_of(taken_back.file), files.path_of(shared.file)]

    with django_capture_on_commit_callbacks(execute=True):
        supplying.take_piece_back(application=file, piece=taken_back.pk, at=now())
    with django_capture_on_commit_callbacks(execute=True):
        supplying.abandon(application=file, at=now())

    assert [path.exists() for path in paths] == [False, True], "the other file still holds the second"
    with django_capture_on_commit_callbacks(execute=True):
        supplying.abandon(application=other, at=now())
    assert not paths[1].exists()
    assert not StoredFile.objects.of(town.authority).exists()


def test_a_deposited_file_is_not_given_up(town: Fund) -> None:
    file = town.draft()
    sent(file)
    actions.identify_applicant(application=file, name="A", mail="a@example.org", at=now())
    actions.deposit(application=file, at=now())

    with pytest.raises(actions.WrongState, match="retirez"):
        supplying.abandon(application=file, at=now())
    assert Application.objects.of(town.authority).get().state == State.SUBMITTED


def test_the_steps_of_a_draft_say_what_is_done_and_what_lacks(town: Fund) -> None:
    file = town.draft()
    today = timezone.localdate()

    before = steps.standing_of(file, today)
    actions.identify_applicant(application=file, name="A", mail="a@example.org", number=NUMBER, at=now())
    sent(file)
    after = steps.standing_of(file, today)

    assert [name for name, _ in before.steps] == ["number", "who", "questions", "account", "pieces", "check"]
    assert {step for step, _ in before.lacks} >= {steps.WHO, steps.PIECES}
    assert dict(after.steps)[steps.NUMBER]
    assert steps.PIECES not in {step for step, _ in after.lacks}
    assert after.next_after(steps.WHO) in (steps.QUESTIONS, steps.ACCOUNT)
    assert after.next_after(steps.PIECES) == steps.CHECK


def test_people_have_a_month_and_no_number(cast: Cast) -> None:
    town = fund(cast, "supplement-loyer", now=timezone.now() - timedelta(hours=2))
    file, _ = actions.start(call=town.call, applicant_kind="person", at=now())

    standing = steps.standing_of(file, timezone.localdate())

    assert standing.people
    assert [name for name, _ in standing.steps] == ["who", "month", "questions", "account", "check"]
    assert "Choisissez le mois aidé." in [sentence for _, sentence in standing.lacks]
