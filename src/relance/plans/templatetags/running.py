"""What the pages of a plan that is run need beside the common tags."""

from collections.abc import Mapping

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from relance.plans.models import TaxBasis
from relance.plans.queries.running.sheets import EDITED

register = template.Library()
BESIDE = {
    "task": "Tâche",
    "attachment": "Pièce jointe",
    "dependency": "Dépendance",
    "team": "Équipe",
    "partner": "Partenaire",
    "strategy": "Stratégie",
    "part": "Sous-mesure",
    "cost": "Coût prévu",
    "forecast": "Financement prévu",
}


@register.filter
def yes(cells: Mapping[str, bool], name: str) -> bool:
    """Whether this field of a row is theirs to change."""
    return cells.get(name, False)


@register.filter
def of_form(field: BoundField, form: str) -> SafeString:
    """The field, sent by a form that stands elsewhere on the page."""
    return field.as_widget(attrs={"form": form})


@register.filter
def field_word(field: str) -> str:
    """The word for a field of a history."""
    return EDITED.get(field) or BESIDE.get(field) or "Champ du plan"


@register.filter
def basis_word(basis: str) -> str:
    return str(TaxBasis(basis).label)
