from typing import ClassVar

from django.db import models
from django.db.models import Q

from relance.kernel.models import Account
from relance.kernel.models.authority import Currency
from relance.kernel.scope import Owned


class Regime(models.TextChoices):
    """Which ceilings of public aid over a rolling period its awards count against."""

    NONE = "none", "Aucun plafond suivi par Relance"
    DE_MINIMIS = "de_minimis", "Aides de minimis, régime général"
    SERVICES = "services", "Aides de minimis, services d’intérêt économique général"
    FARMING = "farming", "Aides de minimis, agriculture"
    FISHING = "fishing", "Aides de minimis, pêche et aquaculture"
    QUEBEC_YEAR = "quebec_year", "Aide aux entreprises d’une municipalité, total de l’année (Québec)"


class Scheme(Owned):
    """An instrument of aid: what lasts while its texts of rules follow each other.

    `measure_key` is the key of the measure of a plan that it carries out ("plans.measure"), as a plain
    reference; empty when it carries out none. `legal_ground` is the text that allows the authority
    to give this aid: without one no call opens. How long each kind of file is kept, in months:
    drafts after their last change, the others after the decision; `keep_because` says on what ground.
    """

    immutable: ClassVar[tuple[str, ...]] = ("authority", "slug", "currency", "created_at", "created_by_name")

    slug = models.SlugField("adresse", max_length=80)
    title = models.CharField("intitulé", max_length=300)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    measure_key = models.CharField("mesure du plan", max_length=80, blank=True)
    legal_ground = models.CharField("fondement juridique", max_length=500, blank=True)
    regime = models.CharField("plafonds d’aides suivis", max_length=12, choices=Regime, default=Regime.NONE)
    once = models.BooleanField("une seule aide par demandeur", default=False)
    keep_drafts = models.PositiveSmallIntegerField("brouillons gardés (mois)", default=3)
    keep_refused = models.PositiveSmallIntegerField("refus gardés (mois)", default=24)
    keep_closed = models.PositiveSmallIntegerField("sans suite gardés (mois)", default=12)
    keep_accepted = models.PositiveSmallIntegerField("aides accordées gardées (mois)", default=120)
    keep_because = models.TextField("fondement de ces durées", blank=True)
    created_at = models.DateTimeField("créé le")
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_by_name = models.CharField("créé par", max_length=254)

    class Meta:
        verbose_name = "dispositif"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(name="scheme_slug_once_an_authority", fields=["authority", "slug"]),
            models.CheckConstraint(name="scheme_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="scheme_currency_known", condition=Q(currency__in=Currency.values)),
            models.CheckConstraint(name="scheme_regime_known", condition=Q(regime__in=Regime.values)),
            models.CheckConstraint(
                name="scheme_keeps_for_a_time",
                condition=Q(keep_drafts__gt=0, keep_refused__gt=0, keep_closed__gt=0, keep_accepted__gt=0),
            ),
        ]
        indexes = [models.Index(fields=["authority", "measure_key"])]

    def __str__(self) -> str:
        return self.title


class SchemeVersion(Owned):
    """One text of the rules of a scheme, as it was enacted; never changed nor deleted.

    `text` is the whole file in the language of `bareme`, `sha256` its hash there. It applies to files
    whose day (by `applies_by`: of filing, of completion, of the decision, of the month aided) is
    `applies_from` or later, until the next version's. `valid_from` and `valid_to` are the text's own
    bounds: outside them it refuses to answer.
    """

    immutable: ClassVar[bool] = True

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    text = models.TextField("texte")
    sha256 = models.CharField("empreinte", max_length=64)
    name = models.CharField("nom du barème", max_length=120)
    kind = models.CharField("nature", max_length=20)
    beneficiary = models.CharField("bénéficiaire", max_length=120)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    applies_by = models.CharField("s’applique selon", max_length=20)
    applies_from = models.DateField("s’applique depuis le")
    valid_from = models.DateField("valable depuis le")
    valid_to = models.DateField("valable jusqu’au", null=True)
    enacted_on = models.DateField("adopté le", null=True)
    tests = models.PositiveIntegerField("tests du barème, tous bons")
    file_name = models.CharField("fichier", max_length=255, blank=True)
    added_at = models.DateTimeField("déposée le")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    added_by_name = models.CharField("déposée par", max_length=254)

    class Meta:
        verbose_name = "version d’un dispositif"
        ordering = ["scheme", "-number"]
        constraints = [
            models.UniqueConstraint(name="scheme_version_number_once", fields=["scheme", "number"]),
            models.UniqueConstraint(name="scheme_version_text_once", fields=["scheme", "sha256"]),
            models.CheckConstraint(
                name="scheme_version_digest", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="scheme_version_tested", condition=Q(tests__gt=0)),
            models.CheckConstraint(
                name="scheme_version_applies_while_valid",
                condition=Q(applies_from__gte=models.F("valid_from"))
                & (Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("applies_from"))),
            ),
            models.CheckConstraint(
                name="scheme_version_says_who_and_what",
                condition=~Q(text="") & ~Q(added_by_name="") & Q(number__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} · version {self.number}"
