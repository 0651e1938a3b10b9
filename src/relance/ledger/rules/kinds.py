"""The accounts of an envelope, the acts, and which act moves money from where to where.

Every act is one or more transfers between two of these accounts, one per funder. The table
`FLOWS` is the whole accounting of Relance; docs/ledger.md tells it to treasurers and a test
holds the two together.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Kind(TextChoices):
    """The accounts that an envelope has for each of its funders.

    What an envelope received stands on VOTED, AMENDED, RECEIVED and REUSED, which count down from
    zero; where it is now stands on the others, which may never go below zero. So, at any time:
    received = available + reserved + committed + paid + repaid + recovered + written off +
    allotted + returned. REQUESTED and CLAIMED are told aside of that, against MEMO.
    """

    VOTED = "voted", "Crédits votés"
    AMENDED = "amended", "Modifications de crédits"
    RECEIVED = "received", "Crédits reçus d’une autre enveloppe"
    REUSED = "reused", "Retours remis en service"
    AVAILABLE = "available", "Disponible"
    ALLOTTED = "allotted", "Crédits délégués à une autre enveloppe"
    RESERVED = "reserved", "Aides accordées, à engager"
    COMMITTED = "committed", "Engagé, à payer"
    PAID = "paid", "Payé, chez les bénéficiaires"
    REPAID = "repaid", "Remboursé à l’échéance"
    RECOVERED = "recovered", "Recouvré"
    WRITTEN_OFF = "written_off", "Admis en non-valeur"
    RETURNED = "returned", "Rendu au budget à la clôture"
    MEMO = "memo", "Compte d’ordre"
    REQUESTED = "requested", "Demandé"
    CLAIMED = "claimed", "Paiement demandé"


# The accounts that stand for the outside: they say where money came from, and go below zero.
OPEN_BELOW = frozenset({Kind.VOTED, Kind.AMENDED, Kind.RECEIVED, Kind.REUSED, Kind.MEMO})

# Money that enters here left another account by the same act: the database asks which (`mirrors`).
MIRRORED = frozenset({Kind.RECEIVED, Kind.REUSED})

# On these, each case has a running balance of its own, which may not go below zero either.
BY_CASE = frozenset(
    {
        Kind.RESERVED,
        Kind.COMMITTED,
        Kind.PAID,
        Kind.REPAID,
        Kind.RECOVERED,
        Kind.WRITTEN_OFF,
        Kind.REQUESTED,
        Kind.CLAIMED,
    }
)


class Act(TextChoices):
    """What may be done; the label is the word of screens and journals."""

    VOTE = "vote", "Vote"
    AMEND = "amend", "Modification de crédits"
    ALLOT = "allot", "Délégation de crédits"
    MOVE = "move", "Virement entre enveloppes"
    CLOSE = "close", "Clôture"
    REQUEST = "request", "Demande"
    RESERVE = "reserve", "Réservation"
    COMMIT = "commit", "Engagement"
    RELEASE = "release", "Désengagement"
    CLAIM = "claim", "Demande de paiement"
    PAY = "pay", "Paiement"
    REJECT = "reject", "Rejet bancaire"
    REPAY = "repay", "Remboursement"
    WRITE_OFF = "write_off", "Admission en non-valeur"
    RECOVER = "recover", "Recouvrement"
    REVERSE = "reverse", "Contre-passation"


@dataclass(frozen=True, slots=True)
class Flow:
    """One way money goes: from one account to another."""

    source: Kind
    target: Kind


# What each act may do. Where an act has several flows, its arguments say which.
FLOWS: dict[Act, tuple[Flow, ...]] = {
    Act.VOTE: (Flow(Kind.VOTED, Kind.AVAILABLE),),
    Act.AMEND: (Flow(Kind.AMENDED, Kind.AVAILABLE), Flow(Kind.AVAILABLE, Kind.AMENDED)),
    Act.ALLOT: (Flow(Kind.AVAILABLE, Kind.ALLOTTED), Flow(Kind.RECEIVED, Kind.AVAILABLE)),
    Act.MOVE: (Flow(Kind.AVAILABLE, Kind.ALLOTTED), Flow(Kind.RECEIVED, Kind.AVAILABLE)),
    Act.CLOSE: (
        Flow(Kind.AVAILABLE, Kind.RETURNED),
        Flow(Kind.AVAILABLE, Kind.ALLOTTED),
        Flow(Kind.RECEIVED, Kind.AVAILABLE),
    ),
    Act.REQUEST: (Flow(Kind.MEMO, Kind.REQUESTED),),
    Act.RESERVE: (Flow(Kind.AVAILABLE, Kind.RESERVED),),
    Act.COMMIT: (Flow(Kind.RESERVED, Kind.COMMITTED),),
    Act.RELEASE: (Flow(Kind.RESERVED, Kind.AVAILABLE), Flow(Kind.COMMITTED, Kind.AVAILABLE)),
    Act.CLAIM: (Flow(Kind.MEMO, Kind.CLAIMED),),
    Act.PAY: (Flow(Kind.COMMITTED, Kind.PAID),),
    Act.REJECT: (Flow(Kind.PAID, Kind.COMMITTED),),
    Act.REPAY: (Flow(Kind.PAID, Kind.REPAID), Flow(Kind.REUSED, Kind.AVAILABLE)),
    Act.WRITE_OFF: (Flow(Kind.PAID, Kind.WRITTEN_OFF),),
    Act.RECOVER: (
        Flow(Kind.PAID, Kind.RECOVERED),
        Flow(Kind.WRITTEN_OFF, Kind.RECOVERED),
        Flow(Kind.REUSED, Kind.AVAILABLE),
    ),
}

# What a closed envelope no longer does; money out there is still paid, recovered or written off.
ONLY_WHILE_OPEN = frozenset({Act.VOTE, Act.AMEND, Act.ALLOT, Act.MOVE, Act.CLOSE, Act.REQUEST, Act.RESERVE})
