"""What a buyer says: how many, when they come, and who they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from relance.exchange.actions.buying import Buyer
from relance.exchange.actions.buying.baskets import MOST
from relance.exchange.queries.buying import BasketPart, BasketView
from relance.exchange.rules.buying.slots import Slot
from relance.exchange.rules.buying.words import between
from relance.kernel.models import Account
from relance.values.typography import Locale, long_date


class PutForm(forms.Form):
    """So many of a stock, in a cycle or not."""

    stock = forms.IntegerField(widget=forms.HiddenInput)
    cycle = forms.IntegerField(widget=forms.HiddenInput, required=False)
    quantity = forms.IntegerField(
        label="Quantité",
        min_value=0,
        max_value=MOST,
        initial=1,
        error_messages={
            "required": "Dites combien vous en voulez.",
            "invalid": "Écrivez un nombre entier, comme 2.",
            "max_value": f"Au-delà de {MOST}, appelez la boutique.",
        },
    )


class OrderForm(forms.Form):
    """Who comes, and when, for each shop. `total` and `key` are what the page showed."""

    name = forms.CharField(
        label="Votre nom",
        max_length=200,
        help_text="Celui que vous direz au comptoir.",
        error_messages={"required": "Dites à quel nom la commande est retirée."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Votre courriel",
        required=False,
        help_text="Pour recevoir le lien de la commande et être prévenu quand elle est prête.",
        error_messages={"invalid": "Écrivez une adresse comme nom@domaine.fr."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Votre téléphone",
        max_length=30,
        required=False,
        help_text="Courriel ou téléphone\u00a0: la boutique doit pouvoir vous prévenir.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    postcode = forms.CharField(
        label="Votre code postal",
        max_length=10,
        required=False,
        help_text="Il dit seulement, sans vous nommer, si les achats sont locaux.",
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    total = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, view: BasketView, zone: ZoneInfo, locale: Locale, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {}
        for part in view.parts:
            if part.cycle is None:
                fields[slot_name(part)] = forms.ChoiceField(
                    label=f"Retrait chez {part.seller.name}",
                    choices=_choices(part.slots, zone, locale),
                    error_messages={
                        "required": f"Choisissez un créneau de retrait chez {part.seller.name}.",
                        "invalid_choice": "Ce créneau n’est plus libre\u00a0: choisissez-en un autre.",
                    },
                )
        self.fields = {**fields, **self.fields}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("email") and not said.get("phone") and "email" not in self.errors:
            self.add_error("email", "Laissez un courriel ou un téléphone.")
        return said

    def buyer(self, account: Account | None) -> Buyer:
        said = self.cleaned_data
        return Buyer(
            name=said["name"],
            email=said["email"],
            phone=said["phone"],
            postcode=said["postcode"],
            account=account,
        )

    def slots(self, view: BasketView) -> dict[str, datetime]:
        """The chosen start of each part that has slots."""
        return {
            part.key: datetime.fromisoformat(self.cleaned_data[slot_name(part)])
            for part in view.parts
            if part.cycle is None
        }


def slot_name(part: BasketPart) -> str:
    return f"slot_{part.key}"


def _choices(slots: Sequence[Slot], zone: ZoneInfo, locale: Locale) -> list[Any]:
    """Free slots by day; nothing is chosen beforehand."""
    days: dict[str, list[tuple[str, str]]] = {}
    for slot in slots:
        if slot.is_full:
            continue
        day = long_date(slot.starts_at.astimezone(zone).date(), locale, weekday=True)
        words = between(slot.starts_at, slot.ends_at, zone)
        days.setdefault(day, []).append((slot.starts_at.isoformat(), words))
    return [("", "Choisir un créneau"), *days.items()]
