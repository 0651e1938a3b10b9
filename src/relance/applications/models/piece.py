from django.db import models
from django.db.models import Q

from relance.applications.models.application import Application
from relance.kernel.models import FileState, StoredFile
from relance.kernel.scope import Owned


class Piece(Owned):
    """A document that an applicant sent. `kind` is the key of one of the call's pieces.

    The file's bytes, type and scan stand on the stored file; once erased the piece stays, with its
    digest and when it was erased. An identity paper is erased at the decision.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField("pièce", max_length=80)
    label = models.CharField("intitulé", max_length=300)
    name = models.CharField("nom du fichier", max_length=255, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField("empreinte", max_length=64)
    size = models.PositiveBigIntegerField("octets")
    is_identity = models.BooleanField("pièce d’identité", default=False)
    sent_at = models.DateTimeField("reçue le")
    replaced_at = models.DateTimeField("remplacée le", null=True, blank=True)
    erased_at = models.DateTimeField("effacée le", null=True, blank=True)

    class Meta:
        verbose_name = "pièce"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="piece_has_file_until_erased",
                condition=Q(file__isnull=False, erased_at__isnull=True)
                | Q(file__isnull=True, erased_at__isnull=False),
            ),
            models.CheckConstraint(name="piece_digest", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="piece_says_which", condition=~Q(kind="") & ~Q(label="")),
        ]
        indexes = [models.Index(fields=["authority", "sha256"], name="piece_same_file")]

    def __str__(self) -> str:
        return self.label

    @property
    def scan(self) -> str:
        """The state of the antivirus: a `FileState`; empty once erased."""
        return FileState(self.file.state) if self.file else ""
