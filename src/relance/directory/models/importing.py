from django.db import models
from django.db.models import Q

from relance.kernel.models import Account, Job, StoredFile
from relance.kernel.scope import Owned


class RegisterFile(models.TextChoices):
    """Which file of a register this is, told by its columns."""

    ESTABLISHMENTS = "establishments", "Établissements (SIRENE)"
    UNITS = "units", "Unités légales (SIRENE)"
    NEQ = "neq", "Entreprises du Québec (NEQ)"


class RegisterImport(Owned):
    """One reading of a register's file: who asked, what became of its rows.

    `dry_run` changes nothing and counts as if it had. Counts are those of the rows read so far;
    the rows refused stand beside, each with its cause.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="fichier")
    kind = models.CharField("nature", max_length=20, choices=RegisterFile)
    as_of = models.DateField("arrêté au")
    dry_run = models.BooleanField("essai", default=False)
    asked_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField("demandé le")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    added = models.PositiveIntegerField("ajoutés", default=0)
    changed = models.PositiveIntegerField("modifiés", default=0)
    unchanged = models.PositiveIntegerField("inchangés", default=0)
    older = models.PositiveIntegerField("plus anciens que le registre", default=0)
    refused = models.PositiveIntegerField("refusés", default=0)
    ended_at = models.DateTimeField("terminé le", null=True)

    class Meta:
        verbose_name = "import du registre"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="register_import_kind_known", condition=Q(kind__in=[kind.value for kind in RegisterFile])
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.file}"


class RegisterRefusal(Owned):
    """A row of a register's file that was left out, and why."""

    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="refusals")
    line = models.PositiveIntegerField("ligne")
    number = models.CharField("numéro", max_length=40, blank=True)
    cause = models.CharField("cause", max_length=300)

    class Meta:
        verbose_name = "ligne refusée"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(name="register_refusal_once", fields=["register_import", "line"]),
            models.CheckConstraint(name="register_refusal_says_why", condition=~Q(cause="")),
        ]

    def __str__(self) -> str:
        return f"ligne {self.line}\u00a0: {self.cause}"
