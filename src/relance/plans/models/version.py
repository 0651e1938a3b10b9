from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.plans.models.amendment import Amendment
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan


class PlanVersion(Keyed):
    """The plan as published (number 0), or one amendment of it: a dated fact, never rewritten.

    `on` is the day from which it holds; `reference` the deliberation; `because` is public.
    """

    immutable = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveIntegerField("numéro")
    on = models.DateField("à effet du")
    reference = models.CharField("délibération", max_length=300, blank=True)
    because = models.TextField("pourquoi", blank=True)
    amendment = models.ForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )
    at = models.DateTimeField("enregistrée le")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("enregistrée par", max_length=200)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "version du plan"
        ordering = ["number"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="plan_version_once", fields=["plan", "number"]),
            models.CheckConstraint(
                name="plan_version_amendment_says_why", condition=Q(number=0) | ~Q(because="")
            ),
        ]

    def __str__(self) -> str:
        return f"Avenant n° {self.number}" if self.number else "Plan publié"


class Becoming(models.TextChoices):
    """What a version says of a measure."""

    ADDED = "added", "Inscrite"
    CHANGED = "changed", "Modifiée"
    ENDED = "ended", "Retirée"


class MeasureVersion(Owned):
    """A measure as one version of its plan left it: its own frozen words and sums.

    Found again by `measure_key`, which the measure keeps even when its words are replaced.
    `money` is a list of {role, per, low, high, currency, meaning}. Only measures that the
    version touched have a row: what holds on a day is the latest row of each.
    """

    immutable = True

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="measures")
    measure_key = models.UUIDField("clé de la mesure")
    code = models.CharField("code", max_length=30)
    becoming = models.CharField("devient", max_length=10, choices=Becoming)
    number = models.CharField("numéro imprimé", max_length=20, blank=True)
    axis = models.TextField("axe", blank=True)
    wording = models.TextField("texte")
    is_paraphrase = models.BooleanField("paraphrase")
    horizon = models.JSONField("horizon", default=dict)
    money = models.JSONField("sommes annoncées", default=list)
    document = models.PositiveBigIntegerField("document", null=True)
    start = models.PositiveIntegerField("début", null=True)
    end = models.PositiveIntegerField("fin", null=True)

    class Meta:
        verbose_name = "mesure dans une version"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="measure_version_once", fields=["version", "measure_key"]),
            models.CheckConstraint(
                name="measure_version_becoming_known",
                condition=Q(becoming__in=[one.value for one in Becoming]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.version}"


class SuccessionKind(models.TextChoices):
    MERGED = "merged", "Réunie"
    SPLIT = "split", "Divisée"
    REPLACED = "replaced", "Remplacée"


class Succession(Owned):
    """Which measure goes on with the matter of one that an amendment ended."""

    immutable = True

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="successions")
    kind = models.CharField("comment", max_length=10, choices=SuccessionKind)
    earlier = models.ForeignKey("plans.Measure", on_delete=models.PROTECT, related_name="succeeded_by")
    later = models.ForeignKey("plans.Measure", on_delete=models.PROTECT, related_name="succeeds")

    class Meta:
        verbose_name = "succession de mesures"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="succession_once", fields=["earlier", "later"]),
            models.CheckConstraint(name="succession_is_to_another", condition=~Q(earlier=F("later"))),
            models.CheckConstraint(
                name="succession_kind_known",
                condition=Q(kind__in=[one.value for one in SuccessionKind]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"
