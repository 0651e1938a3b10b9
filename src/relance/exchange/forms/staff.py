"""Whom an owner invites, and to which organisation a right is given."""

from django import forms

from relance.exchange.models import GrantedRight, StaffRight


class StaffForm(forms.Form):
    email = forms.EmailField(
        label="Son courriel",
        max_length=254,
        help_text="Un lien y est envoyé, bon sept jours, pour cette seule adresse.",
    )
    right = forms.ChoiceField(
        label="Ce que cette personne pourra faire", choices=StaffRight, widget=forms.RadioSelect
    )


class GrantForm(forms.Form):
    receiver = forms.CharField(
        label="Nom de l’autre boutique ou de l’association",
        max_length=200,
        help_text="Telle que son nom figure dans l’annuaire.",
    )
    right = forms.ChoiceField(label="Droit", choices=GrantedRight)
