from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account
from relance.plans.models.document import DocumentText
from relance.plans.models.fact import Fact
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan


class Amendment(Keyed):
    """Another version of a plan's document: its text, and the one that it follows.

    Open (`applied_at` empty) while its differences are under review; applied when the plan
    is published with them. The earlier text stays, and stays readable.
    """

    immutable = ("key", "plan", "earlier", "text", "received_at")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="amendments")
    earlier = models.ForeignKey(DocumentText, on_delete=models.PROTECT, related_name="followed_by")
    text = models.ForeignKey(DocumentText, on_delete=models.PROTECT, related_name="follows")
    received_at = models.DateTimeField("reçue le")
    received_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="reçue de"
    )
    applied_at = models.DateTimeField("appliquée le", null=True, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "nouvelle version"
        ordering = ["-pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="amendment_text_once_a_plan", fields=["plan", "text"]),
            models.UniqueConstraint(
                name="amendment_one_open_a_plan", fields=["plan"], condition=Q(applied_at__isnull=True)
            ),
            models.CheckConstraint(name="amendment_is_of_another_text", condition=~Q(text=F("earlier"))),
        ]

    def __str__(self) -> str:
        return str(self.text)


class FactPlace(Keyed):
    """Where a known fact stands again, unchanged, in a later text of its plan."""

    immutable = ("key", "fact", "text", "start", "end")

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="places")
    text = models.ForeignKey(DocumentText, on_delete=models.PROTECT, related_name="fact_places")
    start = models.PositiveIntegerField("début")
    end = models.PositiveIntegerField("fin")

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "place d’un fait"
        ordering = ["start", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="fact_place_once_a_text", fields=["fact", "text"]),
            models.CheckConstraint(name="fact_place_is_a_place", condition=Q(end__gt=F("start"))),
        ]

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"
