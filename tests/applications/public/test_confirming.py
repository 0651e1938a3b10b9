"""A file that the register did not confirm is decided once it is: by the register later, or by hand."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from relance.applications import actions
from relance.applications.actions.confirming import confirm_by_hand, confirm_waiting
from relance.applications.models import Application, Outcome
from relance.directory.models import Establishment
from relance.kernel.models import AuditLine
from tests.applications.public.conftest import BAKER, Applicant
from tests.support.cast import sign_in


def deposited(applicant: Applicant) -> Application:
    applicant.check()
    applicant.deposit()
    file = applicant.file()
    assert file.unconfirmed
    return actions.take(application=file, by=applicant.fund.instructor, at=timezone.now())


def decided(applicant: Applicant) -> None:
    file = applicant.file()
    now = timezone.now()
    actions.propose(application=file, outcome=Outcome.ACCEPTED, by=applicant.fund.instructor, at=now)
    actions.decide(application=file, by=applicant.fund.decider, at=timezone.now())


def test_no_decision_is_final_before_the_register_confirms(shopkeeper: Applicant) -> None:
    deposited(shopkeeper)

    with pytest.raises(actions.Undetermined):
        decided(shopkeeper)


def test_the_register_confirms_at_night_what_it_learnt_since(shopkeeper: Applicant) -> None:
    file = deposited(shopkeeper)
    assert confirm_waiting(now=timezone.now()) == 0
    Establishment.objects.create(
        country="FR",
        number=BAKER,
        unit_number=BAKER[:9],
        headcount="02",
        state="open",
        source="Stock",
        as_of=date(2026, 11, 22),
    )

    assert confirm_waiting(now=timezone.now()) == 1

    file = shopkeeper.file()
    assert not file.unconfirmed
    assert file.registered["headcount"] == {"from": 3, "to": 5}
    assert file.facts["headcount"] == "3 people", "what was declared stays, and is compared"
    decided(shopkeeper)


def test_an_officer_confirms_by_hand_and_says_how(shopkeeper: Applicant) -> None:
    file = deposited(shopkeeper)
    browser = sign_in(Client(), shopkeeper.fund.instructor)
    url = f"/{file.authority.slug}/instruction/{file.number}/"

    assert "Confirmer autrement que par le registre" in browser.get(url).content.decode()
    browser.post(url + "confirmer/", {"pourquoi": ""})
    assert shopkeeper.file().unconfirmed
    browser.post(url + "confirmer/", {"pourquoi": "Avis de situation du jour."})

    assert not shopkeeper.file().unconfirmed
    line = AuditLine.objects.of(file.authority).get(act="applications.confirm")
    assert line.after == {"vérification": "Avis de situation du jour."}
    again = confirm_by_hand(
        application=shopkeeper.file(), why="Encore", by=shopkeeper.fund.instructor, at=timezone.now()
    )
    assert not again.unconfirmed
    decided(shopkeeper)


def test_whoever_goes_on_without_a_number_is_to_be_confirmed(shopkeeper: Applicant) -> None:
    shopkeeper.begin()

    shopkeeper.on(shopkeeper.root + "numero/", {"sans": "1"})

    assert shopkeeper.file().unconfirmed
