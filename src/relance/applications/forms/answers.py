"""The form of one page of questions, made from the scheme's own facts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from relance.applications.rules.asking import facts as known_facts
from relance.applications.rules.asking import reading, said
from relance.applications.rules.asking.fields import Field, Kind
from relance.applications.rules.asking.pages import Page
from relance.values.typography import NBSP, Locale

RADIOS = 7  # choices shown one under the other; more go into a list
KEYBOARDS = {Kind.MONEY: "decimal", Kind.NUMBER: "decimal", Kind.RATE: "decimal", Kind.COUNT: "numeric"}


class AnswerField(forms.CharField):
    """A fact as somebody types it; `clean` gives the fact."""

    def __init__(self, asked: Field, **options: Any) -> None:
        self.asked = asked
        super().__init__(label=asked.label, widget=_widget(asked), help_text=_help(asked), **options)
        self.required = False  # an empty answer has its own words, by kind
        self.widget.is_required = False

    def clean(self, value: Any) -> Any:
        try:
            return reading.read(self.asked, str(value or ""))
        except reading.BadAnswer as error:
            raise forms.ValidationError(str(error)) from error


def _help(asked: Field) -> str:
    if asked.hint:
        return asked.hint
    if asked.kind is Kind.MONEY:
        return f"En {asked.suffix}, par exemple 1{NBSP}234,50" if asked.places else f"En {asked.suffix}"
    return f"En {asked.suffix}" if asked.suffix else ""


def _widget(asked: Field) -> forms.Widget:
    if asked.kind in (Kind.YES_NO, Kind.CHOICE):
        if len(asked.choices) <= RADIOS:
            return forms.RadioSelect(choices=asked.choices)
        return forms.Select(choices=[("", "Choisissez"), *asked.choices])
    attributes = {"autocomplete": "off", "maxlength": "200"}
    if asked.kind in KEYBOARDS:
        attributes["inputmode"] = KEYBOARDS[asked.kind]
    return forms.TextInput(attrs=attributes)


class PageForm(forms.Form):
    """The questions of one page; `facts` are the answers, by path."""

    mark_optional = False

    def __init__(
        self,
        page: Page,
        data: Mapping[str, Any] | None = None,
        *,
        known: Mapping[str, Any] | None = None,
        locale: Locale = Locale.FR,
    ) -> None:
        super().__init__(data)
        self.page = page
        for rank, asked in enumerate(page.fields):
            value = None if page.many else known_facts.get(known or {}, asked.path)
            self.fields[f"q{rank}"] = AnswerField(asked, initial=said.typed(asked, value, locale))

    @property
    def facts(self) -> dict[str, Any]:
        """Path to fact, once valid; of a list, attribute to fact of one element."""
        return {
            asked.path.rpartition(".")[2] if self.page.many else asked.path: self.cleaned_data[f"q{rank}"]
            for rank, asked in enumerate(self.page.fields)
        }


class FactForm(PageForm):
    """The same questions for an officer, who says where the answer comes from."""

    def __init__(self, page: Page, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(page, data, **options)
        self.fields["why"] = forms.CharField(
            label="D’où vient cette information\u00a0?",
            max_length=300,
            help_text="La pièce, la lettre ou l’appel qui la donne, avec son jour. Le demandeur le lira.",
            error_messages={"required": "Dites d’où vient cette information."},
        )


class AwayForm(forms.Form):
    """What an officer takes away: one element of a list, or the only answer; and why."""

    mark_optional = False

    def __init__(self, rows: Sequence[str], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="away_%s", prefix="away")
        if rows:
            self.fields["rank"] = forms.ChoiceField(
                label="À retirer",
                choices=[(str(rank), words) for rank, words in enumerate(rows)],
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez la ligne à retirer."},
            )
        self.fields["why"] = forms.CharField(
            label="Pourquoi\u00a0?",
            max_length=300,
            help_text="Le demandeur le lira.",
            error_messages={"required": "Dites pourquoi cette réponse ne compte pas."},
        )
