"""Fields that several of these forms share."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import QuerySet

from relance.plans.models import Measure
from relance.values.money import Money, UnevenMoney
from relance.values.typography import NBSP

MOST = 10**13  # units; beyond, somebody slipped
MOST_LISTED = 300  # measures in a list to choose from; beyond, one writes the code
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


class CodedField(forms.CharField):
    """A measure by its code, where a list would hold thousands: its key, or with `several` a list of them.

    `measures`: those that may be named. Raises with the codes that none of them has.
    """

    def __init__(self, measures: QuerySet[Measure], *, several: bool = False, **options: Any) -> None:
        self.measures, self.several = measures, several
        help_text = "Les codes des mesures, séparés par des espaces." if several else "Le code de la mesure."
        options.setdefault("help_text", f"{help_text} Il est dans son adresse et dans l’export.")
        options.setdefault("widget", forms.Textarea(attrs={"rows": 2}) if several else forms.TextInput())
        options.setdefault("max_length", 2000 if several else 30)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """A key that a page starts from is shown as its code."""
        if isinstance(value, int):
            return self.measures.filter(pk=value).values_list("code", flat=True).first() or ""
        return value

    def clean(self, value: Any) -> Any:
        said = super().clean(value).replace(",", " ").replace(";", " ").split()
        known = dict(self.measures.filter(code__in=said).values_list("code", "pk"))
        unknown = [code for code in said if code not in known]
        if unknown or (len(said) > 1 and not self.several):
            raise forms.ValidationError(
                f"Aucune mesure du plan n’a le code «{NBSP}{' '.join(unknown or said)}{NBSP}»."
            )
        keys = [known[code] for code in said]
        return keys if self.several else keys[0] if keys else None


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
