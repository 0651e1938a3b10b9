"""From placed to handed over, and all that may go otherwise."""

import pytest

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.actions.buying import NotEnough, WrongStep
from relance.exchange.queries.buying import order_called, parts_of_day, receipt_of
from relance.exchange.rules.buying.steps import Step, Who
from tests.exchange.actions.buying.shopping import NOW, basket, bread, later, numbers, only_part, order, shop
from tests.support.cast import Cast


@pytest.fixture
def stock(cast: Cast) -> m.Stock:
    return bread(shop(cast), tax=550)


@pytest.fixture
def part(cast: Cast, stock: m.Stock) -> m.OrderPart:
    return only_part(order(basket(cast, stock, quantity=2)))


def test_confirmed_ready_handed_over(part: m.OrderPart, stock: m.Stock) -> None:
    buying.confirm(part=part, now=NOW)
    buying.ready(part=part, now=later(minutes=5))
    receipt = buying.hand_over(part=part, now=later(hours=1))

    assert (receipt.number, receipt.total) == (1, 640)
    assert numbers(stock) == (8, 0, 0)
    events = m.PartEvent.objects.of(part.authority).filter(part=part).order_by("at")
    assert [one.state for one in events] == ["placed", "confirmed", "ready", "handed_over"]


def test_a_receipt_says_the_tax_and_never_the_buyer(part: m.OrderPart) -> None:
    receipt = buying.hand_over(part=part, now=NOW)

    assert receipt.content["tax"] == [{"rate": 550, "total": 640, "tax": 33}]
    assert receipt.content["seller"]["name"] == "Boulangerie Amblard"
    assert "Cazenove" not in str(receipt.content)


def test_handing_over_twice_gives_one_receipt(part: m.OrderPart, stock: m.Stock) -> None:
    first = buying.hand_over(part=part, now=NOW)

    assert buying.hand_over(part=part, now=later(minutes=1)) == first
    assert numbers(stock) == (8, 0, 0)


def test_a_wrong_receipt_is_replaced_and_stays(part: m.OrderPart) -> None:
    first = buying.hand_over(part=part, now=NOW)

    second = buying.replace_receipt(part=part, now=later(days=1))

    assert (second.number, second.replaces) == (2, first)
    assert receipt_of(part) == second


def test_a_receipt_before_handing_over_is_none(part: m.OrderPart) -> None:
    with pytest.raises(WrongStep):
        buying.replace_receipt(part=part, now=NOW)
    assert receipt_of(part) is None


def test_given_up_by_the_buyer_what_was_promised_is_free(part: m.OrderPart, stock: m.Stock) -> None:
    done = buying.cancel(part=part, who=Who.BUYER, why="", now=NOW)

    assert (done.state, done.reason) == ("cancelled", "Annulée par l’acheteur")
    assert numbers(stock) == (10, 0, 0)


def test_once_it_is_ready_the_buyer_calls_the_shop(part: m.OrderPart, stock: m.Stock) -> None:
    buying.ready(part=part, now=NOW)

    with pytest.raises(WrongStep, match="est prête"):
        buying.cancel(part=part, who=Who.BUYER, why="", now=NOW)
    assert numbers(stock) == (10, 2, 0)


def test_a_shop_that_gives_up_says_why(part: m.OrderPart) -> None:
    with pytest.raises(WrongStep, match="Dites pourquoi"):
        buying.cancel(part=part, who=Who.SELLER, why=" ", now=NOW)

    assert buying.cancel(part=part, who=Who.SELLER, why="Four en panne", now=NOW).reason == "Four en panne"


def test_giving_up_twice_frees_once(part: m.OrderPart, stock: m.Stock) -> None:
    for _ in range(2):
        buying.cancel(part=part, who=Who.BUYER, why="", now=NOW)

    assert numbers(stock) == (10, 0, 0)


def test_nobody_came_is_said_once_the_slot_is_over(part: m.OrderPart, stock: m.Stock) -> None:
    with pytest.raises(WrongStep, match="pas encore passé"):
        buying.miss(part=part, now=NOW)

    assert buying.miss(part=part, now=later(days=1)).state == "no_show"
    assert numbers(stock) == (10, 0, 0)


@pytest.mark.parametrize("end", ["cancelled", "handed_over", "no_show"])
def test_what_has_ended_stays_as_it_is(part: m.OrderPart, end: str) -> None:
    match end:
        case "cancelled":
            buying.cancel(part=part, who=Who.BUYER, why="", now=NOW)
        case "handed_over":
            buying.hand_over(part=part, now=NOW)
        case _:
            buying.miss(part=part, now=later(days=1))

    for verb in (buying.confirm, buying.ready):
        with pytest.raises(WrongStep):
            verb(part=part, now=later(days=2))


def test_a_substitute_is_never_dearer(cast: Cast, part: m.OrderPart, stock: m.Stock) -> None:
    dearer = bread(part.seller, title="Pain complet", price=400)

    made = buying.substitute(part=part, line=part.lines.get().pk, by=dearer.listing, now=NOW)

    assert (made.total, made.reduction) == (640, 160)
    assert numbers(stock) == (10, 0, 0)
    assert numbers(dearer) == (10, 2, 0)
    (view,) = order_called(cast.valmont, part.order.token).parts
    assert [line.note for line in view.lines] == ["Remplacé", "À la place de Pain de seigle"]
    assert view.part.total == 640


def test_a_cheaper_substitute_costs_its_own_price(part: m.OrderPart) -> None:
    cheaper = bread(part.seller, title="Baguette", price=110)

    buying.substitute(part=part, line=part.lines.get().pk, by=cheaper.listing, now=NOW)

    assert m.OrderPart.objects.of(part.authority).get(pk=part.pk).total == 220


def test_a_substitute_must_be_there(part: m.OrderPart) -> None:
    scarce = bread(part.seller, 1, title="Brioche")

    with pytest.raises(NotEnough):
        buying.substitute(part=part, line=part.lines.get().pk, by=scarce.listing, now=NOW)


def test_a_substitute_is_of_the_same_shop(cast: Cast, part: m.OrderPart) -> None:
    other = bread(shop(cast, "Épicerie Fabre"))

    with pytest.raises(WrongStep, match="même boutique"):
        buying.substitute(part=part, line=part.lines.get().pk, by=other.listing, now=NOW)


def test_what_is_missing_is_taken_out_and_the_total_follows(cast: Cast, stock: m.Stock) -> None:
    second = bread(stock.listing.seller, title="Brioche", price=500)
    part = only_part(order(basket(cast, stock, second)))
    missing = part.lines.get(listing=second.listing)

    buying.remove_line(part=part, line=missing.pk, now=NOW)

    assert m.OrderPart.objects.of(cast.valmont).get(pk=part.pk).total == 320
    assert numbers(second) == (10, 0, 0)
    with pytest.raises(WrongStep, match="dernier article"):
        buying.remove_line(part=part, line=part.lines.get(listing=stock.listing).pk, now=NOW)


def test_a_line_of_another_order_is_not_in_this_one(cast: Cast, part: m.OrderPart, stock: m.Stock) -> None:
    other = only_part(order(basket(cast, stock), key="two"))

    with pytest.raises(WrongStep, match="pas, ou plus"):
        buying.remove_line(part=part, line=other.lines.get().pk, now=NOW)


def test_the_day_of_a_merchant_is_in_the_order_of_the_slots(cast: Cast, stock: m.Stock) -> None:
    for key in "ab":
        order(basket(cast, stock), key=key)
    last = order(basket(cast, stock), key="c", now=later(hours=4))

    day = parts_of_day(stock.listing.seller, day=NOW.date())

    assert [one.part.number for one in day] == [1, 2, 3]
    assert day[-1].part.order_id == last.pk
    assert Step.READY in day[0].may


def test_what_was_left_open_yesterday_is_still_shown(part: m.OrderPart) -> None:
    tomorrow = NOW.date().replace(day=24)

    assert [one.part for one in parts_of_day(part.seller, day=tomorrow)] == [part]
    buying.miss(part=part, now=later(days=1))
    assert parts_of_day(part.seller, day=tomorrow) == []
