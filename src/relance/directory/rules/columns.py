"""The columns of a register's files, and what a row of them says.

Source: Insee, "Dessin de fichier" of StockEtablissement and StockUniteLegale (base SIRENE). The file
of Québec is ours to define, as the public one comes in several parts: neq, nom, then if known statut
(immatriculée, radiée), date_statut, date_constitution, forme_juridique, activite, effectif, adresse,
municipalite, code_municipalite. Header names are taken without case; other columns are left aside.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from relance.values.identifiers import InvalidIdentifier, neq, siren, siret
from relance.values.typography import NBSP, squeeze

Row = Mapping[str, str]
ESTABLISHMENTS, UNITS, NEQ = "establishments", "units", "neq"
NEEDED = {
    ESTABLISHMENTS: ("siret", "etatadministratifetablissement"),
    UNITS: ("siren", "etatadministratifunitelegale", "categoriejuridiqueunitelegale"),
    NEQ: ("neq", "nom"),
}
STATES = {
    "immatriculée": "open",
    "immatriculee": "open",
    "active": "open",
    "radiée": "closed",
    "radiee": "closed",
    "fermée": "closed",
    "fermee": "closed",
    "": "open",
}
HIDDEN = "[ND]"  # what Insee writes instead of what may not be shown


class RowRefused(ValueError):
    """The message says what is wrong with the row, in French."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which file the columns announce, and what those still needed are called if none."""

    kind: str
    missing: tuple[str, ...] = ()


def recognise(header: list[str]) -> Columns:
    """Which file of a register has these columns; `kind` is empty when none does.

    `missing` then names what the nearest one would still need.
    """
    known = {name.strip().lower() for name in header}
    for kind, needed in NEEDED.items():
        if known.issuperset(needed):
            return Columns(kind)
    nearest = min(NEEDED.values(), key=lambda needed: len(set(needed) - known))
    return Columns("", tuple(name for name in nearest if name not in known))


def read(kind: str, row: Row) -> dict[str, object]:
    """The fields of the table that this row (lower-case column names) fills. Raises RowRefused."""
    return _READERS[kind](row)


def number_in(kind: str, row: Row) -> str:
    """The number as the file writes it, for the report."""
    return row.get({ESTABLISHMENTS: "siret", UNITS: "siren", NEQ: "neq"}[kind], "").strip()[:40]


def _establishment(row: Row) -> dict[str, object]:
    number = _number(siret, row, "siret")
    public = _public(row, "statutdiffusionetablissement")
    names = ("enseigne1etablissement", "denominationusuelleetablissement")
    return {
        "country": "FR",
        "number": number,
        "unit_number": number[:9],
        "name": _first(row, *names)[:300] if public else "",
        "activity": _said(row, "activiteprincipaleetablissement")[:10],
        "headcount": _class(row, "trancheeffectifsetablissement"),
        "created_on": _day(row, "datecreationetablissement"),
        "state": _state(row, "etatadministratifetablissement", closed="F"),
        "state_since": _day(row, "datedebut"),
        "is_seat": _said(row, "etablissementsiege").lower() == "true",
        "postcode": _said(row, "codepostaletablissement")[:10] if public else "",
        "commune": _said(row, "codecommuneetablissement")[:10],
        "commune_name": _said(row, "libellecommuneetablissement")[:100],
        "address": _address(row)[:300] if public else "",
        "public": public,
    }


def _unit(row: Row) -> dict[str, object]:
    public = _public(row, "statutdiffusionunitelegale")
    return {
        "country": "FR",
        "number": _number(siren, row, "siren"),
        "name": _unit_name(row)[:300] if public else "",
        "acronym": _said(row, "sigleunitelegale")[:40] if public else "",
        "legal_form": _said(row, "categoriejuridiqueunitelegale")[:10],
        "activity": _said(row, "activiteprincipaleunitelegale")[:10],
        "headcount": _class(row, "trancheeffectifsunitelegale"),
        "created_on": _day(row, "datecreationunitelegale"),
        "state": _state(row, "etatadministratifunitelegale", closed="C"),
        "state_since": _day(row, "datedebut"),
        "commune": "",
        "commune_name": "",
        "address": "",
        "public": public,
    }


def _neq(row: Row) -> dict[str, object]:
    state = _said(row, "statut").lower()
    if state not in STATES:
        raise RowRefused(f"statut «{NBSP}{state}{NBSP}» inconnu{NBSP}: immatriculée ou radiée")
    return {
        "country": "CA",
        "number": _number(neq, row, "neq"),
        "name": _said(row, "nom")[:300],
        "acronym": "",
        "legal_form": _said(row, "forme_juridique")[:10],
        "activity": _said(row, "activite")[:10],
        "headcount": _class(row, "effectif"),
        "created_on": _day(row, "date_constitution"),
        "state": STATES[state],
        "state_since": _day(row, "date_statut"),
        "commune": _said(row, "code_municipalite")[:10],
        "commune_name": _said(row, "municipalite")[:100],
        "address": _said(row, "adresse")[:300],
        "public": True,
    }


_READERS: dict[str, Callable[[Row], dict[str, object]]] = {
    ESTABLISHMENTS: _establishment,
    UNITS: _unit,
    NEQ: _neq,
}


def _said(row: Row, column: str) -> str:
    value = squeeze(row.get(column) or "")
    return "" if value == HIDDEN else value


def _first(row: Row, *columns: str) -> str:
    return next((value for column in columns if (value := _said(row, column))), "")


def _number(check: Callable[[str], object], row: Row, column: str) -> str:
    text = _said(row, column)
    if re.fullmatch(r"[\d.,]+E\+?\d+", text, re.IGNORECASE):
        raise RowRefused(
            f"«{NBSP}{text}{NBSP}»{NBSP}: un tableur a arrondi ce numéro, reprenez le fichier d’origine"
        )
    try:
        return str(getattr(check(text), "number"))  # noqa: B009  # the three checks give an Identifier
    except InvalidIdentifier as error:
        raise RowRefused(str(error)) from error


def _day(row: Row, column: str) -> date | None:
    text = _said(row, column)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise RowRefused(
            f"{column}{NBSP}: «{NBSP}{text[:30]}{NBSP}» n’est pas une date (2020-06-18)"
        ) from error


def _class(row: Row, column: str) -> str:
    text = _said(row, column)
    return "" if text == "null" else text[:4]


def _public(row: Row, column: str) -> bool:
    """N and P (in part): the person asked not to be shown. O, or no such column: nothing against it."""
    return _said(row, column).upper() not in ("N", "P")


def _state(row: Row, column: str, *, closed: str) -> str:
    letter = _said(row, column).upper()
    if letter not in ("A", closed):
        raise RowRefused(f"état administratif «{NBSP}{letter}{NBSP}» inconnu{NBSP}: A ou {closed}")
    return "open" if letter == "A" else "closed"


def _address(row: Row) -> str:
    columns = ("numerovoie", "indicerepetition", "typevoie", "libellevoie")
    street = " ".join(filter(None, (_said(row, f"{name}etablissement") for name in columns)))
    more = _said(row, "complementadresseetablissement")
    return ", ".join(filter(None, (more, street)))


def _unit_name(row: Row) -> str:
    name = _said(row, "denominationunitelegale")
    if name:
        return name
    last = _first(row, "nomusageunitelegale", "nomunitelegale")
    first = _first(row, "prenomusuelunitelegale", "prenom1unitelegale")
    return f"{first} {last}".strip()
