from django.db import models

from relance.kernel.scope import Owned


class SearchEntry(Owned):
    """What the search finds: one row a subject, written by the actions that change it.

    `body` is folded text (lower case, no accents); `is_public` says whether anybody may find it.
    The full-text index beside it (FTS5 or tsvector) is kept by triggers of the database.
    """

    kind = models.CharField("objet", max_length=40)
    key = models.CharField("clé", max_length=80)
    title = models.CharField("intitulé", max_length=500)
    excerpt = models.TextField("extrait", blank=True)
    body = models.TextField("texte plié")
    address = models.CharField("adresse", max_length=300)
    is_public = models.BooleanField("public", default=False)

    class Meta:
        verbose_name = "entrée de recherche"
        constraints = [models.UniqueConstraint(name="search_entry_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.title
