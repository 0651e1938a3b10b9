"""A merchant's pages: the day, the card, hours, closures."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.exchange.actions import sellers as verbs
from relance.exchange.actions.errors import ExchangeRefused
from relance.exchange.forms.card import CardForm, ClosureForm, HoursForm, PhotoForm
from relance.exchange.models import Closure, Hours, Purpose, Seller
from relance.exchange.permissions import seller_to_edit, seller_to_run, tasks_of
from relance.exchange.queries.kinds import kinds
from relance.exchange.queries.opening import hours_of
from relance.exchange.queries.running import day_of
from relance.exchange.rules import hours
from relance.exchange.rules.photos import BadPhoto
from relance.exchange.rules.staff import Task
from relance.exchange.views.common import account_of, sent_in, stored_photo
from relance.kernel.errors import Missing
from relance.kernel.files import FileRefused


@require_safe
@never_cache
def day(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """What waits today, what is missing on the card, and the four things one does most."""
    seller = seller_to_run(request.user, authority, shop, Task.ORDERS, Task.LINES)
    now = timezone.now()
    context = {
        "authority": seller.authority,
        "seller": seller,
        "day": day_of(seller, at=now),
        "times": hours_of(seller, now),
        "acts": Task.ORDERS in tasks_of(request.user, seller),
        "kinds": [kind for kind in kinds().values() if "offer" in kind.directions],
    }
    return render(request, "exchange/day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def card(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """The card, by its owner; by officers while the shop is nobody's."""
    seller = seller_to_edit(request.user, authority, shop)
    form = CardForm(request.POST if request.method == "POST" else None, seller=seller)
    if request.method == "POST" and form.is_valid():
        values = form.values
        if seller.state == "listed":
            values.pop("sells")  # selling online begins with an owner
        verbs.edit_card(seller=seller, values=values, by=account_of(request), at=timezone.now())
        messages.success(request, "La fiche est à jour.")
        return redirect("exchange:shop", authority=authority, shop=shop)
    if seller.state == "listed":
        del form.fields["sells"]
    context = {"authority": seller.authority, "seller": seller, "form": form}
    return render(request, "exchange/card.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def photo(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """The picture of the shop: made smaller, without what the camera wrote into it."""
    seller = seller_to_edit(request.user, authority, shop)
    by = account_of(request)
    form = PhotoForm(*sent_in(request))
    if request.method == "POST" and "retirer" in request.POST:
        verbs.set_photo(seller=seller, photo=None, words="", by=by, at=timezone.now())
        messages.success(request, "La photo est retirée.")
        return redirect("exchange:shop", authority=authority, shop=shop)
    if request.method == "POST" and form.is_valid():
        try:
            kept = stored_photo(form.cleaned_data["photo"], authority=seller.authority, by=by)
        except (BadPhoto, FileRefused) as refusal:
            form.add_error("photo", str(refusal))
        else:
            words = form.cleaned_data["photo_words"]
            verbs.set_photo(seller=seller, photo=kept, words=words, by=by, at=timezone.now())
            messages.success(request, "La photo est en place.")
            return redirect("exchange:shop", authority=authority, shop=shop)
    context = {"authority": seller.authority, "seller": seller, "form": form}
    return render(request, "exchange/photo.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def opening(request: HttpRequest, authority: str, shop: str, purpose: str) -> HttpResponse:
    """A plain week, kept as an OSM string; what the two weeks to come then look like."""
    seller = seller_to_edit(request.user, authority, shop)
    for_what = _purpose(purpose)
    known = Hours.objects.of(seller.authority).filter(seller=seller, purpose=for_what).first()
    form = HoursForm(request.POST if request.method == "POST" else None, osm=known.osm if known else "")
    if request.method == "POST" and form.is_valid():
        osm = hours.to_osm(form.cleaned_data["week"])
        verbs.set_hours(seller=seller, purpose=for_what, osm=osm, by=account_of(request), at=timezone.now())
        messages.success(request, "Les horaires sont à jour. Vérifiez les deux semaines qui viennent.")
        return redirect("exchange:hours", authority=authority, shop=shop, purpose=purpose)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "purpose": for_what,
        "known": known,
        "seen": hours_of(seller, timezone.now()).get(purpose),
        "form": form,
        "closures": _closures(seller),
    }
    return render(request, "exchange/hours.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def closing(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """Exceptional closures: until tomorrow in one tap, or from one day to another."""
    seller = seller_to_run(request.user, authority, shop, Task.CARD, Task.ORDERS)
    by, now = account_of(request), timezone.now()
    form = ClosureForm(request.POST if "first" in request.POST else None)
    if request.method == "POST":
        if "demain" in request.POST:
            verbs.close_until_tomorrow(seller=seller, by=by, at=now)
            messages.success(request, "Fermé jusqu’à demain. Vous pouvez rouvrir quand vous voulez.")
            return redirect("exchange:day", authority=authority, shop=shop)
        if form.is_valid():
            said = form.cleaned_data
            try:
                verbs.close_between(
                    seller=seller, first=said["first"], last=said["last"], reason=said["why"], by=by, at=now
                )
            except ExchangeRefused as refusal:
                form.add_error("last", str(refusal))
            else:
                messages.success(request, "La fermeture est affichée.")
                return redirect("exchange:closing", authority=authority, shop=shop)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "form": form,
        "closures": _closures(seller),
    }
    return render(request, "exchange/closing.html", context, status=422 if form.errors else 200)


@require_POST
def lift(request: HttpRequest, authority: str, shop: str, pk: int) -> HttpResponse:
    """Open again before the closure would have ended."""
    seller = seller_to_run(request.user, authority, shop, Task.CARD, Task.ORDERS)
    closure = Closure.objects.of(seller.authority).filter(seller=seller, pk=pk).first()
    if closure is None:
        raise Missing("Cette fermeture n’existe pas.")
    verbs.lift_closure(closure=closure, by=account_of(request), at=timezone.now())
    messages.success(request, "La fermeture est levée.")
    return redirect("exchange:day", authority=authority, shop=shop)


def _purpose(word: str) -> Purpose:
    try:
        return Purpose(word)
    except ValueError as error:
        raise Missing("Cette page n’existe pas.") from error


def _closures(seller: Seller) -> list[Closure]:
    since = timezone.now() - timedelta(minutes=1)
    return list(
        Closure.objects.of(seller.authority).filter(seller=seller, ends_at__gt=since, lifted_at__isnull=True)
    )
