from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.plans.models.document import DocumentText
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan
from relance.values.typography import squeeze


class Omission(Keyed):
    """A passage that somebody looked at and says is no fact: it needs none, and is left out."""

    immutable = ("key", "plan", "source", "start", "end", "quote")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="omissions")
    source = models.ForeignKey(DocumentText, on_delete=models.PROTECT, related_name="+")
    start = models.PositiveIntegerField("début")
    end = models.PositiveIntegerField("fin")
    quote = models.TextField("passage")
    said_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField("dit le")

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "passage sans fait"
        ordering = ["start", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="omission_once", fields=["plan", "source", "start", "end"]),
            models.CheckConstraint(
                name="omission_has_its_place", condition=Q(end__gt=F("start")) & ~Q(quote="")
            ),
        ]

    def __str__(self) -> str:
        return self.passage

    @property
    def passage(self) -> str:
        return squeeze(self.quote)


class ReviewAct(Owned):
    """One act of the review as it can be taken back: what it touched, before and after.

    `before` and `after` are lists of states of facts (`actions.steps`), `made` the facts and
    `omitted` the omissions that the act brought. Who acted takes back their own acts, the last first.
    """

    immutable = ("plan", "by", "at", "label", "before", "after", "made", "omitted")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="review_acts")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("fait le")
    label = models.CharField("acte", max_length=200)
    before = models.JSONField("avant", default=list)
    after = models.JSONField("après", default=list)
    made = models.JSONField("faits ajoutés", default=list)
    omitted = models.JSONField("passages sans fait", default=list)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta(Owned.Meta):
        abstract = False
        verbose_name = "acte de relecture"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["plan", "by", "-id"])]

    def __str__(self) -> str:
        return self.label


class Presence(Owned):
    """Who has a review open: what lets colleagues share it out. Forgotten after some minutes."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="presences")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("vu le")
    part = models.CharField("partie", max_length=40, blank=True)

    class Meta(Owned.Meta):
        abstract = False
        verbose_name = "présence"
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(name="presence_once_a_plan", fields=["plan", "account"]),
        ]

    def __str__(self) -> str:
        return str(self.account)
