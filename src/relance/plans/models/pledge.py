from django.db import models
from django.db.models import Q

from relance.directory.models import Organisation
from relance.kernel.models import Account, StoredFile
from relance.kernel.scope import Owned
from relance.plans.models.axis import Axis
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan


class PartnerAccount(Owned):
    """An account that answers for an organisation to this authority: it sees that body's pledges alone."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="partner_of")
    invited_by_name = models.CharField("invité par", max_length=200)
    invited_at = models.DateTimeField("invité le")

    class Meta:
        verbose_name = "compte de partenaire"
        constraints = [
            models.UniqueConstraint(
                name="partner_account_once", fields=["authority", "organisation", "account"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} pour {self.organisation}"


class PledgeKind(models.TextChoices):
    REPLY = "reply", "Réponse à une priorité"
    SUPPORT = "support", "Contribution à une mesure"
    CHARTER = "charter", "Obligation d’une charte"
    AWARD = "award", "Contrepartie d’une aide"


class PledgeState(models.TextChoices):
    ASKED = "asked", "Demandé"
    GIVEN = "given", "Pris"
    KEPT = "kept", "Tenu"
    PARTLY = "partly", "Tenu en partie"
    DECLINED = "declined", "Refusé"
    BROKEN = "broken", "Non tenu"


ENDED = (PledgeState.KEPT, PledgeState.DECLINED, PledgeState.BROKEN)
WITH_REASON = (PledgeState.PARTLY, PledgeState.DECLINED, PledgeState.BROKEN)


class Pledge(Keyed):
    """What a body undertakes towards a plan: who, what, until when, and where it stands.

    State, evidence and term are those of its last accepted answer. Late is computed.
    """

    immutable = ("key", "plan", "organisation", "kind")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="pledges")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("nature", max_length=10, choices=PledgeKind, default=PledgeKind.REPLY)
    words = models.TextField("ce qui est promis")
    due_on = models.DateField("échéance", null=True, blank=True)
    due_wording = models.CharField("échéance en toutes lettres", max_length=200, blank=True)
    state = models.CharField("état", max_length=10, choices=PledgeState, default=PledgeState.ASKED)
    state_since = models.DateField("depuis le")
    evidence = models.TextField("justification", blank=True)
    public = models.BooleanField("public", default=True)
    created_at = models.DateTimeField("créé le")

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "engagement"
        ordering = ["pk"]
        indexes = [models.Index(fields=["plan", "state"])]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                name="pledge_words_known",
                condition=Q(state__in=[state.value for state in PledgeState])
                & Q(kind__in=[kind.value for kind in PledgeKind]),
            ),
            models.CheckConstraint(name="pledge_says_what", condition=~Q(words="")),
            models.CheckConstraint(
                name="pledge_ended_says_why",
                condition=~Q(state__in=[state.value for state in (*ENDED, PledgeState.PARTLY)])
                | ~Q(evidence=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} : {self.words[:80]}"


class PledgeTarget(Owned):
    """A priority that a pledge answers: a measure, or an axis where the plan's priorities are its axes."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="targets")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="pledge_targets"
    )
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="pledge_targets"
    )

    class Meta:
        verbose_name = "priorité visée"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="pledge_target_measure_once",
                fields=["pledge", "measure"],
                condition=Q(measure__isnull=False),
            ),
            models.UniqueConstraint(
                name="pledge_target_axis_once", fields=["pledge", "axis"], condition=Q(axis__isnull=False)
            ),
            models.CheckConstraint(
                name="pledge_target_is_one_thing",
                condition=Q(measure__isnull=False, axis__isnull=True)
                | Q(measure__isnull=True, axis__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.measure or self.axis)


class AnswerState(models.TextChoices):
    WAITING = "waiting", "À relire"
    ACCEPTED = "accepted", "Acceptée"
    RETURNED = "returned", "Renvoyée"


class PledgeAnswer(Keyed):
    """What a body said of its pledge on a day. It counts once an officer accepted it; nobody rewrites it."""

    immutable = ("key", "pledge", "state_said", "words", "due_on", "given_at", "given_by_name")

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="answers")
    state_said = models.CharField("état annoncé", max_length=10, choices=PledgeState)
    words = models.TextField("réponse", blank=True)
    due_on = models.DateField("échéance", null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    given_by_name = models.CharField("donnée par", max_length=200)
    given_at = models.DateTimeField("donnée le")
    state = models.CharField("état", max_length=10, choices=AnswerState, default=AnswerState.WAITING)
    decided_by_name = models.CharField("relue par", max_length=200, blank=True)
    decided_at = models.DateTimeField("relue le", null=True, blank=True)
    returned_because = models.CharField("motif du renvoi", max_length=300, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "réponse sur un engagement"
        ordering = ["-pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(
                name="pledge_answer_one_waiting",
                fields=["pledge"],
                condition=Q(state=AnswerState.WAITING.value),
            ),
            models.CheckConstraint(
                name="pledge_answer_words_known",
                condition=Q(state__in=[state.value for state in AnswerState])
                & Q(state_said__in=[state.value for state in PledgeState]),
            ),
            models.CheckConstraint(
                name="pledge_answer_decided_says_who_and_when",
                condition=Q(state=AnswerState.WAITING.value)
                | (Q(decided_at__isnull=False) & ~Q(decided_by_name="")),
            ),
            models.CheckConstraint(
                name="pledge_answer_returned_says_why",
                condition=~Q(state=AnswerState.RETURNED.value) | ~Q(returned_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_said_display()}, {self.given_by_name}"
