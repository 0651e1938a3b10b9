"""The texts that Relance offers to begin with. None is verified: a town reads each before it sends one.

The texts stand beside, in `texts/`. What each cites stands in `to_check`: the screen shows it beside the text
until somebody of the town says that it was checked. Nothing here is used by itself: a letter is made from a
text that the town has saved.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TEXTS: Final = Path(__file__).parent / "texts"
_DECIDES: Final = ("acceptance", "refusal", "closing")
_TITLES: Final = {
    "acceptance": "Votre demande {numero} est acceptée",
    "refusal": "Votre demande {numero} est refusée",
    "closing": "Votre demande {numero} est classée sans suite",
    "agreement": "Convention pour l’aide «\u00a0{dispositif}\u00a0»",
    "charter": "Charte du dispositif «\u00a0{dispositif}\u00a0»",
}
KINDS: Final = tuple(_TITLES)

# What our sources (notes on French and Québec law of July 2026) attest by half, or do not know.
_REMEDIES: Final = {
    "FR": (
        "Le délai de deux mois et la mention des recours (code de justice administrative, article R421-5)",
        "Le tribunal administratif compétent, à nommer avec son adresse",
    ),
    "CA": (
        "Le droit aux renseignements et à la révision par une personne (Loi 25, A-2.1)",
        "Les autres recours ouverts contre la décision, que Relance ne connaît pas",
    ),
}
_REASONED: Final = "La motivation des refus (code des relations entre le public et l’administration, L211-2)"
_AGREEMENT: Final = {
    "FR": (
        "Le seuil de 23\u202f000\u00a0€ par an et le compte rendu (loi 2000-321\u00a0; décret 2001-495)",
        "Le contrôle des comptes et l’interdiction de reverser l’aide (CGCT, article L1611-4)",
        "Le contrat d’engagement républicain des associations (loi 2021-1109\u00a0; décret 2021-1947)",
        "Les articles 2 et 5, propres à chaque dispositif",
    ),
    "CA": ("Toute la convention\u00a0: Relance ne connaît pas le droit qui la régit au Québec",),
}
_CHARTER: Final = ("Les engagements, à accorder au règlement du dispositif",)


@dataclass(frozen=True, slots=True)
class Model:
    """A text to begin with. `to_check`: what it cites that the town must check against the law."""

    title: str
    body: str
    to_check: tuple[str, ...]


def model_for(kind: str, country: str) -> Model:
    """The text to begin a letter of this kind with, in a country ("FR", "CA"). Raises LookupError."""
    title = _TITLES[kind]
    body = _text(kind)
    if kind not in _DECIDES:
        return Model(title, body, _AGREEMENT[country] if kind == "agreement" else _CHARTER)
    checks: tuple[str, ...] = _REMEDIES[country]
    if kind == "refusal" and country == "FR":
        checks = (_REASONED, *checks)
    return Model(title, body + _text(f"remedies-{country}"), checks)


def _text(name: str) -> str:
    return (_TEXTS / f"{name}.txt").read_text(encoding="utf-8")
