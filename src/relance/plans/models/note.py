from django.db import models
from django.db.models import Q

from relance.kernel.models import Account, StoredFile
from relance.kernel.scope import Owned
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan


class Level(models.TextChoices):
    """Who sees a thing, from the widest to the narrowest; `rules.running.levels` has who stands where."""

    PUBLIC = "public", "Tout le monde"
    INTERNAL = "internal", "La collectivité"
    TEAM = "team", "Le pilote, son équipe et la rédaction"
    EDITORS = "editors", "La rédaction"


LEVELS = [level.value for level in Level]


class WorkNote(Keyed):
    """A working note on a measure. Written once: a correction is another note."""

    immutable = ("key", "measure", "text", "at", "by_name")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField("note")
    level = models.CharField("visible par", max_length=10, choices=Level, default=Level.INTERNAL)
    at = models.DateTimeField("écrite le")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("écrite par", max_length=200)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "note de travail"
        ordering = ["-at", "-pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(name="work_note_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="work_note_level_known", condition=Q(level__in=LEVELS)),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Attachment(Keyed):
    """A file beside a measure."""

    immutable = ("key", "measure", "file")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="fichier")
    title = models.CharField("intitulé", max_length=300)
    level = models.CharField("visible par", max_length=10, choices=Level, default=Level.INTERNAL)
    at = models.DateTimeField("jointe le")
    by_name = models.CharField("jointe par", max_length=200)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "pièce jointe"
        ordering = ["-at", "-pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="attachment_once", fields=["measure", "file"]),
            models.CheckConstraint(name="attachment_level_known", condition=Q(level__in=LEVELS)),
        ]

    def __str__(self) -> str:
        return self.title


class Strategy(Keyed):
    """Another policy document that the plan serves: a climate plan, a regional scheme."""

    immutable = ("key", "plan")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="strategies")
    title = models.CharField("stratégie", max_length=300)
    body = models.CharField("portée par", max_length=300, blank=True)
    address = models.URLField("adresse", max_length=500, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "stratégie servie"
        ordering = ["title", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="strategy_once_a_plan", fields=["plan", "title"]),
            models.CheckConstraint(name="strategy_has_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class StrategyLink(Keyed):
    """A measure that serves a strategy of its plan."""

    immutable = ("key", "measure", "strategy")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="serves")
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="links")

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "lien à une stratégie"
        ordering = ["pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="strategy_link_once", fields=["measure", "strategy"]),
        ]

    def __str__(self) -> str:
        return f"{self.measure} → {self.strategy}"


class FieldKind(models.TextChoices):
    TEXT = "text", "Texte"
    NUMBER = "number", "Nombre entier"
    DATE = "date", "Date"
    YES_NO = "yes_no", "Oui ou non"
    CHOICE = "choice", "Choix dans une liste"


class CustomField(Keyed):
    """A field that a plan adds to its measures, with who sees it and who writes it.

    `edited_by` is TEAM (the lead and the editors) or EDITORS; `choices` holds the words of a list.
    """

    immutable = ("key", "plan", "kind")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="custom_fields")
    name = models.CharField("nom du champ", max_length=100)
    kind = models.CharField("sorte", max_length=10, choices=FieldKind)
    choices = models.JSONField("choix", default=list, blank=True)
    seen_by = models.CharField("visible par", max_length=10, choices=Level, default=Level.INTERNAL)
    edited_by = models.CharField("modifiable par", max_length=10, choices=Level, default=Level.EDITORS)
    order = models.PositiveIntegerField("ordre", default=0)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "champ du plan"
        ordering = ["order", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="custom_field_once_a_plan", fields=["plan", "name"]),
            models.CheckConstraint(name="custom_field_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="custom_field_kind_known", condition=Q(kind__in=[kind.value for kind in FieldKind])
            ),
            models.CheckConstraint(name="custom_field_seen_by_somebody", condition=Q(seen_by__in=LEVELS)),
            models.CheckConstraint(
                name="custom_field_edited_by_somebody", condition=Q(edited_by__in=["team", "editors"])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomValue(Owned):
    """What a measure says in a field of its plan: text as written by the kind (ISO dates, digits)."""

    immutable = ("field", "measure")

    field = models.ForeignKey(CustomField, on_delete=models.PROTECT, related_name="values")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="custom_values")
    value = models.TextField("valeur")

    class Meta:
        verbose_name = "valeur d’un champ du plan"
        constraints = [
            models.UniqueConstraint(name="custom_value_once", fields=["field", "measure"]),
            models.CheckConstraint(name="custom_value_is_said", condition=~Q(value="")),
        ]

    def __str__(self) -> str:
        return self.value
