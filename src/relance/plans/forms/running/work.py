"""The working fields of a measure: all of them, one cell, or one for many measures."""

from collections.abc import Mapping
from typing import Any

from django import forms

from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.planning import written
from relance.plans.actions.running.working import CannotWork
from relance.plans.forms.running.fields import DayField, area
from relance.plans.models import (
    Contributor,
    CustomField,
    CustomValue,
    FieldKind,
    Measure,
    MeasureKind,
    Plan,
    Priority,
    Status,
    Work,
)
from relance.plans.queries.running.leading import lead_of, referent_of
from relance.plans.rules.running.standing import EDITORS_ALONE, Standing

NAMES = (
    "status",
    "reason",
    "priority",
    "starts_on",
    "due_on",
    "progress",
    "weight",
    "lead",
    "referent",
    "working_title",
    "kind",
)
IN_A_CELL = ("status", "priority", "due_on", "starts_on", "progress", "lead", "referent", "weight")
PEOPLE = ("lead", "referent")


def field_called(name: str) -> forms.Field:
    """The form field of a working field."""
    optional: dict[str, Any] = {"required": False}
    fields: dict[str, forms.Field] = {
        "status": forms.ChoiceField(
            label="État déclaré",
            choices=Status.choices,
            help_text="Le retard ne se déclare pas\u00a0: il se calcule.",
        ),
        "reason": forms.CharField(
            label="Pourquoi",
            widget=area(),
            max_length=2000,
            help_text="Lu par le public. Demandé si la mesure s’arrête ou si les faits disent autre chose.",
            **optional,
        ),
        "priority": forms.TypedChoiceField(label="Priorité", choices=Priority.choices, coerce=int),
        "starts_on": DayField(label="Début prévu", **optional),
        "due_on": DayField(label="Échéance de travail", **optional),
        "progress": forms.IntegerField(
            label="Avancement déclaré (%)", min_value=0, max_value=100, help_text="De 0 à 100.", **optional
        ),
        "weight": forms.IntegerField(
            label="Poids dans l’avancement du plan",
            min_value=1,
            max_value=10_000,
            help_text="Vide\u00a0: la mesure ne compte pas.",
            **optional,
        ),
        "lead": forms.CharField(
            label="Pilote",
            max_length=200,
            help_text="Une personne ou un service, avec ou sans compte.",
            widget=forms.TextInput(attrs={"list": "intervenants", "autocomplete": "off"}),
            **optional,
        ),
        "referent": forms.CharField(
            label="Élu référent",
            max_length=200,
            widget=forms.TextInput(attrs={"list": "intervenants", "autocomplete": "off"}),
            **optional,
        ),
        "working_title": forms.CharField(label="Intitulé de travail", max_length=300, **optional),
        "kind": forms.ChoiceField(
            label="Nature", choices=[("", "Non précisée"), *MeasureKind.choices], **optional
        ),
    }
    return fields[name]


def custom_field(field: CustomField) -> forms.Field:
    """The form field of a field of the plan."""
    if field.kind == FieldKind.DATE:
        return DayField(label=field.name, required=False)
    if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        offered = field.choices if field.kind == FieldKind.CHOICE else ["oui", "non"]
        return forms.ChoiceField(
            label=field.name,
            choices=[("", "Non renseigné"), *((one, one) for one in offered)],
            required=False,
        )
    return forms.CharField(label=field.name, max_length=1000, required=False)


class WorkForm(forms.Form):
    """The working fields that this standing writes; `names` keeps some of them."""

    def __init__(
        self, measure: Measure, standing: Standing, data: Any = None, *, names: tuple[str, ...] = NAMES
    ) -> None:
        self.measure = measure
        super().__init__(data, initial=_initial(measure))
        for name in names:
            if standing == Standing.EDITOR or name not in EDITORS_ALONE:
                self.fields[name] = field_called(name)
        self.custom = {
            f"custom:{one.pk}": one
            for one in CustomField.objects.of(measure.authority).filter(plan=measure.plan_id)
            if names is NAMES and standing.writes(one.edited_by)
        }
        for name, one in self.custom.items():
            self.fields[name] = custom_field(one)
        self.order_fields([*(name for name in names if name in self.fields), *self.custom])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.custom.items():
            said = cleaned.get(name)
            try:
                if said is not None:
                    cleaned[name] = written(field, said if isinstance(said, str) else said.isoformat())
            except CannotWork as error:
                self.add_error(name, str(error))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `actions.running.working.change` takes. People named for the first time are made."""
        return values_of(self.measure, self.cleaned_data)


def values_of(measure: Measure, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned values as working fields: names become contributors, empty custom values texts."""
    found: dict[str, Any] = {}
    for name, value in cleaned.items():
        if name in PEOPLE:
            found[name] = contributor_called(authority=measure.authority, name=value) if value else None
        elif name.startswith("custom:"):
            found[name] = value or ""
        else:
            found[name] = value
    return found


def _initial(measure: Measure) -> dict[str, Any]:
    work = Work.objects.of(measure.authority).filter(measure=measure).first() or Work(measure=measure)
    said: dict[str, Any] = {name: getattr(work, name) for name in NAMES if hasattr(work, name)}
    said |= {"working_title": measure.working_title, "kind": measure.kind}
    for name, who in (("lead", lead_of(measure)), ("referent", referent_of(measure))):
        said[name] = who.name if who else ""
    for one in CustomValue.objects.of(measure.authority).filter(measure=measure):
        said[f"custom:{one.field_id}"] = one.value
    return said


class BulkForm(forms.Form):
    """One field for the measures that were ticked."""

    champ = forms.ChoiceField(
        label="Changer",
        choices=[
            ("status", "l’état déclaré"),
            ("priority", "la priorité"),
            ("due_on", "l’échéance"),
            ("lead", "le pilote"),
        ],
    )
    status = forms.ChoiceField(label="État", choices=[("", "—"), *Status.choices], required=False)
    priority = forms.ChoiceField(label="Priorité", choices=[("", "—"), *Priority.choices], required=False)
    due_on = DayField(label="Échéance", required=False)
    lead = forms.CharField(
        label="Pilote",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "intervenants", "autocomplete": "off"}),
    )
    reason = forms.CharField(label="Pourquoi", max_length=2000, required=False)
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("champ")
        if chosen in ("status", "priority") and not cleaned.get(chosen):
            self.add_error(chosen, "Choisissez la nouvelle valeur.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """The one field and its value; with the state goes its reason."""
        chosen = self.cleaned_data["champ"]
        value = self.cleaned_data[chosen]
        if chosen == "priority":
            value = int(value)
        found = {chosen: value}
        if chosen == "status":
            found["reason"] = self.cleaned_data["reason"]
        return found


class FilterForm(forms.Form):
    """The bar above the list. Its names are those of the address."""

    q = forms.CharField(label="Mots", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False)
    signal = forms.ChoiceField(label="Signal", required=False)
    pilote = forms.ChoiceField(label="Pilote", required=False)
    axe = forms.ChoiceField(label="Axe", required=False)
    mark_optional = False

    def __init__(self, plan: Plan, data: Any, *, leads: list[Contributor], axes: list[Any]) -> None:
        super().__init__(data)
        offered: dict[str, list[tuple[str, str]]] = {
            "etat": [("", "Tous"), *((one.value, str(one.label)) for one in Status)],
            "signal": [
                ("", "Tous"),
                ("late", "En retard"),
                ("stale", "Sans nouvelles"),
                ("blocked", "Bloquées"),
            ],
            "pilote": [("", "Tous"), ("moi", "Moi"), *((str(one.pk), one.name) for one in leads)],
            "axe": [("", "Tous"), *((str(one.pk), one.wording[:60]) for one in axes)],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared so above
            field.choices = choices
        if not axes:
            del self.fields["axe"]


class SaveFilterForm(forms.Form):
    name = forms.CharField(
        label="Nom du filtre", max_length=100, error_messages={"required": "Nommez ce filtre."}
    )
    is_shared = forms.BooleanField(label="Le partager avec la collectivité", required=False)
    mark_optional = False
