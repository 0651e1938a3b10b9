from typing import ClassVar

from django.db import models
from django.db.models import Q

from relance.applications.models.application import Application, Outcome
from relance.kernel.models import Account, StoredFile
from relance.kernel.scope import Owned
from relance.schemes.models import Call


class RunKind(models.TextChoices):
    DECISIONS = "decisions", "Décisions en lot"
    LETTERS = "letters", "Courriers en lot"


class RunState(models.TextChoices):
    PREPARED = "prepared", "Préparé"
    CONFIRMED = "confirmed", "Confirmé"
    DONE = "done", "Terminé"
    ABANDONED = "abandoned", "Abandonné"


class ItemState(models.TextChoices):
    WAITING = "waiting", "À faire"
    DONE = "done", "Fait"
    REFUSED = "refused", "Non fait"


class Run(Owned):
    """Many files handled at once: chosen by filter, checked before, confirmed, done by a job, file by file.

    `wanted` is the filter that chose them, `options` what is to be done with them, `preflight` what was
    found beforehand, grouped by reason. `job_key` is the act key of the job. `file` is what a letter run
    prints as one.
    """

    immutable: ClassVar[tuple[str, ...]] = ("authority", "call", "kind", "prepared_at", "prepared_by")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField("lot", max_length=10, choices=RunKind)
    outcome = models.CharField("décision", max_length=10, choices=Outcome, blank=True)
    state = models.CharField("état", max_length=10, choices=RunState, default=RunState.PREPARED)
    wanted = models.JSONField("filtre", default=dict)
    options = models.JSONField("options", default=dict)
    preflight = models.JSONField("contrôle préalable", default=dict)
    prepared_at = models.DateTimeField("préparé le")
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    prepared_by_name = models.CharField("préparé par", max_length=254)
    confirmed_at = models.DateTimeField("confirmé le", null=True)
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by_name = models.CharField("confirmé par", max_length=254, blank=True)
    job_key = models.CharField("travail", max_length=120, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "lot"
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="run_kind_known", condition=Q(kind__in=RunKind.values)),
            models.CheckConstraint(name="run_state_known", condition=Q(state__in=RunState.values)),
            models.CheckConstraint(name="run_says_who", condition=~Q(prepared_by_name="")),
            models.CheckConstraint(
                name="run_of_decisions_says_which",
                condition=~Q(kind=RunKind.DECISIONS.value) | Q(outcome__in=Outcome.values),
            ),
            models.CheckConstraint(
                name="run_confirmed_says_who_and_when",
                condition=Q(state__in=[RunState.PREPARED.value, RunState.ABANDONED.value])
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                & ~Q(confirmed_by_name="")
                & ~Q(job_key=""),
            ),
            models.CheckConstraint(
                name="run_done_says_when",
                condition=~Q(state__in=[RunState.DONE.value, RunState.ABANDONED.value])
                | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.prepared_at:%d/%m/%Y}"


class RunItem(Owned):
    """One file of a run. `reason` says why it was not done, `result` what came of it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField("rang")
    state = models.CharField("état", max_length=8, choices=ItemState, default=ItemState.WAITING)
    reason = models.CharField("motif", max_length=500, blank=True)
    result = models.CharField("résultat", max_length=200, blank=True)
    done_at = models.DateTimeField("traité le", null=True)

    class Meta:
        verbose_name = "dossier d’un lot"
        ordering = ["run", "place"]
        constraints = [
            models.UniqueConstraint(name="run_item_once", fields=["run", "application"]),
            models.UniqueConstraint(name="run_item_place_once", fields=["run", "place"]),
            models.CheckConstraint(name="run_item_state_known", condition=Q(state__in=ItemState.values)),
            models.CheckConstraint(
                name="run_item_over_says_when_and_why",
                condition=Q(state=ItemState.WAITING.value, done_at__isnull=True)
                | Q(state=ItemState.DONE.value, done_at__isnull=False)
                | Q(state=ItemState.REFUSED.value, done_at__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}.{self.place}"
