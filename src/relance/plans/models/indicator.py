from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account, StoredFile
from relance.plans.models.finding import Finding
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan
from relance.plans.rules.following.figures import Figured


class Trend(models.TextChoices):
    UP = "up", "À la hausse"
    DOWN = "down", "À la baisse"
    WATCH = "watch", "À observer"


class Indicator(Keyed):
    """What is measured of a plan. Values are whole numbers of its smallest step: 12.5 is 125 at `places` 1.

    The baseline is typed, or the finding of the document that states it; its figure is copied then,
    so that it stays when the document is amended.
    """

    immutable = ("key", "plan", "code", "places")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField("code", max_length=40)
    name = models.CharField("nom", max_length=200)
    definition = models.TextField("définition")
    unit = models.CharField("unité", max_length=40)
    places = models.PositiveSmallIntegerField("décimales", default=0)
    trend = models.CharField("sens voulu", max_length=6, choices=Trend, default=Trend.WATCH)
    source = models.CharField("source", max_length=300)
    method = models.TextField("méthode", blank=True)
    baseline = models.BigIntegerField("valeur de départ", null=True, blank=True)
    baseline_on = models.DateField("valeur de départ au", null=True, blank=True)
    finding = models.ForeignKey(
        Finding,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="constat de départ",
    )
    public = models.BooleanField("public", default=True)
    measures: models.ManyToManyField[Measure, "IndicatorEffect"] = models.ManyToManyField(
        Measure, through="IndicatorEffect", related_name="indicators"
    )

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "indicateur"
        ordering = ["name", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="indicator_code_once_a_plan", fields=["plan", "code"]),
            models.CheckConstraint(name="indicator_places_few", condition=Q(places__lte=6)),
            models.CheckConstraint(
                name="indicator_says_what_and_whence",
                condition=~Q(name="") & ~Q(definition="") & ~Q(unit="") & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="indicator_trend_known", condition=Q(trend__in=[trend.value for trend in Trend])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def figure(self, minor: int | None) -> Figured | None:
        """A value of this indicator with its places and unit."""
        return None if minor is None else Figured(minor, self.places, self.unit)


class IndicatorEffect(Keyed):
    """That a measure moves an indicator, which way and how much, and who claims it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="effects")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="effects")
    effect = models.CharField("effet annoncé", max_length=300)
    claimed_by = models.CharField("selon qui", max_length=200)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "effet annoncé"
        ordering = ["pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="indicator_effect_once", fields=["indicator", "measure"]),
            models.CheckConstraint(
                name="indicator_effect_says_what_and_who", condition=~Q(effect="") & ~Q(claimed_by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} : {self.effect}"


class IndicatorPeriod(Keyed):
    """A span for which a value is reported, with its target. Locked, nothing is reported in it any more."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="periods")
    starts = models.DateField("du")
    ends = models.DateField("au")
    target = models.BigIntegerField("cible", null=True, blank=True)
    locked_at = models.DateTimeField("verrouillée le", null=True, blank=True)
    locked_by_name = models.CharField("verrouillée par", max_length=200, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "période d’un indicateur"
        ordering = ["starts", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="indicator_period_once", fields=["indicator", "starts"]),
            models.CheckConstraint(
                name="indicator_period_ends_after_it_starts", condition=Q(ends__gte=F("starts"))
            ),
            models.CheckConstraint(
                name="indicator_period_locked_says_who",
                condition=Q(locked_at__isnull=True) | ~Q(locked_by_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts} – {self.ends}"


class ValueState(models.TextChoices):
    PROPOSED = "proposed", "À approuver"
    APPROVED = "approved", "Approuvée"
    RETURNED = "returned", "Renvoyée"
    REPLACED = "replaced", "Remplacée"


class IndicatorValue(Keyed):
    """A value reported for a period and a territory, or why there is none. Another person approves it.

    Only its state changes after it is reported; a correction is another row.
    """

    immutable = ("key", "period", "territory", "minor", "missing_because", "reported_at", "evidence_url")

    period = models.ForeignKey(IndicatorPeriod, on_delete=models.PROTECT, related_name="values")
    territory = models.CharField("territoire", max_length=120, blank=True)
    minor = models.BigIntegerField("valeur", null=True, blank=True)
    missing_because = models.CharField("non disponible parce que", max_length=300, blank=True)
    note = models.CharField("précision", max_length=300, blank=True)
    evidence_url = models.URLField("adresse de la preuve", max_length=500, blank=True)
    evidence_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField("état", max_length=10, choices=ValueState, default=ValueState.PROPOSED)
    reported_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    reported_by_name = models.CharField("donnée par", max_length=200)
    reported_at = models.DateTimeField("donnée le")
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField("approuvée par", max_length=200, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    returned_because = models.CharField("motif du renvoi", max_length=300, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "valeur d’un indicateur"
        ordering = ["territory", "-pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                name="indicator_value_or_why_not",
                condition=Q(minor__isnull=False, missing_because="")
                | (Q(minor__isnull=True) & ~Q(missing_because="")),
            ),
            models.CheckConstraint(
                name="indicator_value_state_known",
                condition=Q(state__in=[state.value for state in ValueState]),
            ),
            models.CheckConstraint(
                name="indicator_value_decided_says_who_and_when",
                condition=Q(state=ValueState.PROPOSED.value)
                | (Q(decided_at__isnull=False) & ~Q(decided_by_name="")),
            ),
            models.CheckConstraint(
                name="indicator_value_four_eyes",
                condition=~Q(state__in=[ValueState.APPROVED.value, ValueState.REPLACED.value])
                | Q(reported_by__isnull=True)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("reported_by"))),
            ),
            models.CheckConstraint(
                name="indicator_value_returned_says_why",
                condition=~Q(state=ValueState.RETURNED.value) | ~Q(returned_because=""),
            ),
            models.UniqueConstraint(
                name="indicator_value_one_approved",
                fields=["period", "territory"],
                condition=Q(state=ValueState.APPROVED.value),
            ),
            models.UniqueConstraint(
                name="indicator_value_one_proposed",
                fields=["period", "territory"],
                condition=Q(state=ValueState.PROPOSED.value),
            ),
        ]

    def __str__(self) -> str:
        return str(self.minor) if self.minor is not None else "non disponible"
