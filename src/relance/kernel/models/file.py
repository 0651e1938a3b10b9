from django.db import models
from django.db.models import Q

from relance.kernel.models.account import Account
from relance.kernel.scope import Owned


class FileState(models.TextChoices):
    UNSCANNED = "unscanned", "Non analysé"
    CLEAN = "clean", "Analysé, sain"
    REFUSED = "refused", "Refusé"


class StoredFile(Owned):
    """A file that somebody sent, kept under the digest of its content.

    Bytes stand once in the data folder however often they are sent; rows are per authority.
    The type is what the content says, whatever the name says. Served by a view only.
    """

    sha256 = models.CharField("empreinte", max_length=64)
    size = models.PositiveBigIntegerField("octets")
    media_type = models.CharField("type", max_length=100)
    name = models.CharField("nom", max_length=255)
    state = models.CharField("état", max_length=10, choices=FileState, default=FileState.UNSCANNED)
    state_reason = models.CharField("motif", max_length=200, blank=True)
    sent_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField("reçu le")

    class Meta:
        verbose_name = "fichier"
        constraints = [
            models.UniqueConstraint(name="stored_file_once_an_authority", fields=["authority", "sha256"]),
            models.CheckConstraint(name="stored_file_digest", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="stored_file_state_known", condition=Q(state__in=[state.value for state in FileState])
            ),
            models.CheckConstraint(
                name="stored_file_refusal_says_why",
                condition=~Q(state=FileState.REFUSED.value) | ~Q(state_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
