"""How many orders a second two processes place, over many shops and in one, by the verbs of the pages."""

import json
import random
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from relance.exchange.actions import buying
from relance.exchange.actions.buying import Buyer
from relance.exchange.models import Stock
from relance.exchange.queries.buying import basket_view
from relance.kernel.models import Authority

ROOT = Path(__file__).resolve().parents[1]
BUYERS = 2  # processes, one a core
SECONDS = 8.0
WHERE = ("many shops", "one shop")


def orders() -> dict[str, str]:
    """Orders a second of all buyers together, and the time of one, from the empty basket to the order."""
    table = {}
    for where in WHERE:
        begin = time.time() + 6.0  # Django has started everywhere
        buyers = [
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.exchange", "--buying", where, str(number), str(begin)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(BUYERS)
        ]
        walls: list[float] = []
        rate = cpu = 0.0
        for buyer in buyers:
            said, _ = buyer.communicate()
            if buyer.returncode:
                raise RuntimeError(f"a buyer failed, {where}")
            told = json.loads(said.splitlines()[-1])
            walls += told["walls"]
            rate += len(told["walls"]) / told["seconds"]
            cpu += told["cpu"]
        table[f"orders a second, {where}"] = f"{rate:.0f}"
        table[f"our CPU an order, {where}, ms"] = f"{cpu * 1000 / len(walls):.0f}"
        table[f"p95 of an order, {where}, ms"] = f"{statistics.quantiles(walls, n=20)[-1]:.0f}"
    return table


def buy(where: str, number: int, begin: float) -> int:
    """One buyer after the other: three things in the basket, the basket read, the order placed."""
    draw = random.Random(number)
    town = Authority.objects.get(slug="grande-ville")
    by_shop: dict[int, list[int]] = {}
    for stock, seller in (
        Stock.objects.of(town).order_by("listing__seller", "pk").values_list("pk", "listing__seller")
    ):
        by_shop.setdefault(seller, []).append(stock)
    shops = list(by_shop.values())[:1] if where == "one shop" else list(by_shop.values())
    time.sleep(max(begin - time.time(), 0))
    walls: list[float] = []
    started, worked = time.perf_counter(), time.process_time()
    while time.perf_counter() - started < SECONDS:
        one = time.perf_counter()
        _order(town, draw, shops, f"{where}-{number}-{len(walls)}")
        walls.append((time.perf_counter() - one) * 1000)
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    print(json.dumps({"walls": walls, "seconds": seconds, "cpu": cpu}))
    return 0


def _order(town: Authority, draw: random.Random, shops: list[list[int]], key: str) -> None:
    now = datetime.now(UTC)
    basket = buying.new_basket(authority=town, by=None, now=now)
    if len(shops) == 1:
        chosen = draw.sample(shops[0], 3)
    else:
        chosen = [draw.choice(shop) for shop in draw.sample(shops, 3)]
    for stock in chosen:
        buying.put(basket=basket, stock=stock, quantity=draw.randint(1, 3), now=now)
    view = basket_view(basket, now=now)
    buying.place(
        basket=basket,
        buyer=Buyer(name="Léa Cazenove", email=f"lea{draw.randint(1, 5000)}@example.org"),
        slots={part.key: draw.choice(part.slots).starts_at for part in view.parts},
        seen_total=view.total,
        key=key,
        now=now,
    )
