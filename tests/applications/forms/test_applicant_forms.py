"""Who applies, and where the aid would be paid: what is taken, and what is said of the rest."""

import pytest

from relance.applications.forms.applicant import BankForm, FindForm, MonthForm, NumberForm, WhoForm


@pytest.mark.parametrize(
    ("country", "typed", "number"),
    [
        ("FR", "552 081 317 66522", "55208131766522"),
        ("FR", "552.081.317.66522", "55208131766522"),
        ("CA", "1144556677", "1144556677"),
        ("CA", "11 4455 6677", "1144556677"),
    ],
)
def test_a_number_is_taken_with_its_spaces(country: str, typed: str, number: str) -> None:
    form = NumberForm(country, {"number": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == number


@pytest.mark.parametrize(
    ("country", "typed", "words"),
    [
        ("FR", "", "continuez sans lui"),
        ("FR", "552081317", "l’entreprise entière"),
        ("FR", "55208131766523", "SIRET"),
        ("FR", "1144556677", "SIRET"),
        ("CA", "55208131766522", "NEQ"),
        ("CA", "9944556677", "11, 22, 33 ou 88"),
    ],
)
def test_another_number_says_which_one_is_meant(country: str, typed: str, words: str) -> None:
    form = NumberForm(country, {"number": typed})

    assert not form.is_valid()
    assert words in str(form.errors["number"])


def test_the_number_is_called_as_in_its_country() -> None:
    assert NumberForm("FR").fields["number"].label == "Numéro SIRET"
    assert "NEQ" in str(NumberForm("CA").fields["number"].label)
    assert NumberForm("CA").fields["number"].help_text == "Dix chiffres."


@pytest.mark.parametrize(
    "typed", ["FR76 3000 6000 0112 3456 7890 189", "fr7630006000011234567890189", "BE71 0961 2345 6769"]
)
def test_an_iban_is_checked_and_kept_without_spaces(typed: str) -> None:
    form = BankForm("FR", {"holder": "Lucie Amblard", "number": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == typed.replace(" ", "").upper()


@pytest.mark.parametrize("typed", ["FR76 3000", "FR7630006000011234567890188", "12345-815-1234567", "RIB"])
def test_a_wrong_iban_says_how_to_put_it_right(typed: str) -> None:
    form = BankForm("FR", {"holder": "Lucie", "number": typed})

    assert not form.is_valid()
    assert "Recopiez-le depuis votre RIB" in str(form.errors["number"])


@pytest.mark.parametrize(
    ("typed", "kept"), [("12345-815-1234567", "123458151234567"), ("12345 815 12345", "1234581512345")]
)
def test_a_canadian_account_is_branch_institution_and_account(typed: str, kept: str) -> None:
    form = BankForm("CA", {"holder": "Rose", "number": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == kept


@pytest.mark.parametrize("typed", ["12345-815", "FR7630006000011234567890189", "1" * 21])
def test_another_account_is_no_canadian_one(typed: str) -> None:
    form = BankForm("CA", {"holder": "Rose", "number": typed})

    assert not form.is_valid()
    assert "succursale" in str(form.errors["number"])


def test_a_person_is_asked_for_a_name_and_no_representative() -> None:
    firm, person = WhoForm(), WhoForm(person=True)

    assert firm.fields["name"].label == "Nom ou dénomination"
    assert person.fields["name"].label == "Prénom et nom"
    assert "represented_by" in firm.fields
    assert "represented_by" not in person.fields


def test_what_is_needed_to_reach_somebody_is_asked_in_words() -> None:
    form = WhoForm({"name": "", "mail": "lucie@", "address": ""})

    assert not form.is_valid()
    assert "Indiquez le nom" in str(form.errors["name"])
    assert "nom@exemple.fr" in str(form.errors["mail"])
    assert "où vous écrire" in str(form.errors["address"])
    assert set(form.errors) == {"name", "mail", "address"}, "the rest is optional"


def test_fields_tell_the_browser_what_they_are() -> None:
    printed = str(WhoForm())

    assert 'autocomplete="email"' in printed
    assert 'type="tel"' in printed
    assert 'autocomplete="street-address"' in printed
    assert 'inputmode="numeric"' in str(NumberForm("FR"))


def test_a_month_is_one_of_those_offered() -> None:
    months = [("2026-11-01", "Novembre 2026")]

    assert MonthForm(months, {"month": "2026-11-01"}).is_valid()
    assert "proposés" in str(MonthForm(months, {"month": "2025-01-01"}).errors["month"])
    assert "Choisissez le mois" in str(MonthForm(months, {}).errors["month"])


def test_a_lost_file_is_asked_for_by_number_and_mail() -> None:
    form = FindForm({})

    assert "numéro" in str(form.errors["number"])
    assert "courriel" in str(form.errors["mail"])
