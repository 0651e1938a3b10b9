from django.db import models
from django.db.models import F, Q

from relance.plans.models.axis import Axis
from relance.plans.models.parts import Worded
from relance.plans.models.plan import Plan
from relance.values.horizon import Horizon, Precision


class MeasureKind(models.TextChoices):
    """What a measure amounts to, said by an officer; until then it is empty."""

    SCHEME = "scheme", "Dispositif d’aide"
    PROJECT = "project", "Projet"
    SERVICE = "service", "Service"
    POLICY = "policy", "Politique"
    BODY = "body", "Instance"
    SITE = "site", "Lieu"
    EVENT = "event", "Événement"
    STUDY = "study", "Étude"


class HorizonPrecision(models.TextChoices):
    DAY = Precision.DAY.value, "Jour"
    MONTH = Precision.MONTH.value, "Mois"
    QUARTER = Precision.QUARTER.value, "Trimestre"
    YEAR = Precision.YEAR.value, "Année"


class Measure(Worded):
    """What the author of a plan says will be done or funded.

    Its words are as published, or a paraphrase that says so; `working_title` is ours to
    edit. `axis` is its home (empty: the document puts it in no named group); `parent` the
    measure it is a part of. `code` names it in addresses and never changes.
    `objective` is the heading above it, `responds_to` the priority that it answers, both
    as published, at their place in `source` when known.

    The horizon is first and last day with a precision; `horizon_wording` is how it is
    printed, and all that there is when nothing dates it.

    An amendment that takes a measure out ends it (`ended_by`): its row, address and past stay.
    `redated_at`: an amendment without a text of its own gave the horizon.
    """

    immutable = (*Worded.immutable, "code")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="measures", verbose_name="axe"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="partie de",
    )
    code = models.SlugField("code", max_length=30)
    number = models.CharField("numéro imprimé", max_length=20, blank=True)
    order = models.PositiveIntegerField("ordre")
    kind = models.CharField("nature", max_length=10, choices=MeasureKind, blank=True)
    working_title = models.CharField("titre de travail", max_length=300, blank=True)
    objective = models.TextField("objectif", blank=True)
    objective_start = models.PositiveIntegerField(null=True, blank=True)
    objective_end = models.PositiveIntegerField(null=True, blank=True)
    responds_to = models.TextField("répond à", blank=True)
    responds_to_start = models.PositiveIntegerField(null=True, blank=True)
    responds_to_end = models.PositiveIntegerField(null=True, blank=True)
    horizon_start = models.DateField("début", null=True, blank=True)
    horizon_end = models.DateField("échéance", null=True, blank=True)
    horizon_precision = models.CharField("précision", max_length=10, choices=HorizonPrecision, blank=True)
    horizon_ongoing = models.BooleanField("en continu", default=False)
    horizon_wording = models.CharField("horizon imprimé", max_length=300, blank=True)
    horizon_from = models.PositiveIntegerField(null=True, blank=True)
    horizon_to = models.PositiveIntegerField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "plans.PlanVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ended_measures",
        verbose_name="retirée par",
    )
    redated_at = models.DateTimeField("horizon modifié par avenant le", null=True, blank=True)

    class Meta(Worded.Meta):
        abstract = False
        verbose_name = "mesure"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["plan", "horizon_start", "horizon_end"])]
        constraints = [
            *Worded.Meta.constraints,
            models.UniqueConstraint(name="measure_code_once_a_plan", fields=["plan", "code"]),
            models.UniqueConstraint(name="measure_order_once_a_plan", fields=["plan", "order"]),
            models.CheckConstraint(
                name="measure_kind_known",
                condition=Q(kind__in=["", *(kind.value for kind in MeasureKind)]),
            ),
            models.CheckConstraint(
                name="measure_horizon_ends_after_it_starts",
                condition=Q(horizon_start__isnull=True)
                | Q(horizon_end__isnull=True)
                | Q(horizon_end__gte=F("horizon_start")),
            ),
            models.CheckConstraint(
                name="measure_horizon_says_its_precision",
                condition=Q(horizon_start__isnull=True, horizon_end__isnull=True, horizon_precision="")
                | (
                    (Q(horizon_start__isnull=False) | Q(horizon_end__isnull=False))
                    & Q(horizon_precision__in=[precision.value for precision in Precision])
                ),
            ),
            models.CheckConstraint(
                name="measure_is_no_part_of_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The working title, else the wording."""
        return self.working_title or self.wording

    @property
    def horizon(self) -> Horizon | None:
        """The horizon as a value; None when the document gives none."""
        if not (self.horizon_start or self.horizon_end or self.horizon_ongoing or self.horizon_wording):
            return None
        return Horizon(
            start=self.horizon_start,
            end=self.horizon_end,
            precision=Precision(self.horizon_precision or Precision.YEAR),
            ongoing=self.horizon_ongoing,
            relative=self.horizon_wording or None,
        )
