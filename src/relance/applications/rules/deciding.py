"""What stands in the way of a decision, said before it is tried and checked again when it is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from relance.values.money import Money


class Why(StrEnum):
    """Why a file cannot be decided as wanted; the value is what preflights group by."""

    STATE = "state"
    RECUSED = "recused"
    CORRECTION = "correction"
    UNCONFIRMED = "unconfirmed"
    UNDETERMINED = "undetermined"
    NOT_ELIGIBLE = "not_eligible"
    ELIGIBLE = "eligible"
    NOTHING_DUE = "nothing_due"
    POWER = "power"
    SAME_PERSON = "same_person"
    NO_PROPOSAL = "no_proposal"
    OTHER_PROPOSAL = "other_proposal"
    AMOUNT_CHANGED = "amount_changed"
    ALREADY_AWARDED = "already_awarded"
    CEILING = "ceiling"
    HELD = "held"


SAID: Final[dict[Why, str]] = {
    Why.STATE: "Le dossier n’est pas en instruction, ou il est déjà décidé.",
    Why.RECUSED: "Un conflit d’intérêts est déclaré sur ce dossier.",
    Why.CORRECTION: "Une demande de correction attend sa réponse.",
    Why.UNCONFIRMED: "Le registre n’a pas confirmé l’entreprise\u00a0: la décision attend.",
    Why.UNDETERMINED: "Le barème ne peut pas encore répondre\u00a0: il manque un fait ou une appréciation.",
    Why.NOT_ELIGIBLE: "Le barème répond non\u00a0: une condition n’est pas remplie.",
    Why.ELIGIBLE: "Le barème répond oui\u00a0: un refus en lot se fonde sur une condition non remplie.",
    Why.NOTHING_DUE: "Le montant calculé est nul.",
    Why.POWER: "Le montant dépasse ce que vous pouvez décider.",
    Why.SAME_PERSON: "Vous avez proposé cette décision\u00a0: quelqu’un d’autre la prend.",
    Why.NO_PROPOSAL: "Personne n’a proposé de décision.",
    Why.OTHER_PROPOSAL: "Une autre décision est proposée pour ce dossier.",
    Why.AMOUNT_CHANGED: "Le montant calculé a changé depuis la proposition.",
    Why.ALREADY_AWARDED: "Le demandeur a déjà une aide de ce dispositif, qui n’en donne qu’une.",
    Why.CEILING: "L’aide dépasserait le plafond d’aides publiques du demandeur.",
    Why.HELD: "Quelqu’un d’autre tient ce dossier.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a file when its decision is wanted."""

    in_instruction: bool
    recused: bool
    correction_open: bool
    unconfirmed: bool
    verdict: str
    computed: Money | None
    already_awarded: bool
    ceiling_exceeded: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision that somebody proposes. `amount`: of an acceptance; `manual`: with a reason of its own."""

    outcome: str
    amount: Money | None = None
    manual: bool = False


def obstacles(standing: Standing, wanted: Wanted) -> list[Why]:
    """Everything that stands in the way, the first the most telling."""
    found = []
    if not standing.in_instruction:
        found.append(Why.STATE)
    if standing.recused:
        found.append(Why.RECUSED)
    if standing.correction_open:
        found.append(Why.CORRECTION)
    if wanted.outcome == "accepted":
        found += _acceptance(standing, wanted)
    elif wanted.outcome == "refused" and standing.unconfirmed:
        found.append(Why.UNCONFIRMED)
    return found


def _acceptance(standing: Standing, wanted: Wanted) -> list[Why]:
    found = []
    if standing.unconfirmed:
        found.append(Why.UNCONFIRMED)
    if standing.already_awarded:
        found.append(Why.ALREADY_AWARDED)
    if standing.ceiling_exceeded:
        found.append(Why.CEILING)
    if standing.verdict in ("undetermined", "to be checked"):
        found.append(Why.UNDETERMINED)
    elif standing.verdict != "eligible" and not wanted.manual:
        found.append(Why.NOT_ELIGIBLE)
    elif not wanted.manual:
        if not standing.computed:
            found.append(Why.NOTHING_DUE)
        elif wanted.amount is not None and wanted.amount != standing.computed:
            found.append(Why.AMOUNT_CHANGED)
    return found


def may_decide_amount(amount: Money, *, delegated_up_to: int | None, own: tuple[int | None] | None) -> bool:
    """Whether a decider may decide this amount. `own`: their delegation, (None,) for any amount."""
    if delegated_up_to is None or amount.minor <= delegated_up_to:
        return True
    return own is not None and (own[0] is None or amount.minor <= own[0])
