"""Forms of news: what a lead writes, how often to ask, a pause."""

from datetime import date
from typing import Any

from django import forms

from relance.plans.actions.following.writing import NEED_WORDS
from relance.plans.models import Measure, NewsCadence, Plan, Status

MOST_WORDS = 4000
MOST_OFFERED = 300  # measures in a list to choose from; beyond, one writes the code


class NewsForm(forms.Form):
    """How a measure goes. The same from a mail and at the desk."""

    etat = forms.ChoiceField(
        label="Où en est cette mesure",
        choices=Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez où en est la mesure."},
    )
    words = forms.CharField(
        label="Quelques mots",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce qui a été fait, ce qui vient. Le public le lira après relecture.",
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("etat") in NEED_WORDS and not said.get("words", "").strip():
            self.add_error("words", "Dites en quelques mots pourquoi la mesure s’arrête.")
        return said


class RhythmForm(forms.Form):
    """How often news are asked for, in a plan or of one measure."""

    measure = forms.ModelChoiceField(
        label="Pour",
        queryset=Measure.objects.none(),
        required=False,
        empty_label="Tout le plan",
    )
    every_months = forms.IntegerField(
        label="Tous les … mois",
        min_value=0,
        max_value=36,
        initial=3,
        help_text="0\u00a0: ne rien demander.",
        error_messages={
            "min_value": "De 0 à 36 mois.",
            "max_value": "De 0 à 36 mois.",
            "invalid": "Écrivez un nombre de mois, de 0 à 36.",
            "required": "Écrivez un nombre de mois, de 0 à 36.",
        },
    )

    patience_days = forms.IntegerField(
        label="Jours avant de demander à la personne suivante",
        min_value=1,
        max_value=90,
        required=False,
        help_text="Le pilote, puis son équipe, puis le pilote du plan. Pour tout le plan.",
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), "De 1 à 90 jours."),
    )
    gap_days = forms.IntegerField(
        label="Jours au moins entre deux courriels à la même personne",
        min_value=1,
        max_value=90,
        required=False,
        help_text="Pour tout le plan.",
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), "De 1 à 90 jours."),
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        of_plan = NewsCadence.objects.of(plan.authority).filter(plan=plan, measure__isnull=True).first()
        if of_plan is not None:
            names = ("every_months", "patience_days", "gap_days")
            kwargs["initial"] = {name: getattr(of_plan, name) for name in names}
        super().__init__(*args, **{"auto_id": "rythme_%s", **kwargs})
        choose_measure(self.fields["measure"], plan)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("measure"):  # who is asked next, and how often one person is, belongs to the plan
            said["patience_days"] = said["gap_days"] = None
        return said


class SnoozeForm(forms.Form):
    """A pause of the asking about one measure."""

    measure = forms.ModelChoiceField(
        label="Mesure",
        empty_label="Choisir…",
        queryset=Measure.objects.none(),
        error_messages={
            "required": "Choisissez une mesure.",
            "invalid_choice": "Choisissez une mesure du plan.",
        },
    )
    until = forms.DateField(
        label="Jusqu’au",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Dites jusqu’à quand.", "invalid": "Écrivez une date, comme 30/06/2027."},
    )
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        error_messages={"required": "Dites pourquoi personne ne sera interrogé."},
    )
    is_public = forms.BooleanField(
        label="Le public peut lire ce motif",
        required=False,
        help_text="Que les nouvelles sont en pause, et jusqu’à quand, il le lit toujours.",
    )

    def __init__(self, plan: Plan, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "pause_%s", **kwargs})
        self._today = today
        choose_measure(self.fields["measure"], plan)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self._today:
            raise forms.ValidationError("Cette date est passée\u00a0: choisissez aujourd’hui ou plus tard.")
        return until


class BecauseForm(forms.Form):
    """A reason for sending something back."""

    because = forms.CharField(
        label="Motif", max_length=300, error_messages={"required": "Dites pourquoi vous renvoyez."}
    )


def choose_measure(field: forms.Field, plan: Plan) -> None:
    """Offer the measures that the plan holds today, and no other."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared so by who calls
    field.queryset = (
        Measure.objects.of(plan.authority).filter(plan=plan, ended_by__isnull=True).order_by("order", "pk")
    )
    single = not isinstance(field, forms.ModelMultipleChoiceField)
    if single and field.queryset.count() > MOST_OFFERED:
        field.to_field_name = "code"
        field.widget = forms.TextInput(attrs={"maxlength": 30})
        field.help_text = "Le code de la mesure, tel qu’il est dans son adresse."
    field.label_from_instance = measure_label  # type: ignore[method-assign,assignment]  # Django's own way to name choices


def measure_label(measure: Any) -> str:
    """ "17 – Aider les commerces", short enough for a list."""
    title = measure.title if len(measure.title) <= 90 else f"{measure.title[:89]}…"
    return f"{measure.number} – {title}" if measure.number else title
