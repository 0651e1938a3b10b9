"""How the public pages word what plans hold."""

import pytest

from relance.directory.models import Organisation
from relance.plans.models import AidParameter, AnnouncedAmount, MeasurePartner, SourceDocument
from relance.site.templatetags.site import (
    meaning_words,
    parameter_words,
    partner_name,
    shortened,
    status_words,
)

N, NN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"high": "1500", "unit": "EUR", "wording": "1 500 €"}, f"1{NN}500{N}€"),
        ({"high": "1500", "unit": "EUR", "wording": "par bénéficiaire"}, f"1{NN}500{N}€ – par bénéficiaire"),
        ({"low": "3", "high": "5", "unit": "year"}, f"de 3 à 5{N}ans"),
        ({"low": "12.5", "high": "12.5", "unit": "percent"}, f"12,5{N}%"),
        ({"wording": "charte signée"}, "charte signée"),
        ({"wording": "moins de 10 salariés"}, "moins de 10 salariés"),
        ({"low": "3", "high": "3", "unit": "mois de loyer"}, f"3{N}mois de loyer"),
    ],
)
def test_a_parameter_reads_as_a_sentence_part(fields: dict[str, str], words: str) -> None:
    assert parameter_words(AidParameter(**fields)) == words


@pytest.mark.parametrize(
    ("meaning", "words"),
    [("enveloppe du fonds", "enveloppe du fonds"), ("Budget : 600 000 €.", ""), ("", "")],
)
def test_a_sum_is_not_said_twice(meaning: str, words: str) -> None:
    assert meaning_words(AnnouncedAmount(meaning=meaning)) == words


@pytest.mark.parametrize(
    ("register", "printed", "name"),
    [
        ("région", "Région", "Région"),
        ("CDÉJ", "la CDÉJ", "CDÉJ"),
        ("Mission locale", "", "Mission locale"),
    ],
)
def test_a_partner_has_the_capitals_of_its_document(register: str, printed: str, name: str) -> None:
    partner = MeasurePartner(organisation=Organisation(name=register), wording=printed)

    assert partner_name(partner) == name


def test_a_long_title_is_cut_between_words_and_says_so() -> None:
    title = shortened("Accompagner " * 20)

    assert len(title) <= 111
    assert title.endswith("Accompagner…")


def test_a_short_title_is_whole() -> None:
    assert shortened("Aider les commerces") == "Aider les commerces"


def test_what_a_document_is_has_words_or_none() -> None:
    assert status_words(SourceDocument(status="promised")) == "Programme promis"
    assert status_words(SourceDocument()) == ""
