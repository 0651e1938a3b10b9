from django.db import models

from relance.kernel.scope import Owned


class SearchEntry(Owned):
    """What the search finds: one row a subject, written by the actions that change it.

    `heading` and `body` are the words of the title and of the rest, as `search.words` cuts them;
    `is_public` says whether anybody may find it. The full-text index beside it (FTS5 or
    tsvector) is kept by the database (`search.index`).
    """

    kind = models.CharField("objet", max_length=40)
    key = models.CharField("clé", max_length=80)
    title = models.CharField("intitulé", max_length=500)
    excerpt = models.TextField("extrait", blank=True)
    heading = models.TextField("mots de l’intitulé", blank=True)
    body = models.TextField("mots du texte", blank=True)
    address = models.CharField("adresse", max_length=300)
    is_public = models.BooleanField("public", default=False)

    class Meta:
        verbose_name = "entrée de recherche"
        constraints = [models.UniqueConstraint(name="search_entry_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.title
