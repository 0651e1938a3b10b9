from django.db import models
from django.db.models import F, Q

from relance.applications.models.application import Application
from relance.kernel.models.authority import Currency
from relance.kernel.scope import Owned
from relance.schemes.models import Regime


class PriorAid(Owned):
    """An aid that the applicant declares, or that an officer knows of, given by somebody else.

    Counts against the ceilings of its `regime` on the day the right to it was granted
    (Regulation (EU) 2023/2831, art. 3). Kept by `applicant_key`: it serves every file of the applicant.
    """

    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, related_name="prior_aids"
    )
    applicant_key = models.CharField(max_length=64)
    regime = models.CharField("régime", max_length=12, choices=Regime)
    giver = models.CharField("accordée par", max_length=300)
    amount = models.BigIntegerField("montant")
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    granted_on = models.DateField("accordée le")
    declared = models.BooleanField("déclarée par le demandeur", default=True)
    at = models.DateTimeField("saisie le")
    by_name = models.CharField("saisie par", max_length=254, blank=True)

    class Meta:
        verbose_name = "aide déjà reçue"
        ordering = ["granted_on", "pk"]
        constraints = [
            models.CheckConstraint(name="prior_aid_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="prior_aid_says_who", condition=~Q(giver="") & ~Q(applicant_key="")),
            models.CheckConstraint(
                name="prior_aid_of_an_officer_says_who", condition=Q(declared=True) | ~Q(by_name="")
            ),
        ]
        indexes = [models.Index(fields=["authority", "applicant_key"], name="prior_aid_of")]

    def __str__(self) -> str:
        return f"{self.giver} · {self.granted_on:%d/%m/%Y}"


class GroupLink(Owned):
    """Two applicants that are one single undertaking (Regulation (EU) 2023/2831, art. 2(2)), from a day on.

    `ground` says how: majority of votes, right to appoint, dominant influence, agreement of
    shareholders. Links through natural persons or public bodies alone do not count.
    """

    first_key = models.CharField(max_length=64)
    second_key = models.CharField(max_length=64)
    ground = models.CharField("lien", max_length=300)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    at = models.DateTimeField("saisi le")
    by_name = models.CharField("saisi par", max_length=254)

    class Meta:
        verbose_name = "lien d’entreprise unique"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="group_link_between_two",
                condition=~Q(first_key=F("second_key")) & ~Q(first_key="") & ~Q(second_key=""),
            ),
            models.CheckConstraint(
                name="group_link_says_how_and_who", condition=~Q(ground="") & ~Q(by_name="")
            ),
            models.CheckConstraint(
                name="group_link_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "first_key"], name="group_link_first"),
            models.Index(fields=["authority", "second_key"], name="group_link_second"),
        ]

    def __str__(self) -> str:
        return self.ground
