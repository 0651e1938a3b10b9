"""Plain references to rows of apps that the ledger does not know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """What something is about: a kind ("award", "deliberation", "batch") and its key.

    Raises ValueError when either is empty or too long for the column (40 and 80 letters).
    """

    kind: str
    key: str

    def __post_init__(self) -> None:
        if not 0 < len(self.kind) <= 40 or not 0 < len(self.key) <= 80:
            raise ValueError(
                "a reference has a kind of 1 to 40 letters and a key of 1 to 80, "
                f"got {self.kind!r}, {self.key!r}"
            )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def words(self) -> str:
        """What to call it where no app knows it: its kind in French when it is a usual one, and its key."""
        return f"{WORDS.get(self.kind, self.kind)} {self.key}"


WORDS = {
    "agreement": "convention",
    "application": "demande",
    "award": "aide",
    "bank": "avis bancaire",
    "batch": "lot",
    "call": "appel",
    "claim": "demande de paiement",
    "commune": "commune",
    "decision": "décision",
    "deliberation": "délibération",
    "instalment": "échéance",
    "order": "commande",
    "scheme": "dispositif",
}
