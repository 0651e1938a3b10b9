"""What is sealed opens here and nowhere else; digests are ours alone."""

from pathlib import Path
from typing import Any

import pytest

from relance.kernel.sealing import NAME, Unsealable, keyed_digest, seal, unseal

IBAN = "FR7630006000011234567890189"


def test_a_sealed_text_comes_back_and_shows_nothing(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path

    sealed = seal(IBAN)

    assert unseal(sealed) == IBAN
    assert IBAN not in sealed
    assert seal(IBAN) != sealed


def test_another_installation_opens_nothing(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "here"
    sealed, digest = seal(IBAN), keyed_digest(IBAN, purpose="account")
    settings.DATA = tmp_path / "there"

    with pytest.raises(Unsealable, match=NAME):
        unseal(sealed)
    assert keyed_digest(IBAN, purpose="account") != digest


def test_a_digest_tells_the_same_text_and_the_same_purpose(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path

    assert keyed_digest(IBAN, purpose="account") == keyed_digest(IBAN, purpose="account")
    assert keyed_digest(IBAN, purpose="account") != keyed_digest(IBAN, purpose="applicant")
    assert len(keyed_digest("", purpose="account")) == 64


def test_the_key_is_made_once_and_ours_alone(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    seal("x")

    path = tmp_path / NAME
    assert path.stat().st_mode & 0o077 == 0
    assert len(path.read_text()) > 60
    assert [one.name for one in tmp_path.iterdir()] == [NAME]
