from django.db import models
from django.db.models import Q

from relance.kernel.models.account import Account
from relance.kernel.scope import Owned


class AuditLine(Owned):
    """One act: who, what, on what, before and after, when. Never changed nor deleted (triggers).

    `subject` is a plain reference, as everywhere: a kind ("plans.measure") and a key.
    `by` is empty when the system acted; `by_name` keeps the name as it was that day.
    """

    immutable = True

    at = models.DateTimeField("date")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("qui", max_length=200)
    act = models.CharField("acte", max_length=60)
    subject_kind = models.CharField("objet", max_length=40)
    subject_key = models.CharField("clé", max_length=80)
    subject_label = models.CharField("intitulé", max_length=300, blank=True)
    before = models.JSONField("avant", null=True)
    after = models.JSONField("après", null=True)

    class Meta:
        verbose_name = "ligne de journal"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["authority", "-at"]),
            models.Index(fields=["authority", "subject_kind", "subject_key"]),
        ]
        constraints = [
            models.CheckConstraint(name="audit_line_says_who_and_what", condition=~Q(by_name="") & ~Q(act=""))
        ]

    def __str__(self) -> str:
        return f"{self.by_name} · {self.act} · {self.subject_label or self.subject_key}"
