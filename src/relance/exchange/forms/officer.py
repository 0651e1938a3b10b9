"""What officers send and answer."""

from typing import Any

from django import forms
from django.conf import settings

from relance.exchange.models import ReportState, SellerState
from relance.exchange.rules import categories
from relance.kernel.forms import DocumentField


class RegisterForm(forms.Form):
    file = DocumentField(label="Fichier des établissements", kinds=["csv"], limit=settings.UPLOAD_LIMIT)


class CatalogueForm(forms.Form):
    file = DocumentField(label="Catalogue", kinds=["xlsx", "ods", "csv"], limit=10 * 1024 * 1024)


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label="Suite donnée", choices=[(s.value, s.label) for s in ReportState if s != ReportState.OPEN]
    )
    words = forms.CharField(label="Réponse", max_length=2000, widget=forms.Textarea({"rows": 4}))


class ShopsFilter(forms.Form):
    """The filter of the officers' list; nonsense counts as not said."""

    mark_optional = False

    q = forms.CharField(label="Nom", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "tous"), *SellerState.choices])
    rayon = forms.ChoiceField(label="Rayon", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["rayon"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", "tous les rayons"), *categories.choices()]


class LinkForm(forms.Form):
    measure = forms.ChoiceField(label="Mesure du plan")

    def __init__(self, data: Any, *, measures: list[tuple[int, str]]) -> None:
        super().__init__(data)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = measures
