"""Forms of indicators: definition, a value with its evidence, periods, targets, claimed effects."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify

from relance.kernel.forms import DocumentField
from relance.plans.forms.following.news import choose_measure
from relance.plans.models import Finding, Indicator, IndicatorPeriod, Measure, Plan, Trend
from relance.plans.rules.following.figures import NotAFigure, minor_of
from relance.plans.rules.following.periods import MONTHS, MOST, Every, called

KINDS = ("pdf", "xlsx", "ods", "csv", "docx", "png")
PER = {Every.YEAR: "Par an", Every.QUARTER: "Par trimestre", Every.MONTH: "Par mois"}


class FigureField(forms.CharField):
    """A number in French or plain form; gives whole smallest steps, None when left empty."""

    def __init__(self, *, places: int = 0, **options: Any) -> None:
        self.places = places
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 12}))
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return minor_of(text, self.places)
        except NotAFigure as wrong:
            raise forms.ValidationError(str(wrong), code="not_a_figure") from wrong


class IndicatorForm(forms.Form):
    """What is measured and how."""

    name = forms.CharField(
        label="Nom", max_length=200, error_messages={"required": "Donnez un nom à l’indicateur."}
    )
    definition = forms.CharField(
        label="Définition",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce que l’on compte, et ce que l’on ne compte pas.",
        error_messages={"required": "Dites ce que l’on compte."},
    )
    unit = forms.CharField(
        label="Unité",
        max_length=40,
        help_text="percent pour des pourcentages, ou un mot\u00a0: commerces, emplois, m2…",
        error_messages={"required": "Dites en quoi l’on compte."},
    )
    places = forms.IntegerField(
        label="Décimales",
        min_value=0,
        max_value=6,
        initial=0,
        help_text="Elles ne changent plus ensuite.",
    )
    trend = forms.ChoiceField(label="Sens voulu", choices=Trend.choices, initial=Trend.WATCH)
    source = forms.CharField(
        label="Source", max_length=300, error_messages={"required": "Dites d’où viennent les valeurs."}
    )
    method = forms.CharField(
        label="Méthode", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    finding = forms.ModelChoiceField(
        label="Valeur de départ, d’après un constat du document",
        queryset=Finding.objects.none(),
        required=False,
        empty_label="Aucun constat",
    )
    public = forms.BooleanField(label="Montrer au public", required=False, initial=True)

    def __init__(self, plan: Plan, *args: Any, known: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["finding"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared so above
        field.queryset = Finding.objects.of(plan.authority).filter(plan=plan).exclude(value="")
        field.label_from_instance = _finding_label  # type: ignore[method-assign,assignment]  # Django's own way to name choices
        self._plan, self._known = plan, known
        if known is not None:
            del self.fields["places"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self._known is None and self._taken(code_of(name)):
            raise forms.ValidationError("Un indicateur de ce plan porte déjà ce nom.")
        return name

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        finding = said.get("finding")
        places = self._known.places if self._known else said.get("places")
        if finding is not None and places is not None:
            try:
                minor_of(finding.value, places)
            except NotAFigure as wrong:
                self.add_error("finding", str(wrong))
        return said

    def _taken(self, code: str) -> bool:
        return Indicator.objects.of(self._plan.authority).filter(plan=self._plan, code=code).exists()


class ValueForm(forms.Form):
    """A value of a period, or why there is none, with what proves it."""

    period = forms.ModelChoiceField(
        label="Période",
        empty_label="Choisir…",
        queryset=IndicatorPeriod.objects.none(),
        error_messages={
            "required": "Choisissez une période.",
            "invalid_choice": "Choisissez une période ouverte de cet indicateur.",
        },
    )
    territory = forms.CharField(
        label="Territoire",
        max_length=120,
        required=False,
        help_text="Vide\u00a0: tout le territoire du plan.",
    )
    value = FigureField(label="Valeur", required=False)
    missing_because = forms.CharField(label="Non disponible parce que", max_length=300, required=False)
    note = forms.CharField(label="Précision", max_length=300, required=False)
    evidence_url = forms.URLField(
        label="Adresse de la preuve",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez une adresse complète, comme https://exemple.fr/rapport."},
    )
    evidence_file = DocumentField(
        label="Fichier de la preuve", kinds=KINDS, limit=settings.UPLOAD_LIMIT, required=False
    )

    def __init__(self, indicator: Indicator, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = FigureField(label="Valeur", required=False, places=indicator.places)
        period = self.fields["period"]
        assert isinstance(period, forms.ModelChoiceField)  # noqa: S101  # declared so above
        period.queryset = indicator.periods.filter(locked_at__isnull=True)
        period.label_from_instance = _period_label  # type: ignore[method-assign,assignment]  # Django's own way to name choices

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "value" not in said:  # it is no number: that error is enough
            return said
        given, why = said["value"] is not None, bool(said.get("missing_because", "").strip())
        if given == why:
            self.add_error(
                "value",
                "Donnez une valeur ou dites pourquoi il n’y en a pas, pas les deux."
                if given
                else "Donnez une valeur, ou dites pourquoi il n’y en a pas.",
            )
        if given and not (said.get("evidence_url") or said.get("evidence_file") or said.get("note")):
            self.add_error(
                "evidence_url", "Joignez une adresse, un fichier, ou précisez d’où vient la valeur."
            )
        return said


class PeriodsForm(forms.Form):
    """Periods of some years, laid end to end."""

    every = forms.ChoiceField(label="Périodes", choices=[(one.value, PER[one]) for one in Every])
    first = forms.IntegerField(label="De l’année", min_value=1950, max_value=2150)
    last = forms.IntegerField(label="À l’année", min_value=1950, max_value=2150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "periodes_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last, every = said.get("first"), said.get("last"), said.get("every")
        if first is None or last is None or every is None:
            return said
        if last < first:
            self.add_error("last", "Cette année vient avant la première.")
        elif (last - first + 1) * (12 // MONTHS[Every(every)]) > MOST:
            self.add_error("last", f"{MOST} périodes au plus.")
        return said


class TargetForm(forms.Form):
    """The value to reach in a period; empty takes it away."""

    target = FigureField(label="Cible", required=False)

    def __init__(self, indicator: Indicator, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "cible_%s", **kwargs})
        self.fields["target"] = FigureField(label="Cible", required=False, places=indicator.places)


class EffectForm(forms.Form):
    """That a measure moves the indicator, and who claims it."""

    measure = forms.ModelChoiceField(
        label="Mesure",
        empty_label="Choisir…",
        queryset=Measure.objects.none(),
        error_messages={
            "required": "Choisissez une mesure.",
            "invalid_choice": "Choisissez une mesure du plan.",
        },
    )
    effect = forms.CharField(
        label="Effet annoncé", max_length=300, error_messages={"required": "Dites quel effet est annoncé."}
    )
    claimed_by = forms.CharField(
        label="Selon qui",
        max_length=200,
        help_text="La personne ou l’étude qui l’affirme.",
        error_messages={"required": "Dites qui l’affirme."},
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "effet_%s", **kwargs})
        choose_measure(self.fields["measure"], plan)


class WorkbookForm(forms.Form):
    file = DocumentField(label="Classeur des valeurs", kinds=("xlsx", "ods"), limit=settings.UPLOAD_LIMIT)


def code_of(name: str) -> str:
    """The code of an indicator of this name, for addresses and files."""
    return slugify(name)[:40].strip("-") or "indicateur"


def _period_label(period: Any) -> str:
    return called(period.starts, period.ends)


def _finding_label(finding: Any) -> str:
    words = finding.wording if len(finding.wording) <= 80 else f"{finding.wording[:79]}…"
    return f"{finding.figure()} – {words}"
