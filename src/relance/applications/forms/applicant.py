"""Who applies, where the aid would be paid, and words to the service."""

from typing import Any

from django import forms
from stdnum import iban
from stdnum.exceptions import ValidationError as BadNumber

from relance.kernel.models.authority import Country
from relance.values.identifiers import InvalidIdentifier, Scheme, identify, neq, siret
from relance.values.typography import NBSP


class NumberForm(forms.Form):
    """The number of a firm: SIRET in France, NEQ in Québec."""

    mark_optional = False
    number = forms.CharField(
        label="Numéro SIRET",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, country: str, *args: Any, beneficiary: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        field = self.fields["number"]
        if country == Country.CANADA:
            field.label = "Numéro d’entreprise du Québec (NEQ)"
            field.help_text = "Dix chiffres."
        else:
            field.help_text = (
                "Quatorze chiffres, ceux de l’établissement concerné. Les espaces ne gênent pas."
            )

    def clean_number(self) -> str:
        text: str = self.cleaned_data["number"].strip()
        if not text:
            raise forms.ValidationError("Indiquez votre numéro, ou continuez sans lui.")
        try:
            if self.country == Country.CANADA:
                return neq(text).number
            found = identify(text)
            if found is not None and found.scheme is Scheme.SIREN:
                raise forms.ValidationError(
                    f"C’est un SIREN, qui désigne l’entreprise entière{NBSP}: donnez le SIRET "
                    "de l’établissement, qui a cinq chiffres de plus."
                )
            return siret(text).number
        except InvalidIdentifier as error:
            raise forms.ValidationError(str(error)) from error


class WhoForm(forms.Form):
    """Who applies and how to reach them."""

    name = forms.CharField(
        label="Nom ou dénomination",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Indiquez le nom du demandeur."},
    )
    represented_by = forms.CharField(
        label="Représentée par",
        max_length=200,
        required=False,
        help_text="Prénom et nom de la personne qui dépose la demande.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    mail = forms.EmailField(
        label="Courriel",
        help_text="Vous y recevez le lien pour reprendre votre demande, puis le récépissé et la décision.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Indiquez un courriel.",
            "invalid": "Cette adresse n’est pas complète. Par exemple nom@exemple.fr.",
        },
    )
    phone = forms.CharField(
        label="Téléphone",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    address = forms.CharField(
        label="Adresse postale",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": "Indiquez l’adresse où vous écrire."},
    )

    def __init__(self, *args: Any, person: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person:
            self.fields["name"].label = "Prénom et nom"
            self.fields["name"].widget.attrs["autocomplete"] = "name"
            del self.fields["represented_by"]


class BankForm(forms.Form):
    """Where the aid would be paid."""

    holder = forms.CharField(
        label="Titulaire du compte",
        max_length=200,
        error_messages={"required": "Indiquez le titulaire du compte."},
    )
    number = forms.CharField(
        label="IBAN",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Indiquez le numéro du compte."},
    )

    def __init__(self, country: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        field = self.fields["number"]
        if country == Country.CANADA:
            field.label = "Compte bancaire"
            field.help_text = (
                "Succursale (5 chiffres), institution (3 chiffres) et compte, par exemple 12345-815-1234567."
            )
        else:
            field.help_text = "Il est sur votre RIB, et commence par FR suivi de deux chiffres."

    def clean_number(self) -> str:
        text: str = self.cleaned_data["number"]
        if self.country == Country.CANADA:
            digits = "".join(sign for sign in text if sign.isdigit())
            if not 13 <= len(digits) <= 20 or any(sign.isalpha() for sign in text):
                raise forms.ValidationError(
                    "Ce compte n’est pas complet\u00a0: cinq chiffres de succursale, trois d’institution, "
                    "puis le compte."
                )
            return digits
        try:
            return str(iban.validate(text))
        except BadNumber:
            raise forms.ValidationError(
                "Cet IBAN n’est pas juste\u00a0: un chiffre ou une lettre manque, ou est de trop. "
                "Recopiez-le depuis votre RIB."
            ) from None


class MessageForm(forms.Form):
    """A word to the service."""

    text = forms.CharField(
        label="Votre message",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez votre message."},
    )


class FindForm(forms.Form):
    """What one still knows of a file whose link is lost."""

    number = forms.CharField(
        label="Numéro de la demande",
        max_length=20,
        help_text="Par exemple 2026-7K3F-9Q2P.",
        error_messages={"required": "Indiquez le numéro de votre demande."},
    )
    mail = forms.EmailField(
        label="Courriel donné dans la demande",
        error_messages={
            "required": "Indiquez votre courriel.",
            "invalid": "Cette adresse n’est pas complète.",
        },
    )


class DepositForm(forms.Form):
    """What one attests before depositing."""

    true = forms.BooleanField(
        label="J’atteste que ces réponses sont exactes et que je suis en droit de déposer cette demande.",
        error_messages={"required": "Attestez que vos réponses sont exactes pour déposer."},
    )


class MonthForm(forms.Form):
    """The month that is helped."""

    month = forms.ChoiceField(
        label="Mois aidé",
        error_messages={
            "required": "Choisissez le mois.",
            "invalid_choice": "Choisissez un des mois proposés.",
        },
    )

    def __init__(self, months: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared so above
        field.choices = [("", "Choisissez"), *months]
