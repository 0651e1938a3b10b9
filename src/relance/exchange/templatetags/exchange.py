"""Numbers as drawings and addresses want them, and what the reader may do in the shop of the page."""

from typing import Any

from django import template

from relance.exchange.permissions import tasks_of
from relance.exchange.queries.buying import cookie_of

register = template.Library()


@register.filter
def unlocalized(value: float) -> str:
    """12.5 → "12.5", never "12,5"."""
    return f"{value:g}" if abs(value) < 100_000 else f"{value:.0f}"


@register.filter
def degrees(value: int) -> str:
    """44234500 millionths → "44.234500"."""
    return f"{value / 1e6:.6f}"


@register.simple_tag(takes_context=True)
def tasks_here(context: dict[str, Any]) -> dict[str, bool]:
    """What the reader may do in the shop of this page: {"orders": True, …}."""
    return {str(task): True for task in tasks_of(context["request"].user, context["seller"])}


@register.simple_tag(takes_context=True)
def has_basket(context: dict[str, Any]) -> bool:
    """Whether this browser began a basket here: without a question to the database."""
    return bool(context["request"].COOKIES.get(cookie_of(context["authority"])))
