from django.db import models
from django.db.models import Q

from relance.exchange.models.listing import Direction, Listing
from relance.exchange.models.seller import Seller
from relance.kernel.scope import Owned


class Shown(models.TextChoices):
    SHOP = "shop", "Boutique"
    LISTING = "listing", "Annonce"


class Showcase(Owned):
    """What the public search finds: one row a shop and one a listing that anybody may see.

    Derived, written by the actions that change its subject. `heading` and `body` are words as
    `kernel.search.words` cuts them, with the full-text index beside; `place` is the folded address;
    `labels` holds the codes between spaces. Coordinates as those of the seller.
    """

    what = models.CharField("objet", max_length=7, choices=Shown)
    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="shown")
    listing = models.OneToOneField(
        Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="shown"
    )
    title = models.CharField("intitulé", max_length=200)
    kind = models.CharField("genre", max_length=40, blank=True)
    direction = models.CharField("sens", max_length=5, choices=Direction, default=Direction.OFFER)
    category = models.CharField("rayon", max_length=40)
    labels = models.CharField("labels", max_length=200, blank=True)
    place = models.CharField("lieu", max_length=400, blank=True)
    latitude = models.IntegerField("latitude", null=True, blank=True)
    longitude = models.IntegerField("longitude", null=True, blank=True)
    offer_from = models.DateField("promotion du", null=True, blank=True)
    offer_until = models.DateField("promotion au", null=True, blank=True)
    heading = models.TextField("mots de l’intitulé", blank=True)
    body = models.TextField("mots du texte", blank=True)
    order = models.CharField("rang alphabétique", max_length=200, blank=True)

    class Meta:
        verbose_name = "entrée de vitrine"
        verbose_name_plural = "entrées de vitrine"
        indexes = [
            models.Index(name="showcase_by_name", fields=["authority", "what", "order", "id"]),
            models.Index(
                name="showcase_by_category", fields=["authority", "category", "what", "order", "id"]
            ),
            models.Index(
                name="showcase_offers",
                fields=["authority", "offer_until"],
                condition=Q(offer_until__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="showcase_shop_once", fields=["seller"], condition=Q(what="shop")),
            models.CheckConstraint(
                name="showcase_shows_one_thing",
                condition=Q(what="shop", listing__isnull=True) | Q(what="listing", listing__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Word(Owned):
    """A word of the town's own shop windows: what a misspelt one is corrected to."""

    word = models.CharField("mot", max_length=60)

    class Meta:
        verbose_name = "mot des vitrines"
        constraints = [models.UniqueConstraint(name="word_once", fields=["authority", "word"])]

    def __str__(self) -> str:
        return self.word
