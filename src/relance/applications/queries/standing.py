"""What is known of many files of one call when decisions are wanted: a constant number of queries."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import bareme
from relance.applications.models import (
    Application,
    ConflictOfInterest,
    Correction,
    Decision,
    Proposal,
    State,
)
from relance.applications.queries.assessing import Assessment, Assessor
from relance.applications.queries.rooms import Rooms
from relance.applications.rules.deciding import Standing, Why, may_decide_amount
from relance.kernel.models import Account
from relance.schemes.models import Call, Delegation
from relance.values.money import Money


def once_key(row: Application) -> str:
    """What is unique where a scheme gives one aid per applicant; empty where it gives several."""
    return f"{row.call.scheme_id}:{row.applicant_key}" if row.call.scheme.once else ""


class Standings:
    """The standing of each of these files, at this moment. `in_bulk`: files not yet taken are let through."""

    def __init__(
        self, call: Call, applications: Sequence[Application], at: datetime, *, in_bulk: bool = False
    ) -> None:
        self.call, self.authority, self.at, self.in_bulk = call, call.authority, at, in_bulk
        self.today = at.astimezone(self.authority.zone).date()
        pks = [row.pk for row in applications]
        self.assessor = Assessor(self.authority, call.scheme, applications)
        self.rooms = Rooms(self.authority, call.scheme.regime, applications, self.today)
        corrections = Correction.objects.of(self.authority).filter(
            application__in=pks, answered_at__isnull=True, withdrawn_at__isnull=True
        )
        self._corrections = set(corrections.values_list("application", flat=True))
        standing = Proposal.objects.of(self.authority).filter(application__in=pks, withdrawn_at__isnull=True)
        self.proposals = {one.application_id: one for one in standing.select_related("by")}
        keys = [key for row in applications if (key := once_key(row))]
        awarded = Decision.objects.of(self.authority).filter(once_key__in=keys) if keys else None
        self._awarded = set(awarded.values_list("once_key", flat=True)) if awarded is not None else set()
        self._conflicts = _conflicts(call, applications)
        rows = Delegation.objects.of(self.authority).filter(call=call)
        self._delegations = dict(rows.values_list("account", "up_to"))

    def assessed(self, row: Application) -> Assessment | None:
        """What the scheme answers; None when it cannot be asked."""
        try:
            return self.assessor.assess(row, self.today)
        except (bareme.BaremeError, ValueError):
            return None

    def of(self, row: Application, found: Assessment | None, amount: Money | None) -> Standing:
        """The standing of one file, for an award of this amount (None: what the scheme works out)."""
        wanted = amount or (found.amount if found else None)
        states = (State.INSTRUCTION, State.SUBMITTED) if self.in_bulk else (State.INSTRUCTION,)
        return Standing(
            in_instruction=row.state in states,
            recused=False,
            correction_open=row.pk in self._corrections,
            unconfirmed=row.unconfirmed,
            verdict=found.verdict if found else "undetermined",
            computed=found.amount if found else None,
            already_awarded=once_key(row) in self._awarded,
            ceiling_exceeded=self.rooms.exceeded(row, wanted),
        )

    def recused(self, row: Application, people: Iterable[int]) -> bool:
        """Whether one of these accounts has declared a conflict of interest over the file."""
        return any(
            (person, row.pk) in self._conflicts or (person, row.applicant_key) in self._conflicts
            for person in people
        )

    def has_power(self, amount: Money, by: Account) -> bool:
        """Whether this person may decide this amount on the call."""
        own = (self._delegations[by.pk],) if by.pk in self._delegations else None
        return may_decide_amount(amount, delegated_up_to=self.call.delegated_up_to, own=own)

    def held_against(self, row: Application, by: int) -> Why | None:
        """Why the file is not touched in bulk: somebody else holds it, and proposed nothing."""
        taken = row.holder_id is not None and row.holder_id != by and row.pk not in self.proposals
        return Why.HELD if taken else None

    def tell(self, row: Application, amount: Money) -> None:
        """An award made since: the next file of the applicant must know."""
        self.assessor.add_award(row, amount.minor)
        self.rooms.add(row, amount)
        if key := once_key(row):
            self._awarded.add(key)


def _conflicts(call: Call, applications: Sequence[Application]) -> set[tuple[int, int | str]]:
    rows = ConflictOfInterest.objects.of(call.authority).filter(lifted_at__isnull=True)
    files = {row.pk for row in applications}
    keys = {row.applicant_key for row in applications if row.applicant_key}
    found: set[tuple[int, int | str]] = set()
    for account, application, key in rows.values_list("account", "application", "applicant_key"):
        if application in files:
            found.add((account, application))
        if key and key in keys:
            found.add((account, key))
    return found
