from django.db import models
from django.db.models import F, Q

from relance.exchange.models.listing import Listing
from relance.exchange.models.stock import Channel
from relance.kernel.models import Account
from relance.kernel.scope import Owned


class OfferRule(models.TextChoices):
    PRICE = "price", "Prix réduit"
    BUNDLE = "bundle", "Lot, tant pour le prix de tant"


class Offer(Owned):
    """A reduction of one listing, with its dates and its stock; both days are included.

    `prior` is the lowest price of the 30 days before it began, kept as it was then (Code de la
    consommation, art. L. 112-1-1; directive 98/6/CE, art. 6 bis). PRICE: one unit costs `price`.
    BUNDLE: `bundle` units for the price of `bundle_paid`.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="offers")
    rule = models.CharField("règle", max_length=6, choices=OfferRule)
    price = models.PositiveBigIntegerField("prix réduit", null=True, blank=True)
    prior = models.PositiveBigIntegerField("prix le plus bas des 30 jours précédents", null=True, blank=True)
    bundle = models.PositiveSmallIntegerField("emportés", null=True, blank=True)
    bundle_paid = models.PositiveSmallIntegerField("payés", null=True, blank=True)
    words = models.CharField("en une phrase", max_length=200, blank=True)
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au")
    quantity = models.PositiveIntegerField("quantité offerte", null=True, blank=True)
    taken = models.PositiveIntegerField("déjà prise", default=0)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField("faite le")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "promotion"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="offer_rule_known", condition=Q(rule__in=OfferRule.values)),
            models.CheckConstraint(name="offer_lasts", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="offer_reduces",
                condition=~Q(rule="price")
                | Q(price__isnull=False, prior__isnull=False, price__lt=F("prior"), bundle__isnull=True),
            ),
            models.CheckConstraint(
                name="offer_bundles",
                condition=~Q(rule="bundle")
                | Q(
                    bundle__isnull=False,
                    bundle_paid__isnull=False,
                    bundle__gt=F("bundle_paid"),
                    bundle_paid__gte=1,
                    price__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="offer_not_taken_beyond",
                condition=Q(quantity__isnull=True) | Q(taken__lte=F("quantity")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} · {self.get_rule_display()}"


class PriceHistory(Owned):
    """The price of a listing in a channel from a moment on, as shown: what the 30 days are read in."""

    immutable = True

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="prices")
    channel = models.CharField("canal", max_length=6, choices=Channel)
    price = models.PositiveBigIntegerField("prix")
    since = models.DateTimeField("depuis")
    reduced = models.BooleanField("prix réduit", default=False)

    class Meta:
        verbose_name = "prix pratiqué"
        ordering = ["since", "pk"]
        indexes = [models.Index(name="price_history_by_date", fields=["listing", "channel", "since"])]
        constraints = [
            models.CheckConstraint(
                name="price_history_channel_known", condition=Q(channel__in=Channel.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} · {self.price} · {self.since:%d/%m/%Y}"
