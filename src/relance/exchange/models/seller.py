from django.db import models
from django.db.models import F, Q

from relance.directory.models import Organisation
from relance.kernel.models import Account, StoredFile
from relance.kernel.scope import Owned


class SellerState(models.TextChoices):
    LISTED = "listed", "Référencée"
    CLAIMED = "claimed", "Tenue par son responsable"
    CLOSED = "closed", "Fermée définitivement"


class Sells(models.TextChoices):
    NONE = "none", "Ne vend rien en ligne"
    OWN = "own", "Vend ses propres produits"
    ANY = "any", "Vend aussi pour d’autres"


class Delivery(models.TextChoices):
    NONE = "none", "Pas de livraison"
    TOWN = "town", "Livre dans la commune"
    AREA = "area", "Livre aux alentours"
    POST = "post", "Expédie"


class PaymentMeans(models.TextChoices):
    CASH = "cash", "Espèces"
    CARD = "card", "Carte bancaire"
    CONTACTLESS = "contactless", "Sans contact"
    CHEQUE = "cheque", "Chèque"
    MEAL = "meal", "Titres-restaurant"
    TRANSFER = "transfer", "Virement"


class Access(models.TextChoices):
    STEP_FREE = "step_free", "Entrée de plain-pied"
    RAMP = "ramp", "Rampe sur demande"
    WIDE_DOOR = "wide_door", "Porte large"
    TOILET = "toilet", "Toilettes adaptées"
    LOOP = "loop", "Boucle magnétique"
    DOGS = "guide_dogs", "Chiens guides bienvenus"


class Label(models.TextChoices):
    ORGANIC = "organic", "Agriculture biologique"
    LOCAL = "local", "Fait ici"
    FARM = "farm", "Produit à la ferme"
    CRAFT = "craft", "Artisan"
    FAIR = "fair", "Commerce équitable"
    SECOND_HAND = "second_hand", "Occasion ou réparation"
    BULK = "bulk", "Vrac"


class Language(models.TextChoices):
    FR = "fr", "français"
    EN = "en", "anglais"
    ES = "es", "espagnol"
    DE = "de", "allemand"
    IT = "it", "italien"
    PT = "pt", "portugais"
    AR = "ar", "arabe"
    OC = "oc", "occitan"
    LSF = "lsf", "langue des signes"


class Seller(Owned):
    """A merchant, producer, maker or service, as one establishment.

    Filled from the register (`siret`, `naf`), claimed by its owner. Producing and selling are two
    fields (`produces` × `sells`): listed without selling anything online is `sells="none"`.
    Coordinates are millionths of a degree (WGS 84).
    """

    slug = models.SlugField("adresse de la page", max_length=80)
    name = models.CharField("nom", max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="sellers", verbose_name="organisation"
    )
    siret = models.CharField("SIRET", max_length=14, blank=True)
    naf = models.CharField("code NAF", max_length=6, blank=True)
    category = models.CharField("rayon", max_length=40)
    produces = models.BooleanField("produit ou fabrique", default=False)
    sells = models.CharField("vente en ligne", max_length=4, choices=Sells, default=Sells.NONE)
    text = models.TextField("présentation", blank=True)
    street = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=10, blank=True)
    city = models.CharField("commune", max_length=120, blank=True)
    latitude = models.IntegerField("latitude", null=True, blank=True)
    longitude = models.IntegerField("longitude", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("courriel public", blank=True)
    website = models.URLField("site internet", blank=True)
    languages = models.JSONField("langues parlées", default=list, blank=True)
    access = models.JSONField("accès", default=list, blank=True)
    payments = models.JSONField("moyens de paiement", default=list, blank=True)
    labels = models.JSONField("labels", default=list, blank=True)
    delivery = models.CharField("livraison", max_length=4, choices=Delivery, default=Delivery.NONE)
    preparation = models.PositiveSmallIntegerField("temps de préparation, en minutes", default=60)
    slot_minutes = models.PositiveSmallIntegerField("durée d’un créneau, en minutes", default=30)
    slot_capacity = models.PositiveSmallIntegerField("commandes par créneau", null=True, blank=True)
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    photo_words = models.CharField("ce que montre la photo", max_length=200, blank=True)
    state = models.CharField("état", max_length=8, choices=SellerState, default=SellerState.LISTED)
    claimed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="sellers"
    )
    claimed_at = models.DateTimeField("revendiquée le", null=True, blank=True)
    closed_at = models.DateTimeField("fermée le", null=True, blank=True)
    made_at = models.DateTimeField("entrée le")
    changed_at = models.DateTimeField("modifiée le")

    class Meta:
        verbose_name = "boutique"
        verbose_name_plural = "boutiques"
        ordering = ["name", "pk"]
        indexes = [models.Index(name="seller_by_state", fields=["authority", "state"])]
        constraints = [
            models.UniqueConstraint(name="seller_slug_once", fields=["authority", "slug"]),
            models.UniqueConstraint(
                name="seller_siret_once", fields=["authority", "siret"], condition=~Q(siret="")
            ),
            models.CheckConstraint(name="seller_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="seller_siret_digits", condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$")
            ),
            models.CheckConstraint(name="seller_state_known", condition=Q(state__in=SellerState.values)),
            models.CheckConstraint(name="seller_sells_known", condition=Q(sells__in=Sells.values)),
            models.CheckConstraint(name="seller_delivery_known", condition=Q(delivery__in=Delivery.values)),
            models.CheckConstraint(
                name="seller_claimed_says_by_whom",
                condition=~Q(state="claimed") | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="seller_listed_is_nobodys",
                condition=~Q(state="listed") | Q(claimed_by__isnull=True, claimed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="seller_closed_says_when", condition=~Q(state="closed") | Q(closed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="seller_sells_once_claimed", condition=Q(sells="none") | Q(state="claimed")
            ),
            models.CheckConstraint(
                name="seller_stands_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90_000_000, 90_000_000),
                    longitude__range=(-180_000_000, 180_000_000),
                ),
            ),
            models.CheckConstraint(name="seller_slots_last", condition=Q(slot_minutes__gte=5)),
            models.CheckConstraint(
                name="seller_photo_said", condition=Q(photo__isnull=True) | ~Q(photo_words="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GrantedRight(models.TextChoices):
    ADD_LISTINGS = "add_listings", "Ajouter des annonces en mon nom"
    SET_STOCK = "set_stock", "Changer mes prix et mes stocks"
    SEE_ORDERS = "see_orders", "Voir les lignes de mes commandes"
    SELL = "sell", "Vendre mes produits"


class Grant(Owned):
    """A right that one seller gives another, in one direction; taken back by a date, never deleted."""

    giver = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="grants_given")
    receiver = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="grants_received")
    right = models.CharField("droit", max_length=12, choices=GrantedRight)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("donné le")
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "droit donné"
        constraints = [
            models.UniqueConstraint(
                name="grant_once", fields=["giver", "receiver", "right"], condition=Q(revoked_at__isnull=True)
            ),
            models.CheckConstraint(name="grant_to_another", condition=~Q(giver=F("receiver"))),
            models.CheckConstraint(name="grant_right_known", condition=Q(right__in=GrantedRight.values)),
            models.CheckConstraint(
                name="grant_revoked_after",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver} · {self.get_right_display()}"
