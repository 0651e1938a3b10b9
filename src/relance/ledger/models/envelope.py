from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from relance.directory.models import Organisation
from relance.kernel.models import Account
from relance.kernel.models.authority import Currency
from relance.kernel.scope import Owned


class Section(models.TextChoices):
    """The section of the budget: both are balanced apart (CGCT L1612-4)."""

    OPERATING = "operating", "Fonctionnement"
    INVESTMENT = "investment", "Investissement"


class TaxBasis(models.TextChoices):
    """Whether the amounts bear value added tax."""

    NONE = "none", "Hors champ des taxes"
    EXCLUSIVE = "exclusive", "Hors taxes"
    INCLUSIVE = "inclusive", "Toutes taxes comprises"


class Nature(models.TextChoices):
    """What the money becomes once paid; the accounting codes follow from it."""

    GRANT = "grant", "Subvention"
    ADVANCE = "advance", "Avance remboursable"
    PURCHASE = "purchase", "Achat ou travaux"


class Envelope(Owned):
    """Money voted for one purpose, for one section of the budget, with its funders and their keys.

    A sub-envelope (a year, a scheme, a call, a commune) names its parent and gets its money from it.
    `root` is the top of its tree, null for the top itself. What it holds stands in its accounts;
    the row says only what it is, and when and by what it was closed.
    """

    immutable: ClassVar[tuple[str, ...]] = (
        "authority",
        "parent",
        "root",
        "currency",
        "year",
        "section",
        "tax_basis",
        "nature",
        "odd_to",
        "act_key",
        "content",
        "opened_by_name",
        "opened_at",
    )

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name="enveloppe mère"
    )
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField("intitulé", max_length=200)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    year = models.PositiveSmallIntegerField("exercice", null=True)
    section = models.CharField("section", max_length=12, choices=Section)
    tax_basis = models.CharField("taxes", max_length=12, choices=TaxBasis)
    nature = models.CharField("nature", max_length=12, choices=Nature)
    purpose_kind = models.CharField("objet", max_length=40, blank=True)
    purpose_key = models.CharField("clé de l’objet", max_length=80, blank=True)
    odd_to = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="financeur du centime"
    )
    act_key = models.CharField("clé d’acte", max_length=120)
    content = models.CharField(max_length=32)
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    opened_by_name = models.CharField("ouverte par", max_length=254)
    opened_at = models.DateTimeField("ouverte le")
    closed_on = models.DateField("close à effet du", null=True)
    closed_at = models.DateTimeField("clôture enregistrée le", null=True)
    closed_by_name = models.CharField("close par", max_length=254, blank=True)
    closed_key = models.CharField(max_length=120, blank=True)
    closed_content = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = "enveloppe"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(name="envelope_act_once", fields=["authority", "act_key"]),
            models.CheckConstraint(name="envelope_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="envelope_currency_known", condition=Q(currency__in=Currency.values)),
            models.CheckConstraint(name="envelope_section_known", condition=Q(section__in=Section.values)),
            models.CheckConstraint(
                name="envelope_tax_basis_known", condition=Q(tax_basis__in=TaxBasis.values)
            ),
            models.CheckConstraint(name="envelope_nature_known", condition=Q(nature__in=Nature.values)),
            models.CheckConstraint(
                name="envelope_year_plausible",
                condition=Q(year__isnull=True) | Q(year__gte=1990, year__lte=2200),
            ),
            models.CheckConstraint(
                name="envelope_child_has_root",
                condition=Q(parent__isnull=True, root__isnull=True)
                | Q(parent__isnull=False, root__isnull=False) & ~Q(parent=F("id")),
            ),
            models.CheckConstraint(
                name="envelope_closed_says_when_and_who",
                condition=Q(closed_on__isnull=True, closed_at__isnull=True, closed_by_name="", closed_key="")
                | Q(closed_on__isnull=False, closed_at__isnull=False)
                & ~Q(closed_by_name="")
                & ~Q(closed_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def top_id(self) -> int:
        """The id of the top of its tree."""
        return self.root_id or self.pk

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Share(Owned):
    """A funder's key in an envelope: a whole number, in proportion to the others."""

    immutable: ClassVar[bool] = True

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="shares")
    funder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="financeur"
    )
    weight = models.PositiveBigIntegerField("clé")

    class Meta:
        verbose_name = "clé de financement"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="share_once_a_funder", fields=["envelope", "funder"]),
            models.CheckConstraint(name="share_positive", condition=Q(weight__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.funder} : {self.weight}"
