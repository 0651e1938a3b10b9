"""What stands beside the working fields of a measure."""

from typing import Any

from django import forms

from relance.kernel.forms import MEGA, DocumentField
from relance.plans.forms.running.fields import MOST_LISTED, CodedField, DayField, SumField, area
from relance.plans.models import (
    FundingState,
    Level,
    Measure,
    PartnerRole,
    Spending,
    Strategy,
    TaxBasis,
)
from relance.plans.rules.running.standing import Standing

PERSON = forms.TextInput(attrs={"list": "intervenants", "autocomplete": "off"})


class BesideForm(forms.Form):
    """`measure` and `standing` decide what may be chosen: never a row of another plan."""

    title: str
    verb = "Ajouter"

    def __init__(self, measure: Measure, standing: Standing, *args: Any, **options: Any) -> None:
        self.measure, self.standing = measure, standing
        super().__init__(*args, **options)
        self.fit()

    def fit(self) -> None:
        """Fill in choices that depend on the measure."""

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # asked of choice fields alone
        field.choices = choices

    def levels(self) -> list[tuple[str, str]]:
        return [(one.value, str(one.label)) for one in Level if self.standing.sees(one.value)]


class TaskForm(BesideForm):
    name = forms.CharField(
        label="Tâche", max_length=300, error_messages={"required": "Dites ce qui est à faire."}
    )
    owner = forms.CharField(label="Responsable", max_length=200, required=False, widget=PERSON)
    due_on = DayField(label="Échéance", required=False)
    weight = forms.IntegerField(label="Poids", min_value=1, max_value=10_000, required=False)


class NoteForm(BesideForm):
    text = forms.CharField(
        label="Note", widget=area(), max_length=5000, error_messages={"required": "Écrivez la note."}
    )
    level = forms.ChoiceField(label="Visible par")

    def fit(self) -> None:
        self.offer("level", self.levels())
        self.initial.setdefault("level", Level.INTERNAL)


class AttachmentForm(BesideForm):
    file = DocumentField(label="Fichier", kinds=["pdf", "docx", "xlsx", "png", "jpg"], limit=25 * MEGA)
    name = forms.CharField(label="Intitulé", max_length=300, required=False)
    level = forms.ChoiceField(label="Visible par")

    def fit(self) -> None:
        self.offer("level", self.levels())
        self.initial.setdefault("level", Level.INTERNAL)


class DependencyForm(BesideForm):
    needs = forms.TypedChoiceField(
        label="Attend la mesure",
        coerce=int,
        error_messages={"required": "Choisissez une mesure de ce plan."},
    )
    why = forms.CharField(label="Pourquoi", max_length=300, required=False)

    def fit(self) -> None:
        others = Measure.objects.of(self.measure.authority).filter(
            plan=self.measure.plan_id, ended_by__isnull=True
        )
        others = others.exclude(pk=self.measure.pk)
        if others.count() > MOST_LISTED:
            listed = self.fields["needs"]
            messages = {"required": listed.error_messages["required"]}
            self.fields["needs"] = CodedField(others, label=listed.label, error_messages=messages)
            self.order_fields(["needs", "why"])
            return
        listing = [(str(one.pk), f"{one.code} · {one.title[:90]}") for one in others]
        self.offer("needs", [("", "Choisir"), *listing])


class MemberForm(BesideForm):
    name = forms.CharField(
        label="Personne ou service",
        max_length=200,
        widget=PERSON,
        error_messages={"required": "Nommez la personne ou le service."},
    )


class PartnerForm(BesideForm):
    name = forms.CharField(
        label="Organisation", max_length=300, error_messages={"required": "Nommez l’organisation."}
    )
    role = forms.ChoiceField(label="Rôle", choices=PartnerRole.choices, initial=PartnerRole.PARTNER)


class StrategyForm(BesideForm):
    strategy = forms.TypedChoiceField(
        label="Stratégie servie",
        coerce=int,
        error_messages={"required": "Choisissez une stratégie. Elles s’ajoutent dans les réglages du plan."},
    )

    def fit(self) -> None:
        known = Strategy.objects.of(self.measure.authority).filter(plan=self.measure.plan_id)
        self.offer("strategy", [("", "Choisir"), *((str(one.pk), one.title) for one in known)])


class PartForm(BesideForm):
    wording = forms.CharField(
        label="Sous-mesure",
        widget=area(),
        max_length=2000,
        help_text="Avec vos mots\u00a0: elle est montrée comme telle, jamais comme une citation.",
        error_messages={"required": "Écrivez la sous-mesure."},
    )


class _MoneyForm(BesideForm):
    year = forms.IntegerField(label="Année", min_value=2000, max_value=2100)
    basis = forms.ChoiceField(label="Base", choices=TaxBasis.choices)
    spending = forms.ChoiceField(label="Section", choices=Spending.choices)

    def fit(self) -> None:
        sign = "€" if self.measure.plan.currency == "EUR" else "$"
        self.fields["amount"] = SumField(
            label=f"Montant ({sign})",
            currency=self.measure.plan.currency,
            error_messages={"required": "Écrivez le montant."},
        )


class CostForm(_MoneyForm):
    note = forms.CharField(label="Précision", max_length=300, required=False)
    field_order = ("year", "amount", "basis", "spending", "note")

    def fit(self) -> None:
        super().fit()
        self.order_fields(self.field_order)


class ForecastForm(_MoneyForm):
    funder = forms.CharField(
        label="Financeur", max_length=300, error_messages={"required": "Nommez le financeur."}
    )
    state = forms.ChoiceField(label="État", choices=FundingState.choices)
    evidence = forms.CharField(
        label="Pièce",
        max_length=300,
        required=False,
        help_text="Arrêté, convention, courrier\u00a0: demandée pour un financement notifié.",
    )
    field_order = ("funder", "year", "amount", "basis", "spending", "state", "evidence")

    def fit(self) -> None:
        super().fit()
        self.order_fields(self.field_order)
