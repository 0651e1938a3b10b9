"""What officers fill in to describe a scheme and its calls."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from relance.kernel.forms import DocumentField
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import Role
from relance.ledger import queries as ledger
from relance.schemes.models import Call, Regime, Scheme
from relance.schemes.rules.pieces import KINDS, MEGA, BadPiece, asked
from relance.values.money import Money, UnevenMoney
from relance.values.typography import fold

LETTERS = [
    ("acceptance", "Notification d’accord"),
    ("refusal", "Notification de refus"),
    ("closing", "Classement sans suite"),
    ("agreement", "Convention"),
    ("charter", "Charte"),
]


class SchemeForm(forms.ModelForm[Scheme]):
    """What lasts of a scheme. Its rules come as files, beside."""

    class Meta:
        model = Scheme
        fields = [
            "title",
            "measure_key",
            "legal_ground",
            "regime",
            "once",
            "keep_drafts",
            "keep_refused",
            "keep_closed",
            "keep_accepted",
        ]
        help_texts = {
            "legal_ground": "Sans lui, aucun appel n’ouvre (CGCT L1511-2, L1511-3, loi 2000-321…).",
        }

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "Aucune"), *measures]
        self.fields["measure_key"] = forms.ChoiceField(
            label="Mesure du plan", choices=choices, required=False
        )
        self.fields["regime"] = forms.ChoiceField(label="Plafonds d’aides suivis", choices=Regime.choices)


class RulesForm(forms.Form):
    """A text of rules: a file, from a day on."""

    file = DocumentField(label="Fichier du barème", kinds=["yaml", "yml"], limit=MEGA)
    applies_from = forms.DateField(
        label="S’applique depuis le",
        required=False,
        help_text="Vide\u00a0: depuis le début de validité écrit dans le barème.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    confirmed = forms.BooleanField(label="J’ai lu les changements", required=False, widget=forms.HiddenInput)


class UnitsField(forms.CharField):
    """An amount typed in units of a currency, kept in minor units."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return str(Money(value, self.currency).units).replace(".", ",")
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        plain = "".join(c for c in str(text) if c not in " \u00a0\u202f€$").replace(",", ".")
        try:
            sum_ = Money.of(Decimal(plain), self.currency)
        except (InvalidOperation, UnevenMoney, ValueError):
            raise forms.ValidationError(
                f"«\u00a0{text}\u00a0» n’est pas un montant\u00a0: 23\u202f000 par exemple."
            ) from None
        if sum_.minor < 0:
            raise forms.ValidationError("Un seuil n’est pas négatif.")
        return sum_.minor


class CallForm(forms.Form):
    """A call. Pieces are written one a line: "Bail ; pdf, jpg ; 10 Mo", with "facultative" or "identité"."""

    title = forms.CharField(label="Intitulé", max_length=300)
    presentation = forms.CharField(
        label="Présentation", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.CharField(label="Service à joindre", max_length=300, required=False)
    envelope_id = forms.TypedChoiceField(label="Enveloppe", required=False, coerce=int, empty_value=None)
    legal_ground = forms.CharField(
        label="Fondement juridique",
        max_length=500,
        required=False,
        help_text="Sans lui, l’appel n’ouvre pas.",
    )
    opens_on = forms.DateField(
        label="Ouvre le", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    closes_on = forms.DateField(
        label="Ferme à la fin du",
        required=False,
        help_text="Le dernier jour est ouvert jusqu’à minuit.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    pieces = forms.CharField(
        label="Pièces demandées",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une par ligne\u00a0: intitulé\u00a0; formats\u00a0; taille\u00a0; "
        "facultative ou identité. "
        "Par exemple\u00a0: «\u00a0Bail commercial\u00a0; pdf, jpg\u00a0; 10 Mo\u00a0».",
    )
    answer_within = forms.IntegerField(
        label="Délai de réponse, en mois",
        required=False,
        min_value=1,
        max_value=24,
        help_text="Celui que votre collectivité a vérifié\u00a0: le récépissé le dit, une demande de "
        "correction le suspend. Vide\u00a0: aucun n’est dit.",
    )
    letters = forms.MultipleChoiceField(
        label="Courriers", choices=LETTERS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, authority: Authority, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [one for one in ledger.envelopes(authority) if one.currency == currency and not one.is_closed]
        field = self.fields["envelope_id"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  # declared above
        field.choices = [
            ("", "Choisir…"),
            *((str(one.id), "\u2003" * one.depth + one.name) for one in rows),
        ]
        self.fields["agreement_above"] = UnitsField(
            label="Convention au-delà de", currency=currency, required=False
        )
        self.fields["delegated_up_to"] = UnitsField(
            label="Toute personne qui décide, jusqu’à",
            currency=currency,
            required=False,
            help_text="Vide\u00a0: sans limite. Au-delà, il faut une délégation.",
        )

    def clean_pieces(self) -> list[dict[str, Any]]:
        text: str = self.cleaned_data["pieces"]
        try:
            return [one.as_json() for one in asked(map(_piece, filter(str.strip, text.splitlines())))]
        except BadPiece as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "La fermeture vient après l’ouverture.")
        return data


class CloseForm(forms.Form):
    why = forms.CharField(
        label="Motif de la fermeture",
        max_length=500,
        error_messages={"required": "Dites pourquoi l’appel ferme avant son terme."},
    )


class DelegationForm(forms.Form):
    """Who may decide above the common limit."""

    account = forms.ModelChoiceField(
        label="Personne", queryset=Account.objects.none(), empty_label="Choisir…"
    )

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        deciders = Membership.objects.filter(authority=call.authority, role=Role.DECIDER)
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = Account.objects.filter(pk__in=deciders.values("account"))
        self.fields["up_to"] = UnitsField(
            label="Jusqu’à",
            currency=call.scheme.currency,
            required=False,
            help_text="Vide\u00a0: sans limite.",
        )


def initial_of(call: Call) -> dict[str, Any]:
    """What the form of a call shows at first."""
    names = ("title", "presentation", "contact", "envelope_id", "legal_ground", "opens_on", "closes_on")
    known = {name: getattr(call, name) for name in names}
    return known | {
        "letters": call.letters,
        "answer_within": call.answer_within,
        "agreement_above": call.agreement_above,
        "delegated_up_to": call.delegated_up_to,
        "pieces": "\n".join(_line(row) for row in call.pieces),
    }


def _piece(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.replace("\u00a0", " ").split(";")]
    label, rest = parts[0], parts[1:]
    row: dict[str, Any] = {"key": _key(label), "label": label}
    for part in rest:
        low = part.lower()
        if low.endswith("mo") and low[:-2].strip().isdigit():
            row["limit"] = int(low[:-2]) * MEGA
        elif low in ("facultative", "facultatif"):
            row["required"] = False
        elif low in ("identité", "identite"):
            row["identity"] = True
        elif kinds := [kind.strip() for kind in low.split(",") if kind.strip()]:
            row["kinds"] = kinds
    if set(row.get("kinds", ())) - set(KINDS):
        strange = sorted(set(row["kinds"]) - set(KINDS))
        raise BadPiece(
            f"{label}\u00a0: «\u00a0{', '.join(strange)}\u00a0» n’est pas admis, mais {', '.join(KINDS)}."
        )
    return row


def _line(row: dict[str, Any]) -> str:
    parts = [row["label"], ", ".join(row["kinds"]), f"{row['limit'] // MEGA} Mo"]
    parts += [] if row["required"] else ["facultative"]
    parts += ["identité"] if row["identity"] else []
    return "\u00a0; ".join(parts)


def _key(label: str) -> str:
    return "_".join(word for word in fold(label).split() if word.isalnum())[:60] or "piece"
