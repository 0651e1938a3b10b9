"""What the pages of a plan that is run need beside the common tags."""

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from django import template
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from relance.kernel.tags.small import chip
from relance.kernel.tags.typographic import short_date
from relance.plans.models import TaxBasis
from relance.plans.queries.running.sheets import EDITED
from relance.plans.rules.running.differences import Piece, words_apart
from relance.values.typography import NBSP

register = template.Library()
SENTENCE = 30  # letters from which a text is compared word by word
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
def of_form(field: BoundField, form: str) -> SafeString:
    """The field, sent by a form that stands elsewhere on the page."""
    return field.as_widget(attrs={"form": form})


@register.filter
def short(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it is longer: `truncatechars` weighs each sign of hundreds."""
    return text if len(text) <= most else f"{normalize('NFC', text)[: most - 1].rstrip()}…"


@register.filter
def apart(one: Mapping[str, str]) -> tuple[Piece, ...]:
    """Two texts that mostly agree as pieces that stay, go and come; none for words that replace others."""
    before, after = one.get("before", ""), one.get("after", "")
    if min(len(before), len(after)) < SENTENCE:
        return ()
    pieces = words_apart(before, after)
    same = sum(len(piece.text) for piece in pieces if piece.kind == "same")
    return pieces if 2 * same >= min(len(before), len(after)) else ()


@register.filter
def field_word(field: str) -> str:
    """The word for a field of a history."""
    return EDITED.get(field) or BESIDE.get(field) or "Champ du plan"


@register.filter
def basis_word(basis: str) -> str:
    return str(TaxBasis(basis).label)


@register.simple_tag
def work_cell(one: Mapping[str, Any], field: str) -> SafeString:
    """A cell of the list, which is the link that changes it. A tag and no include: a page shows hundreds."""
    measure = one["measure"]
    shown = _shown(one, field)
    if not one["cells"].get(field):
        return shown
    address = f"{one['url']}champ/{field}/"
    return format_html(
        '<a class="change" href="{}" hx-get="{}" hx-target="closest td"><span class="unseen">{}</span>{}</a>',
        address,
        address,
        f"Changer {CELLS[field]}, {measure.title[:40]}{NBSP}: ",
        shown,
    )


CELLS = {
    "lead": "le pilote",
    "status": "l’état",
    "due_on": "l’échéance",
    "priority": "la priorité",
    "progress": "l’avancement",
}


def _shown(one: Mapping[str, Any], field: str) -> SafeString:
    row = one["row"]
    if field == "status":
        return chip(one["status"])
    said = {
        "lead": row.lead.name if row.lead else "",
        "due_on": short_date(row.due_on),
        "priority": str(row.work.get_priority_display()),
        "progress": "" if row.work.progress is None else f"{row.work.progress}{NBSP}%",
    }[field]
    return conditional_escape(said or "–")
