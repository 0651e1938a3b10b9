"""The pieces that a call asks for, as they stand in its row."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

KINDS: Final = ("pdf", "jpg", "png", "docx", "odt", "xlsx", "ods", "csv")
USUAL: Final = ("pdf", "jpg", "png")
MEGA: Final = 1024 * 1024
LIMIT: Final = 10 * MEGA


class BadPiece(ValueError):
    """A piece is badly described; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One piece asked for. `kinds`: suffixes taken (of KINDS); `limit`: octets."""

    key: str
    label: str
    kinds: tuple[str, ...] = USUAL
    limit: int = LIMIT
    required: bool = True
    identity: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"kinds": list(self.kinds)}


def asked(rows: Iterable[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """The pieces written in a call. Raises BadPiece for what cannot be one."""
    found = []
    for row in rows:
        key, label = str(row.get("key", "")).strip(), str(row.get("label", "")).strip()
        kinds = tuple(row.get("kinds") or USUAL)
        limit = row.get("limit", LIMIT)
        if not key or not label:
            raise BadPiece("Une pièce demandée a une clé et un intitulé.")
        if strange := sorted(set(kinds) - set(KINDS)):
            raise BadPiece(f"{label}\u00a0: {', '.join(strange)} n’est pas admis, mais {', '.join(KINDS)}.")
        if not isinstance(limit, int) or not 0 < limit <= 25 * MEGA:
            raise BadPiece(f"{label}\u00a0: la taille admise va de 1 octet à 25\u00a0Mo.")
        required, identity = bool(row.get("required", True)), bool(row.get("identity", False))
        found.append(Asked(key, label, kinds, limit, required, identity))
    if len({one.key for one in found}) != len(found):
        raise BadPiece("Deux pièces demandées portent la même clé.")
    return tuple(found)
