from django.db import models
from django.db.models import Q

from relance.applications.models.application import Application
from relance.kernel.scope import Owned


class BankDetails(Owned):
    """Where an award would be paid. The number is sealed (`kernel.sealing`); lists show `masked` alone.

    `digest` (keyed, purpose "account") tells that two files name the same account without opening it.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="bank")
    kind = models.CharField(
        "forme", max_length=10, choices=[("iban", "IBAN"), ("canadian", "Compte canadien")]
    )
    holder = models.CharField("titulaire", max_length=200)
    sealed = models.TextField("numéro chiffré")
    masked = models.CharField("numéro masqué", max_length=40)
    digest = models.CharField(max_length=64)
    given_at = models.DateTimeField("donné le")

    class Meta:
        verbose_name = "compte bancaire"
        constraints = [
            models.CheckConstraint(name="bank_kind_known", condition=Q(kind__in=["iban", "canadian"])),
            models.CheckConstraint(name="bank_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="bank_sealed", condition=~Q(sealed="") & ~Q(masked="")),
        ]
        indexes = [models.Index(fields=["authority", "digest"], name="bank_same_account")]

    def __str__(self) -> str:
        return self.masked
