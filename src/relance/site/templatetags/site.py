"""`{% load site %}`: how the public pages word what plans hold."""

from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from relance.kernel.panels import Panel
from relance.kernel.tags.typographic import spoken
from relance.plans.models import AidParameter, AnnouncedAmount, Measure, MeasurePartner, Plan, SourceDocument
from relance.plans.models.document import DocumentStatus
from relance.plans.models.parts import Sourced
from relance.plans.queries import passage_path
from relance.values.typography import NBSP, fold, number

register = template.Library()

STATUS_WORDS = {
    DocumentStatus.ADOPTED: "Plan adopté",
    DocumentStatus.REPORTED: "Plan rapporté par un tiers",
    DocumentStatus.PROMISED: "Programme promis",
    DocumentStatus.REPLY: "Réponses à des priorités",
}
UNITS = {
    "percent": "%",
    "person": "personnes",
    "month": "mois",
    "year": "ans",
    "day": "jours",
    "EUR": "€",
    "CAD": "$",
}
TITLE_AT_MOST = 110


@register.filter
def announced(amount: AnnouncedAmount) -> str:
    """A sum as the document announces it, in the typography of the page."""
    return amount.format(spoken())


@register.filter
def status_words(document: SourceDocument) -> str:
    """What the document is, for a reader who never saw it."""
    return STATUS_WORDS.get(DocumentStatus(document.status), "") if document.status else ""


@register.filter
def shortened(words: str) -> str:
    """A title that fits: whole words, the cut said by an ellipsis. The full wording stands beside."""
    if len(words) <= TITLE_AT_MOST:
        return words
    return words[:TITLE_AT_MOST].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


@register.filter
def place_words(measure: Measure, word: str) -> str:
    """ "Priorité 17", or "Mesure" where the document gives no number."""
    return f"{word.capitalize()} {measure.number}".strip()


@register.filter
def meaning_words(amount: AnnouncedAmount) -> str:
    """What a sum is for; nothing when the words only say the sum again."""
    return "" if any(sign.isdigit() for sign in amount.meaning) else amount.meaning


@register.filter
def partner_name(partner: MeasurePartner) -> str:
    """The name as this document prints it, when it is the name of the register but for its capitals."""
    name = partner.organisation.name
    return partner.wording if fold(partner.wording) == fold(name) else name


@register.filter
def parameter_words(parameter: AidParameter) -> str:
    """ "de 5 000 à 30 000 €", or the words of the document; words beside a value only when they add to it."""
    unit = UNITS.get(parameter.unit, parameter.unit)
    low, high = _figure(parameter.low), _figure(parameter.high)
    value = f"de {low} à {high}" if low and high and low != high else (high or low)
    said = f"{value}{NBSP}{unit}" if value and unit else value
    beside = "" if said and any(sign.isdigit() for sign in parameter.wording) else parameter.wording
    return " – ".join(words for words in (said, beside) if words)


def _figure(plain: str) -> str:
    """A decimal written plainly ("1500", "12.5") as the page writes numbers."""
    return number(Decimal(plain), spoken()) if plain else ""


@register.simple_tag
def source_url(row: Sourced) -> str:
    """The address of the stored text at the place of these words; empty for a paraphrase."""
    if row.source is None:
        return ""
    start, end = row.start or 0, row.end or 0
    return passage_path(row.authority.slug, row.source.document_id, start, end, row.source.reader_version)


@register.simple_tag
def source_link(row: Sourced) -> SafeString:
    """The link from a fact to its words, where it has a place in a stored text."""
    address = source_url(row)
    if not address:
        return SafeString("")
    return format_html('<p class="meta"><a href="{}">Lire le passage</a></p>', address)


@register.simple_tag
def public_document_url(plan: Plan) -> str:
    """The address of the stored text of the plan's document; empty when we hold none."""
    document = plan.document
    if document is None or not document.texts.exists():
        return ""
    return passage_path(plan.authority.slug, document.pk, 0, 0).partition("?")[0]


@register.simple_tag(takes_context=True)
def show_panel(context: dict[str, Any], panel: Panel) -> str:
    """What an app shows about the subject of the page."""
    return render_to_string(
        panel.template, {**panel.context, "authority": context["authority"]}, context["request"]
    )
