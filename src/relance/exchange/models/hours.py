from django.db import models
from django.db.models import F, Q

from relance.exchange.models.seller import Seller
from relance.kernel.models import Account
from relance.kernel.scope import Owned


class Purpose(models.TextChoices):
    OPENING = "opening", "Ouverture"
    SERVICE = "service", "Retrait des commandes"


class Hours(Owned):
    """When a seller is open, or hands orders over: an OSM `opening_hours` string a purpose.

    Exceptional closures are apart (`Closure`): hours say the usual weeks. Source of the form:
    wiki.openstreetmap.org, Key:opening_hours.
    """

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="hours")
    purpose = models.CharField("pour", max_length=7, choices=Purpose)
    osm = models.CharField("horaires", max_length=500)
    set_at = models.DateTimeField("dits le")

    class Meta:
        verbose_name = "horaires"
        constraints = [
            models.UniqueConstraint(name="hours_once_a_purpose", fields=["seller", "purpose"]),
            models.CheckConstraint(name="hours_purpose_known", condition=Q(purpose__in=Purpose.values)),
            models.CheckConstraint(name="hours_say_something", condition=~Q(osm="")),
        ]

    def __str__(self) -> str:
        return f"{self.seller} · {self.get_purpose_display()} · {self.osm}"


class Closure(Owned):
    """A seller is closed from one moment to another, whatever its hours say."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField("à partir de")
    ends_at = models.DateTimeField("jusqu’à")
    reason = models.CharField("motif", max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField("dit le")
    lifted_at = models.DateTimeField("levée le", null=True, blank=True)

    class Meta:
        verbose_name = "fermeture exceptionnelle"
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(name="closure_by_end", fields=["authority", "ends_at"])]
        constraints = [
            models.CheckConstraint(name="closure_lasts", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.seller} · {self.starts_at:%d/%m/%Y}"
