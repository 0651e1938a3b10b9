from django.db import models
from django.db.models import F, Q

from relance.exchange.models.cycle import OrderCycle
from relance.exchange.models.listing import Listing
from relance.exchange.models.offer import Offer
from relance.exchange.models.seller import Seller
from relance.exchange.models.stock import Reservation, Stock
from relance.kernel.models import Account
from relance.kernel.models.authority import Currency
from relance.kernel.scope import Owned


class Basket(Owned):
    """What somebody is about to order, over several shops; `token` is in their cookie alone."""

    token = models.CharField("clé", max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField("commencé le")
    touched_at = models.DateTimeField("touché le")

    class Meta:
        verbose_name = "panier"

    def __str__(self) -> str:
        return f"Panier du {self.made_at:%d/%m/%Y}"


class BasketLine(Owned):
    """A listing in a basket, in one channel, with what is held of its stock for a while."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="basket_lines")
    cycle = models.ForeignKey(OrderCycle, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    quantity = models.PositiveIntegerField("quantité")
    reservation = models.OneToOneField(
        Reservation, on_delete=models.SET_NULL, null=True, blank=True, related_name="line"
    )

    class Meta:
        verbose_name = "ligne de panier"
        constraints = [
            models.UniqueConstraint(name="basket_line_once", fields=["basket", "stock"]),
            models.CheckConstraint(name="basket_line_of_something", condition=Q(quantity__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.stock}"


class PickUp(Owned):
    """A slot at a seller's counter, made when first chosen; its capacity cannot be exceeded."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="pick_ups")
    starts_at = models.DateTimeField("de")
    ends_at = models.DateTimeField("à")
    capacity = models.PositiveSmallIntegerField("places", null=True, blank=True)
    taken = models.PositiveSmallIntegerField("prises", default=0)

    class Meta:
        verbose_name = "créneau de retrait"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="pick_up_once", fields=["seller", "starts_at", "ends_at"]),
            models.CheckConstraint(name="pick_up_lasts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="pick_up_not_overfull", condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller} · {self.starts_at:%d/%m/%Y %H:%M}"


class Order(Owned):
    """One order over one or several shops: a part a seller, each with its total.

    `key` is the act key: placing the same basket twice makes one order. What names the buyer is
    forgotten once it has served (`erased_at`); the parts, which name nobody, stay.
    """

    key = models.CharField("clé d’acte", max_length=64, unique=True)
    token = models.CharField("clé de la page", max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    buyer = models.CharField("nom", max_length=200, blank=True)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    postcode = models.CharField("code postal", max_length=10, blank=True)
    who = models.CharField("empreinte de l’acheteur", max_length=64, blank=True)
    placed_at = models.DateTimeField("passée le")
    erased_at = models.DateTimeField("nom oublié le", null=True, blank=True)

    class Meta:
        verbose_name = "commande"
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="order_names_its_buyer_or_forgot",
                condition=(Q(erased_at__isnull=True) & ~Q(buyer=""))
                | Q(erased_at__isnull=False, buyer="", email="", phone="", account__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Commande {self.pk}"


class PartState(models.TextChoices):
    PLACED = "placed", "Reçue"
    CONFIRMED = "confirmed", "Confirmée"
    READY = "ready", "Prête"
    HANDED_OVER = "handed_over", "Remise"
    CANCELLED = "cancelled", "Annulée"
    NO_SHOW = "no_show", "Non retirée"


class OrderPart(Owned):
    """What one seller owes of an order. `total` is what is paid to this seller, at pick-up."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parts")
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField("numéro chez le commerçant")
    pick_up = models.ForeignKey(PickUp, on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    cycle = models.ForeignKey(
        OrderCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    payment = models.CharField("paiement", max_length=20, default="at_pick_up")
    total = models.PositiveBigIntegerField("total")
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    state = models.CharField("état", max_length=11, choices=PartState, default=PartState.PLACED)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    ready_at = models.DateTimeField("prête le", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)

    class Meta:
        verbose_name = "part de commande"
        verbose_name_plural = "parts de commande"
        ordering = ["order", "pk"]
        indexes = [models.Index(name="order_part_by_state", fields=["seller", "state"])]
        constraints = [
            models.UniqueConstraint(
                name="order_part_once_a_seller", fields=["order", "seller"], condition=Q(cycle__isnull=True)
            ),
            models.UniqueConstraint(
                name="order_part_once_a_cycle",
                fields=["order", "seller", "cycle"],
                condition=Q(cycle__isnull=False),
            ),
            models.UniqueConstraint(name="order_part_number_once", fields=["seller", "number"]),
            models.CheckConstraint(name="order_part_state_known", condition=Q(state__in=PartState.values)),
            models.CheckConstraint(
                name="order_part_currency_known", condition=Q(currency__in=Currency.values)
            ),
            models.CheckConstraint(
                name="order_part_fetched_somewhere",
                condition=Q(pick_up__isnull=False) | Q(cycle__isnull=False),
            ),
            models.CheckConstraint(
                name="order_part_confirmed_says_when",
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="order_part_ready_says_when", condition=~Q(state="ready") | Q(ready_at__isnull=False)
            ),
            models.CheckConstraint(
                name="order_part_ended_says_when",
                condition=Q(state__in=["placed", "confirmed", "ready"], ended_at__isnull=True)
                | Q(state__in=["handed_over", "cancelled", "no_show"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="order_part_cancelled_says_why", condition=~Q(state="cancelled") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller} · n° {self.number}"


class LineState(models.TextChoices):
    ASKED = "asked", "Demandée"
    SUBSTITUTED = "substituted", "Remplacée"
    REMOVED = "removed", "Manquante"


class OrderLine(Owned):
    """One listing of a part, with words and price as they were when it was ordered."""

    part = models.ForeignKey(OrderPart, on_delete=models.CASCADE, related_name="lines")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField("intitulé", max_length=200)
    unit = models.CharField("unité de vente", max_length=3)
    quantity = models.PositiveIntegerField("quantité")
    price = models.PositiveBigIntegerField("prix d’une unité")
    reduction = models.PositiveBigIntegerField("réduction sur la ligne", default=0)
    total = models.PositiveBigIntegerField("total de la ligne")
    tax = models.PositiveSmallIntegerField("taux de TVA", null=True, blank=True)
    state = models.CharField("état", max_length=11, choices=LineState, default=LineState.ASKED)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        verbose_name = "ligne de commande"
        constraints = [
            models.CheckConstraint(name="order_line_of_something", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="order_line_adds_up",
                condition=Q(total=F("quantity") * F("price") - F("reduction")),
            ),
            models.CheckConstraint(name="order_line_not_below_zero", condition=Q(total__gte=0)),
            models.CheckConstraint(name="order_line_state_known", condition=Q(state__in=LineState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"


class PartEvent(Owned):
    """One step of a part: which state, when, by whom. Never changed."""

    immutable = True

    part = models.ForeignKey(OrderPart, on_delete=models.PROTECT, related_name="events")
    state = models.CharField("état", max_length=11, choices=PartState)
    at = models.DateTimeField("le")
    by_role = models.CharField("par", max_length=10)  # buyer, seller, system: nobody is named here
    words = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "étape d’une commande"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="part_event_state_known", condition=Q(state__in=PartState.values)),
            models.CheckConstraint(
                name="part_event_by_somebody", condition=Q(by_role__in=["buyer", "seller", "system"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} · {self.get_state_display()}"


class Receipt(Owned):
    """What was handed over and paid to the seller, frozen; a wrong one is replaced, never edited.

    `content` names the seller, the lines and the tax of each rate; never the buyer. Numbers follow
    each other without a gap, a seller.
    """

    immutable = True

    part = models.ForeignKey(OrderPart, on_delete=models.PROTECT, related_name="receipts")
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField("numéro")
    content = models.JSONField("contenu")
    total = models.PositiveBigIntegerField("total")
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    made_at = models.DateTimeField("établi le")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        verbose_name = "reçu"
        ordering = ["seller", "number"]
        constraints = [models.UniqueConstraint(name="receipt_number_once", fields=["seller", "number"])]

    def __str__(self) -> str:
        return f"{self.seller} · reçu {self.number}"
