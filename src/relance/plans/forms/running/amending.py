"""Amendments without another text: what changes, from which day, by which deliberation, and why."""

from typing import Any

from django import forms

from relance.plans.forms.running.fields import MOST_LISTED, CodedField, DayField, SumField, area
from relance.plans.models import Measure, Plan


class DeedForm(forms.Form):
    """What every amendment says; each act adds its own fields. Measures are those of the plan alone."""

    measure = forms.TypedChoiceField(
        label="Mesure", coerce=int, error_messages={"required": "Choisissez une mesure."}
    )
    on = DayField(label="À effet du", required=True)
    reference = forms.CharField(
        label="Délibération", max_length=300, required=False, help_text="Son numéro et sa date."
    )
    because = forms.CharField(
        label="Pourquoi le plan change",
        widget=area(),
        max_length=2000,
        help_text="Le public le lira avec ce qui change.",
        error_messages={"required": "Dites pourquoi le plan change."},
    )
    extra: tuple[str, ...] = ()

    def __init__(self, plan: Plan, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        self.plan = plan
        super().__init__(data, initial=initial)
        self.measures = Measure.objects.of(plan.authority).filter(plan=plan, ended_by__isnull=True)
        self.is_large = self.measures.count() > MOST_LISTED
        self.offered: list[tuple[str, str]] = []
        if self.is_large:
            self._coded("measure")
        else:
            self.offered = [(str(one.pk), f"{one.code} · {one.title[:90]}") for one in self.measures]
            self._offer("measure", [("", "Choisir"), *self.offered])
        self.fit()
        self.order_fields(["measure", *self.extra, "on", "reference", "because"])

    def fit(self) -> None:
        """Fill in what depends on the plan."""

    def _coded(self, name: str, *, several: bool = False) -> None:
        listed = self.fields[name]
        messages = {"required": listed.error_messages["required"]}
        self.fields[name] = CodedField(
            self.measures, several=several, label=listed.label, error_messages=messages
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # asked of choice fields alone
        field.choices = choices


class MergeForm(DeedForm):
    extra = ("others",)
    others = forms.TypedMultipleChoiceField(
        label="Mesures réunies dans celle-ci",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une mesure à réunir."},
    )

    def fit(self) -> None:
        self.fields["measure"].label = "Mesure qui continue"
        if self.is_large:
            self._coded("others", several=True)
        else:
            self._offer("others", self.offered)


class SplitForm(DeedForm):
    extra = ("wordings",)
    wordings = forms.CharField(
        label="Nouvelles mesures",
        widget=area(5),
        max_length=5000,
        help_text="Une par ligne, deux au moins. Elles sont montrées comme vos mots, pas comme une citation.",
        error_messages={"required": "Écrivez les nouvelles mesures."},
    )


class ReplaceForm(DeedForm):
    extra = ("wording",)
    wording = forms.CharField(
        label="Mesure qui la remplace",
        widget=area(),
        max_length=2000,
        help_text="Elle est montrée comme vos mots, pas comme une citation.",
        error_messages={"required": "Écrivez la mesure qui remplace celle-ci."},
    )


class TakeOutForm(DeedForm):
    pass


class RedateForm(DeedForm):
    extra = ("starts_on", "ends_on")
    starts_on = DayField(label="Début", required=False)
    ends_on = DayField(label="Fin", required=False)


class RepriceForm(DeedForm):
    extra = ("money",)

    def fit(self) -> None:
        sign = "€" if self.plan.currency == "EUR" else "$"
        self.fields["money"] = SumField(
            label=f"Nouvelle enveloppe ({sign})",
            currency=self.plan.currency,
            error_messages={"required": "Écrivez la nouvelle enveloppe."},
        )
