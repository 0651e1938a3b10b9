"""Moving, merging and cutting facts: what is chosen, and where."""

from typing import Any

from django import forms

from relance.plans.actions.shaping import ABOVE
from relance.plans.models import Fact, FactKind, FactState
from relance.plans.rules.cutting import cut_place
from relance.values.typography import squeeze


def _choices(facts: list[Fact]) -> list[tuple[str, str]]:
    return [(str(fact.pk), fact.passage[:110]) for fact in facts]


def _of_kind(fact: Fact, kind: str) -> list[Fact]:
    facts = Fact.objects.of(fact.authority).filter(plan=fact.plan, kind=kind).select_related("source")
    return list(
        facts.exclude(pk=fact.pk)
        .exclude(state=FactState.REJECTED)
        .defer("source__text")
        .order_by("start", "pk")
    )


class MoveForm(forms.Form):
    """Under which axis, or which measure, a fact stands."""

    to = forms.ChoiceField(label="Sous", required=False)

    def __init__(self, fact: Fact, data: Any = None) -> None:
        self.fact = fact
        allowed = ABOVE.get(fact.kind, ())
        self.homes = {
            str(one.pk): one for kind in allowed if kind is not None for one in _of_kind(fact, kind)
        }
        super().__init__(data, prefix="move", initial={"to": str(fact.parent_id or "")})
        nothing = [("", "Rien, le plan lui-même")] if None in allowed else []
        self.fields["to"].choices = [*nothing, *_choices(list(self.homes.values()))]  # type: ignore[attr-defined]  # a ChoiceField, declared above
        self.fields["to"].required = not nothing

    @property
    def home(self) -> Fact | None:
        return self.homes.get(self.cleaned_data.get("to") or "")


class MergeForm(forms.Form):
    """The measure just before, or just after, that is the same one."""

    other = forms.ChoiceField(
        label="Réunir avec",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la mesure voisine."},
    )

    def __init__(self, fact: Fact, data: Any = None) -> None:
        near = [one for one in _of_kind(fact, FactKind.MEASURE) if one.source_id == fact.source_id]
        before = [one for one in near if one.place <= fact.place][-1:]
        after = [one for one in near if one.place > fact.place][:1]
        self.neighbours = {str(one.pk): one for one in (*before, *after)}
        super().__init__(data, prefix="merge")
        self.fields["other"].choices = _choices(list(self.neighbours.values()))  # type: ignore[attr-defined]  # a ChoiceField, declared above

    @property
    def neighbour(self) -> Fact:
        return self.neighbours[self.cleaned_data["other"]]


class SplitForm(forms.Form):
    """The wording, cut by a line end."""

    lines = forms.CharField(
        label="Mots de la mesure",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Allez à la ligne là où commence la seconde mesure. Ne changez aucun mot.",
        strip=False,
    )

    def __init__(self, fact: Fact, data: Any = None) -> None:
        self.fact = fact
        start, end = fact.place
        words = squeeze(fact.source.text[start:end])
        super().__init__(data, prefix="split", initial={"lines": words})

    def clean_lines(self) -> str:
        lines: str = self.cleaned_data["lines"]
        self.place = cut_place(self.fact.source.text, *self.fact.place, lines)
        if self.place is None:
            raise forms.ValidationError(
                "Gardez tous les mots, et allez à la ligne une seule fois, entre deux mots."
            )
        return lines
