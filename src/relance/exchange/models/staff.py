from django.db import models
from django.db.models import F, Q

from relance.exchange.models.seller import Seller
from relance.kernel.models import Account
from relance.kernel.scope import Owned


class StaffRight(models.TextChoices):
    CATALOGUE = "catalogue", "Tenir le catalogue"
    ORDERS = "orders", "Préparer les commandes"
    EVERYTHING = "everything", "Tout, sauf donner des droits"


class Staff(Owned):
    """Somebody whom the owner of a shop lets work in it: invited by mail, then accepted by an account.

    The link of the mail serves once, for this shop and this address, until `expires_at`; only its digest
    is kept. A right is taken back by a date.
    """

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="staff")
    email = models.EmailField("courriel")
    right = models.CharField("droit", max_length=10, choices=StaffRight)
    digest = models.CharField("empreinte", max_length=64, unique=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("invité le")
    expires_at = models.DateTimeField("valable jusqu’au")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="works_for"
    )
    accepted_at = models.DateTimeField("accepté le", null=True, blank=True)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "membre de l’équipe"
        verbose_name_plural = "membres de l’équipe"
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="staff_invited_once", fields=["seller", "email"], condition=Q(revoked_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="staff_account_once",
                fields=["seller", "account"],
                condition=Q(revoked_at__isnull=True, account__isnull=False),
            ),
            models.CheckConstraint(name="staff_right_known", condition=Q(right__in=StaffRight.values)),
            models.CheckConstraint(name="staff_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="staff_accepted_by_somebody",
                condition=Q(account__isnull=True, accepted_at__isnull=True)
                | Q(account__isnull=False, accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="staff_accepted_in_time",
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__lt=F("expires_at")),
            ),
            models.CheckConstraint(
                name="staff_invitation_lasts", condition=Q(expires_at__gt=F("invited_at"))
            ),
            models.CheckConstraint(
                name="staff_revoked_after",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("invited_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller} · {self.get_right_display()}"
