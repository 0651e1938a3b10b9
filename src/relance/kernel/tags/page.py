"""The page itself and the ways through it: language, tabs, steps, tasks, answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from relance.kernel import components as parts
from relance.kernel.icons import ICONS
from relance.kernel.tags import register
from relance.values.typography import locale_of


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


@register.inclusion_tag("components/tabs.html")
def tabs(links: Sequence[parts.Link], label: str) -> dict[str, object]:
    """Views of one thing, as links; `label` says of what."""
    return {"links": links, "label": label}


@register.inclusion_tag("components/steps.html")
def steps(steps: Sequence[parts.Step]) -> dict[str, object]:
    return {"steps": steps}


@register.inclusion_tag("components/tasks.html")
def tasks(tasks: Sequence[parts.Task]) -> dict[str, object]:
    return {"tasks": tasks}


@register.inclusion_tag("components/answers.html")
def answers(answers: Sequence[parts.Answer]) -> dict[str, object]:
    """“Vérifier vos réponses”: each answer with its link to change it."""
    return {"answers": answers}


@register.inclusion_tag("components/toast.html")
def toast(text: str, still: bool = False) -> dict[str, object]:
    """A word that may be missed; never for what matters. `still` keeps it in the flow."""
    return {"text": text, "still": still}
