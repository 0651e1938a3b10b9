"""What an officer says of letters: their words, who gets one, how they went."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms

from relance.applications.actions.lettering import How
from relance.applications.models import Outcome
from relance.applications.rules.letters import Problem
from relance.applications.rules.letters.language import LONGEST
from relance.kernel.models import Authority
from relance.schemes.models import Call


class LetterTextForm(forms.Form):
    """The words of a letter. Problems of the text stand beside the line that has them."""

    title = forms.CharField(
        label="Objet",
        max_length=300,
        error_messages={"required": "Dites en une ligne de quoi parle la lettre."},
    )
    body = forms.CharField(
        label="Texte",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 26, "spellcheck": "true"}),
        help_text="Une ligne vide sépare deux paragraphes. Les champs s’écrivent entre accolades.",
        error_messages={"required": "Écrivez au moins un paragraphe."},
    )
    checked = forms.BooleanField(
        label="Les articles et les recours cités sont vérifiés",
        required=False,
        help_text="Sans cela, le texte est gardé mais aucune lettre ne part.",
    )
    number = forms.CharField(
        label="Dossier de l’aperçu",
        required=False,
        help_text="Son numéro\u00a0; à défaut, le dernier dossier décidé.",
    )

    def blame(self, problems: Sequence[Problem]) -> None:
        """Put each problem of the text beside its field."""
        for problem in problems:
            self.add_error("body" if problem.line else "title", str(problem))


class RunForm(forms.Form):
    """Which files get their letters."""

    call = forms.ModelChoiceField(
        Call.objects.none(),
        label="Appel",
        empty_label="Choisir…",
        error_messages={"required": "Choisissez un appel."},
    )
    outcome = forms.ChoiceField(
        label="Décisions", required=False, choices=[("", "toutes les décisions"), *Outcome.choices]
    )
    again = forms.BooleanField(
        label="Aussi les dossiers qui ont déjà leur lettre",
        required=False,
        help_text="Une nouvelle lettre remplace l’ancienne, qui reste gardée.",
    )

    def __init__(self, *args: Any, authority: Authority, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["call"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = Call.objects.of(authority).select_related("scheme").filter(opened_at__isnull=False)


class SendForm(forms.Form):
    """How the letters of a run went, and when."""

    how = forms.ChoiceField(
        label="Par quelle voie",
        choices=[(how.value, how.label) for how in How],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment les lettres partent."},
    )
    on = forms.DateField(
        label="Le",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Le jour du dépôt à la poste ou de la mise en ligne\u00a0; à défaut, aujourd’hui.",
        error_messages={"invalid": "Indiquez une date, par exemple 31/12/2026."},
    )

    def __init__(
        self, *args: Any, authority: Authority, now: datetime, since: datetime, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.authority, self.now, self.since = authority, now, since

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day is None:
            return None
        today, made = (moment.astimezone(self.authority.zone).date() for moment in (self.now, self.since))
        if not made <= day <= today:
            raise forms.ValidationError(
                f"Ce jour va du {made:%d/%m/%Y}, où les lettres furent faites, au {today:%d/%m/%Y}."
            )
        return day

    @property
    def at(self) -> datetime:
        """The moment to keep: now, or noon of the day said, never before the letters existed."""
        day = self.cleaned_data["on"]
        if day is None or day == self.now.astimezone(self.authority.zone).date():
            return self.now
        return max(datetime.combine(day, time(12), self.authority.zone), self.since)
