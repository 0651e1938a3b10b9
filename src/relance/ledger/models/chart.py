from django.db import models
from django.db.models import Q

from relance.kernel.scope import Owned
from relance.ledger.models.envelope import Nature, Section
from relance.ledger.rules.kinds import Kind


class AccountingCode(Owned):
    """The code that an authority's own chart of accounts has for one of our accounts.

    M57 in a French town, the chart of the MAMH in Québec: written in the journal beside each
    transfer. Without a row the column stays empty; nothing is guessed.
    """

    kind = models.CharField("compte", max_length=12, choices=Kind)
    section = models.CharField("section", max_length=12, choices=Section)
    nature = models.CharField("nature", max_length=12, choices=Nature)
    code = models.CharField("compte comptable", max_length=30)
    label = models.CharField("intitulé comptable", max_length=200, blank=True)

    class Meta:
        verbose_name = "compte comptable"
        ordering = ["section", "nature", "kind"]
        constraints = [
            models.UniqueConstraint(
                name="accounting_code_once", fields=["authority", "kind", "section", "nature"]
            ),
            models.CheckConstraint(name="accounting_code_not_empty", condition=~Q(code="")),
            models.CheckConstraint(name="accounting_code_kind_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return self.code
