from django.db import models

from relance.plans.models.parts import Worded
from relance.plans.models.plan import Plan


class Axis(Worded):
    """A group of measures that the document names. Its words are its title as published."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="axes")
    number = models.CharField("numéro imprimé", max_length=20, blank=True)
    order = models.PositiveIntegerField("ordre")

    class Meta(Worded.Meta):
        abstract = False
        verbose_name = "axe"
        ordering = ["order", "pk"]
        constraints = [
            *Worded.Meta.constraints,
            models.UniqueConstraint(name="axis_order_once_a_plan", fields=["plan", "order"]),
        ]

    def __str__(self) -> str:
        return self.wording
