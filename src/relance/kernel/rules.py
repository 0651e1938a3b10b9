"""Rights, and roles as lists of rights.

A right is what one may do in one authority; a role is the list of rights that a town
gives to a person. Code asks for rights, never for roles.
"""

from enum import StrEnum

from django.db.models import TextChoices


class Right(StrEnum):
    """What somebody may do, in one authority."""

    READ_INTERNAL = "read_internal"  # drafts, working notes, statements
    EDIT_PLANS = "edit_plans"  # import documents, correct facts and measures
    REVIEW_FACTS = "review_facts"  # accept or reject facts read from a document
    PUBLISH_PLANS = "publish_plans"  # make a reviewed plan public, or withdraw it
    INSTRUCT = "instruct"  # examine applications
    DECIDE = "decide"  # decide applications
    HANDLE_MONEY = "handle_money"  # acts of the ledger
    ADMINISTER = "administer"  # members, roles, settings of the authority
    READ_AUDIT = "read_audit"  # who did what
    RUN_EXCHANGE = "run_exchange"  # the register of shops, their codes, reports of what is wrong there


class Role(TextChoices):
    """The label is the word of the screens."""

    READER = "reader", "Lecture"
    EDITOR = "editor", "Rédaction"
    REVIEWER = "reviewer", "Relecture"
    PLAN_LEAD = "plan_lead", "Pilotage du plan"
    INSTRUCTOR = "instructor", "Instruction"
    DECIDER = "decider", "Décision"
    TREASURER = "treasurer", "Trésorerie"
    ADMINISTRATOR = "administrator", "Administration"


ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READER: frozenset({Right.READ_INTERNAL}),
    Role.EDITOR: frozenset(
        {
            Right.READ_INTERNAL,
            Right.EDIT_PLANS,
            Right.REVIEW_FACTS,
            Right.PUBLISH_PLANS,
            Right.RUN_EXCHANGE,
        }
    ),
    Role.REVIEWER: frozenset({Right.READ_INTERNAL, Right.REVIEW_FACTS}),
    Role.PLAN_LEAD: frozenset(
        {
            Right.READ_INTERNAL,
            Right.EDIT_PLANS,
            Right.REVIEW_FACTS,
            Right.PUBLISH_PLANS,
            Right.READ_AUDIT,
            Right.RUN_EXCHANGE,
        }
    ),
    Role.INSTRUCTOR: frozenset({Right.READ_INTERNAL, Right.INSTRUCT}),
    Role.DECIDER: frozenset({Right.READ_INTERNAL, Right.DECIDE}),
    Role.TREASURER: frozenset({Right.READ_INTERNAL, Right.HANDLE_MONEY}),
    Role.ADMINISTRATOR: frozenset({Right.READ_INTERNAL, Right.ADMINISTER, Right.READ_AUDIT}),
}


def rights_of(roles: frozenset[Role] | set[Role]) -> frozenset[Right]:
    """All the rights that these roles give together."""
    return frozenset().union(*(ROLE_RIGHTS[role] for role in roles))


RESERVED_SLUGS: frozenset[str] = frozenset(
    {
        "accessibilite",
        "compte",
        "couleur",
        "demo",
        "design",
        "langue",
        "mentions-legales",
        "recherche",
        "sante",
        "static",
        "travaux",
    }
)
"""First words of Relance's own addresses: no authority may be called so."""
