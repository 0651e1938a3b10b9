"""What a merchant says of offers, grouped orders and what is missing in an order."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from relance.exchange.models import Listing, OfferRule, Seller
from relance.exchange.queries.selling import listings_for_sale
from relance.kernel.models import Authority
from relance.values.money import Money, UnevenMoney

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENT_SAID = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"]


class PriceField(forms.CharField):
    """A price as one writes it (“2,80”), kept in minor units of the town's currency."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        super().__init__(max_length=20, **options)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> int | None:
        said = super().clean(value)
        if not said:
            return None
        plain = "".join(said.split()).replace("€", "").replace("$", "").replace(",", ".")
        try:
            minor = Money.of(plain, self.currency).minor
        except (ValueError, ArithmeticError, UnevenMoney):
            minor = -1
        if minor < 0:
            raise forms.ValidationError("Écrivez un prix, comme 2,80.")
        return minor


def offer_only(form: forms.Form, name: str, listings: QuerySet[Listing]) -> None:
    """Let this field of the form choose among these listings."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = listings


class OfferForm(forms.Form):
    """A reduced price, or so many for the price of fewer."""

    listing = forms.ModelChoiceField(
        label="Annonce",
        queryset=Listing.objects.none(),
        empty_label="Choisir une annonce",
        error_messages={"required": "Choisissez l’annonce en promotion."},
    )
    rule = forms.ChoiceField(
        label="Quelle promotion\u00a0?",
        choices=OfferRule.choices,
        widget=forms.RadioSelect,
        initial=OfferRule.PRICE,
    )
    bundle = forms.IntegerField(label="Emportés", min_value=2, max_value=99, required=False)
    bundle_paid = forms.IntegerField(label="Payés", min_value=1, max_value=98, required=False)
    starts_on = forms.DateField(label="À partir du", widget=DAY)
    ends_on = forms.DateField(label="Jusqu’au (compris)", widget=DAY)
    quantity = forms.IntegerField(
        label="Nombre d’unités en promotion",
        min_value=1,
        required=False,
        help_text="Vide\u00a0: sans limite.",
    )
    words = forms.CharField(label="En une phrase", max_length=200, required=False)

    def __init__(self, *args: Any, seller: Seller, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_only(self, "listing", listings_for_sale(seller))
        price = PriceField(
            currency=seller.authority.currency,
            label="Prix réduit",
            required=False,
            help_text="Au-dessous du prix le plus bas des 30 derniers jours, que Relance affiche à côté.",
        )
        names = list(self.fields)
        place = names.index("rule") + 1
        self.fields = {
            **{name: self.fields[name] for name in names[:place]},
            "price": price,
            **{name: self.fields[name] for name in names[place:]},
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("rule") == OfferRule.PRICE:
            if said.get("price") is None and "price" not in self.errors:
                self.add_error("price", "Dites le prix réduit.")
            said["bundle"] = said["bundle_paid"] = None
        elif said.get("rule") == OfferRule.BUNDLE:
            for name, words in (("bundle", "combien on emporte"), ("bundle_paid", "combien on paie")):
                if said.get(name) is None and name not in self.errors:
                    self.add_error(name, f"Dites {words}.")
            said["price"] = None
        return said


class CycleForm(forms.Form):
    """A grouped order: when it opens and closes, where and when one fetches it."""

    name = forms.CharField(label="Nom", max_length=200, help_text="Par exemple\u00a0: paniers du jeudi.")
    place = forms.CharField(label="Lieu de retrait", max_length=200)
    opens_at = forms.DateTimeField(label="Ouvre le", widget=MOMENT, input_formats=MOMENT_SAID)
    closes_at = forms.DateTimeField(label="Ferme le", widget=MOMENT, input_formats=MOMENT_SAID)
    pick_up_from = forms.DateTimeField(label="Retrait à partir du", widget=MOMENT, input_formats=MOMENT_SAID)
    pick_up_until = forms.DateTimeField(label="Retrait jusqu’au", widget=MOMENT, input_formats=MOMENT_SAID)

    def __init__(self, *args: Any, authority: Authority, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = authority.zone

    def clean(self) -> dict[str, Any]:
        """Moments are those of the town, wherever the server stands."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("opens_at", "closes_at", "pick_up_from", "pick_up_until"):
            if said.get(name):
                said[name] = said[name].replace(tzinfo=self.zone)
        return said


class CycleListingForm(forms.Form):
    """A listing in a grouped order, so many in all."""

    listing = forms.ModelChoiceField(
        label="Annonce", queryset=Listing.objects.none(), empty_label="Choisir une annonce"
    )
    on_hand = forms.IntegerField(
        label="Combien en tout", min_value=1, required=False, help_text="Vide\u00a0: autant que commandés."
    )

    def __init__(self, *args: Any, seller: Seller, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_only(self, "listing", listings_for_sale(seller, others=True))
        self.fields["price"] = PriceField(
            currency=seller.authority.currency,
            label="Prix dans cette commande",
            required=False,
            help_text="Vide\u00a0: celui de l’annonce.",
        )


class MissingForm(forms.Form):
    """What is missing in an order, and what is given instead."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    instead = forms.ModelChoiceField(
        label="Remplacer par", queryset=Listing.objects.none(), required=False, empty_label="Rien"
    )

    def __init__(self, *args: Any, seller: Seller, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_only(self, "instead", listings_for_sale(seller))
