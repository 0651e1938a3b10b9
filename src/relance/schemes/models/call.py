from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.schemes.models.scheme import Scheme

if TYPE_CHECKING:
    from datetime import date


class Call(Owned):
    """A window during which applications to a scheme are taken, on one envelope of the ledger.

    `opens_on` and `closes_on` are days of the authority: it opens as the first begins and closes as
    the last ends. `envelope` is an envelope of the ledger of the same currency. `pieces` are the
    documents asked for: [{"key", "label", "kinds": ["pdf", "jpg"…], "limit": octets, "required":
    true, "identity": false}] (an identity paper is erased at the decision). `letters` lists the kinds
    of letters it sends. Amounts in minor units of the scheme's currency: `agreement_above`, above
    which the award needs an agreement; `delegated_up_to`, up to which any decider decides (empty: any
    amount), above it only those who hold a `Delegation`. `answer_within`: months within which the
    authority answers, as it states them (empty: it states none).
    """

    immutable: ClassVar[tuple[str, ...]] = ("authority", "scheme", "slug", "created_at")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="calls")
    slug = models.SlugField("adresse", max_length=80)
    title = models.CharField("intitulé", max_length=300)
    presentation = models.TextField("présentation", blank=True)
    contact = models.CharField("service à joindre", max_length=300, blank=True)
    envelope = models.ForeignKey(
        "ledger.Envelope", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="enveloppe"
    )
    legal_ground = models.CharField("fondement juridique", max_length=500, blank=True)
    opens_on = models.DateField("ouvre le", null=True)
    closes_on = models.DateField("ferme à la fin du", null=True)
    pieces = models.JSONField("pièces demandées", default=list, blank=True)
    letters = models.JSONField("courriers", default=list, blank=True)
    answer_within = models.PositiveSmallIntegerField("réponse sous, en mois", null=True)
    agreement_above = models.BigIntegerField("convention au-delà de", null=True)
    delegated_up_to = models.BigIntegerField("décision déléguée jusqu’à", null=True)
    created_at = models.DateTimeField("créé le")
    opened_at = models.DateTimeField("ouverture décidée le", null=True)
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    opened_by_name = models.CharField("ouverture décidée par", max_length=254, blank=True)
    closed_at = models.DateTimeField("fermé avant terme le", null=True)
    closed_by_name = models.CharField("fermé par", max_length=254, blank=True)
    closed_because = models.CharField("motif de la fermeture", max_length=500, blank=True)

    class Meta:
        verbose_name = "appel"
        ordering = ["-opens_on", "title", "pk"]
        constraints = [
            models.UniqueConstraint(name="call_slug_once_an_authority", fields=["authority", "slug"]),
            models.CheckConstraint(name="call_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="call_opens_with_ground_envelope_and_window",
                condition=Q(opened_at__isnull=True)
                | ~Q(legal_ground="")
                & ~Q(opened_by_name="")
                & Q(envelope__isnull=False, opens_on__isnull=False),
            ),
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
            ),
            models.CheckConstraint(
                name="call_closed_says_who_and_why",
                condition=Q(closed_at__isnull=True, closed_by_name="", closed_because="")
                | Q(closed_at__isnull=False, opened_at__isnull=False)
                & ~Q(closed_by_name="")
                & ~Q(closed_because=""),
            ),
            models.CheckConstraint(
                name="call_answers_within_two_years",
                condition=Q(answer_within__isnull=True) | Q(answer_within__gte=1, answer_within__lte=24),
            ),
            models.CheckConstraint(
                name="call_amounts_not_negative",
                condition=(Q(agreement_above__isnull=True) | Q(agreement_above__gte=0))
                & (Q(delegated_up_to__isnull=True) | Q(delegated_up_to__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, today: "date") -> bool:
        """Whether files are taken on this day of the authority; the last day is open to its end."""
        if self.opened_at is None or self.closed_at is not None or self.opens_on is None:
            return False
        return self.opens_on <= today and (self.closes_on is None or today <= self.closes_on)


class Delegation(Owned):
    """Who may decide above the amount delegated to every decider of a call; `up_to` empty: any amount."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="delegations")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="personne")
    up_to = models.BigIntegerField("jusqu’à", null=True, blank=True)

    class Meta:
        verbose_name = "délégation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="delegation_once_a_person", fields=["call", "account"]),
            models.CheckConstraint(
                name="delegation_positive", condition=Q(up_to__isnull=True) | Q(up_to__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return str(self.account)
