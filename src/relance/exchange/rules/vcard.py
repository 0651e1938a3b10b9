"""A shop as a vCard 4.0 (RFC 6350), for the address book of a phone. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

WIDEST: Final = 75  # octets of a line, RFC 6350 §3.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What goes on it; what is empty is left out. Coordinates are millionths of a degree."""

    name: str
    url: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    latitude: int | None = None
    longitude: int | None = None
    note: str = ""


def vcard(card: Card) -> str:
    """The file, its lines folded and ended as the standard says."""
    return "".join(f"{line}\r\n" for text in _lines(card) for line in _folded(text))


def _lines(card: Card) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:org", f"FN:{_escaped(card.name)}", f"SOURCE:{card.url}")
    place = (card.street, card.city, "", card.postcode, card.country)
    if any(place[:4]):
        yield "ADR;TYPE=work:;;" + ";".join(_escaped(one) for one in place)
    for name, value in (("TEL;TYPE=work", card.phone), ("EMAIL;TYPE=work", card.email)):
        if value:
            yield f"{name}:{_escaped(value)}"
    if card.website:
        yield f"URL:{card.website}"
    if card.latitude is not None and card.longitude is not None:
        yield f"GEO:geo:{card.latitude / 1e6:.6f},{card.longitude / 1e6:.6f}"
    if card.note:
        yield f"NOTE:{_escaped(card.note)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    """RFC 6350 §3.4: commas, semicolons, backslashes and ends of line stand for themselves."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return plain.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """In pieces of at most 75 octets, never within a letter; those that go on begin with a space."""
    piece, used = "", 0
    for letter in line:
        width = len(letter.encode())
        if used + width > WIDEST:
            yield piece
            piece, used = " ", 1
        piece, used = piece + letter, used + width
    yield piece
