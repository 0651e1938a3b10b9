"""Numbers as drawings and addresses want them, whatever the language of the page."""

from django import template

register = template.Library()


@register.filter
def unlocalized(value: float) -> str:
    """12.5 → "12.5", never "12,5"."""
    return f"{value:g}" if abs(value) < 100_000 else f"{value:.0f}"


@register.filter
def degrees(value: int) -> str:
    """44234500 millionths → "44.234500"."""
    return f"{value / 1e6:.6f}"
