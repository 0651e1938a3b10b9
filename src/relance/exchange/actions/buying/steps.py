"""What happens to a seller's part of an order after it was placed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from relance.exchange.actions.buying.errors import NotEnough, WrongStep
from relance.exchange.actions.buying.holding import lock_stocks, shift
from relance.exchange.models import (
    LineState,
    Listing,
    OrderLine,
    OrderPart,
    PartEvent,
    PartState,
    PickUp,
    Receipt,
    Seller,
    Stock,
)
from relance.exchange.rules.buying.steps import Step, Who, may_follow
from relance.exchange.rules.buying.totals import by_rate
from relance.kernel import jobs


def confirm(*, part: OrderPart, now: datetime) -> OrderPart:
    """The shop says that it will prepare it. Each verb raises WrongStep out of turn; twice is harmless."""
    return _step(part, Step.CONFIRMED, Who.SELLER, now=now, sets={"confirmed_at": now})


def ready(*, part: OrderPart, now: datetime) -> OrderPart:
    """It waits at the counter."""
    return _step(part, Step.READY, Who.SELLER, now=now, sets={"ready_at": now})


def hand_over(*, part: OrderPart, now: datetime) -> Receipt:
    """Given and paid at the counter: the stock leaves, and the receipt is frozen."""
    with transaction.atomic():
        row = _lock(part)
        if row.state == PartState.HANDED_OVER:
            return _last_receipt(row)
        stocks = _stocks(row)
        for line in _lines(row):
            shift(stocks[line.stock_id], allocated=-line.quantity, on_hand=-line.quantity)
        done = _step(row, Step.HANDED_OVER, Who.SELLER, now=now, sets={"ended_at": now})
        return _make_receipt(done, now=now)


def cancel(*, part: OrderPart, who: Who, why: str, now: datetime) -> OrderPart:
    """Given up, by the buyer before it is ready or by the shop; what was promised is free again."""
    why = why.strip() or ("Annulée par l’acheteur" if who == Who.BUYER else "")
    if not why:
        raise WrongStep("Dites pourquoi la commande est annulée\u00a0: l’acheteur le lira.")
    with transaction.atomic():
        row = _lock(part)
        if row.state == PartState.CANCELLED:
            return row
        done = _step(
            row, Step.CANCELLED, who, now=now, sets={"ended_at": now, "reason": why[:300]}, words=why
        )
        _release(done)
        return done


def miss(*, part: OrderPart, now: datetime) -> OrderPart:
    """Nobody came once its time was over: what was promised is free again."""
    with transaction.atomic():
        row = _lock(part)
        if row.state == PartState.NO_SHOW:
            return row
        over = row.pick_up.ends_at if row.pick_up else row.cycle.pick_up_until if row.cycle else now
        if now < over:
            raise WrongStep("Le créneau de retrait n’est pas encore passé.")
        done = _step(row, Step.NO_SHOW, Who.SELLER, now=now, sets={"ended_at": now})
        _release(done, slot=False)
        return done


def substitute(*, part: OrderPart, line: int, by: Listing, now: datetime) -> OrderLine:
    """Give another listing of the same shop for what is missing, never dearer for the buyer."""
    with transaction.atomic():
        row = _open(part)
        old = _line(row, line)
        stock = Stock.objects.of(row.authority).filter(listing=by, channel=old.stock.channel).first()
        if by.seller_id != row.seller_id or stock is None or stock.pk == old.stock_id:
            raise WrongStep("On remplace par une autre annonce de la même boutique, qui se réserve en ligne.")
        locked = lock_stocks(row.authority, [old.stock_id, stock.pk])
        new = locked[stock.pk]
        if new.free is not None and new.free < old.quantity:
            raise NotEnough(by.title, max(new.free, 0))
        _free_line(locked[old.stock_id], old)
        shift(new, allocated=old.quantity)
        usual = by.price if new.price is None else new.price
        full = old.quantity * (usual if usual is not None else old.price)
        total = min(full, old.total)
        old.state = LineState.SUBSTITUTED
        old.save(update_fields=["state"])
        made = OrderLine.objects.create(
            authority=row.authority,
            part=row,
            listing=by,
            stock=new,
            title=by.title,
            unit=by.unit,
            quantity=old.quantity,
            price=full // old.quantity,
            reduction=full - total,
            total=total,
            tax=by.tax,
            replaces=old,
        )
        _add_up(row, now=now, words=f"«\u00a0{old.title}\u00a0» remplacé par «\u00a0{by.title}\u00a0»")
        return made


def remove_line(*, part: OrderPart, line: int, now: datetime) -> OrderPart:
    """Take out what is missing; the last line cannot be: the part is cancelled instead."""
    with transaction.atomic():
        row = _open(part)
        old = _line(row, line)
        if len(_lines(row)) == 1:
            raise WrongStep("C’est le dernier article\u00a0: annulez la commande.")
        _free_line(lock_stocks(row.authority, [old.stock_id])[old.stock_id], old)
        old.state = LineState.REMOVED
        old.save(update_fields=["state"])
        return _add_up(row, now=now, words=f"«\u00a0{old.title}\u00a0» manque")


def replace_receipt(*, part: OrderPart, now: datetime) -> Receipt:
    """A new receipt that cancels the last one: receipts are never edited."""
    with transaction.atomic():
        row = _lock(part)
        if row.state != PartState.HANDED_OVER:
            raise WrongStep("Un reçu se fait quand la commande est remise.")
        return _make_receipt(row, now=now, replaces=_last_receipt(row))


# --- inside ---------------------------------------------------------------------------
def _lock(part: OrderPart) -> OrderPart:
    """The seller, then the part: the order in which placing takes them."""
    Seller.objects.of(part.authority).select_for_update(no_key=True).get(pk=part.seller_id)
    return (
        OrderPart.objects.of(part.authority)
        .select_for_update(no_key=True, of=("self",))
        .select_related("pick_up", "cycle", "seller", "authority", "order")
        .get(pk=part.pk)
    )


def _open(part: OrderPart) -> OrderPart:
    row = _lock(part)
    if row.state not in (PartState.PLACED, PartState.CONFIRMED, PartState.READY):
        raise WrongStep(f"Cette commande est {row.get_state_display().lower()}\u00a0: elle ne change plus.")
    return row


def _step(
    part: OrderPart, then: Step, who: Who, *, now: datetime, sets: dict[str, Any], words: str = ""
) -> OrderPart:
    with transaction.atomic():
        row = _lock(part)
        if row.state == then:
            return row
        if not may_follow(Step(row.state), then, who):
            raise WrongStep(
                f"La commande n° {row.number} est {row.get_state_display().lower()}\u00a0: "
                f"elle ne peut plus devenir «\u00a0{PartState(then).label.lower()}\u00a0»."
            )
        row.state = then
        for name, value in sets.items():
            setattr(row, name, value)
        row.save(update_fields=["state", *sets])
        _tell(row, now=now, who=who, words=words)
        return row


def _tell(row: OrderPart, *, now: datetime, who: Who, words: str) -> None:
    event = PartEvent.objects.create(
        authority=row.authority, part=row, state=row.state, at=now, by_role=who, words=words[:300]
    )
    jobs.enqueue(
        kind="exchange.tell_step",
        authority=row.authority,
        by=None,
        payload={"event": event.pk},
        act_key=f"exchange.tell_step:{event.pk}",
        at=now,
    )


def _lines(row: OrderPart) -> list[OrderLine]:
    """What is still owed of a part."""
    return list(OrderLine.objects.of(row.authority).filter(part=row, state=LineState.ASKED).order_by("pk"))


def _line(row: OrderPart, line: int) -> OrderLine:
    found = (
        OrderLine.objects.of(row.authority)
        .filter(part=row, pk=line, state=LineState.ASKED)
        .select_related("stock")
        .first()
    )
    if found is None:
        raise WrongStep("Cet article n’est pas, ou plus, dans la commande.")
    return found


def _stocks(row: OrderPart) -> dict[int, Stock]:
    return lock_stocks(row.authority, [line.stock_id for line in _lines(row)])


def _free_line(stock: Stock, line: OrderLine) -> None:
    shift(stock, allocated=-line.quantity)


def _release(row: OrderPart, *, slot: bool = True) -> None:
    stocks = _stocks(row)
    for line in _lines(row):
        _free_line(stocks[line.stock_id], line)
    if slot and row.pick_up_id:
        PickUp.objects.of(row.authority).filter(pk=row.pick_up_id, taken__gt=0).update(taken=F("taken") - 1)


def _add_up(row: OrderPart, *, now: datetime, words: str) -> OrderPart:
    row.total = sum(line.total for line in _lines(row))
    row.save(update_fields=["total"])
    _tell(row, now=now, who=Who.SELLER, words=words)
    return row


def _last_receipt(row: OrderPart) -> Receipt:
    return Receipt.objects.of(row.authority).filter(part=row).order_by("-number")[0]


def _make_receipt(row: OrderPart, *, now: datetime, replaces: Receipt | None = None) -> Receipt:
    """Freeze what was handed over. It names the seller and never the buyer."""
    lines = _lines(row)
    last = (
        Receipt.objects.of(row.authority).filter(seller=row.seller).aggregate(last=Max("number"))["last"] or 0
    )
    seller = row.seller
    return Receipt.objects.create(
        authority=row.authority,
        part=row,
        seller=seller,
        number=last + 1,
        content={
            "seller": {
                "name": seller.name,
                "siret": seller.siret,
                "street": seller.street,
                "postcode": seller.postcode,
                "city": seller.city,
            },
            "order": row.number,
            "payment": row.payment,
            "lines": [
                {
                    "title": line.title,
                    "unit": line.unit,
                    "quantity": line.quantity,
                    "price": line.price,
                    "reduction": line.reduction,
                    "total": line.total,
                    "tax": line.tax,
                }
                for line in lines
            ],
            "tax": [
                {"rate": part.rate, "total": part.total, "tax": part.tax}
                for part in by_rate((line.total, line.tax) for line in lines)
            ],
        },
        total=row.total,
        currency=row.currency,
        made_at=now,
        replaces=replaces,
    )
