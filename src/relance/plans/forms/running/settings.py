"""How a plan is run: its pilot, its formula, its fields, its strategies, its people."""

from typing import Any

from django import forms

from relance.kernel.models import Account, Membership
from relance.plans.forms.running.fields import area
from relance.plans.models import Contributor, FieldKind, Formula, Level, Plan
from relance.plans.queries.running.overview import running_of


class RunningForm(forms.Form):
    """Pilot, formula, age of news."""

    pilot = forms.CharField(
        label="Pilote du plan",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "intervenants", "autocomplete": "off"}),
    )
    formula = forms.ChoiceField(label="Avancement du plan", choices=Formula.choices)
    stale_after = forms.IntegerField(
        label="Sans nouvelles après (jours)", min_value=1, max_value=1000, help_text="De 1 à 1000 jours."
    )

    def __init__(self, plan: Plan, data: Any = None) -> None:
        running = running_of(plan)
        super().__init__(
            data,
            initial={
                "pilot": running.pilot.name if running.pilot else "",
                "formula": running.formula,
                "stale_after": running.stale_after,
            },
        )


class CustomFieldForm(forms.Form):
    name = forms.CharField(
        label="Nom du champ", max_length=100, error_messages={"required": "Nommez le champ."}
    )
    kind = forms.ChoiceField(label="Sorte", choices=FieldKind.choices)
    choices = forms.CharField(
        label="Choix", widget=area(4), required=False, help_text="Pour une liste, un choix par ligne."
    )
    seen_by = forms.ChoiceField(label="Visible par", choices=Level.choices, initial=Level.INTERNAL)
    edited_by = forms.ChoiceField(
        label="Modifiable par",
        choices=[("team", "Le pilote et la rédaction"), ("editors", "La rédaction")],
        initial="editors",
    )


class PlanStrategyForm(forms.Form):
    title = forms.CharField(
        label="Stratégie", max_length=300, error_messages={"required": "Nommez la stratégie."}
    )
    body = forms.CharField(label="Portée par", max_length=300, required=False)
    address = forms.URLField(label="Adresse", required=False, assume_scheme="https")


class PersonForm(forms.Form):
    """Two names that are one person, or a name whose account is known now."""

    one = forms.TypedChoiceField(label="Ce nom", coerce=int)
    into = forms.TypedChoiceField(
        label="est la même personne que", coerce=int, required=False, empty_value=None
    )
    account = forms.TypedChoiceField(label="ou a le compte", coerce=int, required=False, empty_value=None)

    def __init__(self, plan: Plan, data: Any = None) -> None:
        super().__init__(data)
        owner = plan.authority
        people = [
            (str(one.pk), f"{one.name}{' (compte)' if one.account_id else ''}")
            for one in Contributor.objects.of(owner).filter(merged_into__isnull=True)
        ]
        accounts = Account.objects.filter(
            pk__in=Membership.objects.filter(authority=owner).values("account"), is_active=True
        )
        offered: dict[str, list[tuple[str, str]]] = {
            "one": people,
            "into": [("", "Personne"), *people],
            "account": [("", "Aucun"), *((str(one.pk), str(one)) for one in accounts.order_by("name", "pk"))],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared so above
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("into")) == bool(cleaned.get("account")):
            self.add_error("into", "Choisissez un autre nom, ou un compte.")
        return cleaned
