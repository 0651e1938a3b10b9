"""The official columns of the French register (Sirene), and what they are to a scheme.

Names as published in StockEtablissement and StockUniteLegale (Insee). A name is understood whether the file
is one of theirs or a join of both; where both tell, the establishment's goes before the legal unit's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bareme.model import Input
from bareme.types import Code, Day

NAF: Final = ("activitePrincipaleEtablissement", "activitePrincipaleUniteLegale", "naf", "code_naf", "ape")
LEGAL_FORM: Final = ("categorieJuridiqueUniteLegale", "legal_form", "categorie_juridique")
HEADCOUNT: Final = ("trancheEffectifsEtablissement", "trancheEffectifsUniteLegale", "tranche_effectif")
CREATED: Final = ("dateCreationEtablissement", "dateCreationUniteLegale", "date_creation")
COMMUNE: Final = ("codeCommuneEtablissement", "commune", "code_commune")
STATE: Final = ("etatAdministratifEtablissement", "etatAdministratifUniteLegale")
OPEN: Final = "A"  # active; F: closed (establishment), C: ceased (legal unit)
PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "commune": COMMUNE,
    "epci": ("epci", "code_epci"),
    "departement": ("departement", "code_departement"),
    "region": ("region", "code_region"),
    "mrc": ("mrc", "code_mrc"),
}
CREATION_WORDS: Final = ("created", "created_on", "creation", "founded", "started")
LEGAL_FORMS: Final = ("legal_form", "sirene_legal_form")


def official(path: str, fact: Input) -> tuple[str, ...]:
    """The official columns that may tell this fact, best first; none if the register says nothing of it."""
    name = path.rpartition(".")[2]
    if isinstance(fact.type, Code):
        if fact.type.of == "naf":
            return NAF
        if fact.type.of in LEGAL_FORMS:
            return LEGAL_FORM
        return PLACES.get(name, ())
    if isinstance(fact.type, Day) and name in CREATION_WORDS:
        return CREATED
    return ()


def bracket_columns(register: str) -> tuple[str, ...]:
    """The columns that hold the code of a bracket table."""
    return (register, *HEADCOUNT) if register == "headcount_bracket" else (register,)
