"""Forms of pledges: an officer notes one, a body answers several, a person is invited."""

from typing import Any

from django import forms
from django.conf import settings

from relance.directory.models import Organisation
from relance.kernel.forms import DocumentField
from relance.kernel.models import Authority
from relance.plans.forms.following.news import choose_measure
from relance.plans.models import Axis, Measure, Plan, PledgeKind, PledgeState
from relance.plans.rules.following.pledges import may_say, needs_words

DAY = {"type": "date"}
KINDS = ("pdf", "docx", "odt", "png", "jpg")
SAID = [(state.value, state.label) for state in PledgeState if may_say(state.value)]


class PledgeForm(forms.Form):
    """A pledge that is asked of a body, or that it gave."""

    body = forms.CharField(
        label="Organisme",
        max_length=300,
        help_text="Le nom du registre, ou un nouveau nom.",
        error_messages={"required": "Nommez l’organisme."},
    )
    words = forms.CharField(
        label="Ce qui est promis ou demandé",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez ce qui est promis ou demandé."},
    )
    kind = forms.ChoiceField(label="Nature", choices=PledgeKind.choices, initial=PledgeKind.REPLY)
    state = forms.ChoiceField(
        label="État",
        choices=[(one.value, one.label) for one in (PledgeState.ASKED, PledgeState.GIVEN)],
        initial=PledgeState.ASKED,
    )
    due_on = forms.DateField(
        label="Échéance",
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez une date, comme 30/06/2027."},
    )
    measures = forms.ModelMultipleChoiceField(
        label="Répond à ces mesures",
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    axes = forms.ModelMultipleChoiceField(
        label="Répond à ces priorités",
        queryset=Axis.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_measure(self.fields["measures"], plan)
        axes = self.fields["axes"]
        assert isinstance(axes, forms.ModelMultipleChoiceField)  # noqa: S101  # declared so above
        axes.queryset = Axis.objects.of(plan.authority).filter(plan=plan)
        axes.label = f"Répond à ces {plan.words[0].plural}"


class AnswerForm(forms.Form):
    """What a body says of one pledge. Left alone, it says nothing."""

    state = forms.ChoiceField(
        label="Où en êtes-vous", choices=[("", "Pas de réponse pour l’instant"), *SAID], required=False
    )
    words = forms.CharField(
        label="Ce qui le montre, ou pourquoi",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(
        label="Nouvelle échéance",
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez une date, comme 30/06/2027."},
    )
    file = DocumentField(label="Pièce", kinds=KINDS, limit=settings.UPLOAD_LIMIT, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        state = said.get("state", "")
        if needs_words(state) and not said.get("words", "").strip():
            self.add_error("words", "Dites ce qui le montre, ou pourquoi, en quelques mots.")
        if not state and (said.get("words", "").strip() or said.get("due_on") or said.get("file")):
            self.add_error("state", "Dites où vous en êtes, pour que votre réponse compte.")
        return said


class InviteForm(forms.Form):
    """Who answers for which body."""

    body = forms.ModelChoiceField(
        label="Organisme",
        queryset=Organisation.objects.none(),
        help_text="Un organisme qui a un engagement ici.",
        error_messages={"required": "Choisissez un organisme.", "invalid_choice": "Choisissez un organisme."},
    )
    email = forms.EmailField(
        label="Courriel",
        max_length=254,
        error_messages={
            "required": "Écrivez une adresse.",
            "invalid": "Écrivez une adresse, comme nom@exemple.fr.",
        },
    )

    def __init__(self, authority: Authority, bodies: frozenset[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared so above
        field.queryset = Organisation.objects.filter(pk__in=bodies)
