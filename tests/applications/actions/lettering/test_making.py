"""One file's letters: made from the text in use, kept under their digest, replaced and never destroyed."""

import io
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from django.db import IntegrityError, transaction

from relance.applications import actions
from relance.applications.actions.errors import NotComplete, WrongState
from relance.applications.actions.lettering import make_letters
from relance.applications.models import Letter, LetterKind, Outcome
from relance.applications.queries.lettering import letters_of
from relance.kernel import files
from relance.values.money import Money
from relance.values.typography import NBSP, NNBSP
from tests.applications.lettered import Lettered, lettered
from tests.support.cast import Cast


def words(letter: Letter) -> str:
    assert letter.file is not None
    with pypdfium2.PdfDocument(io.BytesIO(files.read(letter.file))) as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    return " ".join(text.replace(NNBSP, " ").replace(NBSP, " ").split())


def test_an_award_is_told_with_its_amount_and_its_remedies(office: Lettered) -> None:
    file = office.decided(applicant="Boulangerie Amblard")

    (letter,) = make_letters(application=file, by=office.instructor, at=office.later())

    assert letter.kind == LetterKind.ACCEPTANCE
    assert letter.template is not None
    assert letter.template.number == 1
    said = words(letter)
    awarded = Money(file.decision.awarded, "EUR").format().replace(NBSP, " ").replace(NNBSP, " ")
    expected = ("Boulangerie Amblard", awarded, file.number, "recours gracieux", "84000")
    assert [one for one in expected if one not in said] == []


def test_a_refusal_says_each_condition_with_its_article(office: Lettered) -> None:
    file = office.decided(Outcome.REFUSED, headcount=30)

    (letter,) = make_letters(application=file, by=office.instructor, at=office.later())

    said = words(letter)
    assert "Hors du champ du fonds." in said
    assert "L’effectif est trop grand (juin 2020)" in said
    assert "tribunal administratif" in said


def test_an_agreement_comes_with_an_award_above_the_threshold(cast: Cast, files_root: object) -> None:
    office = lettered(cast, agreement_above=100_000, letters=["charter"])
    file = office.decided(number="552100554")

    letters = make_letters(application=file, by=office.instructor, at=office.later())

    assert [one.kind for one in letters] == ["acceptance", "agreement", "charter"]
    assert "1 000 €" in words(letters[0])
    assert "Article 1. Objet" in words(letters[1])


def test_the_same_letter_again_is_the_same_row_and_a_new_text_replaces_it(office: Lettered) -> None:
    file, at = office.decided(), office.later()
    (first,) = make_letters(application=file, by=office.instructor, at=at)

    (again,) = make_letters(application=file, by=office.instructor, at=at)
    office.text(LetterKind.ACCEPTANCE, "Bravo {demandeur}.")
    (other,) = make_letters(application=file, by=office.instructor, at=office.later())

    first.refresh_from_db(from_queryset=Letter.objects.of(office.authority))
    assert again == first
    assert first.superseded_at is not None
    assert other.template is not None
    assert other.template.number == 2
    assert letters_of(file) == [other, first]


def test_a_field_without_value_is_named_before_anything_is_made(office: Lettered) -> None:
    office.text(LetterKind.ACCEPTANCE, "Écart : {motivation}.")
    file = office.decided()

    with pytest.raises(NotComplete, match="motivation"):
        make_letters(application=file, by=office.instructor, at=office.later())

    assert letters_of(file) == []


def test_a_text_that_nobody_checked_makes_no_letter(office: Lettered) -> None:
    office.text(LetterKind.ACCEPTANCE, "Bravo {demandeur}.", checked=False)
    file = office.decided()

    with pytest.raises(NotComplete, match="vérifiés"):
        make_letters(application=file, by=office.instructor, at=office.later())


def test_a_fact_of_the_scheme_is_told_in_words(office: Lettered) -> None:
    office.text(LetterKind.ACCEPTANCE, "Loyer : {fait.monthly_rent}, effectif : {fait.headcount}.")
    file = office.decided()

    (letter,) = make_letters(application=file, by=office.instructor, at=office.later())

    assert "€/mois" in words(letter) or "€ par mois" in words(letter)
    assert "personnes" in words(letter)


def test_a_file_that_is_not_decided_has_no_letter(office: Lettered) -> None:
    file = office.taken()

    with pytest.raises(WrongState):
        make_letters(application=file, by=office.instructor, at=office.later())


def test_two_letters_of_a_kind_cannot_stand_for_one_file(office: Lettered) -> None:
    file = office.decided()
    (letter,) = make_letters(application=file, by=office.instructor, at=office.later())
    letter.pk = None

    with pytest.raises(IntegrityError, match=r"letter_one_stands_a_kind|UNIQUE"), transaction.atomic():
        letter.save(force_insert=True)


def test_quebec_writes_dollars_and_its_own_remedies(cast: Cast, files_root: object) -> None:
    office = lettered(cast, "supplement-loyer", now=datetime(2022, 5, 3, 15, tzinfo=UTC))
    draft = office.draft()
    actions.answer(application=draft, facts={}, month_aided=date(2022, 5, 1), at=office.later())
    actions.identify_applicant(application=draft, name="Ménage Roy", at=office.later())
    filed = actions.deposit(application=draft, at=office.later())
    file = actions.take(application=filed, by=office.instructor, at=office.later())
    actions.propose(application=file, outcome=Outcome.ACCEPTED, by=office.instructor, at=office.later())
    actions.decide(application=file, by=office.decider, at=office.later())

    (letter,) = make_letters(application=file, by=office.instructor, at=office.later())

    said = words(letter)
    assert "450 $" in said
    assert "tribunal" not in said
    assert "revoie votre dossier" in said
