from django.db import models
from django.db.models import Q

from relance.plans.models.measure import Measure
from relance.plans.models.parts import Sourced
from relance.plans.rules.units import figure
from relance.values.typography import Locale


class ParameterKind(models.TextChoices):
    CEILING = "ceiling", "Plafond"
    FLOOR = "floor", "Plancher"
    RATE = "rate", "Taux"
    BASE = "base", "Assiette"
    HEADCOUNT = "headcount", "Effectif"
    TERM = "term", "Durée"
    DEFERRAL = "deferral", "Différé"
    CHARTER = "charter", "Contrepartie"
    BENEFICIARIES = "beneficiaries", "Bénéficiaires"
    COUNT = "count", "Nombre"
    OTHER = "other", "Autre condition"


class AidParameter(Sourced):
    """A rule of an aid that the document states: what a scheme can start from.

    `low` and `high` are decimals written plainly ("1500", "12.5"), equal but for a range,
    empty when the parameter is words alone; `unit` says of what: "EUR", "month", "year",
    "person", "percent"… (`rules.units`)
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="parameters")
    kind = models.CharField("paramètre", max_length=15, choices=ParameterKind)
    low = models.CharField("valeur, ou la plus basse", max_length=40, blank=True)
    high = models.CharField("la plus haute", max_length=40, blank=True)
    unit = models.CharField("unité", max_length=40, blank=True)
    wording = models.TextField("en toutes lettres", blank=True)
    order = models.PositiveIntegerField("ordre", default=0)

    class Meta(Sourced.Meta):
        abstract = False
        verbose_name = "paramètre d’aide"
        ordering = ["order", "pk"]
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="aid_parameter_kind_known",
                condition=Q(kind__in=[kind.value for kind in ParameterKind]),
            ),
            models.CheckConstraint(
                name="aid_parameter_says_something",
                condition=~Q(low="") | ~Q(high="") | ~Q(wording=""),
            ),
        ]

    def __str__(self) -> str:
        return self.figure() or self.wording

    def figure(self, locale: Locale = Locale.FR) -> str:
        """ "1 500 €", "3 à 5 ans", "30 %"; empty when the parameter is words alone."""
        return figure(self.low, self.high, self.unit, locale)
