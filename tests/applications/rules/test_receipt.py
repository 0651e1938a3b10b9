"""What a receipt says, and what it does not."""

import re
from dataclasses import replace
from datetime import date

from relance.applications.rules.receipt import Deposited, data
from relance.values.typography import Locale

SAID = Deposited(
    authority="Valmont-sur-Ouvèze",
    call="Aide au loyer",
    contact="Service du commerce, 04 00 00 00 00",
    ground="CGCT, article L1511-3",
    number="2026-7K3F-9Q2P",
    day=date(2026, 11, 22),
    hour="14\u00a0h\u00a005",
    applicant="Boulangerie Amblard",
    identifier="552 081 317 66522",
    answers=(("Loyer mensuel", "620\u00a0€/mois"),),
    pieces=(("Bail", "bail.pdf", "a" * 64),),
    account="FR76 •••• 0189",
    unconfirmed=False,
    version="version 1",
    france=True,
)


def told(said: Deposited, locale: Locale = Locale.FR) -> str:
    found = data(said, locale)
    return " ".join(map(str, [found["lead"], found["mentions"], found["facts"]]))


def test_it_says_what_was_received_when_and_whom_to_reach() -> None:
    words = told(SAID)

    assert "22 novembre 2026 à 14\u00a0h\u00a005" in words
    assert "2026-7K3F-9Q2P" in words
    assert "Service du commerce" in words
    assert "code des relations entre le public et l’administration" in words
    assert "RGPD, article 6.1.e" in words


def test_it_gives_no_delay_that_no_checked_text_fixes() -> None:
    assert not re.search(r"\b(deux|2|trois|3) mois\b", told(SAID))


def test_an_unconfirmed_number_is_said() -> None:
    assert "n’a pas encore confirmé" not in told(SAID)
    assert "n’a pas encore confirmé" in told(replace(SAID, unconfirmed=True))


def test_in_quebec_the_law_and_the_spaces_are_those_of_quebec() -> None:
    words = told(replace(SAID, france=False), Locale.FR_CA)

    assert "RLRQ, c. A-2.1" in words
    assert "RGPD" not in words
    assert data(SAID, Locale.FR_CA)["region"] == "CA"


def test_what_is_not_known_is_left_out() -> None:
    labels = [row[0] for row in data(replace(SAID, identifier="", account=""), Locale.FR)["facts"]]  # type: ignore[attr-defined]  # a list of pairs

    assert "Numéro" not in labels
    assert "Compte bancaire" not in labels
