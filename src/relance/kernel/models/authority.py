from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from relance.kernel.models.account import Account
from relance.kernel.rules import RESERVED_SLUGS, Right, Role, rights_of


class Country(models.TextChoices):
    FRANCE = "FR", "France"
    CANADA = "CA", "Québec (Canada)"


class Currency(models.TextChoices):
    EURO = "EUR", "euro"
    CANADIAN_DOLLAR = "CAD", "dollar canadien"


class Authority(models.Model):
    """A local authority that runs plans: town, intermunicipal body, MRC, ministry's office.

    `identifier` is a SIREN (France) or a NEQ (Québec); `colour` an accent as #rrggbb, whose
    contrast is computed wherever it is used.
    """

    slug = models.SlugField("adresse", max_length=60, unique=True)
    name = models.CharField("nom", max_length=200)
    country = models.CharField("pays", max_length=2, choices=Country)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    languages = models.JSONField("langues", default=list, blank=True)
    colour = models.CharField("couleur", max_length=7, blank=True)
    identifier = models.CharField("SIREN ou NEQ", max_length=10, blank=True)
    is_example = models.BooleanField("exemple livré avec Relance", default=False)

    class Meta:
        verbose_name = "collectivité"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="authority_country_known", condition=Q(country__in=["FR", "CA"])),
            models.CheckConstraint(
                name="authority_slug_is_no_address_of_ours", condition=~Q(slug__in=sorted(RESERVED_SLUGS))
            ),
            models.CheckConstraint(name="authority_currency_known", condition=Q(currency__in=["EUR", "CAD"])),
            models.CheckConstraint(
                name="authority_colour_is_hexadecimal",
                condition=Q(colour="") | Q(colour__regex=r"^#[0-9a-f]{6}$"),
            ),
            models.UniqueConstraint(
                name="authority_identifier_once_a_country",
                fields=["country", "identifier"],
                condition=~Q(identifier=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def locale(self) -> str:
        """The locale of its texts: fr or fr-ca."""
        return "fr-ca" if self.country == Country.CANADA else "fr"


class Membership(models.Model):
    """A role that a person holds in an authority; one may hold several."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role)

    class Meta:
        verbose_name = "appartenance"
        constraints = [
            models.UniqueConstraint(name="membership_role_once", fields=["account", "authority", "role"]),
            models.CheckConstraint(
                name="membership_role_known", condition=Q(role__in=[role.value for role in Role])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_role_display()} · {self.authority}"

    @property
    def rights(self) -> frozenset[Right]:
        return rights_of({Role(self.role)})
