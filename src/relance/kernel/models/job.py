from django.db import models
from django.db.models import Q

from relance.kernel.models.account import Account
from relance.kernel.scope import Owned


class JobState(models.TextChoices):
    QUEUED = "queued", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Échoué"


class Job(Owned):
    """A long piece of work as a row: it survives the death of whoever runs it.

    `act_key` makes asking twice harmless. `cursor` is where to go on, written in the same
    transaction as the work it tells of. Who runs it holds `lease_token` until `leased_until`
    and renews it; after that anybody may take over.
    """

    kind = models.CharField("travail", max_length=60)
    act_key = models.CharField("clé d’acte", max_length=120, unique=True)
    payload = models.JSONField("données", default=dict)
    state = models.CharField("état", max_length=10, choices=JobState, default=JobState.QUEUED)
    cursor = models.JSONField("où reprendre", null=True)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("sur", null=True)
    report = models.JSONField("rapport", default=list)
    error = models.TextField("erreur", blank=True)
    leads_to = models.CharField("adresse du résultat", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField("essais depuis le dernier pas", default=0)
    wake_at = models.DateTimeField("pas avant le", null=True)
    lease_token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField("demandé le")
    started_at = models.DateTimeField("commencé le", null=True)
    ended_at = models.DateTimeField("terminé le", null=True)

    class Meta:
        verbose_name = "travail en arrière-plan"
        indexes = [models.Index(fields=["state", "leased_until"])]
        constraints = [
            models.CheckConstraint(
                name="job_state_known", condition=Q(state__in=[state.value for state in JobState])
            ),
            models.CheckConstraint(
                name="job_running_has_lease",
                condition=~Q(state=JobState.RUNNING.value)
                | (~Q(lease_token="") & Q(leased_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="job_ended_says_when",
                condition=~Q(state__in=[JobState.DONE.value, JobState.FAILED.value])
                | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="job_failed_says_why", condition=~Q(state=JobState.FAILED.value) | ~Q(error="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.get_state_display()}"
