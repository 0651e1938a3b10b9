from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.plans.models.contributor import Contributor
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan


class Status(models.TextChoices):
    """What its lead says of a measure. "En retard" is not among them: late is computed."""

    TO_START = "to_start", "À lancer"
    UNDER_WAY = "under_way", "En cours"
    PAUSED = "paused", "En pause"
    DONE = "done", "Réalisée"
    DROPPED = "dropped", "Abandonnée"


OPEN_STATUSES = (Status.TO_START, Status.UNDER_WAY, Status.PAUSED)


class Priority(models.IntegerChoices):
    LOW = 1, "Basse"
    NORMAL = 2, "Normale"
    HIGH = 3, "Haute"


class Work(Owned):
    """How a measure is run: its working fields, apart from its wording as adopted.

    Made when somebody first writes one. `starts_on` and `due_on` are working dates, which say
    what an imprecise horizon leaves open. `weight` is the part of the measure in the plan's
    progress (empty: it has none, which is not one); `progress` is declared, in percent.
    `rev` grows with each change: exports carry it, re-imports compare it.
    """

    immutable = ("measure",)

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="work")
    status = models.CharField("état déclaré", max_length=10, choices=Status, default=Status.TO_START)
    reason = models.TextField("pourquoi", blank=True)
    said_at = models.DateTimeField("état déclaré le", null=True, blank=True)
    said_by_name = models.CharField("état déclaré par", max_length=200, blank=True)
    priority = models.PositiveSmallIntegerField("priorité", choices=Priority, default=Priority.NORMAL)
    starts_on = models.DateField("début prévu", null=True, blank=True)
    due_on = models.DateField("échéance de travail", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("avancement déclaré", null=True, blank=True)
    weight = models.PositiveIntegerField("poids", null=True, blank=True)
    rev = models.PositiveIntegerField("révision", default=0)
    touched_at = models.DateTimeField("modifiée le", null=True, blank=True)

    class Meta:
        verbose_name = "conduite de la mesure"
        constraints = [
            models.CheckConstraint(
                name="work_status_known", condition=Q(status__in=[status.value for status in Status])
            ),
            models.CheckConstraint(name="work_priority_known", condition=Q(priority__in=[1, 2, 3])),
            models.CheckConstraint(
                name="work_progress_is_a_percentage",
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
            ),
            models.CheckConstraint(
                name="work_is_due_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="work_status_says_who_and_when",
                condition=Q(status=Status.TO_START.value) | (Q(said_at__isnull=False) & ~Q(said_by_name="")),
            ),
            models.CheckConstraint(
                name="work_stopped_says_why",
                condition=~Q(status__in=[Status.PAUSED.value, Status.DROPPED.value]) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}{' · '}{self.get_status_display()}"


class WorkChange(Owned):
    """One thing that somebody changed of a measure at work: what a history shows. Never rewritten.

    `field` is a code of the working fields ("status", "lead", "due_on", "custom:12"…); `before`
    and `after` are their values as JSON, `told_before` and `told_after` as people read them.
    `rev` is the revision of the measure that the change brought.
    """

    immutable = True

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="changes")
    rev = models.PositiveIntegerField("révision")
    field = models.CharField("champ", max_length=40)
    before = models.JSONField("avant", null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("après", null=True, encoder=DjangoJSONEncoder)
    told_before = models.TextField("avant, en clair", blank=True)
    told_after = models.TextField("après, en clair", blank=True)
    because = models.TextField("pourquoi", blank=True)
    is_public = models.BooleanField("public", default=False)
    at = models.DateTimeField("fait le")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("fait par", max_length=200)

    class Meta:
        verbose_name = "changement d’une mesure"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["measure", "field", "rev"])]

    def __str__(self) -> str:
        return f"{self.field} · {self.measure}"


class Dependency(Keyed):
    """A measure that cannot go on before another one is done. No circle: actions check it, locked."""

    immutable = ("key", "measure", "needs")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="dependencies")
    needs = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="needed_by", verbose_name="dépend de"
    )
    why = models.CharField("pourquoi", max_length=300, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "dépendance"
        ordering = ["pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="dependency_once", fields=["measure", "needs"]),
            models.CheckConstraint(name="dependency_is_on_another", condition=~Q(measure=F("needs"))),
        ]

    def __str__(self) -> str:
        return f"{self.measure} → {self.needs}"


class Task(Keyed):
    """A step of a measure, with who does it and until when."""

    immutable = ("key", "measure")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField("tâche", max_length=300)
    owner = models.ForeignKey(
        Contributor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="responsable",
    )
    due_on = models.DateField("échéance", null=True, blank=True)
    weight = models.PositiveIntegerField("poids", null=True, blank=True)
    order = models.PositiveIntegerField("ordre", default=0)
    done_at = models.DateTimeField("faite le", null=True, blank=True)
    done_by_name = models.CharField("dite faite par", max_length=200, blank=True)
    dropped_because = models.CharField("abandonnée parce que", max_length=300, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "tâche"
        ordering = ["order", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(name="task_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="task_done_says_who", condition=Q(done_at__isnull=True) | ~Q(done_by_name="")
            ),
            models.CheckConstraint(
                name="task_done_or_dropped", condition=Q(done_at__isnull=True) | Q(dropped_because="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Formula(models.TextChoices):
    """How the progress of a plan is worked out; `rules.running.progress` has each in words."""

    DONE = "done", "Part des mesures réalisées"
    TASKS = "tasks", "Moyenne des tâches faites"
    WEIGHTED = "weighted", "Avancement des mesures, selon leur poids"
    DECLARED = "declared", "Moyenne des avancements déclarés"


class Running(Owned):
    """How an authority runs a plan: who pilots it, its formula of progress, when news are old."""

    immutable = ("plan",)

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="running")
    pilot = models.ForeignKey(
        Contributor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pilote du plan",
    )
    formula = models.CharField("avancement du plan", max_length=10, choices=Formula, default=Formula.DONE)
    stale_after = models.PositiveIntegerField("sans nouvelles après (jours)", default=90)

    class Meta:
        verbose_name = "conduite du plan"
        constraints = [
            models.CheckConstraint(
                name="running_formula_known", condition=Q(formula__in=[one.value for one in Formula])
            ),
            models.CheckConstraint(name="running_news_get_old", condition=Q(stale_after__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.plan)
