from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from relance.kernel.scope import Owned
from relance.ledger.models.account import LedgerAccount
from relance.ledger.models.case import Case
from relance.ledger.models.transfer import Transfer

BLOCK: Final = 2048  # lines of an account between two rows of sums by day


class Line(Owned):
    """What a transfer did to one of its two accounts: the running balance after it.

    `sequence` counts the lines of an account from 1 without a gap. A trigger checks each new line
    against the one before, the transfer and the account; a check keeps a floored account at zero or
    above. So two writers that read the same balance cannot both be right, lock or no lock.
    """

    immutable: ClassVar[bool] = True

    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="lines", db_index=False)
    sequence = models.PositiveBigIntegerField("rang")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines", db_index=False)
    delta = models.BigIntegerField("mouvement")
    balance = models.BigIntegerField("solde")
    floored = models.BooleanField()
    effective_on = models.DateField("à effet du")
    recorded_at = models.DateTimeField("enregistré le")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="lines", db_index=False)
    case_sequence = models.PositiveBigIntegerField("rang du dossier", null=True)
    case_balance = models.BigIntegerField("solde du dossier", null=True)

    class Meta:
        verbose_name = "ligne de compte"
        constraints = [
            models.UniqueConstraint(name="line_sequence_once", fields=["account", "sequence"]),
            models.UniqueConstraint(name="line_transfer_once_an_account", fields=["transfer", "account"]),
            models.UniqueConstraint(
                name="line_case_sequence_once",
                fields=["case", "account", "case_sequence"],
                condition=Q(case__isnull=False),
            ),
            models.CheckConstraint(name="line_sequence_from_one", condition=Q(sequence__gt=0)),
            models.CheckConstraint(name="line_moves", condition=~Q(delta=0)),
            models.CheckConstraint(
                name="line_never_overdrawn", condition=Q(floored=False) | Q(balance__gte=0)
            ),
            models.CheckConstraint(
                name="line_case_never_overdrawn",
                condition=Q(case__isnull=True, case_sequence__isnull=True, case_balance__isnull=True)
                | Q(case__isnull=False, case_sequence__gt=0, case_balance__gte=0),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "recorded_at", "sequence"], name="line_account_recorded"),
            models.Index(fields=["account", "effective_on", "sequence"], name="line_account_effective"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}.{self.sequence}"


class DaySum(Owned):
    """The sum of a block of BLOCK lines of an account, day by day of effect.

    Derived: written by the act that fills the block, so that a statement adds days and not lines.
    `queries.audit` checks it against the lines.
    """

    immutable: ClassVar[bool] = True

    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    last_sequence = models.PositiveBigIntegerField("dernier rang du bloc")
    effective_on = models.DateField("à effet du")
    delta = models.BigIntegerField("somme")

    class Meta:
        verbose_name = "somme du jour"
        constraints = [
            models.UniqueConstraint(name="day_sum_once", fields=["account", "last_sequence", "effective_on"]),
            models.CheckConstraint(name="day_sum_of_a_block", condition=Q(last_sequence__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}.{self.last_sequence} {self.effective_on}"
