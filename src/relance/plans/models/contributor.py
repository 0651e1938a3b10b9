from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed


class Contributor(Keyed):
    """A person or a service that works on measures: an account, or just a name.

    Its name stays as it was written. Learning later whose account it is (`account`), or that
    two names are one (`merged_into`), changes no role that was given: history stays readable.
    """

    immutable = ("key",)

    name = models.CharField("nom", max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    function = models.CharField("fonction", max_length=200, blank=True)
    email = models.EmailField("courriel", blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="compte"
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="réuni avec",
    )

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "intervenant"
        ordering = ["folded", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(name="contributor_has_name", condition=~Q(folded="")),
            models.UniqueConstraint(
                name="contributor_once_an_account",
                fields=["authority", "account"],
                condition=Q(account__isnull=False, merged_into__isnull=True),
            ),
            models.UniqueConstraint(
                name="contributor_name_once",
                fields=["authority", "folded"],
                condition=Q(account__isnull=True, merged_into__isnull=True),
            ),
            models.CheckConstraint(
                name="contributor_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where mails reach them; empty when nobody said."""
        return self.account.email if self.account else self.email


class RoleOnMeasure(models.TextChoices):
    LEAD = "lead", "Pilote"
    REFERENT = "referent", "Élu référent"
    MEMBER = "member", "Équipe"


class MeasureRole(Keyed):
    """Who has a role on a measure, from when until when. The one lead of today has no `until`."""

    immutable = ("key", "measure", "contributor", "role", "since")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="roles")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="roles", verbose_name="intervenant"
    )
    role = models.CharField("rôle", max_length=10, choices=RoleOnMeasure)
    since = models.DateTimeField("depuis le")
    until = models.DateTimeField("jusqu’au", null=True, blank=True)
    given_by_name = models.CharField("donné par", max_length=200)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "rôle sur une mesure"
        ordering = ["since", "pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                name="measure_role_known", condition=Q(role__in=[role.value for role in RoleOnMeasure])
            ),
            models.CheckConstraint(
                name="measure_role_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.UniqueConstraint(
                name="measure_role_one_lead_today",
                fields=["measure", "role"],
                condition=Q(until__isnull=True, role__in=["lead", "referent"]),
            ),
            models.UniqueConstraint(
                name="measure_role_once_today",
                fields=["measure", "role", "contributor"],
                condition=Q(until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} ({self.get_role_display()})"
