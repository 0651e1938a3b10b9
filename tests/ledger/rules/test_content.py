"""The same key must mean the same act."""

from datetime import date

import pytest

from relance.ledger.rules.content import digest
from relance.ledger.rules.reference import Ref


def test_the_order_of_what_is_said_does_not_matter() -> None:
    assert digest("pay", {"a": 1, "b": date(2026, 3, 2)}) == digest("pay", {"b": date(2026, 3, 2), "a": 1})


def test_another_act_amount_or_day_is_another_content() -> None:
    known = {
        digest("pay", {"a": 1, "on": date(2026, 3, 2)}),
        digest("commit", {"a": 1, "on": date(2026, 3, 2)}),
        digest("pay", {"a": 2, "on": date(2026, 3, 2)}),
        digest("pay", {"a": 1, "on": date(2026, 3, 3)}),
    }

    assert len(known) == 4
    assert all(len(one) == 32 for one in known)


@pytest.mark.parametrize(("kind", "key"), [("", "1"), ("award", ""), ("a" * 41, "1"), ("award", "1" * 81)])
def test_a_reference_without_kind_or_key_or_too_long_is_refused(kind: str, key: str) -> None:
    with pytest.raises(ValueError, match="1 to 40 letters"):
        Ref(kind, key)


def test_a_reference_prints_itself() -> None:
    assert str(Ref("award", "12")) == "award 12"


def test_a_reference_is_called_by_its_french_word_when_it_has_one() -> None:
    assert Ref("award", "12").words == "aide 12"
    assert Ref("casework.file", "12").words == "casework.file 12"
