from django.db import models
from django.db.models import Q

from relance.exchange.models.listing import Listing
from relance.exchange.models.seller import Seller
from relance.kernel.models import Account
from relance.kernel.scope import Owned


class Wrong(models.TextChoices):
    CLOSED = "closed", "La boutique n’existe plus"
    HOURS = "hours", "Les horaires sont faux"
    PLACE = "place", "L’adresse est fausse"
    PRICE = "price", "Le prix ou la promotion est trompeur"
    FORBIDDEN = "forbidden", "Ce produit ne devrait pas être vendu ici"
    OTHER = "other", "Autre chose"


class ReportState(models.TextChoices):
    OPEN = "open", "À traiter"
    RIGHTED = "righted", "Corrigé"
    REJECTED = "rejected", "Sans suite"


class Report(Owned):
    """Somebody says that a shop or a listing is wrong; an officer answers, and says why.

    `email` is only there to answer, and forgotten once that is done.
    """

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="reports")
    listing = models.ForeignKey(
        Listing, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    wrong = models.CharField("ce qui ne va pas", max_length=9, choices=Wrong)
    text = models.TextField("précisions", blank=True)
    email = models.EmailField("courriel pour la réponse", blank=True)
    at = models.DateTimeField("signalé le")
    state = models.CharField("état", max_length=8, choices=ReportState, default=ReportState.OPEN)
    answer = models.TextField("réponse", blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "signalement"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="report_by_state", fields=["authority", "state"])]
        constraints = [
            models.CheckConstraint(name="report_wrong_known", condition=Q(wrong__in=Wrong.values)),
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=ReportState.values)),
            models.CheckConstraint(
                name="report_answered_says_why_and_when",
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller} · {self.get_wrong_display()}"
