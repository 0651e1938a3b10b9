"""Facts that an officer establishes: which are known and from where, and one page for each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

import bareme
from bareme.model import say
from relance.applications import actions
from relance.applications.forms.answers import AwayForm, FactForm
from relance.applications.models import Application
from relance.applications.models import State as FileState
from relance.applications.permissions import acting, application_for
from relance.applications.queries.asking import state_of
from relance.applications.rules.asking import facts as known_facts
from relance.applications.rules.asking import pages
from relance.applications.rules.asking.pages import Page, State
from relance.applications.rules.facts import source_words
from relance.applications.rules.worded import told_facts
from relance.applications.views.officers.case import back, name_of
from relance.applications.views.public.asking import add_row, remove_row, rows_of
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.errors import Missing
from relance.schemes import queries as schemes
from relance.values.typography import locale_of


@require_safe
def facts(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Everything the scheme asks, what is known of it and from where; each opens its page."""
    row = application_for(request.user, authority, number)
    state = _state(row)
    wanted = _wanted(state)
    rows = []
    for key in pages.officer_keys(state.scheme):
        value = known_facts.get(row.facts, key)
        source = row.sources.get(known_facts.top(key), {})
        known = value not in (None, {}, [])
        missing = Chip("Il manque", "warning") if key in wanted else Chip("Sans effet ici", "neutral")
        rows.append(
            Row(
                [
                    Link(_title(state, key), _url(row, key)) if _is_open(row) else _title(state, key),
                    _words(state, key, value) if known else missing,
                    source_words(source) if known else None,
                ]
            )
        )
    columns = [Column("Fait"), Column("Valeur retenue"), Column("Source")]
    context = {
        "authority": row.authority,
        "row": row,
        "applicant": name_of(row),
        "table": Table("Ce que demande le dispositif", columns, rows),
        "is_open": _is_open(row),
    }
    return render(request, "applications/officers/facts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, authority: str, number: str, page: str) -> HttpResponse:
    """One fact, or one list: what is kept of it, and where it comes from."""
    row = application_for(request.user, authority, number)
    state = _state(row)
    asked = _page_or_missing(state, page)
    locale = locale_of(row.authority.locale)
    posted = request.POST if request.method == "POST" else None
    rows = rows_of(asked, row.facts, locale)
    away = posted is not None and "retirer" in posted
    form = FactForm(asked, None if away else posted, known=row.facts, locale=locale)
    away_form = AwayForm(rows, posted if away else None)
    sent: FactForm | AwayForm = away_form if away else form
    if posted is not None and sent.is_valid():
        try:
            actions.set_fact(
                application=row,
                facts=_left(row, asked, away_form) if away else _given(row, asked, form),
                why=sent.cleaned_data["why"],
                by=acting(request.user),
                at=timezone.now(),
            )
        except actions.ApplicationError as refusal:
            sent.add_error(None, str(refusal))
        else:
            messages.success(request, "C’est retenu, et le demandeur en est prévenu.")
            return redirect(_url(row, page)) if asked.many else back(row)
    context = {
        "authority": row.authority,
        "row": row,
        "applicant": name_of(row),
        "page": asked,
        "form": form,
        "away_form": away_form,
        "away": away,
        "rows": rows,
        "known": known_facts.get(row.facts, page) not in (None, {}, []),
        "source": source_words(row.sources.get(known_facts.top(page), {})),
        "is_open": _is_open(row),
    }
    status = 422 if posted is not None else 200
    return render(request, "applications/officers/fact.html", context, status=status)


def _given(row: Application, asked: Page, form: FactForm) -> dict[str, Any]:
    """The facts of the file with what was typed, by the name they stand under."""
    if asked.many:
        return {asked.key: add_row(row.facts, asked.key, form.facts)[asked.key]}
    facts: dict[str, Any] = row.facts
    for path, value in form.facts.items():
        facts = known_facts.put(facts, path, value)
    top = known_facts.top(asked.key)
    return {top: facts[top]}


def _left(row: Application, asked: Page, form: AwayForm) -> dict[str, Any]:
    """The facts of the file without what is taken away; None where nothing is left of it."""
    if asked.many and "rank" in form.cleaned_data:
        return {asked.key: remove_row(row.facts, asked.key, form.cleaned_data["rank"])[asked.key]}
    top = known_facts.top(asked.key)
    return {top: known_facts.drop(row.facts, asked.key).get(top)}


def _state(row: Application) -> State:
    return state_of(row, schemes.call_today(row.call, timezone.now()))


def _page_or_missing(state: State, key: str) -> Page:
    if key not in pages.officer_keys(state.scheme):
        raise Missing("Ce dispositif ne demande rien de tel.")
    try:
        return pages.page_of(state, key, officer=True)
    except KeyError:
        raise Missing("Ce dispositif ne demande rien de tel.") from None


def _wanted(state: State) -> frozenset[str]:
    try:
        return frozenset(pages.unknown_to_officers(state))
    except bareme.BaremeError:  # the page of the file says what the rules do not take
        return frozenset()


def _is_open(row: Application) -> bool:
    return row.state == FileState.INSTRUCTION


def _title(state: State, key: str) -> str:
    if key in state.scheme.entities:
        return say(state.scheme.entities[key].label)
    if key in state.scheme.inputs:
        return say(state.scheme.inputs[key].label)
    return pages.page_of(state, key).title  # a place: named as it is asked


def _words(state: State, key: str, value: Any) -> str:
    """What is kept, each element of a list after the other."""
    told = told_facts(state.scheme, {key: value} if "." not in key else known_facts.put({}, key, value))
    if len(told) == 1:
        return told[0][1]
    return "\u00a0; ".join(f"{label.partition(' · ')[2] or label}\u00a0: {words}" for label, words in told)


def _url(row: Application, key: str) -> str:
    return reverse("applications:fact", args=[row.authority.slug, row.number, key])
