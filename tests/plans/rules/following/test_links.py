"""Links of mails: single purpose, never stored, found by their digest."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.following.links import Purpose, digest_of_token, token_of

KEY = UUID("6f1a6a0e-8c5e-4d0e-9df1-3a8d3a0c9a11")
SECRET = "a secret of this installation"


def test_the_same_row_and_purpose_give_the_same_token() -> None:
    assert token_of(SECRET, Purpose.NEWS, KEY) == token_of(SECRET, Purpose.NEWS, KEY)


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.NEWS])
def test_a_token_of_one_purpose_is_none_of_another(purpose: Purpose) -> None:
    assert token_of(SECRET, purpose, KEY) != token_of(SECRET, Purpose.NEWS, KEY)


def test_another_row_or_another_secret_gives_another_token() -> None:
    token = token_of(SECRET, Purpose.NEWS, KEY)

    assert token_of(SECRET, Purpose.NEWS, uuid4()) != token
    assert token_of("another secret", Purpose.NEWS, KEY) != token


@given(st.uuids(), st.sampled_from(Purpose))
def test_a_token_fits_an_address_and_does_not_show_in_its_digest(key: UUID, purpose: Purpose) -> None:
    token = token_of(SECRET, purpose, key)

    assert len(token) == 43
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(digest_of_token(token)) == 64
    assert str(key) not in token


@given(st.integers(0, 42))
def test_a_token_with_one_letter_changed_has_another_digest(place: int) -> None:
    token = token_of(SECRET, Purpose.NEWS, KEY)

    tampered = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]

    assert digest_of_token(tampered) != digest_of_token(token)
