"""Offers: few rules, dates, a stock, and the price-reduction law."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from relance.exchange.actions.buying.errors import BadOffer
from relance.exchange.actions.buying.prices import price_of
from relance.exchange.actions.showing import show_listings
from relance.exchange.models import Channel, Listing, Offer, OfferRule, PriceHistory, Stock
from relance.exchange.rules.buying.prices import REFERENCE_DAYS, Practised, lowest_before
from relance.kernel.models import Account, Authority
from relance.values.typography import currency as in_words
from relance.values.typography import locale_of

LONGEST: Final = timedelta(days=90)
"""Ours, not the law's: what is always reduced is no reduction."""


def make_offer(
    *,
    listing: Listing,
    rule: OfferRule,
    starts_on: date,
    ends_on: date,
    by: Account,
    at: datetime,
    price: int | None = None,
    bundle: int | None = None,
    bundle_paid: int | None = None,
    quantity: int | None = None,
    words: str = "",
) -> Offer:
    """Announce a reduction of a listing, both days included. Who may is asked before. Raises BadOffer.

    A reduced price is compared with the lowest price of the 30 days before it begins, reductions
    included, which is kept with the offer (Code de la consommation, art. L. 112-1-1; directive 98/6/CE,
    art. 6 bis). The law's own exceptions (perishable goods, reductions that grow step by step) are not
    used: the rule is held for everything.
    """
    zone = listing.authority.zone
    if ends_on < starts_on or starts_on < at.astimezone(zone).date():
        raise BadOffer("Une promotion commence aujourd’hui ou plus tard, et finit après avoir commencé.")
    if ends_on - starts_on > LONGEST:
        raise BadOffer(f"Une promotion dure au plus {LONGEST.days} jours\u00a0: au-delà, changez le prix.")
    begins = datetime.combine(starts_on, time(), tzinfo=zone)
    with transaction.atomic():
        stock = Stock.objects.of(listing.authority).filter(listing=listing, channel=Channel.ONLINE).first()
        usual = listing.price if stock is None else price_of(stock, listing)
        if usual is None:
            raise BadOffer("Dites d’abord le prix habituel de l’annonce.")
        _refuse_two_at_once(listing, starts_on, ends_on)
        prior = None
        if rule == OfferRule.PRICE:
            prior = _prior(listing, price, max(begins, at))
        else:
            _refuse_bundle(bundle, bundle_paid)
        offer = Offer.objects.create(
            authority=listing.authority,
            listing=listing,
            rule=rule,
            price=price if rule == OfferRule.PRICE else None,
            prior=prior,
            bundle=bundle if rule == OfferRule.BUNDLE else None,
            bundle_paid=bundle_paid if rule == OfferRule.BUNDLE else None,
            words=words.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            quantity=quantity,
            made_by=by,
            made_at=at,
        )
        if rule == OfferRule.PRICE and price is not None:
            over = datetime.combine(ends_on + timedelta(days=1), time(), tzinfo=zone)
            _note(listing, price, max(begins, at), reduced=True)
            _note(listing, usual, over, reduced=False)
        show_listings([listing], today=at.astimezone(zone).date())
        return offer


def withdraw_offer(*, offer: Offer, at: datetime) -> None:
    """End an offer before its last day. Orders already placed keep it."""
    with transaction.atomic():
        row = Offer.objects.of(offer.authority).select_for_update(no_key=True).get(pk=offer.pk)
        if row.withdrawn_at is not None:
            return
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        listing = row.listing
        stock = Stock.objects.of(row.authority).filter(listing=listing, channel=Channel.ONLINE).first()
        usual = listing.price if stock is None else price_of(stock, listing)
        if row.rule == OfferRule.PRICE and usual is not None:
            _note(listing, usual, at, reduced=False)
        show_listings([listing], today=at.astimezone(row.authority.zone).date())


# --- inside ---------------------------------------------------------------------------
def _prior(listing: Listing, price: int | None, begins: datetime) -> int:
    shown = PriceHistory.objects.of(listing.authority).filter(listing=listing, channel=Channel.ONLINE)
    prices = [Practised(since, practised) for since, practised in shown.values_list("since", "price")]
    lowest = lowest_before(prices, starts_at=begins)
    if lowest is None:
        raise BadOffer(
            f"Aucun prix n’a été affiché dans les {REFERENCE_DAYS} jours qui précèdent\u00a0: "
            "une réduction n’a pas de prix de référence. Vendez d’abord à ce prix."
        )
    if price is None or price >= lowest:
        raise BadOffer(
            f"Le prix le plus bas des {REFERENCE_DAYS} jours précédents est de "
            f"{_words(listing.authority, lowest, listing.currency)}\u00a0: une réduction est au-dessous."
        )
    return lowest


def _refuse_bundle(bundle: int | None, paid: int | None) -> None:
    if bundle is None or paid is None or not 1 <= paid < bundle:
        raise BadOffer(
            "Un lot dit combien on emporte et combien on paie, moins que ce qu’on emporte\u00a0: 3 pour 2."
        )


def _refuse_two_at_once(listing: Listing, starts_on: date, ends_on: date) -> None:
    other = (
        Offer.objects.of(listing.authority)
        .filter(listing=listing, withdrawn_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on)
        .first()
    )
    if other is not None:
        raise BadOffer(
            f"Une promotion court déjà du {other.starts_on:%d/%m/%Y} au {other.ends_on:%d/%m/%Y} "
            "sur cette annonce\u00a0: retirez-la d’abord. Les promotions ne s’ajoutent pas."
        )


def _note(listing: Listing, price: int, since: datetime, *, reduced: bool) -> None:
    PriceHistory.objects.create(
        authority=listing.authority,
        listing=listing,
        channel=Channel.ONLINE,
        price=price,
        since=since,
        reduced=reduced,
    )


def _words(authority: Authority, minor: int, currency: str) -> str:
    return in_words(minor, currency, locale_of(authority.locale))
