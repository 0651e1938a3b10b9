"""The `relance` command where only `bareme` was installed."""

import sys

import pytest

from relance import cli


def test_without_the_application_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "django.core.management", None)

    with pytest.raises(SystemExit) as ended:
        cli.main(["demo"])

    assert "pip install 'relance[web]'" in str(ended.value)
