"""Small parts, and those that hold text between two tags."""

from datetime import date
from decimal import Decimal

from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from relance.kernel import components as parts
from relance.kernel.icons import ICONS
from relance.kernel.tags import register
from relance.kernel.tags.typographic import short_date, spoken
from relance.values import typography
from relance.values.money import Money


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
    """What a table prints for a value: a link, a chip, a sum, a number, a day; a dash for None."""
    if isinstance(value, parts.Link):
        return format_html('<a href="{}">{}</a>', value.url, value.text)
    if isinstance(value, parts.Chip):
        return chip(value)
    if value is None:
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


@register.inclusion_tag("components/breadcrumb.html", takes_context=True)
def breadcrumb(context: Context, *pairs: str) -> dict[str, object]:
    """`{% breadcrumb "Plan" url_b "Mesure 17" %}`: the last, without url, is this page.

    The way begins at the page of the authority, said or not, wherever the page belongs to one.
    """
    links = [
        parts.Link(text, pairs[i + 1] if i + 1 < len(pairs) else "")
        for i, text in enumerate(pairs)
        if i % 2 == 0
    ]
    authority = context.get("authority")
    said = authority and links and links[0].text in (authority.name, "Accueil")
    return {"links": links, "root": None if said else authority}


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
