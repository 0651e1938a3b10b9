from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from relance.applications.models.application import Application
from relance.kernel.models import Account, StoredFile
from relance.kernel.scope import Owned


class CorrectionReason(models.TextChoices):
    INCOMPLETE = "incomplete", "Dossier incomplet"
    INCORRECT = "incorrect", "Réponse à corriger"
    OUTDATED = "outdated", "Pièce périmée"


class Correction(Owned):
    """What an applicant is asked to complete or correct; no decision while it is open.

    `facts`: names of facts; `pieces`: keys of pieces. Over when answered, or withdrawn by the service.
    """

    immutable: ClassVar[tuple[str, ...]] = (
        "authority",
        "application",
        "message",
        "asked_at",
        "asked_by_name",
    )

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="corrections")
    reason = models.CharField("motif", max_length=12, choices=CorrectionReason)
    message = models.TextField("ce qui est demandé")
    facts = models.JSONField("réponses à revoir", default=list, blank=True)
    pieces = models.JSONField("pièces à renvoyer", default=list, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField("demandée par", max_length=254)
    asked_at = models.DateTimeField("demandée le")
    answer_by = models.DateField("réponse attendue pour le", null=True, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answer = models.TextField("réponse", blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_by_name = models.CharField("retirée par", max_length=254, blank=True)

    class Meta:
        verbose_name = "demande de correction"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="correction_one_open_at_a_time",
                fields=["application"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="correction_reason_known", condition=Q(reason__in=CorrectionReason.values)
            ),
            models.CheckConstraint(
                name="correction_says_what_and_who", condition=~Q(message="") & ~Q(asked_by_name="")
            ),
            models.CheckConstraint(
                name="correction_ends_after_it_was_asked",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
            ),
            models.CheckConstraint(
                name="correction_ends_once",
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="correction_withdrawn_says_who",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_name="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} · {self.application}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None


class Check(Owned):
    """What an officer appreciated themselves, one box of the scheme: {"checks": {name: met}} of the facts."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="checks")
    name = models.CharField("appréciation", max_length=120)
    met = models.BooleanField("remplie")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("par", max_length=254)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "appréciation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="check_once_a_file", fields=["application", "name"]),
            models.CheckConstraint(name="check_says_who", condition=~Q(by_name="") & ~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Note(Owned):
    """What the service writes for itself about a file; the applicant never reads it."""

    immutable: ClassVar[tuple[str, ...]] = ("authority", "application", "by_name", "at")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField("note")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("par", max_length=254)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "note du service"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="note_says_something", condition=~Q(by_name=""))]

    def __str__(self) -> str:
        return self.text[:60]


class Message(Owned):
    """A word between the service and the applicant; both read it. `by_name` empty: the applicant wrote."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    from_applicant = models.BooleanField("du demandeur", default=False)
    text = models.TextField("message")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("par", max_length=254, blank=True)
    at = models.DateTimeField("le")
    read_at = models.DateTimeField("lu le", null=True, blank=True)

    class Meta:
        verbose_name = "message du dossier"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="message_of_the_service_says_who",
                condition=Q(from_applicant=True) | ~Q(by_name=""),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
