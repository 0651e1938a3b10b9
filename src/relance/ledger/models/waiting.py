from django.db import models
from django.db.models import Q

from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.ledger.models.case import Case
from relance.ledger.models.envelope import Envelope


class PlaceState(models.TextChoices):
    WAITING = "waiting", "En attente"
    SERVED = "served", "Servie"
    WITHDRAWN = "withdrawn", "Retirée"
    CLOSED = "closed", "Enveloppe close"


class WaitingPlace(Owned):
    """A reservation that the envelope could not hold, in the order in which files were complete.

    Served under the act key it was asked with, as soon as money returns and everyone before it is
    served. Of two files complete at the same moment, the one recorded first comes first.
    """

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="places")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField("montant")
    complete_at = models.DateTimeField("dossier complet le")
    act_key = models.CharField("clé d’acte", max_length=120)
    content = models.CharField(max_length=32)
    cause_kind = models.CharField("cause", max_length=40)
    cause_key = models.CharField("clé de la cause", max_length=80)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("par", max_length=254)
    asked_on = models.DateField("demandée le")
    asked_at = models.DateTimeField("enregistrée le")
    state = models.CharField("état", max_length=10, choices=PlaceState, default=PlaceState.WAITING)
    ended_at = models.DateTimeField("fin de l’attente", null=True)
    ended_by_name = models.CharField("mis fin par", max_length=254, blank=True)
    ended_cause = models.CharField("motif de fin", max_length=300, blank=True)

    class Meta:
        verbose_name = "place en liste d’attente"
        ordering = ["complete_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="waiting_place_act_once", fields=["authority", "act_key"]),
            models.CheckConstraint(name="waiting_place_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="waiting_place_state_known", condition=Q(state__in=PlaceState.values)
            ),
            models.CheckConstraint(
                name="waiting_place_ended_says_when_and_why",
                condition=Q(state=PlaceState.WAITING.value, ended_at__isnull=True)
                | ~Q(state=PlaceState.WAITING.value) & Q(ended_at__isnull=False) & ~Q(ended_cause=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["envelope", "complete_at", "id"],
                name="waiting_place_queue",
                condition=Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return self.act_key
