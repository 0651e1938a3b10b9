"""`{% load relance %}`: the components and the typography of Relance. Syntax in docs/look.md."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict  # noqa: TID251  # tags build on the address of the page
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from relance.kernel import components as parts
from relance.kernel.icons import ICONS
from relance.values import typography
from relance.values.horizon import Horizon
from relance.values.money import Money
from relance.values.typography import Locale, locale_of

register = template.Library()


def spoken() -> Locale:
    """The locale in which this page is written; base.html sets it to its authority's."""
    return locale_of(get_language() or settings.LANGUAGE_CODE)


# --- typography -------------------------------------------------------------------------


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
    """Spaces, apostrophes and quotation marks as the locale asks. Escaped after, as any text."""
    return typography.punctuate(str(value), spoken())


@register.filter
def quoted(value: object) -> str:
    return typography.quote(str(value), spoken())


# --- small parts ------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing, hidden from readers of the page: words beside it say the same."""
    return mark_safe(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>')  # noqa: S308  # our own constants


@register.simple_tag
def chip(word: str | parts.Chip, meaning: str = "neutral") -> SafeString:
    """`{% chip "En cours" "info" %}` or `{% chip task.chip %}`."""
    state = word if isinstance(word, parts.Chip) else parts.Chip(word, meaning)
    kind = parts.Meaning(state.meaning).value
    return format_html('<span class="chip {}">{}{}</span>', kind, icon(kind), state.word)


@register.filter
def cell(value: object) -> str | SafeString:
    """What a table prints for a value: a link, a chip, a sum, a number, a day; a dash for nothing."""
    if isinstance(value, parts.Link):
        return format_html('<a href="{}">{}</a>', value.url, value.text)
    if isinstance(value, parts.Chip):
        return chip(value)
    if value is None or value == "":
        return mark_safe('<span class="soft">–<span class="unseen"> néant</span></span>')
    if isinstance(value, Money):
        return value.format(spoken())
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | Decimal):
        return typography.number(value, spoken())
    if isinstance(value, date):
        return short_date(value)
    return value if isinstance(value, SafeString) else str(value)


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*pairs: str) -> dict[str, object]:
    """`{% breadcrumb "Valmont" url_a "Plan" url_b "Mesure 17" %}`: the last, without url, is this page."""
    links = [
        parts.Link(text, pairs[i + 1] if i + 1 < len(pairs) else "")
        for i, text in enumerate(pairs)
        if i % 2 == 0
    ]
    return {"links": links}


# --- things that hold text: {% notice %}…{% endnotice %} -----------------------------------


def _block(component: str, /, content: str, **context: object) -> SafeString:
    return render_to_string(f"components/{component}.html", {"content": content, **context})


@register.simple_block_tag
def notice(content: str, meaning: str = "info", title: str = "") -> SafeString:
    return _block("notice", content, meaning=parts.Meaning(meaning).value, title=title)


@register.simple_block_tag
def empty(content: str, title: str, url: str = "", action: str = "") -> SafeString:
    """An empty list: `title` says that it is, the text what will come, `action` the next act."""
    return _block("empty_state", content, title=title, url=url, action=action)


@register.simple_block_tag
def dialog(content: str, name: str, title: str) -> SafeString:
    """Opened by `<a href="…" data-opens="name">`, whose address does the same without JavaScript."""
    return _block("dialog", content, name=name, title=title)


# --- data shown -------------------------------------------------------------------------


@register.inclusion_tag("components/quote.html")
def quote(text: str, document: str, page: str | int = "", url: str = "", lang: str = "") -> dict[str, object]:
    """The exact words of a source. `url` opens the document at the place."""
    return {"text": text, "document": document, "page": page, "url": url, "lang": lang, "exact": True}


@register.inclusion_tag("components/quote.html")
def paraphrase(text: str, document: str, url: str = "") -> dict[str, object]:
    """Our words about a plan: says so, and never wears the quotation's dress."""
    return {"text": text, "document": document, "url": url, "exact": False}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any) -> dict[str, object]:
    """Each error of the form with a link to its field; nothing when there is none."""
    errors = []
    if form.is_bound and form.errors:
        errors = [parts.Link(error) for error in form.non_field_errors()]
        for bound in form:
            errors += [parts.Link(error, f"#{anchor_of(bound)}") for error in bound.errors]
    return {"errors": errors}


@register.filter
def anchor_of(field: Any) -> str:
    """The id that a link to a field goes to: its first box, or its frame when it has none."""
    return field.id_for_label or f"{field.auto_id}_frame"


def _query(context: Mapping[str, Any]) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _address(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else "?"


@register.inclusion_tag("components/table.html", takes_context=True)
def table(context: Mapping[str, Any], table: parts.Table) -> dict[str, object]:
    """A typed table with its sort links, selection boxes and totals."""
    heads = []
    for column in table.columns:
        order, url = "", ""
        if column.sort:
            query = _query(context)
            down = table.sort == column.sort
            order = "ascending" if down else "descending" if table.sort == f"-{column.sort}" else ""
            query[table.param] = f"-{column.sort}" if down else column.sort
            query.pop("page", None)
            url = _address(query)
        heads.append({"column": column, "order": order, "url": url})

    def lines(rows: Sequence[parts.Row]) -> list[dict[str, object]]:
        return [
            {
                "key": row.key,
                "cells": [
                    {"value": value, "number": column.number, "differs": place in row.differs}
                    for place, (value, column) in enumerate(zip(row.cells, table.columns, strict=True))
                ],
            }
            for row in rows
        ]

    return {"table": table, "heads": heads, "rows": lines(table.rows), "totals": lines(table.totals)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: "Page[Any]", param: str = "page") -> dict[str, object]:
    """The links of a Django `Page`; they keep the filters and the order of the address."""

    def address(number: int) -> str:
        query = _query(context)
        query[param] = str(number)
        return _address(query)

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [
            parts.Link(str(n), address(n) if isinstance(n, int) else "", current=n == page.number)
            for n in numbers
        ],
        "before": address(page.number - 1) if page.has_previous() else "",
        "after": address(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(
    context: Mapping[str, Any], form: Any, without: Sequence[parts.Link] = (), found: str = ""
) -> dict[str, object]:
    """The filters of a list: a GET form and its "sans…" links.

    `without`: Link("sans pilote", "pilote", 3): its `url` is the value of `?sans=` that it turns on
    and off. `found` says how many rows there are: "17 mesures".
    """
    chosen = _query(context).getlist("sans")
    pills = []
    for link in without:
        query = _query(context)
        on = link.url in chosen
        query.setlist("sans", [one for one in chosen if one != link.url] if on else [*chosen, link.url])
        query.pop("page", None)
        pills.append(parts.Link(link.text, _address(query), link.count, on))
    request = context.get("request")
    return {
        "form": form,
        "pills": pills,
        "chosen": chosen,
        "found": found,
        "active": bool(request and any(value for value in request.GET.values())),
        "path": request.path if request else "",
    }


# --- the page -----------------------------------------------------------------------------


@register.simple_tag
def icon_path(name: str) -> SafeString:
    return mark_safe(ICONS[name])  # noqa: S308  # our own constants


@register.simple_tag
def today_date() -> date:
    """The day in the time zone of the page, for what is printed."""
    return timezone.localdate()


@register.simple_tag(takes_context=True)
def page_language(context: Mapping[str, Any]) -> dict[str, str]:
    """The language of this page: `code` for Django, `tag` for HTML, `name` as it calls itself.

    A French page of an authority is written as that authority writes: fr in France, fr-CA in Québec.
    """
    code = get_language() or settings.LANGUAGE_CODE
    authority = context.get("authority")
    if authority and code.startswith("fr"):
        code = authority.locale
    names = dict(settings.LANGUAGES)
    return {"code": code, "tag": locale_of(code).value, "name": str(names.get(code, code))}


@register.simple_tag(takes_context=True)
def language_choices(context: Mapping[str, Any]) -> list[dict[str, str]]:
    """The languages in which this page can be read; an authority has one French, its own."""
    authority = context.get("authority")
    return [
        {"code": code, "tag": locale_of(code).value, "name": str(name)}
        for code, name in settings.LANGUAGES
        if not (authority and code.startswith("fr") and code != authority.locale)
    ]
