from django.db import models
from django.db.models import Q

from relance.kernel.models.authority import Country
from relance.values.typography import fold


class Organisation(models.Model):
    """A named organisation of the shared register: a body, a firm, an association, an office.

    Shared by all authorities and so without owner; holds nothing that is not public.
    `folded` (name without case nor accents) finds it and keeps it single in its country.
    """

    name = models.CharField("nom", max_length=300)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    folded = models.CharField(max_length=300, editable=False)
    country = models.CharField("pays", max_length=2, choices=Country)
    identifier = models.CharField("SIREN ou NEQ", max_length=10, blank=True)

    class Meta:
        verbose_name = "organisation"
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(name="organisation_once_a_country", fields=["country", "folded"]),
            models.UniqueConstraint(
                name="organisation_identifier_once",
                fields=["country", "identifier"],
                condition=~Q(identifier=""),
            ),
            models.CheckConstraint(name="organisation_has_name", condition=~Q(folded="")),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = fold(self.name)[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
