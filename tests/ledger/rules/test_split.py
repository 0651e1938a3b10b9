"""How an act is divided between funders, to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.ledger.rules.split import NoRoom, split

FUNDERS = ("ville", "région", "banque")
KEYS = st.dictionaries(st.sampled_from(FUNDERS), st.integers(1, 1000), min_size=1)


def test_the_odd_cent_goes_to_the_named_funder() -> None:
    halves = {"ville": 1, "région": 1}

    parts = split(10001, halves, odd_to="région")

    assert parts == {"ville": 5000, "région": 5001}


def test_a_funder_whose_part_is_nothing_is_left_out() -> None:
    parts = split(1, {"ville": 1, "région": 1}, odd_to="région")

    assert parts == {"région": 1}


def test_what_a_funder_lacks_the_named_one_bears_then_the_others() -> None:
    keys = {"ville": 1, "région": 1, "banque": 2}

    parts = split(100, keys, odd_to="région", room={"ville": 5, "région": 30, "banque": 90})

    assert parts == {"ville": 5, "région": 30, "banque": 65}


def test_an_account_is_emptied_to_the_last_cent() -> None:
    keys = {"ville": 1, "région": 1}

    parts = split(3, keys, odd_to="région", room={"ville": 3, "région": 0})

    assert parts == {"ville": 3}


def test_money_of_a_funder_that_left_the_keys_is_drawn_last() -> None:
    parts = split(12, {"ville": 1}, odd_to="ville", room={"ville": 10, "région": 5})

    assert parts == {"ville": 10, "région": 2}


def test_more_than_there_is_is_refused() -> None:
    with pytest.raises(NoRoom, match="12 to divide, 11 left"):
        split(12, {"ville": 1}, odd_to="ville", room={"ville": 11})


@pytest.mark.parametrize(
    ("amount", "keys", "odd_to"),
    [(-1, {"ville": 1}, "ville"), (1, {"ville": 1}, "région"), (1, {"ville": 0}, "ville"), (1, {}, "ville")],
)
def test_nonsense_is_refused(amount: int, keys: dict[str, int], odd_to: str) -> None:
    with pytest.raises(ValueError, match=r"divided|keys"):
        split(amount, keys, odd_to=odd_to)


@given(amount=st.integers(0, 10**12), keys=KEYS)
def test_the_parts_are_the_whole_and_within_a_cent_of_their_key(amount: int, keys: dict[str, int]) -> None:
    odd_to = next(iter(keys))
    whole = sum(keys.values())

    parts = split(amount, keys, odd_to=odd_to)

    assert sum(parts.values()) == amount
    for funder, key in keys.items():
        if funder != odd_to:
            assert parts.get(funder, 0) == amount * key // whole
    assert 0 <= parts.get(odd_to, 0) - amount * keys[odd_to] // whole < len(keys)


@given(
    keys=KEYS,
    room=st.dictionaries(st.sampled_from(FUNDERS), st.integers(0, 10**6), min_size=1),
    data=st.data(),
)
def test_no_part_exceeds_what_its_funder_has(
    keys: dict[str, int], room: dict[str, int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(room.values())))

    parts = split(amount, keys, odd_to=next(iter(keys)), room=room)

    assert sum(parts.values()) == amount
    assert all(0 < part <= room[funder] for funder, part in parts.items())


@given(keys=KEYS, awarded=st.integers(1, 10**6), data=st.data())
def test_instalments_close_the_award_to_the_cent_for_each_funder(
    keys: dict[str, int], awarded: int, data: st.DataObject
) -> None:
    odd_to = next(iter(keys))
    left = split(awarded, keys, odd_to=odd_to)

    while sum(left.values()):
        instalment = data.draw(st.integers(max(1, sum(left.values()) // 3), sum(left.values())))
        parts = split(instalment, keys, odd_to=odd_to, room=left)
        left = {funder: held - parts.get(funder, 0) for funder, held in left.items()}

    assert set(left.values()) == {0}
