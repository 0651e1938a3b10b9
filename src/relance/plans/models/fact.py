from typing import Any

from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account
from relance.plans.models.document import DocumentText
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan
from relance.values.typography import squeeze


class FactKind(models.TextChoices):
    TITLE = "title", "Titre"
    TERRITORY = "territory", "Territoire"
    STATUS = "status", "Statut du document"
    DATE = "date", "Date d’adoption"
    BUDGET = "budget", "Budget du plan"
    AXIS = "axis", "Axe"
    MEASURE = "measure", "Mesure"
    HORIZON = "horizon", "Horizon"
    AMOUNT = "amount", "Montant"
    PARTNER = "partner", "Partenaire"
    PARAMETER = "parameter", "Paramètre d’aide"
    FINDING = "finding", "Constat"


class FactState(models.TextChoices):
    PROPOSED = "proposed", "À relire"
    ACCEPTED = "accepted", "Accepté"
    CORRECTED = "corrected", "Corrigé"
    REJECTED = "rejected", "Écarté"


# Facts that are words of the document: a correction may quote other words of it.
IN_WORDS = (FactKind.AXIS, FactKind.MEASURE, FactKind.FINDING)
KEPT = (FactState.ACCEPTED, FactState.CORRECTED)


class Fact(Keyed):
    """Something that the reader read in a document, and what people decided about it.

    `value` is what was read (its shape depends on the kind: see `plans.rules.drafts`) and
    never changes; `corrected` is what a person put instead. `parent` is the fact it
    belongs to: a measure's axis, an amount's measure. `fingerprint` recognises the same
    fact when the document is read again. Public only through what is made of it when the
    plan is published.

    `added_by` is who found what the reader had missed. In an amended document, `earlier` is
    the fact that this one follows, with other words, another date or another sum; `maybe` is
    one that it may follow, until somebody says so. A fact whose follower is kept has had its day.
    """

    immutable = (
        "key",
        "source",
        "kind",
        "start",
        "end",
        "quote",
        "value",
        "confidence",
        "fingerprint",
    )

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="facts")
    source = models.ForeignKey(DocumentText, on_delete=models.PROTECT, related_name="facts")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    added_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ajouté par"
    )
    earlier = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )
    maybe = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("nature", max_length=10, choices=FactKind)
    start = models.PositiveIntegerField("début")
    end = models.PositiveIntegerField("fin")
    quote = models.TextField("passage")
    value = models.JSONField("valeur lue")
    corrected = models.JSONField("valeur corrigée", null=True, blank=True)
    confidence = models.PositiveSmallIntegerField("confiance (%)")
    order = models.PositiveIntegerField("ordre")
    fingerprint = models.CharField(max_length=64)
    state = models.CharField("état", max_length=10, choices=FactState, default=FactState.PROPOSED)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("relu le", null=True, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "fait lu"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["plan", "state"])]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="fact_once_a_plan", fields=["plan", "fingerprint"]),
            models.CheckConstraint(
                name="fact_kind_known", condition=Q(kind__in=[kind.value for kind in FactKind])
            ),
            models.CheckConstraint(name="fact_has_its_place", condition=Q(end__gt=F("start")) & ~Q(quote="")),
            models.CheckConstraint(name="fact_confidence_is_a_percentage", condition=Q(confidence__lte=100)),
            models.CheckConstraint(
                name="fact_decided_says_who_and_when",
                condition=Q(state=FactState.PROPOSED.value, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=[state.value for state in FactState if state != FactState.PROPOSED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="fact_corrected_says_what",
                condition=Q(state=FactState.CORRECTED.value, corrected__isnull=False)
                | (~Q(state=FactState.CORRECTED.value) & Q(corrected__isnull=True)),
            ),
            models.CheckConstraint(
                name="fact_follows_another_or_may",
                condition=Q(maybe__isnull=True) | Q(earlier__isnull=True),
            ),
            models.CheckConstraint(
                name="fact_follows_no_fact_of_its_own",
                condition=Q(earlier__isnull=True) | ~Q(earlier=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.passage}"

    @property
    def passage(self) -> str:
        """The quoted words on one line, for screens."""
        return squeeze(self.quote)

    @property
    def place(self) -> tuple[int, int]:
        """Where its words stand in the text: as read, or as corrected."""
        if self.kind not in IN_WORDS:
            return self.start, self.end
        return self.current.get("start", self.start), self.current.get("end", self.end)

    @property
    def is_kept(self) -> bool:
        return self.state in KEPT

    @property
    def current(self) -> dict[str, Any]:
        """The value that counts: corrected, else as read."""
        value: dict[str, Any] = self.value if self.corrected is None else self.corrected
        return value
