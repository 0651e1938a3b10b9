from typing import ClassVar

from django.db import models
from django.db.models import Q

from relance.kernel.scope import Owned
from relance.ledger.models.envelope import Envelope


class Case(Owned):
    """For whom money of an envelope is set aside: an award, an order, a levy, as a plain reference.

    The ledger holds a running balance for each case on each account it touches, so that nobody is
    paid more than was committed for them, whatever else the envelope still holds.
    """

    immutable: ClassVar[bool] = True

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField("objet", max_length=40)
    key = models.CharField("clé", max_length=80)

    class Meta:
        verbose_name = "dossier financé"
        constraints = [
            models.UniqueConstraint(name="case_once_an_envelope", fields=["envelope", "kind", "key"]),
            models.CheckConstraint(name="case_says_what", condition=~Q(kind="") & ~Q(key="")),
        ]
        indexes = [models.Index(fields=["authority", "kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
