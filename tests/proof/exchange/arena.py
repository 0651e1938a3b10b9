"""Where processes fight over the last items of a shop: run as a program, with a database of its own.

    RELANCE_DATABASE_URL=… python -m tests.proof.exchange.arena race 64 640 40 locked
    RELANCE_DATABASE_URL=… python -m tests.proof.exchange.arena kill 60

prints one JSON object. Workers are forked, so that sixty-four of them start in a moment.
"""

import json
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any
from unittest import mock

from tests.proof.ledger.arena import fork, prepare

ALWAYS = "Mo-Su 00:00-24:00"


def open_shop(items: int, places: int | None) -> tuple[Any, Any]:
    """A town, and so many of one loaf in a shop whose slots take `places` orders each."""
    from relance.exchange import models as m
    from relance.kernel.models import Account, Authority
    from tests.exchange import build

    town, _ = Authority.objects.get_or_create(
        slug="valmont",
        defaults={"name": "Valmont", "country": "FR", "currency": "EUR", "time_zone": "Europe/Paris"},
    )
    owner, _ = Account.objects.get_or_create(email="amblard@example.org")
    shop = build.seller(town, claimed_by=owner, hours=ALWAYS, slot_capacity=places)
    stock: m.Stock = build.stock(build.listing(shop), items)
    return town, stock


def buy(stock: Any, key: str, *, now: datetime) -> str:
    """Try to put one in a basket and to order it; what came of it."""
    from relance.exchange.actions import buying
    from relance.exchange.actions.buying import NotEnough, SlotGone
    from relance.exchange.queries.buying import basket_view
    from tests.exchange.actions.buying.shopping import LEA

    basket = insist(lambda: buying.new_basket(authority=stock.authority, by=None, now=now))
    try:
        insist(lambda: buying.put(basket=basket, stock=stock.pk, quantity=1, now=now))
    except NotEnough:
        return "none left"
    while True:  # what is in the basket is held: sooner or later there is a slot
        view = insist(lambda: basket_view(basket, now=now))
        free = [slot for slot in view.parts[0].slots if not slot.is_full]
        chosen = {view.parts[0].key: random.choice(free[:3]).starts_at}
        with suppress(SlotGone):
            placing = partial(buying.place, basket=basket, buyer=LEA, slots=chosen, key=key, now=now)
            insist(partial(placing, seen_total=view.total))
            return "ordered"


def insist(act: Callable[[], Any]) -> Any:
    """Ask until others are out of the way, as a person who presses again."""
    from django.db import IntegrityError, OperationalError

    clashes, patience = 0, threading.Event()
    while True:
        try:
            return act()
        except (OperationalError, IntegrityError):
            clashes += 1
            patience.wait(random.random() * 0.03 * min(clashes, 20))


@contextmanager
def lock_forgotten() -> Iterator[None]:
    """Somebody forgot the locks on stocks and shops: they are read without; SQLite begins to write late."""
    from django.db import connection

    from relance.exchange.actions.buying import baskets, holding, placing, steps
    from relance.exchange.models import Basket, BasketLine, Stock

    def read(authority: Any, ids: Any) -> dict[int, Stock]:
        return {row.pk: row for row in Stock.objects.of(authority).filter(pk__in=set(ids))}

    def read_basket(basket: Basket) -> dict[int, Stock]:
        lines = BasketLine.objects.of(basket.authority).filter(basket=basket)
        return read(basket.authority, lines.values_list("stock", flat=True))

    connection.close()
    connection.settings_dict["OPTIONS"].pop("transaction_mode", None)
    places: list[Any] = [
        *(mock.patch.object(module, "lock_stocks", read) for module in (holding, steps)),
        *(mock.patch.object(module, "lock_basket", read_basket) for module in (baskets, placing)),
    ]
    for place in places:
        place.start()
    try:
        yield
    finally:
        mock.patch.stopall()


def race(processes: int, attempts: int, items: int, locked: bool) -> dict[str, Any]:
    """`attempts` people, by `processes` at once, for `items` loaves and slots of two orders."""
    from tests.exchange.build import NOW

    _, stock = open_shop(items, 3)

    def work(rank: int) -> int:
        random.seed(rank)
        return sum(buy(stock, f"{rank}-{n}", now=NOW) == "ordered" for n in range(attempts // processes))

    if locked:
        ordered = fork(processes, work)
    else:
        with lock_forgotten():
            ordered = fork(processes, work)
    return {"ordered": ordered} | state(stock)


def state(stock: Any) -> dict[str, Any]:
    """What the database says: the stock's numbers, and whether everything adds up to them."""
    from django.db.models import Sum

    from relance.exchange import models as m
    from relance.kernel.models import Job

    town = stock.authority
    row = m.Stock.objects.of(town).get(pk=stock.pk)
    held = m.Reservation.objects.of(town).filter(stock=row, ended_at__isnull=True)
    lines = m.OrderLine.objects.of(town).filter(stock=row)
    parts = m.OrderPart.objects.of(town)
    slots = m.PickUp.objects.of(town)
    return {
        "on_hand": row.on_hand,
        "allocated": row.allocated,
        "reserved": row.reserved,
        "held": held.aggregate(sum=Sum("quantity"))["sum"] or 0,
        "promised": lines.aggregate(sum=Sum("quantity"))["sum"] or 0,
        "orders": m.Order.objects.of(town).count(),
        "numbers": sorted(parts.values_list("number", flat=True)) == list(range(1, parts.count() + 1)),
        "events": m.PartEvent.objects.of(town).count() == parts.count(),
        "mails": Job.objects.of(town).filter(kind="exchange.tell_placed").count(),
        "in_slots": slots.aggregate(sum=Sum("taken"))["sum"] or 0,
    }


def kill(deaths: int) -> dict[str, Any]:
    """Place orders in a process that dies at a random statement, again and again, then once in peace."""
    from tests.exchange.build import NOW

    _, stock = open_shop(10_000, None)
    chance = random.Random()
    died = 0
    for number in range(deaths):
        died += _die_buying(stock, number, after=chance.randrange(1, 60), now=NOW)
    half = state(stock)
    for number in range(deaths):
        _again(stock, number, now=NOW)
    return {"died": died, "half": half} | state(stock)


def _die_buying(stock: Any, number: int, *, after: int, now: datetime) -> bool:
    """Whether the child, which is to die after so many statements, did."""
    from django.db import connection, connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        left = after

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        status = 1
        try:
            with connection.execute_wrapper(count):
                _again(stock, number, now=now)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), f"the child ended with {status}"
    return bool(status == signal.SIGKILL)


def _again(stock: Any, number: int, *, now: datetime) -> None:
    """The order of this number, by the basket of this number, as a buyer who presses once more."""
    from relance.exchange import models as m
    from relance.exchange.actions import buying
    from relance.exchange.actions.buying import Buyer
    from relance.exchange.queries.buying import basket_view

    town = stock.authority
    if m.Order.objects.of(town).filter(key=f"order-{number}").exists():
        return
    basket, _ = m.Basket.objects.of(town).get_or_create(
        token=f"basket-{number}", defaults={"authority": town, "made_at": now, "touched_at": now}
    )
    if not m.BasketLine.objects.of(town).filter(basket=basket).exists():
        buying.put(basket=basket, stock=stock.pk, quantity=1, now=now)
    view = basket_view(basket, now=now)
    buying.place(
        basket=basket,
        buyer=Buyer(name="Léa", email="lea@example.org"),
        slots={view.parts[0].key: view.parts[0].slots[0].starts_at},
        seen_total=view.total,
        key=f"order-{number}",
        now=now,
    )


def main(words: list[str]) -> None:
    prepare()
    match words:
        case ["race", processes, attempts, items, lock]:
            said = race(int(processes), int(attempts), int(items), lock == "locked")
        case ["kill", deaths]:
            said = kill(int(deaths))
        case _:
            raise SystemExit(__doc__)
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
