"""Every model is exported, or left out on purpose."""

from importlib import import_module

import pytest

from relance.kernel.exported import EXPORTED_BY, LEFT_OUT
from tests.architecture.models import names


def test_every_model_is_exported_or_left_out_on_purpose() -> None:
    said = EXPORTED_BY.keys() | LEFT_OUT.keys()

    assert set(names()) - said == set(), "say it in src/relance/kernel/exported.py"
    assert said - set(names()) == set(), "these models are gone from src/relance/kernel/exported.py"


def test_no_model_is_said_to_be_both() -> None:
    assert EXPORTED_BY.keys() & LEFT_OUT.keys() == set()


@pytest.mark.parametrize("function", sorted(set(EXPORTED_BY.values())))
def test_a_function_that_exports_exists(function: str) -> None:
    module, _, name = function.partition(":")

    assert callable(getattr(import_module(f"relance.{module}"), name))
