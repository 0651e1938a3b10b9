"""The sums that a statement shows, from where money stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from relance.ledger.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums in minor units of one currency. Each is net of what was released, rejected or reversed.

    Awarded holds what is committed, committed holds what is paid, paid holds what came back since:
    each is a step of the same money. `holds` says whether what was received is all accounted for.
    """

    voted: int = 0
    amended: int = 0
    received: int = 0
    reused: int = 0
    allotted: int = 0
    returned: int = 0
    requested: int = 0
    awarded: int = 0
    committed: int = 0
    claimed: int = 0
    paid: int = 0
    repaid: int = 0
    recovered: int = 0
    written_off: int = 0
    available: int = 0

    @property
    def funding(self) -> int:
        """All that was put into it, whatever became of it: voted, amended, received, reused."""
        return self.voted + self.amended + self.received + self.reused

    @property
    def to_commit(self) -> int:
        return self.awarded - self.committed

    @property
    def to_pay(self) -> int:
        return self.committed - self.paid

    @property
    def outstanding(self) -> int:
        """Paid and neither repaid, recovered nor written off."""
        return self.paid - self.repaid - self.recovered - self.written_off

    @property
    def holds(self) -> bool:
        return self.funding == self.available + self.awarded + self.allotted + self.returned


# Which accounts a figure is the sum of: the rows that it opens onto.
MADE_OF: dict[str, tuple[Kind, ...]] = {
    "voted": (Kind.VOTED,),
    "amended": (Kind.AMENDED,),
    "received": (Kind.RECEIVED,),
    "reused": (Kind.REUSED,),
    "allotted": (Kind.ALLOTTED,),
    "returned": (Kind.RETURNED,),
    "requested": (Kind.REQUESTED,),
    "awarded": (
        Kind.RESERVED,
        Kind.COMMITTED,
        Kind.PAID,
        Kind.REPAID,
        Kind.RECOVERED,
        Kind.WRITTEN_OFF,
    ),
    "committed": (Kind.COMMITTED, Kind.PAID, Kind.REPAID, Kind.RECOVERED, Kind.WRITTEN_OFF),
    "claimed": (Kind.CLAIMED,),
    "paid": (Kind.PAID, Kind.REPAID, Kind.RECOVERED, Kind.WRITTEN_OFF),
    "repaid": (Kind.REPAID,),
    "recovered": (Kind.RECOVERED,),
    "written_off": (Kind.WRITTEN_OFF,),
    "available": (Kind.AVAILABLE,),
}
INFLOWS = frozenset({Kind.VOTED, Kind.AMENDED, Kind.RECEIVED, Kind.REUSED})

LABELS: dict[str, str] = {
    "voted": "Voté",
    "amended": "Modifié depuis le vote",
    "received": "Reçu d’une autre enveloppe",
    "reused": "Retours remis en service",
    "allotted": "Délégué à une autre enveloppe",
    "returned": "Rendu au budget",
    "requested": "Demandé",
    "awarded": "Accordé",
    "committed": "Engagé",
    "claimed": "Demandé en paiement",
    "paid": "Payé",
    "repaid": "Remboursé à l’échéance",
    "recovered": "Recouvré",
    "written_off": "Admis en non-valeur",
    "available": "Disponible",
}


def figures(balances: Mapping[Kind, int]) -> Figures:
    """The figures of these balances, where accounts that are not named stand at zero."""
    return Figures(
        **{
            name: sum(-balances.get(kind, 0) if kind in INFLOWS else balances.get(kind, 0) for kind in kinds)
            for name, kinds in MADE_OF.items()
        }
    )
