"""What officers fill in: filters, corrections, proposals, notes, aids known from elsewhere."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from relance.applications.models import CorrectionReason, Outcome, State
from relance.applications.queries.queue import Filter
from relance.kernel.models import Account
from relance.schemes.models import Call, Regime
from relance.schemes.queries import loaded, pieces_of
from relance.values.money import Money, UnevenMoney

VERDICTS = {
    "eligible": "oui",
    "not eligible": "non",
    "to be checked": "à apprécier",
    "undetermined": "il manque un fait",
}
GROUNDS = (
    "majorité des droits de vote",
    "droit de nommer ou de révoquer la majorité des dirigeants",
    "influence dominante, par contrat ou par les statuts",
    "majorité des voix par un accord entre associés",
)
"""What makes two firms one single undertaking: Regulation (EU) 2023/2831, art. 2(2), a to d."""
HELD = {"me": "moi", "nobody": "personne", "others": "quelqu’un d’autre"}


class MoneyField(forms.CharField):
    """An amount as people type it, "1 230,30", into `Money` of the currency."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        plain = "".join(c for c in str(text) if c not in " \u00a0\u202f€$").replace(",", ".")
        try:
            return Money.of(Decimal(plain), self.currency)
        except (InvalidOperation, UnevenMoney, ValueError):
            raise forms.ValidationError(
                f"«\u00a0{text}\u00a0» n’est pas un montant\u00a0: 1\u202f230,30 par exemple."
            ) from None


class FilterForm(forms.Form):
    """The filters of the queue."""

    q = forms.CharField(label="Numéro, SIREN ou nom", required=False)
    appel = forms.ChoiceField(label="Appel", required=False)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), *((one.value, one.label) for one in State if one is not State.DRAFT)],
    )
    bareme = forms.ChoiceField(
        label="Réponse du barème", required=False, choices=[("", "Toutes"), *VERDICTS.items()]
    )
    tenue = forms.ChoiceField(label="Tenue par", required=False, choices=[("", "Tous"), *HELD.items()])
    proposee = forms.ChoiceField(
        label="Proposition", required=False, choices=[("", "Toutes"), *Outcome.choices]
    )
    correction = forms.BooleanField(label="Correction attendue", required=False)

    def __init__(self, *args: Any, calls: list[Call], quebec: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if quebec:
            self.fields["q"].label = "Numéro, NEQ ou nom"
        field = self.fields["appel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", "Tous"), *((str(call.pk), call.title) for call in calls)]

    def wanted(self, without: list[str]) -> Filter:
        """The filter, also of an address that somebody mistyped: what does not fit is left out."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        call = data.get("appel")
        return Filter(
            call=int(call) if call else None,
            state=data.get("etat", ""),
            verdict=data.get("bareme", ""),
            held=data.get("tenue", ""),
            proposed=data.get("proposee", ""),
            correction="oui" if data.get("correction") else "",
            words=data.get("q", ""),
            without=tuple(without),
        )


class CorrectionForm(forms.Form):
    reason = forms.ChoiceField(label="Motif", choices=CorrectionReason.choices)
    message = forms.CharField(
        label="Ce que le demandeur doit faire",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Dites au demandeur ce qui est attendu."},
    )
    facts = forms.MultipleChoiceField(
        label="Réponses à revoir", required=False, widget=forms.CheckboxSelectMultiple
    )
    pieces = forms.MultipleChoiceField(
        label="Pièces à renvoyer", required=False, widget=forms.CheckboxSelectMultiple
    )
    answer_by = forms.DateField(
        label="Réponse attendue pour le", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, application: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rules = loaded(application.version)
        tops = {
            path.split(".")[0]: fact.label["fr"]
            for path, fact in rules.inputs.items()
            if fact.source != "officer" and not path.startswith(("already.", "checks."))
        }
        tops |= {name: entity.label["fr"] for name, entity in rules.entities.items()}
        self.fields["facts"].choices = list(tops.items())  # type: ignore[attr-defined]  # a choice field
        pieces = [(one.key, one.label) for one in pieces_of(application.call)]
        self.fields["pieces"].choices = pieces  # type: ignore[attr-defined]  # the same
        if not pieces:
            del self.fields["pieces"]


class ProposeForm(forms.Form):
    """A proposal. The amount is the scheme's unless another one is typed, with its reason."""

    outcome = forms.ChoiceField(label="Décision proposée", choices=Outcome.choices, widget=forms.RadioSelect)
    manual_reason = forms.CharField(
        label="Motif d’un autre montant",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Demandé seulement quand le montant n’est pas celui du barème.",
    )
    motive = forms.CharField(
        label="Motif que le demandeur lira",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Pour un refus, laissez vide pour reprendre les motifs du barème.",
    )
    field_order = ["outcome", "amount", "manual_reason", "motive"]

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"] = MoneyField(
            label="Autre montant",
            currency=currency,
            required=False,
            help_text="Laissez vide pour accorder le montant du barème.",
        )
        self.order_fields(self.field_order)


class WordsForm(forms.Form):
    """A note or a message."""

    text = forms.CharField(
        label="Texte",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez quelque chose."},
    )


class ConflictForm(forms.Form):
    why = forms.CharField(label="Motif", required=False, max_length=500)
    whole_applicant = forms.BooleanField(
        label="Pour toutes les demandes de ce demandeur", required=False, initial=True
    )


class PriorAidForm(forms.Form):
    regime = forms.ChoiceField(
        label="Régime", choices=[one for one in Regime.choices if one[0] != Regime.NONE]
    )
    giver = forms.CharField(label="Accordée par", max_length=300)
    granted_on = forms.DateField(label="Accordée le", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"] = MoneyField(label="Montant", currency=currency)


class GroupForm(forms.Form):
    """Another applicant of the same single undertaking, and what links them."""

    number = forms.CharField(
        label="Numéro de l’autre demande",
        max_length=40,
        help_text="Une demande de l’entreprise liée, à n’importe quel dispositif d’ici.",
        error_messages={"required": "Indiquez le numéro d’une demande de l’entreprise liée."},
    )
    ground = forms.ChoiceField(
        label="Ce qui lie les deux entreprises",
        choices=[(one, one) for one in GROUNDS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui lie les deux entreprises."},
    )
    source = forms.CharField(
        label="D’où vient cette information\u00a0?",
        max_length=200,
        help_text="Statuts, extrait de registre, déclaration du demandeur…",
        error_messages={"required": "Dites d’où vient cette information."},
    )
    since = forms.DateField(
        label="Depuis le",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Indiquez le jour depuis lequel elles sont liées."},
    )


class EndForm(forms.Form):
    """The last day of a link."""

    until = forms.DateField(
        label="Jusqu’au",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Indiquez le dernier jour du lien."},
    )


class RecusalForm(forms.Form):
    """Who administers keeps somebody away from a file."""

    account = forms.ChoiceField(label="Personne", error_messages={"required": "Choisissez une personne."})
    number = forms.CharField(
        label="Numéro de la demande",
        max_length=40,
        error_messages={"required": "Indiquez le numéro de la demande."},
    )
    why = forms.CharField(label="Motif", required=False, max_length=500)
    whole_applicant = forms.BooleanField(
        label="Pour toutes les demandes de ce demandeur", required=False, initial=True
    )

    def __init__(self, *args: Any, people: Iterable[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", "Choisissez"), *((pk, str(one)) for pk, one in self.people.items())]


class RunForm(forms.Form):
    """Which decision is prepared for the files of a filter, or for those that are ticked."""

    outcome = forms.ChoiceField(label="Décision à préparer", choices=Outcome.choices)
    motive = forms.CharField(
        label="Motif d’un classement",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Pour un refus, chacun lit les motifs du barème qui le concernent.",
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("outcome") == Outcome.CLOSED and not said.get("motive", "").strip():
            self.add_error("motive", "Dites le motif que les demandeurs liront.")
        return said
