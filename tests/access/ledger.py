"""Who may open the ledger's addresses: whoever may read what is internal."""

from typing import Any

from relance.directory.models import Organisation
from relance.ledger import actions
from relance.values.money import Money
from tests.access.matrix import ALL_ROLES, Access, Side
from tests.ledger.books import DAY


def furnish(side: Side) -> None:
    funder, _ = Organisation.objects.get_or_create(name=side.authority.name, country=side.authority.country)
    side["funder"] = funder
    said: dict[str, Any] = {"authority": side.authority, "by": None}
    side["envelope"] = actions.open_envelope(
        name="Fonds",
        section=actions.Section.OPERATING,
        shares={funder: 1},
        odd_to=funder,
        key="open",
        **said,
    )
    actions.vote(
        envelope=side["envelope"],
        amount=Money(100, side.authority.currency),
        cause=actions.Ref("deliberation", "1"),
        on=DAY,
        key="vote",
        **said,
    )


def of_the_town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def of_the_envelope(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "envelope": side["envelope"]}


URLS = {
    "ledger:envelopes": [Access(ALL_ROLES, kwargs=of_the_town)],
    "ledger:statement": [Access(ALL_ROLES, kwargs=of_the_envelope)],
    "ledger:statement_pdf": [Access(ALL_ROLES, kwargs=of_the_envelope)],
    "ledger:rows": [Access(ALL_ROLES, kwargs=of_the_envelope)],
    "ledger:journal_csv": [Access(ALL_ROLES, kwargs=of_the_envelope)],
    "ledger:funder_statement": [
        Access(ALL_ROLES, kwargs=lambda side: {**of_the_town(side), "funder": side["funder"].pk})
    ],
}
