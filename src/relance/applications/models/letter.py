from typing import ClassVar

from django.db import models
from django.db.models import Q

from relance.applications.models.application import Application
from relance.applications.models.decision import Decision
from relance.kernel.models import Account, StoredFile
from relance.kernel.scope import Owned
from relance.schemes.models import Scheme


class LetterKind(models.TextChoices):
    ACCEPTANCE = "acceptance", "Notification d’accord"
    REFUSAL = "refusal", "Notification de refus"
    CLOSING = "closing", "Classement sans suite"
    AGREEMENT = "agreement", "Convention"
    CHARTER = "charter", "Charte"
    RECEIPT = "receipt", "Accusé de réception"


class LetterTemplate(Owned):
    """The words of one kind of letter, with named fields; each change is a new number, never an overwrite.

    `scheme` empty: for every scheme of the authority that has none of its own. `checked`: who wrote it says
    that the articles and remedies it cites were checked; no letter is made from another.
    """

    immutable: ClassVar[bool] = True

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, null=True, related_name="letter_templates")
    kind = models.CharField("courrier", max_length=12, choices=LetterKind)
    number = models.PositiveIntegerField("version")
    title = models.CharField("objet", max_length=300)
    body = models.TextField("texte")
    checked = models.BooleanField("articles et recours vérifiés", default=False)
    created_at = models.DateTimeField("écrit le")
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_by_name = models.CharField("écrit par", max_length=254)

    class Meta:
        verbose_name = "modèle de courrier"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(name="letter_template_number_once", fields=["scheme", "kind", "number"]),
            models.UniqueConstraint(
                name="letter_template_common_number_once",
                fields=["authority", "kind", "number"],
                condition=Q(scheme__isnull=True),
            ),
            models.CheckConstraint(
                name="letter_template_kind_known", condition=Q(kind__in=LetterKind.values)
            ),
            models.CheckConstraint(
                name="letter_template_says_something",
                condition=~Q(title="") & ~Q(body="") & ~Q(created_by_name="") & Q(number__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · version {self.number}"


class Letter(Owned):
    """A letter made for a file: its bytes, its digest, from which template; superseded, never destroyed."""

    immutable: ClassVar[tuple[str, ...]] = ("authority", "application", "kind", "sha256", "created_at")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="letters")
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey("applications.Run", on_delete=models.PROTECT, null=True, related_name="letters")
    kind = models.CharField("courrier", max_length=12, choices=LetterKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField("empreinte", max_length=64)
    created_at = models.DateTimeField("établi le")
    created_by_name = models.CharField("établi par", max_length=254)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    sent_how = models.CharField("envoyé par", max_length=200, blank=True)
    superseded_at = models.DateTimeField("remplacé le", null=True, blank=True)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)

    class Meta:
        verbose_name = "courrier"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="letter_one_stands_a_kind",
                fields=["application", "kind"],
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(name="letter_kind_known", condition=Q(kind__in=LetterKind.values)),
            models.CheckConstraint(name="letter_digest", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="letter_has_file_until_erased",
                condition=Q(file__isnull=False) | Q(erased_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_sent_says_how",
                condition=Q(sent_at__isnull=True, sent_how="") | Q(sent_at__isnull=False) & ~Q(sent_how=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.application}"
