from django.db import models
from django.db.models import Q

from relance.plans.models.axis import Axis
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Worded
from relance.plans.models.plan import Plan
from relance.plans.rules.units import figure
from relance.values.typography import Locale


class FindingBound(models.TextChoices):
    EXACT = "exact", "exactement"
    ABOUT = "about", "environ"
    AT_LEAST = "at_least", "au moins"
    AT_MOST = "at_most", "au plus"


class Finding(Worded):
    """What the document finds to be so ("plus de 20 % des locaux sont inoccupés").

    `value` is a decimal written plainly ("20", "12.5"), empty when the finding is words
    alone; `unit` says of what ("percent", "person", "m2"…). Later a baseline of an indicator.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="findings")
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    value = models.CharField("valeur", max_length=40, blank=True)
    unit = models.CharField("unité", max_length=40, blank=True)
    bound = models.CharField("sens", max_length=10, choices=FindingBound, default=FindingBound.EXACT)
    order = models.PositiveIntegerField("ordre", default=0)

    class Meta(Worded.Meta):
        abstract = False
        verbose_name = "constat"
        ordering = ["order", "pk"]
        constraints = [
            *Worded.Meta.constraints,
            models.CheckConstraint(
                name="finding_bound_known", condition=Q(bound__in=[bound.value for bound in FindingBound])
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    def figure(self, locale: Locale = Locale.FR) -> str:
        """ "20 %"; empty when the finding is words alone."""
        return figure(self.value, self.value, self.unit, locale)
