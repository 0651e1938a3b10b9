"""Adding a fact that the reader missed: its kind, its words, what it belongs to."""

from typing import Any, Final

from django import forms

from relance.plans.actions.shaping import ABOVE
from relance.plans.models import DocumentText, Fact, FactKind, FactState, ParameterKind, PartnerRole, Plan
from relance.plans.rules.drafts import finding_figure
from relance.plans.rules.locating import locate
from relance.values.dates import parse as parse_horizon
from relance.values.sums import parse as parse_sum
from relance.values.typography import NBSP, squeeze

SIGNS: Final = {"EUR": "€", "CAD": "$"}
KINDS: Final = (
    FactKind.MEASURE,
    FactKind.AXIS,
    FactKind.FINDING,
    FactKind.HORIZON,
    FactKind.AMOUNT,
    FactKind.PARTNER,
    FactKind.PARAMETER,
)
# Their value is not all in their words: the next page asks for the rest.
TO_COMPLETE: Final = (FactKind.PARTNER, FactKind.PARAMETER, FactKind.AMOUNT)


class AddForm(forms.Form):
    """Words of the document become a fact. `place` is where they were chosen."""

    kind = forms.ChoiceField(
        label="Nature du fait",
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que disent ces mots."},
    )
    words = forms.CharField(
        label="Mots du document",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Gardez la phrase, ou seulement la partie qui dit le fait.",
        error_messages={"required": "Gardez des mots du document."},
    )
    parent = forms.ChoiceField(label="Appartient à", required=False)

    def __init__(self, plan: Plan, text: DocumentText, place: tuple[int, int], data: Any = None) -> None:
        self.plan, self.text, self.chosen = plan, text, place
        super().__init__(data, initial={"words": squeeze(text.text[place[0] : place[1]]), "kind": "measure"})
        self.above = {
            str(fact.pk): fact
            for fact in Fact.objects.of(plan.authority)
            .filter(plan=plan, kind__in=(FactKind.AXIS, FactKind.MEASURE))
            .exclude(state=FactState.REJECTED)
            .order_by("order", "pk")
        }
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared so above
        field.choices = [("", "Rien, le plan lui-même"), *self._groups()]
        self.initial["parent"] = self._nearest()

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = []
        for kind, label in ((FactKind.AXIS, "Axes"), (FactKind.MEASURE, "Mesures")):
            choices = [(pk, fact.passage[:90]) for pk, fact in self.above.items() if fact.kind == kind]
            if choices:
                groups.append((label, choices))
        return groups

    def _nearest(self) -> str:
        """The last axis before the words: where a missed measure most often belongs."""
        before = [
            (fact.start, pk)
            for pk, fact in self.above.items()
            if fact.kind == FactKind.AXIS and fact.source_id == self.text.pk and fact.start <= self.chosen[0]
        ]
        return max(before)[1] if before else ""

    def clean_words(self) -> str:
        words = squeeze(self.cleaned_data["words"])
        self.place = locate(self.text.text, words, near=self.chosen[0])
        if self.place is None:
            raise forms.ValidationError(
                "Le document ne contient pas ces mots à la suite. Copiez-les depuis le passage affiché."
            )
        return words

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, parent = said.get("kind"), self.above.get(said.get("parent") or "")
        if kind and (parent.kind if parent else None) not in ABOVE[kind]:
            self.add_error("parent", _BELONGS[FactKind(kind)])
        if kind and said.get("words"):
            self.read = self._value(FactKind(kind), said["words"])
        return said

    @property
    def parent_fact(self) -> Fact | None:
        """What the fact belongs to; only once the form is valid."""
        return self.above.get(self.cleaned_data.get("parent") or "")

    def _value(self, kind: FactKind, words: str) -> dict[str, Any]:
        match kind:
            case FactKind.AXIS:
                return {"number": None}
            case FactKind.MEASURE:
                return {"number": None, "objective": None, "responds_to": None}
            case FactKind.FINDING:
                return finding_figure(words)
            case FactKind.HORIZON:
                return self._horizon(words)
            case FactKind.AMOUNT:
                return self._amount(words)
            case FactKind.PARTNER:
                return {"name": words[:300], "acronym": None, "role": PartnerRole.PARTNER.value}
            case _:
                return {"kind": ParameterKind.OTHER.value, "low": "", "high": "", "unit": ""}

    def _horizon(self, words: str) -> dict[str, Any]:
        horizon = parse_horizon(words)
        if horizon is None:
            self.add_error(
                "words",
                "Ces mots ne datent rien. Gardez seulement les années, la date, ou «\u00a0en continu\u00a0».",
            )
            return {}
        dated = bool(horizon.start or horizon.end)
        return {
            "start": horizon.start.isoformat() if horizon.start else None,
            "end": horizon.end.isoformat() if horizon.end else None,
            "precision": horizon.precision.value if dated else None,
            "ongoing": horizon.ongoing,
            "relative": horizon.relative,
        }

    def _amount(self, words: str) -> dict[str, Any]:
        currency = self.plan.currency
        read = parse_sum(words, dollar=self.plan.authority.currency, unit=SIGNS[currency])
        if read is None or read.low.currency not in SIGNS or read.low.minor < 0:
            self.add_error("words", f"Gardez seulement la somme{NBSP}: ces mots n’en disent pas une seule.")
            return {}
        return {
            "low": read.low.minor,
            "high": read.high.minor,
            "currency": read.low.currency,
            "per": "total",
            "role": "detail",
            "meaning": "",
        }


_BELONGS: Final = {
    FactKind.AXIS: "Un axe appartient au plan lui-même.",
    FactKind.MEASURE: "Une mesure appartient à un axe, ou à aucun.",
    FactKind.FINDING: "Un constat appartient au plan, à un axe ou à une mesure.",
    FactKind.AMOUNT: "Une somme appartient à une mesure, ou au plan lui-même.",
    FactKind.HORIZON: "Choisissez la mesure que ces mots datent.",
    FactKind.PARTNER: "Choisissez la mesure à laquelle cette organisation prend part.",
    FactKind.PARAMETER: "Choisissez la mesure que cette condition concerne.",
}
