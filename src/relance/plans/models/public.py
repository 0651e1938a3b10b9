from django.db import models
from django.db.models import Q

from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan


class Subscription(Keyed):
    """An address that asked to be told what changes in a plan; it counts once confirmed from its own mail.

    `told` is the last change already told, `telling` the last of those that the next mail tells.
    Whoever leaves is erased.
    """

    immutable = ("key", "plan", "email")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="subscriptions")
    email = models.EmailField("courriel", max_length=254)
    confirm_digest = models.CharField(max_length=64, unique=True)
    stop_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField("demandé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    told = models.BigIntegerField("dernier changement dit", default=0)
    telling = models.BigIntegerField("changement à dire", default=0)
    taken_at = models.DateTimeField("pris pour envoi le", null=True, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "abonnement"
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="subscription_once_a_plan", fields=["plan", "email"]),
        ]

    def __str__(self) -> str:
        return self.email


class FeedbackState(models.TextChoices):
    RECEIVED = "received", "Reçu"
    UNDER_WAY = "under_way", "En cours"
    ANSWERED = "answered", "Répondu"
    CLOSED = "closed", "Classé"


class Feedback(Keyed):
    """What a reader wrote about a plan or a measure, followed to an answer.

    Name and address serve to answer; they are erased on `erase_on` and the words stay.
    """

    immutable = ("key", "plan", "measure", "received_at", "digest")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="feedback")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    words = models.TextField("avis")
    name = models.CharField("nom", max_length=120, blank=True)
    email = models.EmailField("courriel", max_length=254, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField("reçu le")
    state = models.CharField("état", max_length=10, choices=FeedbackState, default=FeedbackState.RECEIVED)
    answer = models.TextField("réponse", blank=True)
    answer_public = models.BooleanField("réponse publique", default=False)
    answered_by_name = models.CharField("répondu par", max_length=200, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    closed_because = models.CharField("motif du classement", max_length=300, blank=True)
    erase_on = models.DateField("à effacer le")
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "avis du public"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["plan", "state", "-id"])]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                name="feedback_state_known",
                condition=Q(state__in=[state.value for state in FeedbackState]),
            ),
            models.CheckConstraint(
                name="feedback_answered_says_what_who_and_when",
                condition=~Q(state=FeedbackState.ANSWERED.value)
                | (~Q(answer="") & ~Q(answered_by_name="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="feedback_closed_says_why",
                condition=~Q(state=FeedbackState.CLOSED.value) | ~Q(closed_because=""),
            ),
            models.CheckConstraint(
                name="feedback_erased_names_nobody",
                condition=Q(erased_at__isnull=True) | Q(name="", email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]
