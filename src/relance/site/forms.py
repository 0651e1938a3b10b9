"""What a reader may choose among the measures of a plan."""

from collections.abc import Mapping

from django import forms

from relance.plans.queries import Choices


class MeasureFilterForm(forms.Form):
    """Choices that exist in the plan, with how many measures each leaves. All optional."""

    axis = forms.ChoiceField(label="Axe", required=False)
    when = forms.ChoiceField(label="Horizon", required=False)
    partner = forms.ChoiceField(label="Partenaire", required=False)
    kind = forms.ChoiceField(label="Nature", required=False)

    def __init__(self, data: Mapping[str, str] | None, *, choices: Choices, axis_word: str) -> None:
        super().__init__(data)
        self.fields["axis"].label = axis_word.capitalize()
        self._offer(
            "axis",
            [(str(axis.pk), self._counted(_short(axis.wording), n)) for axis, n in choices.axes]
            + ([("none", self._counted("Hors de tout groupe", choices.no_axis))] if choices.no_axis else []),
        )
        self._offer(
            "when",
            ([("ongoing", self._counted("En continu", choices.ongoing))] if choices.ongoing else [])
            + [(str(year), str(year)) for year in choices.years],
        )
        self._offer(
            "partner",
            [
                (str(organisation.pk), self._counted(organisation.name, n))
                for organisation, n in choices.partners
            ],
        )
        self._offer("kind", [(kind.value, self._counted(str(kind.label), n)) for kind, n in choices.kinds])

    def _offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        """A choice between fewer than two things is no choice."""
        field = self.fields[name]
        if len(offered) < 2 and not self.data.get(name):
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [("", "Tous"), *offered]

    @staticmethod
    def _counted(words: str, n: int) -> str:
        return f"{words} ({n})"


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"
