"""A basket becomes one order, with a part a shop; once, whoever clicks twice."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.crypto import salted_hmac

from relance.exchange.actions.buying.baskets import open_cycle, refuse_unless_for_sale
from relance.exchange.actions.buying.errors import BadBuyer, NotForSale, PriceMoved, SlotGone
from relance.exchange.actions.buying.holding import Wanted, allocate, lock_stocks
from relance.exchange.models import (
    Basket,
    BasketLine,
    Offer,
    Order,
    OrderLine,
    OrderPart,
    PartEvent,
    PartState,
    PickUp,
    Seller,
)
from relance.exchange.queries.buying.baskets import BasketPart, basket_view, lines_of
from relance.kernel import jobs
from relance.kernel.models import Account, Authority
from relance.values.typography import currency as in_words
from relance.values.typography import locale_of

TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who will come and fetch it. A mail address or a telephone: the shop must be able to call."""

    name: str
    email: str = ""
    phone: str = ""
    postcode: str = ""
    account: Account | None = None


def place(
    *,
    basket: Basket,
    buyer: Buyer,
    slots: Mapping[str, datetime],
    seen_total: int,
    key: str,
    now: datetime,
) -> Order:
    """Place the order of a basket. `slots`: the start of the chosen slot by `BasketPart.key`.

    All or nothing; the same `key` again gives the same order. Nothing is paid here: each shop is paid at
    pick-up. Raises BadBuyer, NotForSale, NotEnough, PriceMoved, SlotGone, CycleClosed.
    """
    _refuse_buyer(buyer)
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _place(basket, buyer, slots, seen_total, key, now)
        except IntegrityError as error:  # somebody was given the same number or slot row at the same moment
            clash = error
    raise clash


def _place(
    basket: Basket, buyer: Buyer, slots: Mapping[str, datetime], seen_total: int, key: str, now: datetime
) -> Order:
    authority = basket.authority
    Basket.objects.of(authority).select_for_update(no_key=True).get(pk=basket.pk)
    placed = Order.objects.of(authority).filter(key=key).first()
    if placed is not None:
        return placed
    wanted = list(
        BasketLine.objects.of(authority).filter(basket=basket).values_list("stock", "stock__listing__seller")
    )
    if not wanted:
        raise NotForSale("Votre panier est vide.")
    sellers = {seller for _, seller in wanted}
    list(Seller.objects.of(authority).select_for_update(no_key=True).filter(pk__in=sellers).order_by("pk"))
    stocks = lock_stocks(authority, [stock for stock, _ in wanted])
    lines = lines_of(basket)  # read once everything is locked: prices and holds are those of the order
    for line in lines:
        refuse_unless_for_sale(line.stock.listing)
        if line.cycle_id:
            open_cycle(authority, line.cycle_id, line.stock.listing, now=now)
    view = basket_view(basket, now=now, lines=lines)
    if view.unpriced:
        raise NotForSale(f"«\u00a0{view.unpriced[0]}\u00a0» n’a pas de prix\u00a0: retirez-le du panier.")
    if view.total != seen_total:
        raise PriceMoved(in_words(view.total, view.currency, locale_of(authority.locale)))
    allocate(
        [
            Wanted(stocks[line.stock_id], line.quantity, line.reservation, line.stock.listing.title)
            for line in lines
        ],
        now=now,
    )
    order = Order.objects.create(
        authority=authority,
        key=key,
        token=secrets.token_urlsafe(32),
        account=buyer.account,
        buyer=buyer.name.strip(),
        email=buyer.email.strip(),
        phone=buyer.phone.strip(),
        postcode=buyer.postcode.strip(),
        who=_digest(buyer),
        placed_at=now,
    )
    _write_parts(authority, order, view.parts, slots, now)
    BasketLine.objects.of(authority).filter(basket=basket).delete()
    jobs.enqueue(
        kind="exchange.tell_placed",
        authority=authority,
        by=None,
        payload={"order": order.pk},
        act_key=f"exchange.tell_placed:{order.pk}",
        at=now,
    )
    return order


def _write_parts(
    authority: Authority,
    order: Order,
    parts: Sequence[BasketPart],
    slots: Mapping[str, datetime],
    now: datetime,
) -> None:
    """A part a seller and cycle with its lines; sellers are locked, so that numbers follow each other."""
    sellers = {part.seller.pk for part in parts}
    numbered = OrderPart.objects.of(authority).filter(seller__in=sellers).order_by().values("seller")
    last = Counter(dict(numbered.annotate(last=Max("number")).values_list("seller", "last")))
    rows = []
    for part in parts:
        last[part.seller.pk] += 1
        rows.append(
            OrderPart(
                authority=authority,
                order=order,
                seller=part.seller,
                number=last[part.seller.pk],
                pick_up=None if part.cycle else _take_slot(authority, part, slots.get(part.key)),
                cycle=part.cycle,
                total=part.total,
                currency=authority.currency,
            )
        )
    OrderPart.objects.bulk_create(rows)
    OrderLine.objects.bulk_create(
        OrderLine(
            authority=authority,
            part=row,
            listing_id=line.listing,
            stock_id=line.stock,
            offer_id=line.cost.deal.pk if line.cost.deal else None,
            title=line.title,
            unit=line.unit,
            quantity=line.cost.quantity,
            price=line.cost.price,
            reduction=line.cost.reduction,
            total=line.cost.total,
            tax=line.tax,
        )
        for part, row in zip(parts, rows, strict=True)
        for line in part.lines
    )
    PartEvent.objects.bulk_create(
        PartEvent(authority=authority, part=row, state=PartState.PLACED, at=now, by_role="buyer")
        for row in rows
    )
    used = [(line.cost.deal, line.cost.quantity) for part in parts for line in part.lines if line.cost.deal]
    for deal, quantity in sorted(used, key=lambda one: one[0].pk):
        Offer.objects.of(authority).filter(pk=deal.pk).update(taken=F("taken") + deal.uses(quantity))


def _take_slot(authority: Authority, part: BasketPart, chosen: datetime | None) -> PickUp:
    """One place in the chosen slot, which must still be one of those offered."""
    slot = next((one for one in part.slots if one.starts_at == chosen), None)
    if slot is None or slot.is_full:
        raise SlotGone(f"Choisissez un créneau de retrait encore libre pour {part.seller.name}.")
    row, _ = PickUp.objects.of(authority).get_or_create(
        seller=part.seller,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        defaults={"authority": authority, "capacity": part.seller.slot_capacity},
    )
    free = PickUp.objects.of(authority).filter(pk=row.pk)
    if row.capacity is not None:
        free = free.filter(taken__lt=F("capacity"))
    if not free.update(taken=F("taken") + 1):
        raise SlotGone(f"Ce créneau de {part.seller.name} vient d’être pris\u00a0: choisissez-en un autre.")
    return row


def _refuse_buyer(buyer: Buyer) -> None:
    if not buyer.name.strip():
        raise BadBuyer("Dites à quel nom la commande est retirée.")
    if not buyer.email.strip() and not buyer.phone.strip():
        raise BadBuyer("Laissez un courriel ou un téléphone\u00a0: la boutique doit pouvoir vous prévenir.")
    if buyer.email.strip():
        try:
            validate_email(buyer.email.strip())
        except ValidationError:
            raise BadBuyer("Ce courriel n’a pas la forme nom@domaine.fr.") from None


def _digest(buyer: Buyer) -> str:
    """The same for the same person, and for nobody who has not our key: to count who comes back."""
    said = (buyer.email or buyer.phone).strip().lower()
    return salted_hmac("relance.exchange.buyer", said, algorithm="sha256").hexdigest()
