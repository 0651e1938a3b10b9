"""Fields that several of these forms share."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from relance.values.money import Money, UnevenMoney
from relance.values.typography import NBSP

MOST = 10**13  # units; beyond, somebody slipped
SPACES = "  \u00a0\u202f"


class SumField(forms.CharField):
    """A sum as people type it: "12 500", "12500,50". Gives Money in the currency of the form."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        options.setdefault("max_length", 30)
        super().__init__(**options)

    def clean(self, value: Any) -> Money | None:
        said = super().clean(value)
        if not said:
            return None
        plain = "".join(letter for letter in said if letter not in SPACES).rstrip("€$").replace(",", ".")
        try:
            units = Decimal(plain)
            if not units.is_finite() or not 0 < units <= MOST:
                raise InvalidOperation
            return Money.of(units, self.currency)
        except (InvalidOperation, UnevenMoney) as error:
            raise forms.ValidationError(
                f"«{NBSP}{said}{NBSP}» n’est pas une somme. Écrivez par exemple 12500 ou 12500,50."
            ) from error


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("error_messages", {"invalid": "Écrivez une date, par exemple 31/12/2026."})
        options.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        super().__init__(**options)


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
