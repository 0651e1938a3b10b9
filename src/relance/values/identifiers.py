"""Identifiers of organisations: SIREN and SIRET (France), NEQ (Québec).

SIREN and SIRET are checked by python-stdnum (Luhn, with La Poste's exception). Of a NEQ
only the form is checked: python-stdnum has none, and we know no published rule for its
last digit.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret
from stdnum.util import clean

from relance.values.typography import NBSP

_NEQ = re.compile(r"(?:11|22|33|88)\d{8}")


class InvalidIdentifier(ValueError):
    """The message is a French sentence that names the culprit and what was allowed."""


class Scheme(StrEnum):
    SIREN = "siren"
    SIRET = "siret"
    NEQ = "neq"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A checked identifier: `number` holds digits alone."""

    scheme: Scheme
    number: str

    @property
    def siren(self) -> str | None:
        """The SIREN of a SIREN or SIRET; None for a NEQ."""
        return None if self.scheme is Scheme.NEQ else self.number[:9]

    def __str__(self) -> str:
        """Grouped as the registers print it, with no-break spaces."""
        n = self.number
        if self.scheme is Scheme.NEQ:
            return n
        groups = [n[0:3], n[3:6], n[6:9]] + ([n[9:]] if self.scheme is Scheme.SIRET else [])
        return NBSP.join(groups)


def siren(text: str) -> Identifier:
    """A SIREN as typed (spaces allowed). Raises InvalidIdentifier."""
    return Identifier(Scheme.SIREN, _checked(text, 9, "SIREN", _siren.validate))


def siret(text: str) -> Identifier:
    """A SIRET as typed (spaces allowed). Raises InvalidIdentifier."""
    return Identifier(Scheme.SIRET, _checked(text, 14, "SIRET", _siret.validate))


def neq(text: str) -> Identifier:
    """A Québec business number: ten digits that start with 11, 22, 33 or 88."""
    digits = _digits(text)
    if not _NEQ.fullmatch(digits):
        raise InvalidIdentifier(
            f"« {text} » n’est pas un NEQ : dix chiffres qui commencent par 11, 22, 33 ou 88 sont attendus."
        )
    return Identifier(Scheme.NEQ, digits)


def identify(text: str) -> Identifier | None:
    """Whichever identifier the text is, by its length and key; None when it is none."""
    for read in (siren, siret, neq):
        try:
            return read(text)
        except InvalidIdentifier:
            continue
    return None


def _digits(text: str) -> str:
    return re.sub(r"\s", "", clean(text, " -./"))


def _checked(text: str, length: int, name: str, validate: Callable[[str], str]) -> str:
    digits = _digits(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) == length):
        raise InvalidIdentifier(f"« {text} » n’est pas un {name} : {length} chiffres sont attendus.")
    try:
        validate(digits)
    except InvalidChecksum:
        raise InvalidIdentifier(
            f"« {text} » n’est pas un {name} : sa clé de contrôle est fausse, un chiffre a dû être mal saisi."
        ) from None
    except ValidationError:
        raise InvalidIdentifier(f"« {text} » n’est pas un {name} connu.") from None
    return digits
