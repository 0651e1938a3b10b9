from django.db import models
from django.db.models import Q

from relance.kernel.models import Account
from relance.kernel.models.authority import Currency
from relance.plans.models.document import SourceDocument
from relance.plans.models.parts import Keyed


class PlanState(models.TextChoices):
    DRAFT = "draft", "En préparation"
    PUBLISHED = "published", "Publié"
    WITHDRAWN = "withdrawn", "Retiré"


class AxisWord(models.TextChoices):
    """What the plan calls its groups of measures; the label is the singular."""

    AXIS = "axis", "axe"
    PRIORITY = "priority", "priorité"
    CHAPTER = "chapter", "chapitre"
    THEME = "theme", "thème"
    ORIENTATION = "orientation", "orientation"

    @property
    def plural(self) -> str:
        return f"{self.label}s"


class MeasureWord(models.TextChoices):
    """What the plan calls its measures; the label is the singular."""

    MEASURE = "measure", "mesure"
    ACTION = "action", "action"
    PRIORITY = "priority", "priorité"
    OBJECTIVE = "objective", "objectif"
    ORIENTATION = "orientation", "orientation"
    PLEDGE = "pledge", "engagement"
    REPLY = "reply", "réponse"
    PROPOSAL = "proposal", "proposition"

    @property
    def plural(self) -> str:
        return f"{self.label}s"


class Plan(Keyed):
    """A recovery plan of an authority, as its document says it.

    The announced total is an `AnnouncedAmount` of the plan, like every sum, so that it
    keeps its words. `announced_measures` is how many measures the document says it holds
    (Grand Paris announces 50 and lists 14). `summary` is a text of ours.
    """

    immutable = ("key", "slug")

    slug = models.SlugField("adresse", max_length=80)
    title = models.CharField("titre", max_length=500)
    territory = models.CharField("territoire", max_length=300, blank=True)
    summary = models.TextField("présentation", blank=True)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    document = models.ForeignKey(
        SourceDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name="document",
    )
    adopted_on = models.DateField("adopté le", null=True, blank=True)
    announced_measures = models.PositiveIntegerField("mesures annoncées", null=True, blank=True)
    axis_word = models.CharField("nom des axes", max_length=20, choices=AxisWord, default=AxisWord.AXIS)
    measure_word = models.CharField(
        "nom des mesures", max_length=20, choices=MeasureWord, default=MeasureWord.MEASURE
    )
    state = models.CharField("état", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    created_at = models.DateTimeField("créé le")
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    published_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by_name = models.CharField("publié par", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_by_name = models.CharField("retiré par", max_length=200, blank=True)
    withdrawn_because = models.TextField("motif du retrait", blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "plan"
        ordering = ["title", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="plan_slug_once_an_authority", fields=["authority", "slug"]),
            models.CheckConstraint(name="plan_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="plan_state_known", condition=Q(state__in=[state.value for state in PlanState])
            ),
            models.CheckConstraint(
                name="plan_published_says_who_and_when",
                condition=~Q(state=PlanState.PUBLISHED.value)
                | (Q(published_at__isnull=False) & ~Q(published_by_name="")),
            ),
            models.CheckConstraint(
                name="plan_withdrawn_says_who_when_and_why",
                condition=~Q(state=PlanState.WITHDRAWN.value)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="") & ~Q(withdrawn_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.state == PlanState.PUBLISHED

    @property
    def words(self) -> tuple[AxisWord, MeasureWord]:
        """What this plan calls its axes and its measures."""
        return AxisWord(self.axis_word), MeasureWord(self.measure_word)
