from django.db import models
from django.db.models import Q

from relance.exchange.models.seller import Seller
from relance.kernel.models import Account, StoredFile
from relance.kernel.models.authority import Currency
from relance.kernel.scope import Owned


class Direction(models.TextChoices):
    OFFER = "offer", "Offre"
    NEED = "need", "Besoin"


class ListingState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SHOWN = "shown", "En vitrine"
    WITHDRAWN = "withdrawn", "Retirée"


class Unit(models.TextChoices):
    """Units of sale, by their codes of UN/ECE Recommendation 20."""

    PIECE = "C62", "pièce"
    KILOGRAM = "KGM", "kg"
    HECTOGRAM = "HGM", "100 g"
    LITRE = "LTR", "litre"
    METRE = "MTR", "mètre"
    HOUR = "HUR", "heure"
    DAY = "DAY", "jour"
    MONTH = "MON", "mois"


class Listing(Owned):
    """An offer or a need of some kind, by a seller.

    `kind` names a file of kinds, which says what `fields` holds, who sees it and how it ends.
    `price` is in minor units of `currency` for one `unit`, all taxes included; None: not said.
    `tax` is the rate of value added tax in hundredths of a per cent (550 is 5.5 %).
    """

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="listings")
    direction = models.CharField("sens", max_length=5, choices=Direction, default=Direction.OFFER)
    kind = models.SlugField("genre", max_length=40)
    title = models.CharField("intitulé", max_length=200)
    text = models.TextField("description", blank=True)
    fields = models.JSONField("champs du genre", default=dict, blank=True)
    price = models.PositiveBigIntegerField("prix", null=True, blank=True)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    unit = models.CharField("unité de vente", max_length=3, choices=Unit, default=Unit.PIECE)
    tax = models.PositiveSmallIntegerField("taux de TVA", null=True, blank=True)
    category = models.CharField("rayon", max_length=40)
    labels = models.JSONField("labels", default=list, blank=True)
    gtin = models.CharField("code-barres (GTIN)", max_length=14, blank=True)
    reference = models.CharField("référence", max_length=60, blank=True)
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    photo_words = models.CharField("ce que montre la photo", max_length=200, blank=True)
    state = models.CharField("état", max_length=9, choices=ListingState, default=ListingState.SHOWN)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField("ajoutée le")
    changed_at = models.DateTimeField("modifiée le")

    class Meta:
        verbose_name = "annonce"
        ordering = ["title", "pk"]
        indexes = [models.Index(name="listing_by_seller", fields=["seller", "state"])]
        constraints = [
            models.UniqueConstraint(
                name="listing_reference_once", fields=["seller", "reference"], condition=~Q(reference="")
            ),
            models.CheckConstraint(name="listing_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="listing_direction_known", condition=Q(direction__in=Direction.values)
            ),
            models.CheckConstraint(name="listing_state_known", condition=Q(state__in=ListingState.values)),
            models.CheckConstraint(name="listing_currency_known", condition=Q(currency__in=Currency.values)),
            models.CheckConstraint(name="listing_unit_known", condition=Q(unit__in=Unit.values)),
            models.CheckConstraint(
                name="listing_price_not_negative", condition=Q(price__isnull=True) | Q(price__gte=0)
            ),
            models.CheckConstraint(
                name="listing_gtin_digits",
                condition=Q(gtin="") | Q(gtin__regex=r"^([0-9]{8}|[0-9]{12,14})$"),
            ),
            models.CheckConstraint(
                name="listing_photo_said", condition=Q(photo__isnull=True) | ~Q(photo_words="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
