"""What somebody looks for, as the address of the page says it."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from relance.exchange.models import Label
from relance.exchange.queries.finding import NEEDS, OFFERS, SHOPS, Asked
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules import categories

_POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,7})?),(-?\d{1,3}(?:\.\d{1,7})?)")
DISTANCES = {"500": "à 500\u00a0m", "1000": "à 1\u00a0km", "3000": "à 3\u00a0km", "10000": "à 10\u00a0km"}


class FindForm(forms.Form):
    """Nonsense in the address counts as not said: a link that somebody cut still finds something."""

    mark_optional = False

    q = forms.CharField(
        label="Que cherchez-vous\u00a0?",
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "placeholder": "pain de seigle, coiffeur, stage…"}),
    )
    quoi = forms.ChoiceField(label="Parmi", required=False)
    rayon = forms.ChoiceField(label="Rayon", required=False)
    label = forms.ChoiceField(label="Labels", required=False)
    lieu = forms.CharField(label="Rue, quartier ou commune", required=False, max_length=100)
    distance = forms.ChoiceField(
        label="Distance", required=False, choices=[("", "toutes les distances"), *DISTANCES.items()]
    )
    ouvert = forms.BooleanField(label="Ouvert maintenant", required=False)
    pres = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        what = [("", "tout"), (SHOPS, "les boutiques"), (OFFERS, "les promotions"), (NEEDS, "les besoins")]
        what += [(kind.code, f"les {kind.many}") for kind in kinds().values()]
        for name, choices in (
            ("quoi", what),
            ("rayon", [("", "tous les rayons"), *categories.choices()]),
            ("label", [("", "tous les labels"), *Label.choices]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
            field.choices = choices

    @property
    def asked(self) -> Asked:
        """What is looked for; a field that was wrong counts as not said."""
        self.full_clean()
        said = self.cleaned_data
        found = _POINT.fullmatch(said.get("pres") or "")
        near = None
        if found and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
            near = (round(float(found[1]) * 1e6), round(float(found[2]) * 1e6))
        within = said.get("distance")
        return Asked(
            words=said.get("q") or "",
            place=said.get("lieu") or "",
            category=said.get("rayon") or "",
            label=said.get("label") or "",
            what=said.get("quoi") or "",
            open_now=bool(said.get("ouvert")),
            near=near,
            within=int(within) if within and near else None,
            exact="exact" in self.data,
        )
