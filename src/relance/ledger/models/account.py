from typing import ClassVar

from django.db import models
from django.db.models import Q

from relance.directory.models import Organisation
from relance.kernel.models.authority import Currency
from relance.kernel.scope import Owned
from relance.ledger.models.envelope import Envelope
from relance.ledger.rules.kinds import BY_CASE, OPEN_BELOW, Kind


class LedgerAccount(Owned):
    """One account of an envelope for one funder: where a part of its money stands.

    `floored`: it may never go below zero. `by_case`: each case has a balance of its own there.
    Both follow from the kind, and the database says so.
    """

    immutable: ClassVar[bool] = True

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="accounts")
    funder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="financeur"
    )
    kind = models.CharField("compte", max_length=12, choices=Kind)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    floored = models.BooleanField()
    by_case = models.BooleanField()

    class Meta:
        verbose_name = "compte du grand livre"
        constraints = [
            models.UniqueConstraint(name="ledger_account_once", fields=["envelope", "funder", "kind"]),
            models.CheckConstraint(name="ledger_account_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="ledger_account_floor_follows_kind",
                condition=Q(kind__in=sorted(OPEN_BELOW), floored=False)
                | ~Q(kind__in=sorted(OPEN_BELOW)) & Q(floored=True),
            ),
            models.CheckConstraint(
                name="ledger_account_by_case_follows_kind",
                condition=Q(kind__in=sorted(BY_CASE), by_case=True)
                | ~Q(kind__in=sorted(BY_CASE)) & Q(by_case=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
