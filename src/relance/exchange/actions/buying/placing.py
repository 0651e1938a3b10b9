"""A basket becomes one order, with a part a shop; once, whoever clicks twice."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.crypto import salted_hmac

from relance.exchange.actions.buying.baskets import open_cycle, refuse_unless_for_sale
from relance.exchange.actions.buying.errors import BadBuyer, NotForSale, PriceMoved, SlotGone
from relance.exchange.actions.buying.holding import Wanted, allocate, lock_basket
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
from relance.exchange.rules.buying.slots import Slot
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
    known = Order.objects.of(authority).filter(key=key)
    mine = Basket.objects.of(authority).annotate(placed=Subquery(known.values("pk")[:1]))
    if mine.only("pk").select_for_update(no_key=True).get(pk=basket.pk).placed:
        return known.get()
    stocks = lock_basket(basket)
    if not stocks:
        placed = known.first()  # by a click that came first, while this one waited
        if placed is not None:
            return placed
        raise NotForSale("Votre panier est vide.")
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
    last = _last_numbers(authority, {part.seller.pk for part in parts})
    pick_ups = _take_slots(authority, parts, slots)
    rows = []
    for part in parts:
        last[part.seller.pk] += 1
        rows.append(
            OrderPart(
                authority=authority,
                order=order,
                seller=part.seller,
                number=last[part.seller.pk],
                pick_up=None if part.cycle else pick_ups[part.seller.pk],
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


def _last_numbers(authority: Authority, sellers: Iterable[int]) -> Counter[int]:
    """The number of the last part of each of these shops: read from its end, however many there were."""
    parts = OrderPart.objects.of(authority).filter(seller=OuterRef("pk")).order_by("-number")
    shops = Seller.objects.of(authority).filter(pk__in=sellers).order_by()
    return Counter(
        {pk: last or 0 for pk, last in shops.values_list("pk", Subquery(parts.values("number")[:1]))}
    )


def _take_slots(
    authority: Authority, parts: Sequence[BasketPart], chosen: Mapping[str, datetime]
) -> dict[int, PickUp]:
    """A place in the slot chosen at each shop, which must be one of those offered, by shop.

    The shops are locked: nobody else counts at their slots.
    """
    wanted = {part.seller.pk: _slot(part, chosen.get(part.key)) for part in parts if part.cycle is None}
    if not wanted:
        return {}
    rows = PickUp.objects.of(authority).filter(
        seller__in=wanted, starts_at__in={slot.starts_at for slot in wanted.values()}
    )
    taken = {
        row.seller_id: row
        for row in rows
        if (row.starts_at, row.ends_at) == (wanted[row.seller_id].starts_at, wanted[row.seller_id].ends_at)
    }
    for part in parts:
        row = taken.get(part.seller.pk) if part.cycle is None else None
        if row is not None and row.capacity is not None and row.taken >= row.capacity:
            raise SlotGone(
                f"Ce créneau de {part.seller.name} vient d’être pris\u00a0: choisissez-en un autre."
            )
    if taken:
        again = PickUp.objects.of(authority).filter(pk__in=[row.pk for row in taken.values()])
        again.update(taken=F("taken") + 1)
    made = [
        PickUp(
            authority=authority,
            seller=part.seller,
            starts_at=wanted[part.seller.pk].starts_at,
            ends_at=wanted[part.seller.pk].ends_at,
            capacity=part.seller.slot_capacity,
            taken=1,
        )
        for part in parts
        if part.cycle is None and part.seller.pk not in taken
    ]
    PickUp.objects.bulk_create(made)
    return taken | {row.seller_id: row for row in made}


def _slot(part: BasketPart, chosen: datetime | None) -> Slot:
    """The slot that begins then. Raises SlotGone."""
    slot = next((one for one in part.slots if one.starts_at == chosen), None)
    if slot is None:
        raise SlotGone(f"Choisissez un créneau de retrait encore libre pour {part.seller.name}.")
    return slot


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
