"""Public pages of a shop and of a listing; asking it to join, claiming it, reporting what is wrong."""

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.exchange.actions import joining, reporting
from relance.exchange.actions.errors import ExchangeRefused
from relance.exchange.forms.card import ClaimForm, ReportForm
from relance.exchange.models import Listing, Seller, SellerState, Wrong
from relance.exchange.permissions import may_edit_card, seller_to_read, tasks_of
from relance.exchange.queries import shop as pages
from relance.exchange.rules.photos import small
from relance.exchange.rules.staff import Task
from relance.exchange.views.common import account_of, home_of, json_ld, public_page, visitor_of
from relance.kernel import files
from relance.kernel.errors import Missing, NeedsAccount
from relance.kernel.models import Account, FileState, StoredFile
from relance.kernel.permissions import authority_called
from relance.kernel.views.files import file_response


@require_safe
def shop(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """Where it is, when it is open, what it offers; for a shop closed for good, that it is."""
    seller = seller_to_read(authority, shop)
    page = pages.shop_page(seller, at=timezone.now())
    url = request.build_absolute_uri(request.path)
    data = pages.shop_as_data(page, url=url, image=_image(request, seller))
    context = {
        "authority": seller.authority,
        "page": page,
        "seller": seller,
        "home": home_of(tasks_of(request.user, seller)),
        "may_edit": may_edit_card(request.user, seller),
        "data": json_ld(data) if seller.state != SellerState.CLOSED else "",
    }
    return public_page(
        request, "exchange/shop.html", context, status=410 if seller.state == "closed" else 200
    )


@require_safe
def listing(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    """One listing, with the fields that this reader may see."""
    found = _listing(authority, pk)
    page = pages.listing_page(found, reader=request.user, at=timezone.now())
    if page is None:
        raise Missing("Cette annonce n’est pas, ou plus, en vitrine.")
    seller = found.seller
    shop_url = request.build_absolute_uri(reverse("exchange:shop", args=[authority, seller.slug]))
    data = pages.listing_as_data(
        page, url=request.build_absolute_uri(request.path), shop_url=shop_url, image=_image(request, found)
    )
    context = {
        "authority": seller.authority,
        "page": page,
        "seller": seller,
        "listing": found,
        "may_edit": Task.PRICES in tasks_of(request.user, seller),
        "data": json_ld(data),
    }
    return public_page(request, "exchange/listing.html", context)


@require_safe
def photo(request: HttpRequest, authority: str, pk: int) -> HttpResponseBase:
    """A photo that a shop or a listing shows; no other file of the town."""
    response = file_response(_photo(authority, pk))
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def small_photo(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    """The same, as a small square for lists; made once, then kept by the cache and by the browser."""
    file = _photo(authority, pk)
    content = cache.get_or_set(f"exchange.small:{file.pk}", lambda: small(files.read(file)), timeout=None)
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _image(request: HttpRequest, shown: Seller | Listing) -> str:
    """The full address of its photo; empty without one."""
    if shown.photo_id is None:
        return ""
    path = reverse("exchange:photo", args=[shown.authority.slug, shown.photo_id])
    return request.build_absolute_uri(path)


def _photo(authority: str, pk: int) -> StoredFile:
    who = authority_called(authority)
    shown = (
        Seller.objects.of(who).filter(photo=pk).exists() or Listing.objects.of(who).filter(photo=pk).exists()
    )
    file = (
        StoredFile.objects.of(who).filter(pk=pk).exclude(state=FileState.REFUSED).first() if shown else None
    )
    if file is None:
        raise Missing("Cette photo n’est pas ici.")
    files.check_servable(file)
    return file


@require_POST
def ask_to_join(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """A resident wishes that the shop would join."""
    seller = seller_to_read(authority, shop)
    if joining.ask_to_join(seller=seller, visitor=visitor_of(request), at=timezone.now()):
        messages.success(request, f"C’est noté\u00a0: la collectivité le dira à {seller.name}.")
    else:
        messages.info(request, "Votre souhait était déjà noté.")
    return redirect("exchange:shop", authority=authority, shop=shop)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """The owner types the code that came by post or by mail."""
    seller = seller_to_read(authority, shop)
    if not isinstance(request.user, Account):
        raise NeedsAccount("Connectez-vous pour tenir cette boutique.")
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            joining.claim(
                seller=seller, code=form.cleaned_data["code"], by=account_of(request), at=timezone.now()
            )
        except ExchangeRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"Vous tenez maintenant {seller.name}. Commencez par vos horaires.")
            return redirect("exchange:hours", authority=authority, shop=shop, purpose="opening")
    context = {"authority": seller.authority, "seller": seller, "form": form}
    return render(request, "exchange/claim.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """Somebody says what is wrong with a shop, or with one of its listings (`?annonce=`)."""
    seller = seller_to_read(authority, shop)
    asked = request.GET.get("annonce", "")
    about = None
    if asked.isascii() and asked.isdigit() and len(asked) < 19:
        about = Listing.objects.of(seller.authority).filter(seller=seller, pk=int(asked)).first()
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        reporting.report(
            seller=seller,
            listing=about,
            wrong=Wrong(said["wrong"]),
            text=said["text"],
            email=said["email"],
            at=timezone.now(),
        )
        messages.success(request, "Merci. La collectivité vérifie, et corrige ou demande à la boutique.")
        return redirect("exchange:shop", authority=authority, shop=shop)
    context = {"authority": seller.authority, "seller": seller, "about": about, "form": form}
    return render(request, "exchange/report.html", context, status=422 if form.errors else 200)


def _listing(authority: str, pk: int) -> Listing:
    who = authority_called(authority)
    found = (
        Listing.objects.of(who)
        .filter(pk=pk)
        .select_related("seller", "seller__authority", "photo")
        .prefetch_related("stocks")
        .first()
    )
    if found is None:
        raise Missing("Cette annonce n’existe pas ici.")
    return found
