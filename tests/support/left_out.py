"""What happens when a program that tests need is not on this machine.

Plainly said and left out; an error where `RELANCE_NOTHING_LEFT_OUT=1` (CI) says that nothing may be.
"""

import os
from typing import NoReturn

import pytest


def nothing_may_be() -> bool:
    """Whether leaving something out is a failure here."""
    return os.environ.get("RELANCE_NOTHING_LEFT_OUT") == "1"


def sentence(what: str, why: str) -> str:
    return f"laissé de côté : {what} ({why})"


def leave_out(what: str, why: str) -> NoReturn:
    """Skip the test that asks, saying so; fail it where nothing may be left out."""
    if nothing_may_be():
        pytest.fail(sentence(what, why), pytrace=False)
    pytest.skip(sentence(what, why))
