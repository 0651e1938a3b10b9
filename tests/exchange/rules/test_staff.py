"""What a person may do in a shop."""

import pytest

from relance.exchange.models import GrantedRight, StaffRight
from relance.exchange.rules.staff import GRANTED, OWNER, STAFF, Task, by_grants, of_staff


def test_every_right_of_the_staff_says_what_it_allows() -> None:
    assert STAFF.keys() == set(StaffRight.values)


def test_every_right_given_to_others_is_known_here_but_selling_in_their_own_name() -> None:
    assert GRANTED.keys() == set(GrantedRight.values) - {"sell"}


def test_nobody_of_the_staff_gives_rights() -> None:
    assert Task.RIGHTS not in of_staff(STAFF)
    assert of_staff(STAFF) == OWNER - {Task.RIGHTS}


def test_who_keeps_the_catalogue_sees_no_order() -> None:
    assert of_staff(["catalogue"]).isdisjoint({Task.ORDERS, Task.LINES, Task.CARD})


def test_no_right_allows_nothing() -> None:
    assert of_staff([]) == by_grants([]) == frozenset()


@pytest.mark.parametrize(
    ("right", "own", "allowed"),
    [
        ("add_listings", OWNER, {Task.LISTINGS, Task.PRICES}),
        ("add_listings", of_staff(["catalogue"]), {Task.LISTINGS, Task.PRICES}),
        ("add_listings", of_staff(["orders"]), set()),
        ("set_stock", of_staff(["catalogue"]), {Task.PRICES}),
        ("see_orders", of_staff(["orders"]), {Task.LINES}),
        ("see_orders", of_staff(["catalogue"]), set()),
        ("sell", OWNER, set()),
    ],
)
def test_one_does_for_another_shop_only_what_one_does_at_home(
    right: str, own: frozenset[Task], allowed: set[Task]
) -> None:
    assert by_grants([(right, own)]) == allowed
