"""The card of a shop, its hours, its closures, its code."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms

from relance.exchange.models import (
    Access,
    Delivery,
    Label,
    Language,
    PaymentMeans,
    Seller,
    Sells,
    Wrong,
)
from relance.exchange.rules import categories, hours
from relance.exchange.rules.hours import BadHours, Holidays, Range, Week
from relance.exchange.rules.register import degrees
from relance.kernel.forms import MEGA, DocumentField

PHOTO_LIMIT = 12 * MEGA


def _boxes(label: str, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class CardForm(forms.Form):
    """What the public page says of a shop."""

    name = forms.CharField(label="Nom", max_length=200)
    category = forms.ChoiceField(label="Rayon", choices=categories.choices)
    text = forms.CharField(
        label="Présentation", required=False, max_length=5000, widget=forms.Textarea({"rows": 5})
    )
    sells = forms.ChoiceField(
        label="Vente en ligne",
        choices=Sells,
        help_text="Les clients réservent en ligne et paient à la boutique.",
    )
    produces = forms.BooleanField(label="Nous fabriquons ou produisons nous-mêmes", required=False)
    street = forms.CharField(label="Adresse", required=False, max_length=200)
    postcode = forms.CharField(label="Code postal", required=False, max_length=10)
    city = forms.CharField(label="Commune", required=False, max_length=120)
    point = forms.CharField(
        label="Point sur la carte",
        required=False,
        max_length=40,
        help_text="Latitude et longitude, par exemple 44.2345, 5.0789.",
    )
    phone = forms.CharField(
        label="Téléphone", required=False, max_length=30, widget=forms.TextInput({"type": "tel"})
    )
    email = forms.EmailField(label="Courriel affiché", required=False)
    website = forms.URLField(label="Site internet", required=False, assume_scheme="https")
    languages = _boxes("Langues parlées", Language.choices)
    access = _boxes("Accès", Access.choices)
    payments = _boxes("Moyens de paiement", PaymentMeans.choices)
    labels = _boxes("Labels", Label.choices)
    delivery = forms.ChoiceField(label="Livraison", choices=Delivery)
    preparation = forms.IntegerField(
        label="Temps de préparation d’une commande, en minutes", min_value=0, max_value=10_000, initial=60
    )
    slot_minutes = forms.IntegerField(
        label="Durée d’un créneau de retrait, en minutes", min_value=5, max_value=480, initial=30
    )
    slot_capacity = forms.IntegerField(
        label="Commandes par créneau, au plus", required=False, min_value=1, max_value=1000
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, seller: Seller) -> None:
        initial = {name: getattr(seller, name) for name in self.base_fields if hasattr(seller, name)}
        if seller.latitude is not None and seller.longitude is not None:
            initial["point"] = f"{seller.latitude / 1e6:.6f}, {seller.longitude / 1e6:.6f}"
        super().__init__(data, initial=initial)

    def clean_point(self) -> tuple[int, int] | None:
        text = self.cleaned_data["point"].strip()
        if not text:
            return None
        parts = text.replace(";", ",").split(",") if text.count(",") <= 1 else text.split(" ")
        try:
            latitude, longitude = (degrees(part.strip().strip(",")) for part in parts)
        except (ValueError, OverflowError):
            raise forms.ValidationError("Écrivez deux nombres, par exemple 44.2345, 5.0789.") from None
        if abs(latitude) > 90_000_000 or abs(longitude) > 180_000_000:
            raise forms.ValidationError("Ce point n’est pas sur la Terre\u00a0: 44.2345, 5.0789 par exemple.")
        return latitude, longitude

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        point = said.pop("point")
        said["latitude"], said["longitude"] = point or (None, None)
        return said


class PhotoForm(forms.Form):
    photo = DocumentField(label="Photo", kinds=["jpg", "jpeg", "png", "webp"], limit=PHOTO_LIMIT)
    photo_words = forms.CharField(
        label="Ce que montre la photo",
        max_length=200,
        help_text="Une phrase courte, pour qui ne voit pas l’image.",
    )


class HoursForm(forms.Form):
    """A plain week: two ranges a day, and what happens on public holidays."""

    mark_optional = False

    holidays = forms.ChoiceField(
        label="Les jours fériés",
        choices=[
            (Holidays.CLOSED.value, "fermé"),
            (Holidays.UNSAID.value, "comme les autres jours"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, osm: str = "") -> None:
        week = hours.from_osm(osm) if osm else Week(holidays=Holidays.CLOSED)
        self.is_plain = week is not None
        week = week or Week()
        super().__init__(data, initial={"holidays": week.holidays.value})
        for number, day in enumerate(hours.FRENCH):
            for place in (0, 1):
                ranges = week.days[number]
                known = ranges[place] if place < len(ranges) else None
                for end in ("from", "to"):
                    minutes = None if known is None else (known.start if end == "from" else known.end)
                    word = "de" if end == "from" else "à"
                    which = "première" if place == 0 else "seconde"
                    self.fields[f"d{number}_{place}_{end}"] = forms.TimeField(
                        label=f"{day.capitalize()}, {which} plage, {word}",
                        required=False,
                        initial=None if minutes is None else time(minutes // 60 % 24, minutes % 60),
                        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
                    )

    @property
    def days(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each day, for the page."""
        return [
            (
                day.capitalize(),
                [self[f"d{number}_{place}_{end}"] for place in (0, 1) for end in ("from", "to")],
            )
            for number, day in enumerate(hours.FRENCH)
        ]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        days: list[list[Range]] = []
        for number in range(7):
            ranges = []
            for place in (0, 1):
                start, end = said.get(f"d{number}_{place}_from"), said.get(f"d{number}_{place}_to")
                if (start is None) != (end is None):
                    missing = "from" if start is None else "to"
                    word = "d’ouverture" if start is None else "de fermeture"
                    self.add_error(f"d{number}_{place}_{missing}", f"Il manque l’heure {word}.")
                elif start is not None and end is not None:
                    close = end.hour * 60 + end.minute
                    ranges.append(Range(start.hour * 60 + start.minute, close or 24 * 60))
            days.append(ranges)
        if not self.errors:
            try:
                said["week"] = hours.checked_week(days, Holidays(said["holidays"]))
            except BadHours as error:
                raise forms.ValidationError(str(error)) from error
        return said


class ClosureForm(forms.Form):
    first = forms.DateField(
        label="Premier jour de fermeture", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="Dernier jour de fermeture", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.CharField(label="Motif affiché", required=False, max_length=200)


class ClaimForm(forms.Form):
    code = forms.CharField(
        label="Code reçu",
        max_length=40,
        help_text="Douze lettres et chiffres, par exemple ABCD-EFGH-JKLM.",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ReportForm(forms.Form):
    wrong = forms.ChoiceField(label="Qu’est-ce qui ne va pas\u00a0?", choices=Wrong, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Précisions", required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    email = forms.EmailField(
        label="Votre courriel, pour la réponse",
        required=False,
        help_text="Effacé dès que la réponse est partie.",
    )
