from django.db import models
from django.db.models import Q

from relance.directory.models import Organisation
from relance.kernel.models.authority import Currency
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed
from relance.values.money import Money


class FundingState(models.TextChoices):
    """How sure a funder's money is."""

    SOUGHT = "sought", "Recherché"
    PROMISED = "promised", "Promis"
    NOTIFIED = "notified", "Notifié"
    REFUSED = "refused", "Refusé"


class TaxBasis(models.TextChoices):
    NET = "net", "HT"
    GROSS = "gross", "TTC"


class Spending(models.TextChoices):
    INVESTMENT = "investment", "Investissement"
    OPERATING = "operating", "Fonctionnement"


class Cost(Keyed):
    """What a measure is expected to cost in a year. Minor units; a basis is never turned into the other."""

    immutable = ("key", "measure", "currency")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="costs")
    year = models.PositiveIntegerField("année")
    amount = models.BigIntegerField("coût prévu")
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    basis = models.CharField("base", max_length=5, choices=TaxBasis)
    spending = models.CharField("section", max_length=12, choices=Spending)
    note = models.CharField("précision", max_length=300, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "coût prévu"
        ordering = ["year", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(name="cost_is_a_sum", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="cost_year", condition=Q(year__gte=1900, year__lte=2200)),
            models.CheckConstraint(
                name="cost_words_known",
                condition=Q(basis__in=[one.value for one in TaxBasis])
                & Q(spending__in=[one.value for one in Spending])
                & Q(currency__in=[one.value for one in Currency]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.money.format()} ({self.year})"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class Forecast(Keyed):
    """Money that a funder is expected to bring to a measure in a year, and how sure it is."""

    immutable = ("key", "measure", "currency")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="forecasts")
    funder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="financeur"
    )
    year = models.PositiveIntegerField("année")
    amount = models.BigIntegerField("montant")
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    state = models.CharField("état", max_length=10, choices=FundingState, default=FundingState.SOUGHT)
    basis = models.CharField("base", max_length=5, choices=TaxBasis)
    spending = models.CharField("section", max_length=12, choices=Spending)
    evidence = models.CharField("pièce", max_length=300, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "financement prévu"
        ordering = ["year", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(name="forecast_is_a_sum", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="forecast_year", condition=Q(year__gte=1900, year__lte=2200)),
            models.CheckConstraint(
                name="forecast_words_known",
                condition=Q(basis__in=[one.value for one in TaxBasis])
                & Q(spending__in=[one.value for one in Spending])
                & Q(state__in=[one.value for one in FundingState])
                & Q(currency__in=[one.value for one in Currency]),
            ),
            models.CheckConstraint(
                name="forecast_notified_has_evidence",
                condition=~Q(state=FundingState.NOTIFIED.value) | ~Q(evidence=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder}{' · '}{self.money.format()} ({self.year})"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
