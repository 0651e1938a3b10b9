from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account
from relance.kernel.models.authority import Currency
from relance.kernel.scope import Owned
from relance.ledger.models.account import LedgerAccount
from relance.ledger.models.case import Case
from relance.ledger.models.envelope import Envelope
from relance.ledger.rules.kinds import Act


class Transfer(Owned):
    """One movement of money between two accounts of an envelope, for one funder. Never changed.

    An act of several funders, or of two envelopes, is several transfers with the same act key,
    told apart by `leg` (from 1). `effective_on` is the day it is true from; `recorded_at` the moment
    Relance learnt it. `mirrors` names the leg of the same act that this one answers, in another
    envelope or account; `reverses` the transfer it takes back, wholly or in part.
    """

    immutable: ClassVar[bool] = True

    act = models.CharField("acte", max_length=12, choices=Act)
    act_key = models.CharField("clé d’acte", max_length=120)
    leg = models.PositiveSmallIntegerField("rang")
    content = models.CharField(max_length=32)
    # no index of their own where one below begins with the column, or where nobody looks by it
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="transfers", db_index=False)
    root = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="de"
    )
    target = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="vers"
    )
    amount = models.BigIntegerField("montant")
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    effective_on = models.DateField("à effet du")
    recorded_at = models.DateTimeField("enregistré le")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="transfers")
    cause_kind = models.CharField("cause", max_length=40)
    cause_key = models.CharField("clé de la cause", max_length=80)
    note = models.CharField("note", max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField("par", max_length=254)
    mirrors = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        verbose_name = "écriture"
        constraints = [
            models.UniqueConstraint(name="transfer_act_once", fields=["authority", "act_key", "leg"]),
            models.CheckConstraint(name="transfer_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="transfer_between_two", condition=~Q(source=F("target"))),
            models.CheckConstraint(name="transfer_leg_positive", condition=Q(leg__gt=0)),
            models.CheckConstraint(name="transfer_act_known", condition=Q(act__in=Act.values)),
            models.CheckConstraint(
                name="transfer_says_cause_and_who",
                condition=~Q(act_key="") & ~Q(cause_kind="") & ~Q(cause_key="") & ~Q(by_name=""),
            ),
            models.CheckConstraint(
                name="transfer_reversal_names_what",
                condition=~Q(act__in=[Act.REVERSE.value, Act.REJECT.value]) | Q(reverses__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["root", "effective_on", "id"], name="transfer_root_effective"),
            models.Index(fields=["root", "recorded_at", "id"], name="transfer_root_recorded"),
            models.Index(fields=["envelope", "effective_on", "id"], name="transfer_envelope_effective"),
            models.Index(fields=["authority", "cause_kind", "cause_key"], name="transfer_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.act_key}"
