"""What several nouns of a plan share: a key of their own, and a place in a stored text."""

import uuid

from django.db import models
from django.db.models import F, Q

from relance.kernel.scope import Owned
from relance.values.typography import squeeze


class Keyed(Owned):
    """A row with a key of its own, the same in every export and installation."""

    key = models.UUIDField("clé", default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(name="%(class)s_key_once", fields=["authority", "key"]),
        ]


class Sourced(Keyed):
    """A row that may point at its words: `source.text[start:end] == quote`.

    `fact` is the reviewed fact that it was made of; `confirmed_by` and `confirmed_at` say
    who accepted it, and travel with exports where the fact does not.
    """

    immutable: tuple[str, ...] = ("key", "source", "start", "end", "quote")

    source = models.ForeignKey(
        "plans.DocumentText",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="texte",
    )
    start = models.PositiveIntegerField("début", null=True, blank=True)
    end = models.PositiveIntegerField("fin", null=True, blank=True)
    quote = models.TextField("passage", blank=True)
    fact = models.OneToOneField(
        "plans.Fact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="fait relu",
    )
    confirmed_by = models.CharField("relu par", max_length=200, blank=True)
    confirmed_at = models.DateTimeField("relu le", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_quote_has_its_place",
                condition=Q(quote="", source__isnull=True, start__isnull=True, end__isnull=True)
                | (
                    ~Q(quote="")
                    & Q(source__isnull=False, start__isnull=False, end__isnull=False, end__gt=F("start"))
                ),
            ),
        ]

    @property
    def passage(self) -> str:
        """The words of the source on one line, for screens."""
        return squeeze(self.quote)


class Worded(Sourced):
    """A row that is words: either published ones, at their place, or a paraphrase of ours."""

    paraphrase = models.TextField("paraphrase", blank=True)

    class Meta:
        abstract = True
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_published_words_or_paraphrase",
                condition=(Q(paraphrase="") & ~Q(quote="")) | (~Q(paraphrase="") & Q(quote="")),
            ),
        ]

    @property
    def is_paraphrase(self) -> bool:
        return bool(self.paraphrase)

    @property
    def wording(self) -> str:
        """The published words, or our paraphrase: ask `is_paraphrase` before quoting."""
        return self.paraphrase or squeeze(self.quote)
