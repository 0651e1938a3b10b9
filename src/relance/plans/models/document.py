import hashlib

from django.db import models
from django.db.models import Q

from relance.kernel.models import Account, StoredFile
from relance.plans.models.parts import Keyed


class DocumentStatus(models.TextChoices):
    """What the document is, and so how its facts are said."""

    ADOPTED = "adopted", "Adopté"
    REPORTED = "reported", "Rapporté"
    PROMISED = "promised", "Promis"
    REPLY = "reply", "Réponse"


class SourceDocument(Keyed):
    """A published document: the file that somebody sent, or the reference of one.

    `sha256` is the digest of the file. `file` is empty for documents that we know by a
    paraphrase alone, and for those that came with an import of rows without their file.
    """

    immutable = ("key", "sha256")

    file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="fichier",
    )
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    name = models.CharField("nom du fichier", max_length=255, blank=True)
    title = models.CharField("titre", max_length=500)
    status = models.CharField("statut", max_length=10, choices=DocumentStatus, blank=True)
    issued_on = models.DateField("daté du", null=True, blank=True)
    address = models.URLField("adresse d’origine", max_length=500, blank=True)
    received_at = models.DateTimeField("reçu le")
    received_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="reçu de"
    )

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "document"
        ordering = ["-received_at", "-pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(
                name="source_document_once_an_authority",
                fields=["authority", "sha256"],
                condition=~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="source_document_digest",
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="source_document_file_has_digest", condition=Q(file__isnull=True) | ~Q(sha256="")
            ),
            models.CheckConstraint(
                name="source_document_status_known",
                condition=Q(status__in=["", *(status.value for status in DocumentStatus)]),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentText(Keyed):
    """The text that one version of the reader made of a document. Never changed.

    Quotes point into it by half-open offsets of characters. A better reader gets another row.
    `page_starts` are pairs (page from 1, offset where its words begin) of a paged format, in order.
    """

    immutable = ("key", "document", "reader_version", "text", "sha256")

    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="texts")
    reader_version = models.PositiveIntegerField("version du lecteur")
    text = models.TextField("texte")
    sha256 = models.CharField("empreinte du texte", max_length=64)
    format = models.CharField("format lu", max_length=20)
    pages = models.PositiveIntegerField("pages", null=True, blank=True)
    page_starts = models.JSONField("débuts des pages", default=list, blank=True)
    warnings = models.JSONField("avertissements", default=list, blank=True)
    read_at = models.DateTimeField("lu le")

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "texte d’un document"
        ordering = ["document", "-reader_version"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(
                name="document_text_once_a_reader", fields=["document", "reader_version"]
            ),
            models.CheckConstraint(name="document_text_is_not_empty", condition=~Q(text="")),
            models.CheckConstraint(name="document_text_digest", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.document} (lecteur {self.reader_version})"

    def page_of(self, offset: int) -> int | None:
        """The page that holds this offset; None where the format knows no pages."""
        pages = [page for page, start in self.page_starts if start <= offset]
        return pages[-1] if pages else None


def digest_of(text: str) -> str:
    """The digest under which a stored text is recognised."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
