"""A buyer's pages: basket, order behind its secret address, receipt. All of them work without JavaScript."""

import secrets
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from relance.exchange.actions import buying
from relance.exchange.actions.buying import BuyingError
from relance.exchange.forms.buying import OrderForm, PutForm
from relance.exchange.models import Basket, OrderPart
from relance.exchange.queries.buying import (
    BasketView,
    basket_called,
    basket_view,
    cookie_of,
    order_called,
    receipt_of,
)
from relance.exchange.rules.buying.payment import PROVIDERS
from relance.exchange.rules.buying.steps import Step, Who
from relance.exchange.rules.buying.words import moment, span
from relance.kernel.components import Event
from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import authority_called
from relance.values.typography import Locale, locale_of, long_date

DAY = 24 * 3600


@require_POST
def put(request: HttpRequest, authority: str) -> HttpResponse:
    """Add to the basket, which is made for whoever has none; back to the basket, with what went wrong."""
    who = authority_called(authority)
    form = PutForm(request.POST)
    made = _basket(request, who)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("exchange:basket", who.slug)
    said, now = form.cleaned_data, timezone.now()
    basket = made or buying.new_basket(authority=who, by=_account(request), now=now)
    try:
        buying.put(
            basket=basket,
            stock=said["stock"],
            quantity=max(said["quantity"], 1),
            cycle=said["cycle"],
            now=now,
        )
    except BuyingError as refusal:
        messages.error(request, str(refusal))
    response = redirect("exchange:basket", who.slug)
    if made is None:
        response.set_cookie(
            cookie_of(who),
            basket.token,
            max_age=DAY,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
            path=f"/{who.slug}/",
        )
    return response


@require_POST
def change(request: HttpRequest, authority: str) -> HttpResponse:
    """Another quantity of a line; zero takes it out."""
    who = authority_called(authority)
    basket = _basket(request, who)
    form = PutForm(request.POST)
    if basket is None:
        messages.error(request, "Votre panier n’existe plus\u00a0: il se garde un jour.")
        return redirect("exchange:basket", who.slug)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("exchange:basket", who.slug)
    try:
        buying.set_quantity(
            basket=basket,
            stock=form.cleaned_data["stock"],
            quantity=form.cleaned_data["quantity"],
            now=timezone.now(),
        )
    except BuyingError as refusal:
        messages.error(request, str(refusal))
    return redirect("exchange:basket", who.slug)


@never_cache
def basket(request: HttpRequest, authority: str) -> HttpResponse:
    """The basket, shop by shop, and the form that reserves it."""
    who = authority_called(authority)
    made = _basket(request, who)
    now = timezone.now()
    view = basket_view(made, now=now) if made else BasketView(parts=(), currency=who.currency)
    if request.method == "POST" and made is not None:
        return _order(request, who, made, view)
    form = None
    if view.count:
        first = {"total": view.total, "key": secrets.token_urlsafe(24)} | _known(request)
        form = OrderForm(initial=first, view=view, zone=who.zone, locale=_locale(who))
    return _page(request, who, view, form)


@require_safe
@never_cache
def order(request: HttpRequest, authority: str, token: str) -> HttpResponse:
    """What became of an order, for whoever has its address."""
    who = authority_called(authority)
    view = order_called(who, token)
    parts = [
        {
            "view": one,
            "events": [
                Event(
                    moment(event.at, who.zone, _locale(who)),
                    event.words or event.get_state_display(),
                    event.at.astimezone(who.zone).date().isoformat(),
                )
                for event in one.events
            ],
            "pay": PROVIDERS[one.part.payment].words(one.seller.name),
            "may_cancel": Step.CANCELLED in one.may,
            "has_receipt": one.part.state == Step.HANDED_OVER,
            "when": _span(one.starts_at, one.ends_at, who),
        }
        for one in view.parts
    ]
    context = {"authority": who, "order": view, "parts": parts, "currency": who.currency}
    response = render(request, "exchange/buying/order.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def cancel(request: HttpRequest, authority: str, token: str, number: int) -> HttpResponse:
    """Give up a part that is not ready yet."""
    who = authority_called(authority)
    part = _part(who, token, number)
    try:
        buying.cancel(part=part, who=Who.BUYER, why="", now=timezone.now())
        messages.success(request, f"La commande chez {part.seller.name} est annulée.")
    except BuyingError as refusal:
        messages.error(request, str(refusal))
    return redirect("exchange:order", who.slug, token)


@require_safe
@never_cache
def receipt(request: HttpRequest, authority: str, token: str, number: int) -> HttpResponse:
    """The frozen receipt of a part, to print."""
    who = authority_called(authority)
    part = _part(who, token, number)
    found = receipt_of(part)
    if found is None:
        raise Missing("Le reçu vient avec la commande, quand elle est remise.")
    context = {
        "authority": who,
        "receipt": found,
        "day": long_date(found.made_at.astimezone(who.zone).date(), _locale(who)),
        "token": token,
    }
    return render(request, "exchange/buying/receipt.html", context)


# --- inside ---------------------------------------------------------------------------
def _order(request: HttpRequest, who: Authority, made: Basket, view: BasketView) -> HttpResponse:
    form = OrderForm(request.POST.dict(), view=view, zone=who.zone, locale=_locale(who))
    if form.is_valid():
        try:
            placed = buying.place(
                basket=made,
                buyer=form.buyer(_account(request)),
                slots=form.slots(view),
                seen_total=form.cleaned_data["total"],
                key=form.cleaned_data["key"],
                now=timezone.now(),
            )
        except BuyingError as refusal:
            now_due = basket_view(made, now=timezone.now()).total
            form.add_error(None, str(refusal))
            form.data = {**form.data, "total": str(now_due)}
        else:
            messages.success(request, "Vos articles sont réservés. Gardez l’adresse de cette page.")
            return redirect("exchange:order", who.slug, placed.token)
    return _page(request, who, view, form, status=422)


def _page(
    request: HttpRequest, who: Authority, view: BasketView, form: OrderForm | None, status: int = 200
) -> HttpResponse:
    parts = [
        {
            "part": part,
            "when": _span(part.cycle.pick_up_from, part.cycle.pick_up_until, who) if part.cycle else "",
            "no_slot": part.cycle is None and not any(not slot.is_full for slot in part.slots),
        }
        for part in view.parts
    ]
    context = {"authority": who, "view": view, "parts": parts, "form": form, "currency": view.currency}
    return render(request, "exchange/buying/basket.html", context, status=status)


def _basket(request: HttpRequest, who: Authority) -> Basket | None:
    return basket_called(who, request.COOKIES.get(cookie_of(who), ""))


def _part(who: Authority, token: str, number: int) -> OrderPart:
    """A part of this very order: its number alone opens nothing."""
    view = order_called(who, token)
    for one in view.parts:
        if one.part.pk == number:
            return one.part
    raise Missing("Cette partie de commande n’existe pas ici.")


def _account(request: HttpRequest) -> Account | None:
    return request.user if isinstance(request.user, Account) else None


def _known(request: HttpRequest) -> dict[str, str]:
    account = _account(request)
    return {"email": account.email, "name": account.name} if account else {}


def _locale(who: Authority) -> Locale:
    return locale_of(who.locale)


def _span(start: datetime | None, end: datetime | None, who: Authority) -> str:
    return span(start, end, who.zone, _locale(who)) if start and end else ""
