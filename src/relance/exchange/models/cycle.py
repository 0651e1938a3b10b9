from django.db import models
from django.db.models import F, Q

from relance.exchange.models.listing import Listing
from relance.exchange.models.seller import Seller
from relance.kernel.scope import Owned


class OrderCycle(Owned):
    """A time to order and a time to fetch, for several sellers at one place: pre-orders of producers.

    Whether it is open is computed from the moment, never stored.
    """

    coordinator = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="cycles")
    name = models.CharField("nom", max_length=200)
    place = models.CharField("lieu de retrait", max_length=200)
    opens_at = models.DateTimeField("ouvre le")
    closes_at = models.DateTimeField("ferme le")
    pick_up_from = models.DateTimeField("retrait à partir de")
    pick_up_until = models.DateTimeField("retrait jusqu’à")

    class Meta:
        verbose_name = "commande groupée"
        verbose_name_plural = "commandes groupées"
        ordering = ["closes_at", "pk"]
        constraints = [
            models.CheckConstraint(name="cycle_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="cycle_opens_first", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(
                name="cycle_fetched_once_closed", condition=Q(pick_up_from__gte=F("closes_at"))
            ),
            models.CheckConstraint(
                name="cycle_fetching_lasts", condition=Q(pick_up_until__gt=F("pick_up_from"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CycleListing(Owned):
    """What can be ordered in a cycle; stock and price are those of its channel `cycle`."""

    cycle = models.ForeignKey(OrderCycle, on_delete=models.CASCADE, related_name="entries")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="cycle_entries")

    class Meta:
        verbose_name = "annonce d’une commande groupée"
        constraints = [models.UniqueConstraint(name="cycle_listing_once", fields=["cycle", "listing"])]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.listing}"
