"""After the deposit: where a file stands, questions of the service, the decision and why."""

from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from relance.applications import actions
from relance.applications.models import (
    Application,
    Correction,
    CorrectionReason,
    Message,
    Outcome,
    Piece,
    State,
)
from tests.applications.public.conftest import PDF, Applicant, words_of


@pytest.fixture
def deposited(shopkeeper: Applicant) -> Applicant:
    shopkeeper.check()
    shopkeeper.deposit()
    return shopkeeper


def taken(applicant: Applicant) -> Application:
    return actions.take(application=applicant.file(), by=applicant.fund.instructor, at=timezone.now())


def asked(applicant: Applicant, **what: Any) -> Correction:
    return actions.ask_correction(
        application=taken(applicant),
        reason=CorrectionReason.INCORRECT,
        message="Votre loyer ne correspond pas au bail.",
        by=applicant.fund.instructor,
        at=timezone.now(),
        **what,
    )


def notified(applicant: Applicant, outcome: Outcome, motive: str = "") -> None:
    file, now = applicant.file(), timezone.now()
    Application.objects.of(file.authority).filter(pk=file.pk).update(unconfirmed=False)
    actions.propose(application=file, outcome=outcome, by=applicant.fund.instructor, at=now, motive=motive)
    actions.decide(application=file, by=applicant.fund.decider, at=timezone.now())
    rows = Application.objects.of(file.authority).filter(pk=file.pk)
    rows.update(state=State.NOTIFIED, notified_at=timezone.now(), notified_how="courriel")


def test_a_deposited_file_is_followed_and_no_longer_changed(deposited: Applicant) -> None:
    page = words_of(deposited.get(deposited.root))

    assert "Reçue" in page
    assert "Demande déposée" in page
    assert "Récépissé de dépôt (PDF)" in page
    for end in ("question/monthly_rent/", "demandeur/", "numero/", "compte/"):
        deposited.get(deposited.root + end, status=404)
    deposited.get(deposited.root + "pieces/", status=404)


def test_words_go_both_ways(deposited: Applicant) -> None:
    file = taken(deposited)
    actions.write(
        application=file, text="Bonjour, une question.", by=deposited.fund.instructor, at=timezone.now()
    )

    deposited.on(deposited.root + "messages/", {"text": "Voici ma réponse."})

    page = words_of(deposited.get(deposited.root))
    assert "Bonjour, une question." in page
    assert "Voici ma réponse." in page
    assert Message.objects.of(file.authority).filter(from_applicant=True).count() == 1
    assert deposited.post(deposited.root + "messages/", {"text": " "}).status_code == 422


def test_a_question_of_the_service_opens_what_it_names_alone(deposited: Applicant) -> None:
    asked(deposited, facts=["monthly_rent"], pieces=["lease"])

    assert "Le service attend votre réponse" in deposited.get(deposited.root)
    page = deposited.get(deposited.root + "reponse/")
    assert 'value="620"' in page
    assert "Bail commercial" in page
    assert "Pièce d’identité" not in deposited.get(deposited.root + "pieces/")
    lease = {"piece": "lease", "file": SimpleUploadedFile("bail-2.pdf", PDF + b"2")}
    deposited.on(deposited.root + "pieces/", lease)
    wrong = deposited.post(deposited.root + "reponse/", {"monthly_rent-q0": "beaucoup"})
    deposited.on(deposited.root + "reponse/", {"monthly_rent-q0": "500", "text": "Je m’étais trompée."})

    file = deposited.file()
    assert wrong.status_code == 422
    assert file.facts["monthly_rent"] == "500 EUR/month"
    assert file.assessed_amount == 1000_00
    assert Correction.objects.of(file.authority).get().answer == "Je m’étais trompée."
    assert Piece.objects.of(file.authority).filter(application=file, kind="lease").count() == 2
    deposited.get(deposited.root + "reponse/", status=404)


def test_periods_are_corrected_together(deposited: Applicant) -> None:
    asked(deposited, facts=["turnover"])

    answers = {f"turnover-q{rank}": text for rank, text in enumerate(("20 000", "20 000", "1 000", "1 000"))}
    deposited.on(deposited.root + "reponse/", answers)

    assert deposited.file().facts["turnover"]["2019-11"] == "20000 EUR"


def test_a_question_without_answer_to_change_asks_for_words(deposited: Applicant) -> None:
    asked(deposited)

    assert deposited.post(deposited.root + "reponse/", {"text": ""}).status_code == 422


def test_a_piece_replaced_in_a_correction_is_kept(deposited: Applicant) -> None:
    asked(deposited, pieces=["lease"])
    piece = Piece.objects.of(deposited.fund.authority).get()

    deposited.on(deposited.root + "pieces/", {"retirer": str(piece.pk)})

    piece.refresh_from_db(from_queryset=Piece.objects.of(deposited.fund.authority))
    assert piece.replaced_at is not None


def test_a_decision_shows_once_it_is_notified(deposited: Applicant) -> None:
    file, now = taken(deposited), timezone.now()
    Application.objects.of(file.authority).filter(pk=file.pk).update(unconfirmed=False)
    actions.propose(application=file, outcome=Outcome.ACCEPTED, by=deposited.fund.instructor, at=now)
    actions.decide(application=file, by=deposited.fund.decider, at=timezone.now())

    assert "vous accorde" not in deposited.get(deposited.root)
    assert "En cours d’examen" in deposited.get(deposited.root)


def test_an_award_says_how_much_and_why(deposited: Applicant) -> None:
    taken(deposited)
    notified(deposited, Outcome.ACCEPTED)

    page = words_of(deposited.get(deposited.root))

    assert "vous accorde 1\u202f240\u00a0€" in page.replace("  ", " ")
    assert "Pourquoi cette décision" in page
    assert "Accordée" in page


def test_a_refusal_says_why_line_by_line(deposited: Applicant) -> None:
    file = taken(deposited)
    actions.set_fact(
        application=file,
        facts={"window": False},
        why="visite du 2 juin",
        by=deposited.fund.instructor,
        at=timezone.now(),
    )
    notified(deposited, Outcome.REFUSED, "Votre local n’a pas de vitrine.")

    page = words_of(deposited.get(deposited.root))

    assert "n’accorde pas cette aide" in page
    assert "Votre local n’a pas de vitrine." in page
    assert "Le local doit avoir une vitrine" in page
    assert "non rempli" in page
    assert "voies de recours" in page


def test_whoever_withdraws_tells_the_service(deposited: Applicant) -> None:
    assert "la classera sans suite" in deposited.get(deposited.root + "abandonner/")

    deposited.on(deposited.root + "abandonner/", {})

    assert "Je retire ma demande" in deposited.get(deposited.root)
    assert deposited.file().state == State.SUBMITTED, "the service closes it, with its decision"


def test_a_message_waits_for_the_deposit(shopkeeper: Applicant) -> None:
    shopkeeper.begin()

    assert shopkeeper.post(shopkeeper.root + "messages/", {"text": "Bonjour"}).status_code == 404
    shopkeeper.get(shopkeeper.root + "recepisse.pdf", status=404)
    shopkeeper.get(shopkeeper.root + "reponse/", status=404)


def test_the_service_is_heard_by_mail_with_a_way_back(
    deposited: Applicant, django_capture_on_commit_callbacks: Any
) -> None:
    file, officer = taken(deposited), deposited.fund.instructor
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        actions.write(application=file, text="Il manque une page du bail.", by=officer, at=timezone.now())
        asked(deposited, pieces=["lease"])

    assert [one.to for one in mail.outbox] == [["lucie@example.org"]] * 2
    assert "Il manque une page du bail." in mail.outbox[0].body
    assert all("/demandes/retrouver/" in str(one.body) for one in mail.outbox)
    assert "Répondre" in deposited.get(deposited.root), "the link at hand still opens the file"


def test_a_letter_that_is_not_there_is_missing(deposited: Applicant) -> None:
    taken(deposited)
    notified(deposited, Outcome.ACCEPTED)

    deposited.get(f"{deposited.root}lettres/1/", status=404)
