"""A merchant's pages about what was ordered, what is reduced and what is ordered together."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from relance.exchange.actions import buying
from relance.exchange.actions.buying import BuyingError
from relance.exchange.forms.selling import CycleForm, CycleListingForm, MissingForm, OfferForm
from relance.exchange.models import Offer, OfferRule, OrderPart, Seller
from relance.exchange.permissions import seller_to_run
from relance.exchange.queries.buying import PartView, part_of_seller
from relance.exchange.queries.selling import cycle_of, cycles_of, entries_of, listings_for_sale, offers_of
from relance.exchange.rules.buying.steps import Step, Who
from relance.exchange.rules.buying.words import moment, span
from relance.exchange.rules.staff import Task
from relance.exchange.views.common import account_of
from relance.kernel.components import Event
from relance.kernel.errors import Missing, RelanceError
from relance.values.typography import locale_of

SAID = {
    Step.CONFIRMED: "Commande n° {} confirmée\u00a0: l’acheteur est prévenu.",
    Step.READY: "Commande n° {} prête\u00a0: l’acheteur est prévenu.",
    Step.HANDED_OVER: "Commande n° {} remise\u00a0: le reçu est fait.",
    Step.CANCELLED: "Commande n° {} annulée\u00a0: l’acheteur est prévenu.",
    Step.NO_SHOW: "Commande n° {} non retirée\u00a0: ses articles sont de nouveau en vente.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def part(request: HttpRequest, authority: str, shop: str, number: int) -> HttpResponse:
    """One order at this shop: who comes, what for, and what to do next."""
    seller = seller_to_run(request.user, authority, shop, Task.ORDERS)
    view = part_of_seller(seller, number)
    if request.method == "POST":
        return _act(request, seller, view)
    locale = locale_of(seller.authority.locale)
    zone = seller.authority.zone
    context = {
        "authority": seller.authority,
        "seller": seller,
        "view": view,
        "steps": [one for one in (Step.CONFIRMED, Step.READY, Step.HANDED_OVER) if one in view.may][:2],
        "may_cancel": Step.CANCELLED in view.may,
        "may_miss": Step.NO_SHOW in view.may and view.ends_at is not None and view.ends_at <= timezone.now(),
        "when": span(view.starts_at, view.ends_at, zone, locale) if view.starts_at and view.ends_at else "",
        "events": [
            Event(
                moment(one.at, zone, locale),
                one.words or one.get_state_display(),
                one.at.astimezone(zone).date().isoformat(),
            )
            for one in view.events
        ],
        "instead": listings_for_sale(seller) if view.may else [],
    }
    return render(request, "exchange/selling/part.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def offers(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """The offers of the shop, and a new one."""
    seller = seller_to_run(request.user, authority, shop, Task.LISTINGS)
    now = timezone.now()
    today = now.astimezone(seller.authority.zone).date()
    form = OfferForm(
        request.POST if request.method == "POST" else None, seller=seller, initial={"starts_on": today}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            buying.make_offer(
                listing=said["listing"],
                rule=OfferRule(said["rule"]),
                price=said["price"],
                bundle=said["bundle"],
                bundle_paid=said["bundle_paid"],
                quantity=said["quantity"],
                words=said["words"],
                starts_on=said["starts_on"],
                ends_on=said["ends_on"],
                by=account_of(request),
                at=now,
            )
        except BuyingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La promotion est affichée à ses dates, avec son prix de référence.")
            return redirect("exchange:offers", authority=authority, shop=shop)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "form": form,
        "offers": offers_of(seller, on=today),
    }
    return render(request, "exchange/selling/offers.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_offer(request: HttpRequest, authority: str, shop: str, pk: int) -> HttpResponse:
    """End an offer before its last day."""
    seller = seller_to_run(request.user, authority, shop, Task.LISTINGS)
    offer = Offer.objects.of(seller.authority).filter(listing__seller=seller, pk=pk).first()
    if offer is None:
        raise Missing("Cette promotion n’existe pas dans cette boutique.")
    buying.withdraw_offer(offer=offer, at=timezone.now())
    messages.success(request, "La promotion est retirée.")
    return redirect("exchange:offers", authority=authority, shop=shop)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cycles(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """The grouped orders that the shop coordinates, and a new one."""
    seller = seller_to_run(request.user, authority, shop, Task.LISTINGS)
    form = CycleForm(request.POST if request.method == "POST" else None, authority=seller.authority)
    if request.method == "POST" and form.is_valid():
        try:
            made = buying.make_cycle(coordinator=seller, **form.cleaned_data)
        except BuyingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La commande groupée est prête\u00a0: ajoutez-y des annonces.")
            return redirect("exchange:cycle", authority=authority, shop=shop, pk=made.pk)
    rows = [{"cycle": one, "when": _when(seller, one.opens_at, one.closes_at)} for one in cycles_of(seller)]
    context = {"authority": seller.authority, "seller": seller, "form": form, "cycles": rows}
    return render(request, "exchange/selling/cycles.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cycle(request: HttpRequest, authority: str, shop: str, pk: int) -> HttpResponse:
    """What can be ordered in a grouped order."""
    seller = seller_to_run(request.user, authority, shop, Task.LISTINGS)
    found = cycle_of(seller, pk)
    taken_out = request.POST.get("retirer", "")
    if taken_out:
        for listing, _ in entries_of(found):
            if str(listing.pk) == taken_out:
                buying.take_from_cycle(cycle=found, listing=listing)
                messages.success(request, f"«\u00a0{listing.title}\u00a0» ne se commande plus ici.")
        return redirect("exchange:cycle", authority=authority, shop=shop, pk=pk)
    form = CycleListingForm(request.POST if request.method == "POST" else None, seller=seller)
    if request.method == "POST" and form.is_valid():
        try:
            buying.add_to_cycle(cycle=found, now=timezone.now(), **form.cleaned_data)
        except RelanceError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("exchange:cycle", authority=authority, shop=shop, pk=pk)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "cycle": found,
        "entries": entries_of(found),
        "form": form,
        "when": _when(seller, found.opens_at, found.closes_at),
        "fetch": _when(seller, found.pick_up_from, found.pick_up_until),
    }
    return render(request, "exchange/selling/cycle.html", context, status=422 if form.errors else 200)


# --- inside ---------------------------------------------------------------------------
def _act(request: HttpRequest, seller: Seller, view: PartView) -> HttpResponse:
    """Do what was pressed, and say what came of it on the page that asked."""
    now, row = timezone.now(), view.part
    asked = request.POST.get("step", "")
    try:
        if asked == "missing":
            _missing(request, seller, row, now)
            messages.success(request, "La commande est corrigée\u00a0: l’acheteur est prévenu.")
        else:
            step = Step(asked)
            _take(step, row, request.POST.get("why", ""), now)
            messages.success(request, SAID[step].format(row.number))
    except ValueError:
        messages.error(request, "Cette étape n’existe pas.")
    except BuyingError as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("from") == "day":
        return redirect("exchange:day", authority=seller.authority.slug, shop=seller.slug)
    return redirect("exchange:part", authority=seller.authority.slug, shop=seller.slug, number=row.number)


def _take(step: Step, row: OrderPart, why: str, now: datetime) -> None:
    match step:
        case Step.CONFIRMED:
            buying.confirm(part=row, now=now)
        case Step.READY:
            buying.ready(part=row, now=now)
        case Step.HANDED_OVER:
            buying.hand_over(part=row, now=now)
        case Step.CANCELLED:
            buying.cancel(part=row, who=Who.SELLER, why=why, now=now)
        case Step.NO_SHOW:
            buying.miss(part=row, now=now)
        case Step.PLACED:
            raise ValueError("a part is placed by its buyer")


def _missing(request: HttpRequest, seller: Seller, row: OrderPart, now: datetime) -> None:
    form = MissingForm(request.POST, seller=seller)
    if not form.is_valid():
        raise ValueError("not a line")
    instead = form.cleaned_data["instead"]
    if instead is None:
        buying.remove_line(part=row, line=form.cleaned_data["line"], now=now)
    else:
        buying.substitute(part=row, line=form.cleaned_data["line"], by=instead, now=now)


def _when(seller: Seller, start: datetime, end: datetime) -> str:
    locale, zone = locale_of(seller.authority.locale), seller.authority.zone
    return f"du {moment(start, zone, locale)} au {moment(end, zone, locale)}"
