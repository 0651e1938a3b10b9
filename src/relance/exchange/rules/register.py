"""Shops from a register: rows of a CSV with the columns of Insee's SIRENE, or of the directory.

Column names are those of StockEtablissement, or the plain French ones of NAMES; case and accents do not
count. `latitude` and `longitude` are decimal degrees (WGS 84).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from relance.exchange.rules import categories
from relance.values.identifiers import InvalidIdentifier, siret
from relance.values.typography import NBSP, fold, squeeze

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "siret": ("siret",),
    "name": ("nom", "enseigne1etablissement", "denominationusuelleetablissement", "denominationunitelegale",
             "enseigne", "denomination"),
    "naf": ("naf", "activiteprincipaleetablissement", "ape", "code naf"),
    "street": ("adresse", "rue"),
    "number": ("numerovoieetablissement",),
    "way": ("typevoieetablissement",),
    "way_name": ("libellevoieetablissement",),
    "postcode": ("code postal", "codepostaletablissement"),
    "city": ("commune", "libellecommuneetablissement", "ville"),
    "state": ("etatadministratifetablissement", "etat"),
    "phone": ("telephone",),
    "email": ("courriel", "email", "mail"),
    "website": ("site", "site internet"),
    "hours": ("horaires", "opening_hours"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng"),
}  # fmt: skip
MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 20 * 1024 * 1024


class BadRegister(ValueError):
    """The whole file is refused; the message is French."""


@dataclass(frozen=True)
class ShopRow:
    """A shop as a register says it. `problems` not empty: it cannot be taken. `open` False: it has closed."""

    number: int
    siret: str = ""
    name: str = ""
    naf: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""
    latitude: int | None = None
    longitude: int | None = None
    open: bool = True
    problems: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        return categories.by_naf(self.naf)


def read_register(content: bytes) -> list[ShopRow]:
    """The rows of a CSV. Raises BadRegister when the file as a whole is none."""
    if len(content) > MOST_BYTES:
        raise BadRegister(
            "Ce fichier pèse plus de 20\u00a0Mo\u00a0: gardez les établissements de votre commune."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise BadRegister("Ce fichier n’est pas un CSV.")
    lines = text.splitlines()
    delimiter = max(";,\t", key=(lines[0] if lines else "").count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BadRegister(f"Ce CSV ne se lit pas\u00a0: {error}.") from error
    if not table:
        raise BadRegister("Ce fichier est vide.")
    places = dict(_places([fold(cell) for cell in table[0]]))
    if "name" not in places:
        raise BadRegister(
            f"La première ligne ne nomme pas de colonne «{NBSP}nom{NBSP}» (ou "
            f"«{NBSP}enseigne1Etablissement{NBSP}»). Colonnes lues{NBSP}: {', '.join(table[0])[:300]}."
        )
    rows = [
        _row(number, {key: _joined(cells, where) for key, where in places.items()})
        for number, cells in enumerate(table[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    if len(rows) > MOST_ROWS:
        raise BadRegister(f"Ce fichier a {len(rows)} lignes{NBSP}: {MOST_ROWS} au plus.")
    return rows


def degrees(text: str) -> int:
    """ "44,2345" → 44234500 millionths. Raises ValueError."""
    return round(float(text.replace(",", ".")) * 1_000_000)


def _places(names: list[str]) -> Iterator[tuple[str, list[int]]]:
    """Where each of our columns stands; several (brand, then usual name) are tried in order."""
    for key, known in NAMES.items():
        found = [names.index(fold(one)) for one in known if fold(one) in names]
        if found:
            yield key, found


def _joined(cells: list[str], where: list[int]) -> str:
    values = (squeeze(cells[place]) if place < len(cells) else "" for place in where)
    return next((value for value in values if value and value != "[ND]"), "")


def _row(number: int, said: Mapping[str, str]) -> ShopRow:
    problems = []
    name = said.get("name", "")
    if not name:
        problems.append("Le nom manque.")
    key = said.get("siret", "")
    if key:
        try:
            key = siret(key).number
        except InvalidIdentifier as error:
            problems.append(str(error))
    point = _point(said, problems)
    way = " ".join(filter(None, [said.get("number"), said.get("way"), said.get("way_name")]))
    return ShopRow(
        number=number,
        siret=key,
        name=name[:200],
        naf=said.get("naf", "")[:6],
        street=(said.get("street") or way)[:200],
        postcode=said.get("postcode", "")[:10],
        city=said.get("city", "")[:120],
        phone=said.get("phone", "")[:30],
        email=said.get("email", "")[:254],
        website=said.get("website", "")[:200],
        hours=said.get("hours", ""),
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        open=fold(said.get("state", "")) not in ("f", "ferme", "fermee"),
        problems=tuple(problems),
    )


def _point(said: Mapping[str, str], problems: list[str]) -> tuple[int, int] | None:
    texts = said.get("latitude", ""), said.get("longitude", "")
    if not any(texts):
        return None
    try:
        point = degrees(texts[0]), degrees(texts[1])
    except (ValueError, OverflowError):
        point = (10**9, 10**9)
    if abs(point[0]) > 90_000_000 or abs(point[1]) > 180_000_000:
        problems.append(f"«{NBSP}{texts[0]}, {texts[1]}{NBSP}» n’est pas un point (44.2345, 5.0789).")
        return None
    return point
