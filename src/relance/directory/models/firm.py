"""What a national register says of firms, copied from its files with their date."""

from django.db import models
from django.db.models import Q

from relance.kernel.models.authority import Country
from relance.values.typography import fold


class RegisterState(models.TextChoices):
    """Whether the register says that the firm is active."""

    OPEN = "open", "En activité"
    CLOSED = "closed", "Fermé"


class Registered(models.Model):
    """What both tables hold: a number of the register, what it says, since when, by which file.

    `as_of` is the day on which the file was drawn up: an older file never replaces a later one.
    `public` False: the person asked not to be shown, so that neither name nor address is kept.
    `headcount` is a code of the register's classes (Insee: "01" for 1 or 2), empty when unknown.
    """

    country = models.CharField("pays", max_length=2, choices=Country)
    number = models.CharField("numéro", max_length=14)
    name = models.CharField("nom", max_length=300, blank=True)
    folded = models.CharField(max_length=300, blank=True, editable=False)
    activity = models.CharField("activité (code)", max_length=10, blank=True)
    headcount = models.CharField("tranche d’effectif", max_length=4, blank=True)
    created_on = models.DateField("créé le", null=True)
    state = models.CharField("état", max_length=6, choices=RegisterState)
    state_since = models.DateField("dans cet état depuis le", null=True)
    public = models.BooleanField("diffusible", default=True)
    source = models.CharField("fichier", max_length=100)
    as_of = models.DateField("arrêté au")

    class Meta:
        abstract = True

    def key_name(self) -> None:
        """Set the key by which the name is found."""
        self.folded = fold(self.name)[:300]

    @property
    def is_open(self) -> bool:
        return self.state == RegisterState.OPEN


class LegalUnit(Registered):
    """A firm, an association or a person in business: SIREN (France) or NEQ (Québec)."""

    acronym = models.CharField("sigle", max_length=40, blank=True)
    legal_form = models.CharField("catégorie juridique", max_length=10, blank=True)
    commune = models.CharField("code de la commune", max_length=10, blank=True)
    commune_name = models.CharField("commune", max_length=100, blank=True)
    address = models.CharField("adresse", max_length=300, blank=True)

    class Meta:
        verbose_name = "unité légale"
        constraints = [
            models.UniqueConstraint(name="legal_unit_once", fields=["country", "number"]),
            models.CheckConstraint(
                name="legal_unit_number", condition=Q(number__regex=r"^([0-9]{9}|[0-9]{10})$")
            ),
            models.CheckConstraint(
                name="legal_unit_hidden_has_no_name", condition=Q(public=True) | Q(name="", address="")
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.number


class Establishment(Registered):
    """A place of business in France, by its SIRET; its unit is found by the first nine digits."""

    unit_number = models.CharField("SIREN", max_length=9, db_index=True)
    is_seat = models.BooleanField("siège", default=False)
    postcode = models.CharField("code postal", max_length=10, blank=True)
    commune = models.CharField("code de la commune", max_length=10, blank=True)
    commune_name = models.CharField("commune", max_length=100, blank=True)
    address = models.CharField("adresse", max_length=300, blank=True)

    class Meta:
        verbose_name = "établissement"
        constraints = [
            models.UniqueConstraint(name="establishment_once", fields=["country", "number"]),
            models.CheckConstraint(name="establishment_number", condition=Q(number__regex=r"^[0-9]{14}$")),
            models.CheckConstraint(
                name="establishment_hidden_has_no_name", condition=Q(public=True) | Q(name="", address="")
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.number
