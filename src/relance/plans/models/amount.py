from django.db import models
from django.db.models import F, Q

from relance.kernel.models.authority import Currency
from relance.plans.models.axis import Axis
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Sourced
from relance.plans.models.plan import Plan
from relance.values.money import Money
from relance.values.typography import Locale


class AmountRole(models.TextChoices):
    """What the sum is in the plan's own account of its money."""

    TOTAL = "total", "Budget annoncé du plan"
    ENVELOPE = "envelope", "Enveloppe ou coût"
    DETAIL = "detail", "Autre somme citée"


class AmountPer(models.TextChoices):
    TOTAL = "total", "en tout"
    YEAR = "year", "par an"
    QUARTER = "quarter", "par trimestre"
    MONTH = "month", "par mois"
    WEEK = "week", "par semaine"
    DAY = "day", "par jour"
    BENEFICIARY = "beneficiary", "par bénéficiaire"


class AnnouncedAmount(Sourced):
    """A sum of money that the document names: of the plan, of an axis or of a measure.

    A fact of the document, not a budget: what is voted or paid stands in the ledger.
    `low` and `high` are minor units: equal, or the ends of a range; `low` empty means "at
    most", `high` empty "at least". Only envelopes "en tout" explain the announced total;
    ceilings and yearly sums are shown and never added. A sum that an amendment replaced is
    ended by it, kept, and no longer counted.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="amounts")
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="amounts")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="amounts"
    )
    role = models.CharField("place", max_length=10, choices=AmountRole)
    per = models.CharField("pour", max_length=12, choices=AmountPer, default=AmountPer.TOTAL)
    low = models.BigIntegerField("somme, ou la plus basse", null=True, blank=True)
    high = models.BigIntegerField("la plus haute", null=True, blank=True)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    meaning = models.CharField("ce que c’est", max_length=300, blank=True)
    order = models.PositiveIntegerField("ordre", default=0)
    ended_by = models.ForeignKey(
        "plans.PlanVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ended_amounts",
        verbose_name="remplacée par",
    )

    class Meta(Sourced.Meta):
        abstract = False
        verbose_name = "montant annoncé"
        ordering = ["order", "pk"]
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="announced_amount_in_order",
                condition=Q(low__isnull=False, high__isnull=False, low__gte=0, high__gte=F("low"))
                | Q(low__isnull=False, low__gte=0, high__isnull=True)
                | Q(low__isnull=True, high__isnull=False, high__gte=0),
            ),
            models.CheckConstraint(
                name="announced_amount_envelope_is_a_sum",
                condition=Q(role=AmountRole.DETAIL.value) | Q(low__isnull=False, high__isnull=False),
            ),
            models.CheckConstraint(
                name="announced_amount_currency_known",
                condition=Q(currency__in=[currency.value for currency in Currency]),
            ),
            models.CheckConstraint(
                name="announced_amount_words_known",
                condition=Q(role__in=[role.value for role in AmountRole])
                & Q(per__in=[per.value for per in AmountPer]),
            ),
            models.CheckConstraint(
                name="announced_amount_of_one_thing",
                condition=Q(axis__isnull=True) | Q(measure__isnull=True),
            ),
            models.CheckConstraint(
                name="announced_amount_total_is_of_the_plan",
                condition=~Q(role=AmountRole.TOTAL.value)
                | Q(axis__isnull=True, measure__isnull=True, per=AmountPer.TOTAL.value),
            ),
            models.UniqueConstraint(
                name="announced_amount_one_total_a_plan",
                fields=["plan"],
                condition=Q(role=AmountRole.TOTAL.value, ended_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.format()

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None and self.low != self.high

    def format(self, locale: Locale = Locale.FR) -> str:
        """ "20 000 000 €", "de 5 000 € à 30 000 €", "au plus 1 500 €", "300 000 € par an"."""
        low = None if self.low is None else Money(self.low, self.currency).format(locale)
        high = None if self.high is None else Money(self.high, self.currency).format(locale)
        if low is None:
            words = f"au plus {high}"
        elif high is None:
            words = f"au moins {low}"
        else:
            words = low if low == high else f"de {low} à {high}"
        return words if self.per == AmountPer.TOTAL else f"{words} {self.get_per_display()}"
