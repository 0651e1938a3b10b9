from django.db import models
from django.db.models import Q

from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan


class ChangeKind(models.TextChoices):
    NEWS = "news", "Nouvelles d’une mesure"
    STATUS = "status", "Avancement"
    INDICATOR = "indicator", "Indicateur"
    PLEDGE = "pledge", "Engagement d’un partenaire"
    PLAN = "plan", "Plan modifié"
    ANSWER = "answer", "Réponse à un avis"


class Change(Keyed):
    """Something that changed in a plan, as it is told: never altered, in the order it happened.

    `differences` is a list of {"label", "before", "after"} in words, with "by" where a sum moved. Only
    `public` ones leave the desk.
    """

    immutable = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="told_changes"
    )
    kind = models.CharField("nature", max_length=10, choices=ChangeKind)
    title = models.CharField("titre", max_length=300)
    words = models.TextField("en clair", blank=True)
    differences = models.JSONField("différences", default=list)
    reason = models.CharField("motif", max_length=300, blank=True)
    path = models.CharField("adresse", max_length=300, blank=True)
    by_name = models.CharField("par", max_length=200)
    at = models.DateTimeField("le")
    public = models.BooleanField("public", default=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "changement"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["plan", "public", "-id"])]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                name="change_kind_known", condition=Q(kind__in=[kind.value for kind in ChangeKind])
            ),
            models.CheckConstraint(name="change_says_what", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title
