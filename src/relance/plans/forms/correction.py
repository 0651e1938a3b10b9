"""One form a kind of fact: what the document says instead of what was read.

`correction_form(fact, data)` gives the form; its `value()` has the shape of the fact's kind.
"""

from typing import Any, ClassVar

from django import forms

from relance.plans.models import (
    AmountPer,
    AmountRole,
    DocumentStatus,
    Fact,
    FactKind,
    FindingBound,
    ParameterKind,
    PartnerRole,
)
from relance.plans.queries.telling import horizon_of
from relance.plans.rules.locating import locate
from relance.plans.rules.units import UNITS, plain
from relance.values.dates import parse as parse_horizon
from relance.values.money import Money
from relance.values.sums import parse as parse_sum
from relance.values.typography import NBSP, locale_of, squeeze

SIGNS = {"EUR": "€", "CAD": "$"}


class CorrectionForm(forms.Form):
    """What every correction has: the fact, and what becomes of the fields."""

    kinds: ClassVar[tuple[FactKind, ...]] = ()

    def __init__(self, fact: Fact, data: Any = None) -> None:
        self.fact = fact
        super().__init__(data, initial=self.shown(fact.current))

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        """What the fields show of a value."""
        return value

    def value(self) -> dict[str, Any]:
        """The corrected value; only once the form is valid."""
        return dict(self.cleaned_data)


class TextCorrection(CorrectionForm):
    kinds = (FactKind.TITLE, FactKind.TERRITORY)

    text = forms.CharField(label="Texte", max_length=300)

    def clean_text(self) -> str:
        return squeeze(self.cleaned_data["text"])


class StatusCorrection(CorrectionForm):
    kinds = (FactKind.STATUS,)

    status = forms.ChoiceField(
        label="Statut du document", choices=DocumentStatus.choices, widget=forms.RadioSelect
    )


class DateCorrection(CorrectionForm):
    kinds = (FactKind.DATE,)

    date = forms.DateField(
        label="Date d’adoption", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def value(self) -> dict[str, Any]:
        return {"date": self.cleaned_data["date"].isoformat()}


class WordsCorrection(CorrectionForm):
    """For facts that are words of the document: other words of it may be quoted, none of ours."""

    wording = forms.CharField(
        label="Texte publié",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ces mots doivent être ceux du document, à la suite.",
    )

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        start, end = self.fact.place
        return {**value, "wording": squeeze(self.fact.source.text[start:end])}

    def clean_wording(self) -> str:
        words = squeeze(self.cleaned_data["wording"])
        self.place = locate(self.fact.source.text, words, near=self.fact.start)
        if self.place is None:
            raise forms.ValidationError(
                "Le document ne contient pas ces mots à la suite. Copiez-les depuis le passage affiché."
            )
        return words

    def value(self) -> dict[str, Any]:
        value = {name: said for name, said in self.cleaned_data.items() if name != "wording"}
        if self.place is not None and self.place != (self.fact.start, self.fact.end):
            value["start"], value["end"] = self.place
        return value


class AxisCorrection(WordsCorrection):
    kinds = (FactKind.AXIS,)

    number = forms.CharField(label="Numéro", max_length=20, required=False)


class MeasureCorrection(WordsCorrection):
    kinds = (FactKind.MEASURE,)

    number = forms.CharField(label="Numéro", max_length=20, required=False)
    objective = forms.CharField(label="Objectif", max_length=500, required=False)
    responds_to = forms.CharField(label="Répond à", max_length=500, required=False)


class FindingCorrection(WordsCorrection):
    kinds = (FactKind.FINDING,)

    number = forms.CharField(label="Chiffre", max_length=30, required=False)
    unit = forms.ChoiceField(
        label="Unité",
        choices=[("", "sans unité"), *((unit, many) for unit, (_, many) in UNITS.items())],
        required=False,
    )
    bound = forms.ChoiceField(label="Sens", choices=FindingBound.choices)

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        return {**super().shown(value), "number": (value.get("value") or "").replace(".", ",")}

    def clean_number(self) -> str:
        return _number(self.cleaned_data["number"])

    def value(self) -> dict[str, Any]:
        value = super().value()
        value["value"] = value.pop("number")
        return value


class HorizonCorrection(CorrectionForm):
    kinds = (FactKind.HORIZON,)

    horizon = forms.CharField(
        label="Horizon",
        max_length=200,
        help_text="Par exemple «\u00a02022\u00a0», «\u00a02021-2024\u00a0», «\u00a0d’ici juin 2027\u00a0», "
        "«\u00a0dès septembre 2026\u00a0» ou «\u00a0en continu\u00a0».",
    )

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        horizon = horizon_of(value)
        return {"horizon": horizon.format(locale_of(self.fact.authority.locale)) if horizon else ""}

    def clean_horizon(self) -> str:
        said: str = self.cleaned_data["horizon"]
        self.parsed = parse_horizon(said)
        if self.parsed is None:
            raise forms.ValidationError(
                "Cet horizon n’est pas compris. Écrivez des années, une date, ou «\u00a0en continu\u00a0»."
            )
        return said

    def value(self) -> dict[str, Any]:
        horizon = self.parsed
        assert horizon is not None  # noqa: S101  # clean_horizon refuses anything else
        dated = bool(horizon.start or horizon.end)
        return {
            "start": horizon.start.isoformat() if horizon.start else None,
            "end": horizon.end.isoformat() if horizon.end else None,
            "precision": horizon.precision.value if dated else None,
            "ongoing": horizon.ongoing,
            "relative": horizon.relative,
        }


class BudgetCorrection(CorrectionForm):
    kinds = (FactKind.BUDGET,)

    amount = forms.CharField(
        label="Somme",
        max_length=100,
        help_text="Par exemple «\u00a066,1\u00a0M€\u00a0» ou «\u00a05\u00a0000 à 30\u00a0000\u00a0€\u00a0».",
    )

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        ends = [value.get("low"), value.get("high")]
        said = [Money(end, value["currency"]).format() for end in ends if end is not None]
        return {**value, "amount": " à ".join(dict.fromkeys(said))}

    def clean_amount(self) -> str:
        said: str = self.cleaned_data["amount"]
        currency = self.fact.current["currency"]
        self.sum = parse_sum(said, dollar=self.fact.authority.currency, unit=SIGNS[currency])
        if self.sum is None:
            raise forms.ValidationError("Écrivez une seule somme, avec sa monnaie.")
        if self.sum.low.currency not in SIGNS or self.sum.low.minor < 0:
            raise forms.ValidationError("Écrivez une somme positive, en euros ou en dollars canadiens.")
        return said

    def value(self) -> dict[str, Any]:
        assert self.sum is not None  # noqa: S101  # clean_amount refuses anything else
        money = {
            "low": self.sum.low.minor,
            "high": self.sum.high.minor,
            "currency": self.sum.low.currency,
        }
        if self.fact.kind == FactKind.BUDGET:
            # A total is one sum: of a range, the higher end, which the document commits to at most.
            return {**money, "low": self.sum.high.minor}
        return money


class AmountCorrection(BudgetCorrection):
    kinds = (FactKind.AMOUNT,)

    bound = forms.ChoiceField(
        label="La somme est",
        choices=[("exact", "exacte"), ("most", "un plafond"), ("least", "un plancher")],
        initial="exact",
    )
    per = forms.ChoiceField(label="Elle vaut", choices=AmountPer.choices)
    role = forms.ChoiceField(
        label="Place",
        choices=[(role.value, role.label) for role in AmountRole if role != AmountRole.TOTAL],
        help_text="Seules les enveloppes s’additionnent dans le budget du plan.",
    )
    meaning = forms.CharField(label="Ce que c’est", max_length=300, required=False)

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        bound = "most" if value.get("low") is None else "least" if value.get("high") is None else "exact"
        return {**super().shown(value), "bound": bound}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("role") == AmountRole.ENVELOPE and said.get("bound", "exact") != "exact":
            self.add_error("bound", f"Une enveloppe est une somme exacte{NBSP}: choisissez une autre place.")
        return said

    def value(self) -> dict[str, Any]:
        said = self.cleaned_data
        money = super().value()
        if said["bound"] == "most":
            money["low"] = None
        elif said["bound"] == "least":
            money["high"] = None
        return {**money, "per": said["per"], "role": said["role"], "meaning": squeeze(said["meaning"])}


class PartnerCorrection(CorrectionForm):
    kinds = (FactKind.PARTNER,)

    name = forms.CharField(label="Organisation", max_length=300)
    acronym = forms.CharField(label="Sigle", max_length=40, required=False)
    role = forms.ChoiceField(label="Rôle", choices=PartnerRole.choices, widget=forms.RadioSelect)


class ParameterCorrection(CorrectionForm):
    kinds = (FactKind.PARAMETER,)

    kind = forms.ChoiceField(label="Paramètre", choices=ParameterKind.choices)
    low = forms.CharField(
        label="Valeur, ou la plus basse", max_length=30, required=False, help_text="Vide pour des mots seuls."
    )
    high = forms.CharField(label="Valeur la plus haute", max_length=30, required=False)
    unit = forms.ChoiceField(
        label="Unité",
        choices=[("", "sans unité"), *((unit, many) for unit, (_, many) in UNITS.items())],
        required=False,
    )

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        ends = {name: (value.get(name) or "").replace(".", ",") for name in ("low", "high")}
        return {**value, **ends}

    def clean_low(self) -> str:
        return _number(self.cleaned_data["low"])

    def clean_high(self) -> str:
        return _number(self.cleaned_data["high"])


def _number(said: str) -> str:
    """A number as we keep them; empty stays empty."""
    if not said.strip():
        return ""
    read = plain(said)
    if read is None:
        raise forms.ValidationError("Écrivez un nombre, par exemple «\u00a01 500,50\u00a0».")
    return read


FORMS: dict[FactKind, type[CorrectionForm]] = {
    kind: form
    for form in (
        TextCorrection,
        StatusCorrection,
        DateCorrection,
        AxisCorrection,
        MeasureCorrection,
        FindingCorrection,
        HorizonCorrection,
        BudgetCorrection,
        AmountCorrection,
        PartnerCorrection,
        ParameterCorrection,
    )
    for kind in form.kinds
}


def correction_form(fact: Fact, data: Any = None) -> CorrectionForm:
    """The form that corrects this fact."""
    return FORMS[FactKind(fact.kind)](fact, data)
