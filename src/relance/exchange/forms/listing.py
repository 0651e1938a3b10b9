"""A listing as its form, with the fields of its kind."""

from collections.abc import Mapping
from typing import Any

from django import forms

from relance.exchange.forms.card import PHOTO_LIMIT
from relance.exchange.models import Direction, Label, Listing, ListingState, Unit
from relance.exchange.rules import categories
from relance.exchange.rules.kinds import Ending, Field, FieldType, Kind, Pricing
from relance.exchange.rules.listings import ON_DEMAND, printed_price, printed_tax
from relance.kernel.forms import DocumentField

FIELD = "fields."


class ListingForm(forms.Form):
    """The photo and the price first: what a merchant has at hand. Checked by the action, not here."""

    photo = DocumentField(
        label="Photo", kinds=["jpg", "jpeg", "png", "webp"], limit=PHOTO_LIMIT, required=False
    )
    title = forms.CharField(label="Intitulé", max_length=200)
    price = forms.CharField(
        label="Prix, toutes taxes comprises",
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "decimal"}),
        help_text="Par exemple 3,20.",
    )
    unit = forms.ChoiceField(label="L’unité", choices=Unit)
    stock = forms.CharField(
        label="Combien à réserver en ligne",
        required=False,
        max_length=20,
        help_text=f"Un nombre, ou «\u00a0{ON_DEMAND}\u00a0»\u00a0; vide\u00a0: seulement montré.",
    )
    direction = forms.ChoiceField(label="Sens", choices=Direction)
    text = forms.CharField(
        label="Description", required=False, max_length=5000, widget=forms.Textarea({"rows": 4})
    )
    photo_words = forms.CharField(
        label="Ce que montre la photo",
        required=False,
        max_length=200,
        help_text="Vide\u00a0: l’intitulé.",
    )
    category = forms.ChoiceField(label="Rayon", choices=categories.choices)
    labels = forms.MultipleChoiceField(
        label="Labels", choices=Label.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    gtin = forms.CharField(
        label="Code-barres",
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    tax = forms.CharField(
        label="Taux de TVA, en pour cent",
        required=False,
        max_length=10,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    reference = forms.CharField(label="Référence", required=False, max_length=60)
    state = forms.ChoiceField(label="État", choices=ListingState)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        kind: Kind,
        category: str,
        listing: Listing | None = None,
    ) -> None:
        super().__init__(data, files, initial=_initial(kind, category, listing))
        self.kind = kind
        if kind.price is Pricing.NONE:
            for name in ("price", "unit", "tax"):
                del self.fields[name]
        if not kind.gtin:
            del self.fields["gtin"]
        if kind.ends_by == (Ending.CONTACT,):
            del self.fields["stock"]
        if len(kind.directions) == 1:
            del self.fields["direction"]
        for one in kind.fields:
            self.fields[f"{FIELD}{one.name}"] = _field(one)

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked at once."""
        names = [
            "photo",
            "title",
            "price",
            "unit",
            "stock",
            *(f"{FIELD}{one.name}" for one in self.kind.fields if one.required),
        ]
        return [self[name] for name in names if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """What may wait, behind "Plus de détails"."""
        shown = {bound.name for bound in self.first}
        return [bound for bound in self if bound.name not in shown]

    @property
    def more_wrong(self) -> bool:
        return any(bound.errors for bound in self.more)

    @property
    def said(self) -> dict[str, Any]:
        """Texts for the action, without the fields of the kind."""
        kept = {k: v for k, v in self.cleaned_data.items() if not k.startswith(FIELD)}
        return {**kept, "kind": self.kind.code}

    @property
    def kind_fields(self) -> dict[str, Any]:
        return {
            name[len(FIELD) :]: value
            for name, value in self.cleaned_data.items()
            if name.startswith(FIELD) and value not in ("", None, [])
        }

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Put what the action refused beside its fields."""
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, sentence)


def _initial(kind: Kind, category: str, listing: Listing | None) -> dict[str, Any]:
    if listing is None:
        return {"category": category, "unit": kind.unit, "direction": kind.directions[0], "state": "shown"}
    names = (
        "title",
        "text",
        "unit",
        "direction",
        "category",
        "labels",
        "gtin",
        "reference",
        "state",
        "photo_words",
    )
    out = {name: getattr(listing, name) for name in names}
    out |= {"price": printed_price(listing.price), "tax": printed_tax(listing.tax)}
    stock = next((one for one in listing.stocks.all() if one.channel == "online"), None)
    if stock is not None:
        out["stock"] = ON_DEMAND if stock.on_demand else str(stock.on_hand)
    words = {True: "oui", False: "non"}
    return out | {
        f"{FIELD}{name}": words[value] if isinstance(value, bool) else value
        for name, value in listing.fields.items()
    }


def _field(one: Field) -> forms.Field:
    said: dict[str, Any] = {"label": one.label, "required": one.required, "help_text": one.hint}
    if one.type is FieldType.NUMBER:
        label = f"{one.label}, en {one.unit}" if one.unit else one.label
        widget = forms.TextInput({"inputmode": "numeric"})
        return forms.CharField(**{**said, "label": label}, max_length=20, widget=widget)
    if one.type is FieldType.CHOICE:
        return forms.ChoiceField(**said, choices=[("", "non précisé"), *one.choices.items()])
    if one.type is FieldType.CHOICES:
        return forms.MultipleChoiceField(
            **said, choices=list(one.choices.items()), widget=forms.CheckboxSelectMultiple
        )
    if one.type is FieldType.YES_NO:
        choices = [("", "non précisé"), ("oui", "oui"), ("non", "non")]
        return forms.TypedChoiceField(**said, choices=choices)
    if one.type is FieldType.DATE:
        return forms.CharField(**said, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    if one.type is FieldType.LONG_TEXT:
        return forms.CharField(**said, widget=forms.Textarea({"rows": 4}))
    return forms.CharField(**said)
