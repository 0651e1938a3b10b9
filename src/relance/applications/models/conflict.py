from django.db import models
from django.db.models import Q

from relance.applications.models.application import Application
from relance.kernel.models import Account
from relance.kernel.scope import Owned


class ConflictOfInterest(Owned):
    """A person who must not handle a file, or any file of an applicant: neither sees nor decides it.

    Declared by the person or by who administers. With `applicant_key`, it covers every file of that
    applicant, present and to come. Lifted with who and when; never deleted.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, related_name="conflicts"
    )
    applicant_key = models.CharField(max_length=64, blank=True)
    why = models.CharField("motif", max_length=500, blank=True)
    declared_at = models.DateTimeField("déclaré le")
    declared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    declared_by_name = models.CharField("déclaré par", max_length=254)
    lifted_at = models.DateTimeField("levé le", null=True, blank=True)
    lifted_by_name = models.CharField("levé par", max_length=254, blank=True)

    class Meta:
        verbose_name = "conflit d’intérêts"
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="conflict_covers_something",
                condition=Q(application__isnull=False) | ~Q(applicant_key=""),
            ),
            models.CheckConstraint(name="conflict_says_who", condition=~Q(declared_by_name="")),
            models.CheckConstraint(
                name="conflict_lifted_says_who",
                condition=Q(lifted_at__isnull=True, lifted_by_name="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_by_name=""),
            ),
            models.UniqueConstraint(
                name="conflict_once_a_file",
                fields=["account", "application"],
                condition=Q(lifted_at__isnull=True, application__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["authority", "account"], name="conflict_of_a_person")]

    def __str__(self) -> str:
        return str(self.account)
