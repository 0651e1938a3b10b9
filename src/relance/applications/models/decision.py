from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from relance.applications.models.application import Application, Outcome
from relance.kernel.models import Account
from relance.kernel.models.authority import Currency
from relance.kernel.scope import Owned
from relance.schemes.models import SchemeVersion


class Proposal(Owned):
    """What an officer proposes to decide; somebody else decides it. One stands at a time.

    `amount` in minor units, of an acceptance; `manual_reason` says why it is not the one of the
    scheme. `motive` is what the applicant will read, of a refusal or a closing.
    """

    immutable: ClassVar[tuple[str, ...]] = (
        "authority", "application", "outcome", "amount", "manual_reason", "motive", "by", "at"
    )  # fmt: skip

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="proposals")
    outcome = models.CharField("proposition", max_length=10, choices=Outcome)
    amount = models.BigIntegerField("montant proposé", null=True, blank=True)
    manual_reason = models.TextField("motif du montant", blank=True)
    motive = models.TextField("motif", blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField("par", max_length=254)
    at = models.DateTimeField("le")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_by_name = models.CharField("retirée par", max_length=254, blank=True)

    class Meta:
        verbose_name = "proposition"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="proposal_one_stands", fields=["application"], condition=Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(name="proposal_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="proposal_amount_of_an_acceptance",
                condition=Q(outcome=Outcome.ACCEPTED.value, amount__isnull=False, amount__gt=0)
                | ~Q(outcome=Outcome.ACCEPTED.value) & Q(amount__isnull=True, manual_reason=""),
            ),
            models.CheckConstraint(
                name="proposal_refusal_says_why",
                condition=Q(outcome=Outcome.ACCEPTED.value) | ~Q(motive=""),
            ),
            models.CheckConstraint(name="proposal_says_who", condition=~Q(by_name="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.application}"


class Decision(Owned):
    """What was decided on a file, with all that it rests on; never changed nor deleted.

    It keeps the version of the scheme, the day it was applied at, the facts (pseudonymous) and the
    reasons as `bareme` gave them: `bareme` alone finds the same amount again. Amounts are minor units:
    `computed` by the scheme (empty where it gives none), `awarded` (0 unless accepted). They differ
    only with a `manual_reason`, and always two persons stand behind a decision. `act_key` is the key of
    its act in the ledger; `envelope` the id of the envelope there. `once_key` is set where the scheme
    gives one aid per applicant.
    """

    immutable: ClassVar[bool] = True

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField("décision", max_length=10, choices=Outcome)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField("proposée par", max_length=254)
    proposed_at = models.DateTimeField("proposée le")
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField("décidée par", max_length=254)
    decided_at = models.DateTimeField("décidée le")
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="decisions")
    applied_on = models.DateField("barème appliqué au")
    facts = models.JSONField("faits")
    sources = models.JSONField("sources", default=dict)
    verdict = models.CharField("réponse du barème", max_length=20)
    reasons = models.JSONField("motifs")
    sentences = models.JSONField("motifs en mots")
    computed = models.BigIntegerField("montant calculé", null=True)
    awarded = models.BigIntegerField("montant accordé", default=0)
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    manual_reason = models.TextField("motif du montant", blank=True)
    motive = models.TextField("motif", blank=True)
    envelope = models.PositiveBigIntegerField("enveloppe")
    act_key = models.CharField("clé d’acte", max_length=110)
    once_key = models.CharField(max_length=120, blank=True)
    run = models.ForeignKey(
        "applications.Run", on_delete=models.PROTECT, null=True, related_name="decisions", verbose_name="lot"
    )

    class Meta:
        verbose_name = "décision"
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="decision_act_once", fields=["authority", "act_key"]),
            models.UniqueConstraint(
                name="decision_one_award_per_applicant",
                fields=["authority", "once_key"],
                condition=~Q(once_key=""),
            ),
            models.CheckConstraint(name="decision_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(name="decision_by_another", condition=~Q(decided_by=F("proposed_by"))),
            models.CheckConstraint(
                name="decision_says_who", condition=~Q(decided_by_name="") & ~Q(proposed_by_name="")
            ),
            models.CheckConstraint(
                name="decision_follows_its_proposal", condition=Q(decided_at__gte=F("proposed_at"))
            ),
            models.CheckConstraint(
                name="decision_awards_when_accepted",
                condition=Q(outcome=Outcome.ACCEPTED.value, awarded__gt=0)
                | ~Q(outcome=Outcome.ACCEPTED.value) & Q(awarded=0),
            ),
            models.CheckConstraint(
                name="decision_manual_amount_says_why",
                condition=~Q(outcome=Outcome.ACCEPTED.value)
                | Q(computed__isnull=False, awarded=F("computed"))
                | ~Q(manual_reason=""),
            ),
            models.CheckConstraint(
                name="decision_refusal_says_why", condition=Q(outcome=Outcome.ACCEPTED.value) | ~Q(motive="")
            ),
        ]
        indexes = [models.Index(fields=["authority", "decided_at"], name="decision_when")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.application}"
