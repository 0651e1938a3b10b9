"""Calls: written, opened, closed; who may decide above which amount."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.kernel.permissions import may
from relance.schemes import actions, queries
from relance.schemes.actions.calls import what_lacks
from relance.schemes.actions.schemes import slug_of
from relance.schemes.forms import CallForm, CloseForm, DelegationForm, initial_of
from relance.schemes.models import Call, Delegation
from relance.schemes.permissions import EDIT, OPEN, acting, call_for, scheme_for
from relance.schemes.views.schemes import call_chip
from relance.values.money import Money

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def new(request: HttpRequest, authority: str, scheme: str) -> HttpResponse:
    """A new call of a scheme, in preparation."""
    row = scheme_for(request.user, authority, scheme, EDIT)
    initial = {"legal_ground": row.legal_ground, "title": row.title}
    form = CallForm(request.POST or None, authority=row.authority, currency=row.currency, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        slug = slug_of(data["title"])
        if not slug or Call.objects.of(row.authority).filter(slug=slug).exists():
            form.add_error("title", "Un appel porte déjà cet intitulé\u00a0: ajoutez l’année, par exemple.")
        else:
            made = actions.make_call(
                scheme=row, slug=slug, by=acting(request.user), at=timezone.now(), **data
            )
            messages.success(request, "L’appel est en préparation.")
            return _to(made)
    return _form(request, row.authority, form, title="Nouvel appel", scheme=row)


@require_safe
def call(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    """A call: what it asks, what it lacks before it opens, who may decide."""
    row = call_for(request.user, authority, call)
    return _page(request, row)


@require_http_methods(BOTH)
def change(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    row = call_for(request.user, authority, call, EDIT)
    form = CallForm(
        request.POST or None,
        authority=row.authority,
        currency=row.scheme.currency,
        initial=initial_of(row),
    )
    if request.method == "POST" and form.is_valid():
        changed = {name: value for name, value in form.cleaned_data.items() if value != getattr(row, name)}
        try:
            if changed:
                actions.change_call(call=row, by=acting(request.user), at=timezone.now(), **changed)
        except actions.CannotOpen as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "L’appel est modifié.")
            return _to(row)
    return _form(request, row.authority, form, title="Modifier l’appel", scheme=row.scheme)


@require_POST
def open_(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    row = call_for(request.user, authority, call, OPEN)
    try:
        actions.open_call(call=row, by=acting(request.user), at=timezone.now())
    except actions.CannotOpen as refusal:
        for lack in refusal.missing:
            messages.error(request, lack)
    else:
        messages.success(request, "L’appel est ouvert.")
    return _to(row)


@require_POST
def close(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    row = call_for(request.user, authority, call, OPEN)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, row, close_form=form, status=422)
    try:
        actions.close_call(call=row, why=form.cleaned_data["why"], by=acting(request.user), at=timezone.now())
    except actions.CannotOpen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "L’appel est fermé.")
    return _to(row)


@require_POST
def delegate(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    row = call_for(request.user, authority, call, OPEN)
    form = DelegationForm(request.POST, call=row)
    if not form.is_valid():
        return _page(request, row, delegation_form=form, status=422)
    actions.delegate(
        call=row,
        account=form.cleaned_data["account"],
        up_to=form.cleaned_data["up_to"],
        by=acting(request.user),
        at=timezone.now(),
    )
    messages.success(request, f"{form.cleaned_data['account']} a une délégation pour cet appel.")
    return _to(row)


def _to(row: Call) -> HttpResponse:
    return redirect("schemes:call", authority=row.authority.slug, call=row.slug)


def _page(request: HttpRequest, row: Call, *, status: int = 200, **forms: Any) -> HttpResponse:
    currency = row.scheme.currency
    held = Delegation.objects.of(row.authority).filter(call=row).select_related("account")
    context = {
        "authority": row.authority,
        "call": row,
        "scheme": row.scheme,
        "chip": call_chip(row),
        "lacks": () if row.opened_at else what_lacks(row),
        "pieces": queries.pieces_of(row),
        "agreement_above": _money(row.agreement_above, currency),
        "delegated_up_to": _money(row.delegated_up_to, currency),
        "delegations": [(one.account, _money(one.up_to, currency)) for one in held],
        "may_edit": may(request.user, EDIT, row.authority),
        "may_open": may(request.user, OPEN, row.authority),
        "close_form": CloseForm(auto_id="fermer_%s"),
        "delegation_form": DelegationForm(call=row, auto_id="deleguer_%s"),
        **forms,
    }
    return render(request, "schemes/call.html", context, status=status)


def _form(request: HttpRequest, authority: Any, form: CallForm, **more: Any) -> HttpResponse:
    context = {"authority": authority, "form": form, **more}
    return render(request, "schemes/call_form.html", context, status=422 if request.method == "POST" else 200)


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
