"""Typography: what a page writes in its own locale."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from relance.kernel.tags import register
from relance.values import typography
from relance.values.horizon import Horizon
from relance.values.money import Money
from relance.values.typography import Locale, locale_of


def spoken() -> Locale:
    """The locale in which this page is written; base.html sets it to its authority's."""
    return locale_of(get_language() or settings.LANGUAGE_CODE)


@register.filter
def money(value: Money | int | None, currency: str = "") -> str:
    """A sum in full: `{{ envelope.voted|money }}`, or minor units with their currency."""
    if value is None:
        return ""
    if isinstance(value, int):
        value = Money(value, currency)
    return value.format(spoken())


@register.filter
def horizon(value: Horizon | None) -> str:
    return value.format(spoken()) if value else ""


def _day(value: date) -> date:
    """The day of a moment, in the time zone of the page."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def long_date(value: date | None) -> str:
    """A day in full: "1er janvier 2024"; a moment gives its day in the time zone of the page."""
    return typography.long_date(_day(value), spoken()) if value else ""


@register.filter
def short_date(value: date | None) -> str:
    """A day in a table: 05/03/2024 in France, 2024-03-05 in Québec."""
    return typography.short_date(_day(value), spoken()) if value else ""


@register.filter
def number(value: int | Decimal | None) -> str:
    return typography.number(value, spoken()) if value is not None else ""


@register.filter
def percent(value: Decimal | None, places: int = 0) -> str:
    """A ratio (0.725) as a percentage (72,5 % with `percent:1`)."""
    return typography.percent(value, spoken(), places=places) if value is not None else ""


@register.filter
def punctuate(value: object) -> str:
    """Spaces, apostrophes and quotation marks as the locale asks; markup is left as it is."""
    if isinstance(value, SafeString):
        return value
    return typography.punctuate(str(value), spoken())


@register.filter
def quoted(value: object) -> str:
    return typography.quote(str(value), spoken())
