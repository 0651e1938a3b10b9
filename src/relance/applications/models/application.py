from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from relance.directory.models import Organisation
from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.schemes.models import Call, SchemeVersion


class State(models.TextChoices):
    """Where a file stands; each state carries its evidence by a constraint of the database."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Déposée"
    INSTRUCTION = "instruction", "En instruction"
    DECIDED = "decided", "Décidée"
    NOTIFIED = "notified", "Notifiée"


class Outcome(models.TextChoices):
    """What was decided."""

    ACCEPTED = "accepted", "Accordée"
    REFUSED = "refused", "Refusée"
    CLOSED = "closed", "Classée sans suite"


APPLICANTS: Final = ("organisation", "person")
_AFTER_DEPOSIT = [State.SUBMITTED.value, State.INSTRUCTION.value, State.DECIDED.value, State.NOTIFIED.value]
_OVER = [State.DECIDED.value, State.NOTIFIED.value]


class Application(Owned):
    """One file of one applicant to one call. Holds no personal data: these stand in `Identity`.

    `number` is what people quote. `facts` is what `bareme` reads, as JSON: {"headcount": 3,
    "monthly_rent": "620.00 EUR/month", "shop": {"commune": "59350"}}; brackets as bareme writes
    them. `sources` says of each fact, by its top name, where it comes from and of when:
    {"headcount": {"from": "declared" | "register" | "officer", "on": "2026-11-22"}}. `registered`
    holds what a register says of the same names, in the same form as `facts`. `unconfirmed` is true
    while a register could not be asked: no final decision then.
    `applicant_key` is a keyed digest of the applicant's number (SIREN, NEQ) or identity: it says that two
    files are of the same applicant after their names are erased. `complete_at` is when the file was
    complete: at the deposit, or when the last correction was answered; it orders the waiting list.
    `assessed_*` is the last evaluation, for sorting and filtering; a decision evaluates again.
    """

    immutable: ClassVar[tuple[str, ...]] = ("authority", "call", "number", "created_at")

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="applications", verbose_name="appel"
    )
    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="applications", verbose_name="version du barème"
    )
    number = models.CharField("numéro", max_length=20)
    state = models.CharField("état", max_length=12, choices=State, default=State.DRAFT)
    applicant_kind = models.CharField(
        "demandeur", max_length=12, choices=[("organisation", "organisation"), ("person", "personne")]
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    applicant_key = models.CharField(max_length=64, blank=True)
    link_digest = models.CharField(max_length=64, blank=True)
    facts = models.JSONField("faits", default=dict, blank=True)
    sources = models.JSONField("sources", default=dict, blank=True)
    registered = models.JSONField("faits du registre", default=dict, blank=True)
    unconfirmed = models.BooleanField("registre non confirmé", default=False)
    month_aided = models.DateField("mois aidé", null=True, blank=True)
    requested = models.BigIntegerField("montant demandé", null=True, blank=True)
    assessed_verdict = models.CharField("réponse du barème", max_length=20, blank=True)
    assessed_amount = models.BigIntegerField("montant calculé", null=True, blank=True)
    assessed_at = models.DateTimeField("calculé le", null=True, blank=True)
    created_at = models.DateTimeField("commencée le")
    changed_at = models.DateTimeField("modifiée le")
    submitted_at = models.DateTimeField("déposée le", null=True, blank=True)
    complete_at = models.DateTimeField("complète le", null=True, blank=True)
    instruction_at = models.DateTimeField("prise en instruction le", null=True, blank=True)
    instruction_by_name = models.CharField("prise en instruction par", max_length=254, blank=True)
    holder = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="tenue par"
    )
    held_since = models.DateTimeField("tenue depuis", null=True, blank=True)
    outcome = models.CharField("décision", max_length=10, choices=Outcome, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    notified_at = models.DateTimeField("notifiée le", null=True, blank=True)
    notified_how = models.CharField("notifiée par", max_length=200, blank=True)
    erasure_announced_at = models.DateTimeField("effacement annoncé le", null=True, blank=True)
    erased_at = models.DateTimeField("données personnelles effacées le", null=True, blank=True)

    class Meta:
        verbose_name = "demande"
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="application_number_once_an_authority", fields=["authority", "number"]
            ),
            models.UniqueConstraint(
                name="application_link_once", fields=["link_digest"], condition=~Q(link_digest="")
            ),
            models.CheckConstraint(name="application_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="application_applicant_known", condition=Q(applicant_kind__in=APPLICANTS)
            ),
            models.CheckConstraint(name="application_has_number", condition=~Q(number="")),
            models.CheckConstraint(
                name="application_submitted_says_when",
                condition=Q(state=State.DRAFT.value, submitted_at__isnull=True, complete_at__isnull=True)
                | Q(state__in=_AFTER_DEPOSIT, submitted_at__isnull=False, complete_at__isnull=False)
                & Q(complete_at__gte=F("submitted_at"))
                & ~Q(applicant_key=""),
            ),
            models.CheckConstraint(
                name="application_in_instruction_says_when_and_who",
                condition=Q(
                    state__in=[State.DRAFT.value, State.SUBMITTED.value],
                    instruction_at__isnull=True,
                    instruction_by_name="",
                )
                | Q(state__in=[State.INSTRUCTION.value, *_OVER], instruction_at__isnull=False)
                & ~Q(instruction_by_name=""),
            ),
            models.CheckConstraint(
                name="application_held_while_in_instruction",
                condition=Q(holder__isnull=True) | Q(state=State.INSTRUCTION.value, held_since__isnull=False),
            ),
            models.CheckConstraint(
                name="application_decided_says_when_and_what",
                condition=Q(state__in=_OVER, outcome__in=Outcome.values, decided_at__isnull=False)
                | ~Q(state__in=_OVER) & Q(outcome="", decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="application_notified_says_when_and_how",
                condition=Q(state=State.NOTIFIED.value, notified_at__isnull=False) & ~Q(notified_how="")
                | ~Q(state=State.NOTIFIED.value) & Q(notified_at__isnull=True, notified_how=""),
            ),
            models.CheckConstraint(
                name="application_requested_not_negative",
                condition=Q(requested__isnull=True) | Q(requested__gte=0),
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "submitted_at"], name="application_queue"),
            models.Index(fields=["authority", "state", "submitted_at"], name="application_desk"),
            models.Index(fields=["authority", "applicant_key"], name="application_applicant"),
            models.Index(fields=["authority", "holder"], name="application_holder"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_over(self) -> bool:
        return self.state in _OVER


class Identity(Owned):
    """Who applies and how to reach them: all the personal data of a file, deleted when its time is over.

    `number` is a SIREN, SIRET or NEQ; `folded` the name without case nor accents, to find it by.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="identity")
    name = models.CharField("nom ou dénomination", max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    number = models.CharField("SIREN, SIRET ou NEQ", max_length=14, blank=True)
    represented_by = models.CharField("représentant", max_length=200, blank=True)
    mail = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    address = models.TextField("adresse", blank=True)
    commune = models.CharField("commune", max_length=120, blank=True)

    class Meta:
        verbose_name = "identité du demandeur"
        constraints = [models.CheckConstraint(name="identity_has_name", condition=~Q(name=""))]
        indexes = [
            models.Index(fields=["authority", "folded"], name="identity_name"),
            models.Index(fields=["authority", "number"], name="identity_number"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        from relance.values.typography import fold

        self.folded = fold(self.name)[:300]
        super().save(*args, **kwargs)
