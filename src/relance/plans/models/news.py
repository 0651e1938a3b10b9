from django.db import models
from django.db.models import Q

from relance.kernel.models import Account
from relance.kernel.scope import Owned
from relance.plans.models.measure import Measure
from relance.plans.models.parts import Keyed
from relance.plans.models.plan import Plan
from relance.plans.models.work import Status


class NewsCadence(Owned):
    """How often news of a plan's measures are asked for; with a measure, of this one alone.

    `every_months` 0 asks for none. `patience_days` pass before the next person of the chain is
    asked, `gap_days` between two mails to one person; both are read on the plan's row alone.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="cadences")
    measure = models.OneToOneField(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="cadence"
    )
    every_months = models.PositiveSmallIntegerField("tous les … mois", default=3)
    patience_days = models.PositiveSmallIntegerField("jours avant la personne suivante", default=10)
    gap_days = models.PositiveSmallIntegerField("jours entre deux courriels", default=5)
    from_day = models.DateField("à partir du")

    class Meta:
        verbose_name = "rythme des nouvelles"
        constraints = [
            models.UniqueConstraint(
                name="news_cadence_once_a_plan", fields=["plan"], condition=Q(measure__isnull=True)
            ),
            models.CheckConstraint(
                name="news_cadence_within_bounds",
                condition=Q(every_months__lte=36, patience_days__gte=1, gap_days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"tous les {self.every_months} mois" if self.every_months else "jamais"


class Snooze(Owned):
    """Nobody is asked about a measure up to and including a day, and why. Ending it re-arms the asking.

    Readers are told the reason where who wrote it chose so (`is_public`), and else that news are paused.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="snoozes")
    until = models.DateField("jusqu’au")
    reason = models.CharField("motif", max_length=300)
    is_public = models.BooleanField("motif public", default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("dit le")
    ended_at = models.DateTimeField("repris le", null=True, blank=True)

    class Meta:
        verbose_name = "pause des demandes"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="snooze_one_open_a_measure", fields=["measure"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="snooze_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"jusqu’au {self.until} : {self.reason}"


class NewsMail(Keyed):
    """A mail that asks one person for news, prepared then sent: the log of what left.

    One a person, plan and day, whatever was killed in between. `sent_at` empty: it has yet to leave;
    `taken_at` is when somebody began to send it, so that two senders do not send it twice.
    """

    immutable = ("key", "plan", "email", "day")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="news_mails")
    email = models.EmailField("courriel", max_length=254)
    name = models.CharField("nom", max_length=200, blank=True)
    day = models.DateField("jour")
    by_hand = models.BooleanField("demandé à la main", default=False)
    prepared_at = models.DateTimeField("préparé le")
    taken_at = models.DateTimeField("pris pour envoi le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "courriel de demande"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["plan", "-day"])]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="news_mail_once_a_day", fields=["plan", "email", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.email}, {self.day}"


class NewsRequest(Keyed):
    """One measure asked about in a mail. Its link answers once, for this alone, until it expires.

    Only the digest of the link's token is kept. `tier` is the place in the chain of whom it asked.
    """

    immutable = ("key", "mail", "measure", "tier", "due_on", "digest", "expires_at")

    mail = models.ForeignKey(NewsMail, on_delete=models.PROTECT, related_name="requests")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="news_requests")
    tier = models.PositiveSmallIntegerField("rang")
    due_on = models.DateField("attendues le")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "demande de nouvelles"
        ordering = ["pk"]
        constraints = [
            *Keyed.Meta.constraints,
            models.UniqueConstraint(name="news_request_once_a_mail", fields=["mail", "measure"]),
            models.CheckConstraint(name="news_request_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return str(self.measure)


class UpdateState(models.TextChoices):
    DRAFT = "draft", "À relire"
    REVIEWED = "reviewed", "Relue"
    PUBLIC = "public", "Publique"
    RETURNED = "returned", "Renvoyée"


class Update(Keyed):
    """News of a measure on a day: what was done, how it goes. Public once somebody reviewed it.

    `request` is the mail that it answers; then `written_by` may be empty and the name is the mail's.
    """

    immutable = ("key", "plan", "measure", "written_at", "written_by_name", "request")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="updates")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="updates")
    request = models.OneToOneField(
        NewsRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="update"
    )
    status = models.CharField("où en est-on", max_length=12, choices=Status)
    words = models.TextField("nouvelles", blank=True)
    as_of = models.DateField("à la date du")
    state = models.CharField("état", max_length=10, choices=UpdateState, default=UpdateState.DRAFT)
    written_at = models.DateTimeField("écrite le")
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_by_name = models.CharField("écrite par", max_length=200)
    reviewed_at = models.DateTimeField("relue le", null=True, blank=True)
    reviewed_by_name = models.CharField("relue par", max_length=200, blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    published_by_name = models.CharField("publiée par", max_length=200, blank=True)
    returned_because = models.CharField("motif du renvoi", max_length=300, blank=True)

    class Meta(Keyed.Meta):
        abstract = False
        verbose_name = "nouvelles d’une mesure"
        ordering = ["-as_of", "-pk"]
        indexes = [
            models.Index(fields=["plan", "state", "-as_of"]),
            models.Index(fields=["measure", "state", "-as_of"]),
            models.Index(fields=["measure", "-as_of"]),
        ]
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                name="update_words_known",
                condition=Q(state__in=[state.value for state in UpdateState])
                & Q(status__in=[status.value for status in Status]),
            ),
            models.CheckConstraint(
                name="update_reviewed_says_who_and_when",
                condition=~Q(state__in=[UpdateState.REVIEWED.value, UpdateState.PUBLIC.value])
                | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by_name="")),
            ),
            models.CheckConstraint(
                name="update_public_says_who_and_when",
                condition=~Q(state=UpdateState.PUBLIC.value)
                | (Q(published_at__isnull=False) & ~Q(published_by_name="")),
            ),
            models.CheckConstraint(
                name="update_returned_says_why",
                condition=~Q(state=UpdateState.RETURNED.value) | ~Q(returned_because=""),
            ),
            models.CheckConstraint(name="update_says_who_wrote_it", condition=~Q(written_by_name="")),
            models.CheckConstraint(
                name="update_stopped_says_why",
                condition=~Q(status__in=[Status.PAUSED.value, Status.DROPPED.value]) | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.as_of}"
