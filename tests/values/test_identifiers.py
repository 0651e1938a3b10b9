"""Numbers of organisations are checked before they are believed."""

import pytest

from relance.values import identifiers
from relance.values.identifiers import InvalidIdentifier, Scheme


def test_a_siren_is_read_with_its_spaces() -> None:
    read = identifiers.siren("732 829 320")
    assert (read.number, read.siren) == ("732829320", "732829320")
    assert str(read) == "732\u00a0829\u00a0320"


def test_a_siret_gives_its_siren() -> None:
    read = identifiers.siret("73282932000074")
    assert read.siren == "732829320"
    assert str(read) == "732\u00a0829\u00a0320\u00a000074"


def test_la_poste_has_an_exception_of_its_own() -> None:
    assert identifiers.siret("35600000049837").siren == "356000000"


def test_a_neq_has_ten_digits_and_a_known_start() -> None:
    read = identifiers.neq("11 4567 8901")
    assert (read.number, read.siren, str(read)) == ("1145678901", None, "1145678901")


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (identifiers.siren, "732829321", "clé de contrôle est fausse"),
        (identifiers.siren, "73282932", "9 chiffres sont attendus"),
        (identifiers.siret, "7,17E+13", "14 chiffres sont attendus"),
        (identifiers.siret, "73282932000075", "clé de contrôle est fausse"),
        (identifiers.neq, "9945678901", "commencent par 11, 22, 33 ou 88"),
        (identifiers.siren, "", "9 chiffres sont attendus"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(read, text: str, message: str) -> None:  # type: ignore[no-untyped-def]  # three functions of one shape
    with pytest.raises(InvalidIdentifier, match=message):
        read(text)


def test_a_number_is_recognised_by_its_form() -> None:
    found = [identifiers.identify(text) for text in ("732829320", "73282932000074", "1145678901", "bonjour")]
    assert [one and one.scheme for one in found] == [Scheme.SIREN, Scheme.SIRET, Scheme.NEQ, None]
