from django.db import models
from django.db.models import Q

from relance.exchange.models.seller import Seller
from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.plans.models import Measure


class SentBy(models.TextChoices):
    POST = "post", "Par la poste"
    MAIL = "mail", "Par courriel"


class ClaimCode(Owned):
    """A code that proves that somebody answers for a shop: only its digest is kept.

    One code a shop is good at a time; five wrong tries end it.
    """

    TRIES = 5

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField("empreinte", max_length=64)
    sent_by = models.CharField("envoi", max_length=4, choices=SentBy)
    sent_to = models.CharField("à", max_length=300)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField("fait le")
    expires_at = models.DateTimeField("valable jusqu’au")
    failures = models.PositiveSmallIntegerField("essais manqués", default=0)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)
    used_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "code de revendication"
        constraints = [
            models.UniqueConstraint(
                name="claim_code_one_at_a_time", fields=["seller"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="claim_code_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="claim_code_sent_known", condition=Q(sent_by__in=SentBy.values)),
            models.CheckConstraint(name="claim_code_tries_end", condition=Q(failures__lte=5)),
            models.CheckConstraint(
                name="claim_code_used_is_over", condition=Q(used_by__isnull=True) | Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller} · {self.get_sent_by_display()}"


class JoinRequest(Owned):
    """Somebody wishes that a shop would join. `who` is a keyed digest: nobody is named, nobody twice."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="join_requests")
    who = models.CharField("empreinte", max_length=64)
    at = models.DateTimeField("demandé le")

    class Meta:
        verbose_name = "demande de rejoindre"
        constraints = [
            models.UniqueConstraint(name="join_request_once", fields=["seller", "who"]),
            models.CheckConstraint(name="join_request_digest", condition=Q(who__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.seller} · {self.at:%d/%m/%Y}"


class MeasureLink(Owned):
    """The measure that the exchange carries out: its page shows what the council sees."""

    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("rattachée le")

    class Meta:
        verbose_name = "mesure du commerce local"

    def __str__(self) -> str:
        return str(self.measure)
