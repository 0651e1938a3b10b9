from django.db import models
from django.db.models import F, Q

from relance.exchange.models.listing import Listing
from relance.kernel.scope import Owned


class Channel(models.TextChoices):
    ONLINE = "online", "Réservation en ligne"
    CYCLE = "cycle", "Commande groupée"


class Stock(Owned):
    """How much of a listing one channel may still promise, and at which price.

    Three numbers: on hand, of which allocated to orders and reserved for a while (`Reservation`).
    On demand: made when ordered, `on_hand` is None and never runs out. `price` None: the listing's.
    The constraints are what keeps the last item from being promised twice.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="stocks")
    channel = models.CharField("canal", max_length=6, choices=Channel, default=Channel.ONLINE)
    price = models.PositiveBigIntegerField("prix dans ce canal", null=True, blank=True)
    on_demand = models.BooleanField("sur commande", default=False)
    on_hand = models.PositiveIntegerField("en réserve", null=True, blank=True)
    allocated = models.PositiveIntegerField("promis à des commandes", default=0)
    reserved = models.PositiveIntegerField("retenu pour des paniers", default=0)

    class Meta:
        verbose_name = "stock d’une annonce"
        constraints = [
            models.UniqueConstraint(name="stock_once_a_channel", fields=["listing", "channel"]),
            models.CheckConstraint(name="stock_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="stock_counted_or_on_demand",
                condition=Q(on_demand=True, on_hand__isnull=True) | Q(on_demand=False, on_hand__isnull=False),
            ),
            models.CheckConstraint(name="stock_allocated_not_below_zero", condition=Q(allocated__gte=0)),
            models.CheckConstraint(name="stock_reserved_not_below_zero", condition=Q(reserved__gte=0)),
            models.CheckConstraint(
                name="stock_never_promised_twice",
                condition=Q(on_demand=True) | Q(on_hand__gte=F("allocated") + F("reserved")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} · {self.get_channel_display()}"

    @property
    def free(self) -> int | None:
        """How many may still be promised; None: as many as asked."""
        return None if self.on_hand is None else self.on_hand - self.allocated - self.reserved


class Reservation(Owned):
    """Some of a stock held for a basket until a moment, then freed (`ended_at`) or allocated."""

    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="reservations")
    quantity = models.PositiveIntegerField("quantité")
    made_at = models.DateTimeField("faite le")
    until = models.DateTimeField("jusqu’à")
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)

    class Meta:
        verbose_name = "réservation de stock"
        indexes = [
            models.Index(name="reservation_running", fields=["until"], condition=Q(ended_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(name="reservation_of_something", condition=Q(quantity__gte=1)),
            models.CheckConstraint(name="reservation_lasts", condition=Q(until__gt=F("made_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.stock}"
