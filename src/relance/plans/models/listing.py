from django.db import models
from django.db.models import Q

from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.plans.models.plan import Plan


class SavedFilter(Owned):
    """A choice of measures that somebody keeps under a name, for themselves or for colleagues."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="saved_filters")
    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("nom du filtre", max_length=100)
    query = models.CharField("choix", max_length=1000)
    is_shared = models.BooleanField("partagé avec la collectivité", default=False)

    class Meta:
        verbose_name = "filtre enregistré"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(name="saved_filter_once", fields=["plan", "owner", "name"]),
            models.CheckConstraint(name="saved_filter_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(Owned):
    """A secret address at which a calendar reads the dates of a plan, as one account sees them.

    Only the digest of the secret is kept; who made it takes it back by `revoked_at`.
    """

    immutable = ("plan", "owner", "digest", "made_at")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="calendar_feeds")
    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    mine = models.BooleanField("mes mesures seulement", default=False)
    digest = models.CharField("empreinte du secret", max_length=64, unique=True)
    made_at = models.DateTimeField("créée le")
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)

    class Meta:
        verbose_name = "calendrier"
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(name="calendar_feed_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.owner}"
