"""Who works in a shop, and what it lets other organisations do: for its owner alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from relance.exchange.actions import sellers as verbs
from relance.exchange.actions import staffing
from relance.exchange.actions.errors import ExchangeRefused
from relance.exchange.forms.staff import GrantForm, StaffForm
from relance.exchange.models import Grant, GrantedRight, Seller, Staff, StaffRight
from relance.exchange.permissions import seller_to_read, seller_to_run
from relance.exchange.queries.staff import sellers_named, staff_of
from relance.exchange.rules.staff import Task
from relance.exchange.views.common import account_of
from relance.kernel.errors import Missing, NeedsAccount
from relance.kernel.models import Account


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def staff(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """Who works in the shop, and the invitation of somebody more."""
    seller = seller_to_run(request.user, authority, shop, Task.RIGHTS)
    by, now = account_of(request), timezone.now()
    form = StaffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = staffing.invite(
                seller=seller,
                email=form.cleaned_data["email"],
                right=StaffRight(form.cleaned_data["right"]),
                by=by,
                at=now,
                link=lambda token: request.build_absolute_uri(
                    reverse("exchange:accept", args=[authority, shop, token])
                ),
            )
        except ExchangeRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"Une invitation part à {made.email}, bonne sept jours.")
            return redirect("exchange:staff", authority=authority, shop=shop)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "form": form,
        "staff": staff_of(seller, at=now),
    }
    return render(request, "exchange/staff.html", context, status=422 if form.errors else 200)


@require_POST
def dismiss(request: HttpRequest, authority: str, shop: str, pk: int) -> HttpResponse:
    """Take back somebody's right, or an invitation."""
    seller = seller_to_run(request.user, authority, shop, Task.RIGHTS)
    found = Staff.objects.of(seller.authority).filter(seller=seller, pk=pk).select_related("seller").first()
    if found is None:
        raise Missing("Cette personne n’est pas de l’équipe.")
    staffing.revoke(staff=found, by=account_of(request), at=timezone.now())
    messages.success(request, f"{found.email} n’a plus de droit dans la boutique.")
    return redirect("exchange:staff", authority=authority, shop=shop)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept(request: HttpRequest, authority: str, shop: str, token: str) -> HttpResponse:
    """The link of an invitation: opening it does nothing, the button accepts."""
    seller = seller_to_read(authority, shop)
    if not isinstance(request.user, Account):
        raise NeedsAccount("Connectez-vous, ou créez un compte à l’adresse où vous avez reçu l’invitation.")
    now = timezone.now()
    found = staffing.invitation(seller.authority, seller, token, at=now)
    wrong = ""
    if request.method == "POST":
        try:
            staffing.accept(invitation=found, by=request.user, at=now)
        except ExchangeRefused as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, f"Vous êtes de l’équipe de {seller.name}.")
            return redirect("exchange:find", authority=authority)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "invitation": found,
        "mine": request.user.email.lower() == found.email,
        "wrong": wrong,
    }
    return render(request, "exchange/accept.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def grants(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """Rights that this shop gives others, in one direction, and those it received."""
    seller = seller_to_run(request.user, authority, shop, Task.RIGHTS)
    by, now = account_of(request), timezone.now()
    form = GrantForm(request.POST if "receiver" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        named = sellers_named(seller.authority, form.cleaned_data["receiver"])
        if len(named) != 1:
            form.add_error("receiver", _not_one(named))
        else:
            receiver = named[0]
            try:
                verbs.give_right(
                    giver=seller,
                    receiver=receiver,
                    right=GrantedRight(form.cleaned_data["right"]),
                    by=by,
                    at=now,
                )
            except ExchangeRefused as refusal:
                form.add_error("receiver", str(refusal))
            else:
                messages.success(request, f"{receiver.name} a ce droit dès maintenant.")
                return redirect("exchange:grants", authority=authority, shop=shop)
    running = Grant.objects.of(seller.authority).filter(revoked_at__isnull=True)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "form": form,
        "given": running.filter(giver=seller).select_related("receiver"),
        "received": running.filter(receiver=seller).select_related("giver"),
    }
    return render(request, "exchange/grants.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, authority: str, shop: str, pk: int) -> HttpResponse:
    """Take a right back; it counts at once."""
    seller = seller_to_run(request.user, authority, shop, Task.RIGHTS)
    grant = (
        Grant.objects.of(seller.authority)
        .filter(giver=seller, pk=pk)
        .select_related("receiver", "giver")
        .first()
    )
    if grant is None:
        raise Missing("Ce droit n’existe pas.")
    verbs.revoke_right(grant=grant, by=account_of(request), at=timezone.now())
    messages.success(request, f"{grant.receiver.name} n’a plus ce droit.")
    return redirect("exchange:grants", authority=authority, shop=shop)


def _not_one(named: list[Seller]) -> str:
    if not named:
        return "Aucune boutique n’a ce nom dans l’annuaire. Écrivez-le comme sur sa page."
    places = ", ".join(f"{one.slug} ({one.street or one.city})" for one in named)
    return f"Plusieurs boutiques ont ce nom. Écrivez celle-ci\u00a0: {places}."
