from django.db import models
from django.db.models import Q

from relance.directory.models import Organisation
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Sourced


class PartnerRole(models.TextChoices):
    LEAD = "lead", "Pilote"
    PARTNER = "partner", "Partenaire"
    FUNDER = "funder", "Financeur"


class MeasurePartner(Sourced):
    """An organisation that leads, takes part in or funds a measure, as the document says.

    `wording` keeps the name as printed there ("la CDÉJ").
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("rôle", max_length=10, choices=PartnerRole, default=PartnerRole.PARTNER)
    wording = models.CharField("nom imprimé", max_length=300, blank=True)

    class Meta(Sourced.Meta):
        abstract = False
        verbose_name = "partenaire"
        ordering = ["role", "pk"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                name="measure_partner_once_a_role", fields=["measure", "organisation", "role"]
            ),
            models.CheckConstraint(
                name="measure_partner_role_known",
                condition=Q(role__in=[role.value for role in PartnerRole]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"
