"""Asks for news: prepares the mails of a day, sends them, pauses and re-arms the asking."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.jobs import enqueue
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.models import Measure, NewsCadence, NewsMail, NewsRequest, Plan, Snooze
from relance.plans.permissions import check
from relance.plans.queries.following.asking import asking_of, plans_that_ask, today_of
from relance.plans.rules.following.asking import Letter, letters_to_all_late, letters_today
from relance.plans.rules.following.links import Purpose, digest_of_token, token_of

GOOD_FOR = timedelta(days=30)


class NoRhythm(RelanceError):
    """The plan asks nobody: it has no rhythm yet."""


def ask_tonight(*, now: datetime) -> int:
    """Prepare today's mails of every plan and have them sent. Twice a day asks nobody twice."""
    prepared = 0
    for plan in plans_that_ask():
        with working_for(plan.authority):
            prepared += len(prepare(plan=plan, now=now))
            have_sent(plan, today_of(plan.authority, now), by=None)
    return prepared


def prepare(*, plan: Plan, now: datetime) -> list[NewsMail]:
    """The mails of today as rows, not sent yet; none where there is no rhythm."""
    asking = asking_of(plan)
    if asking is None:
        return []
    today = today_of(plan.authority, now)
    letters = letters_today(asking.subjects, asking.last_mails, today, asking.pace)
    return _saved(plan, letters, now, by_hand=False)


def remind_all_late(*, plan: Plan, by: Account, at: datetime) -> int:
    """Write today to everybody who is late; how many mails. Raises NoRhythm."""
    check(by, Right.EDIT_PLANS, plan.authority)
    asking = asking_of(plan)
    if asking is None:
        raise NoRhythm("Dites d’abord à quel rythme ce plan demande des nouvelles.")
    today = today_of(plan.authority, at)
    letters = letters_to_all_late(asking.subjects, asking.last_mails, today, asking.pace)
    with transaction.atomic(), working_for(plan.authority):
        mails = _saved(plan, letters, at, by_hand=True)
        record(
            authority=plan.authority,
            by=by,
            act="plans.news.remind",
            subject=plan,
            at=at,
            after={"courriels": len(mails)},
        )
        have_sent(plan, today, by=by)
    return len(mails)


def set_rhythm(
    *,
    plan: Plan,
    by: Account,
    at: datetime,
    every_months: int,
    patience_days: int | None = None,
    gap_days: int | None = None,
    measure: Measure | None = None,
) -> NewsCadence:
    """How often a plan, or one of its measures, is asked about; 0 months: never."""
    check(by, Right.EDIT_PLANS, plan.authority)
    with transaction.atomic(), working_for(plan.authority):
        row = NewsCadence.objects.of(plan.authority).filter(plan=plan, measure=measure).first()
        before = str(row) if row else ""
        row = row or NewsCadence(
            authority=plan.authority, plan=plan, measure=measure, from_day=today_of(plan.authority, at)
        )
        row.every_months = every_months
        row.patience_days = patience_days or row.patience_days
        row.gap_days = gap_days or row.gap_days
        row.save()
        record(
            authority=plan.authority,
            by=by,
            act="plans.news.rhythm",
            subject=measure or plan,
            at=at,
            before={"rythme": before},
            after={"rythme": str(row)},
        )
    return row


def snooze(
    *, measure: Measure, by: Account, at: datetime, until: date, reason: str, is_public: bool = False
) -> Snooze:
    """Ask nobody about the measure up to that day; another pause takes the place of the one before.

    `is_public`: readers of a public plan read the reason.
    """
    check(by, Right.EDIT_PLANS, measure.authority)
    with transaction.atomic(), working_for(measure.authority):
        _end_snooze(measure, at)
        paused = Snooze.objects.create(
            authority=measure.authority,
            measure=measure,
            until=until,
            reason=reason.strip(),
            is_public=is_public,
            by=by,
            at=at,
        )
        record(
            authority=measure.authority,
            by=by,
            act="plans.news.snooze",
            subject=measure,
            at=at,
            after={
                "jusqu’au": until.isoformat(),
                "motif": paused.reason,
                "public": "oui" if is_public else "non",
            },
        )
    return paused


def rearm(*, measure: Measure, by: Account, at: datetime) -> bool:
    """End a pause early; whether there was one."""
    check(by, Right.EDIT_PLANS, measure.authority)
    with transaction.atomic(), working_for(measure.authority):
        ended = _end_snooze(measure, at)
        if ended:
            record(authority=measure.authority, by=by, act="plans.news.rearm", subject=measure, at=at)
    return ended


def token_for(request: NewsRequest) -> str:
    """The secret of the request's link; nothing of it is stored."""
    return token_of(settings.SECRET_KEY, Purpose.NEWS, request.key)


def _saved(plan: Plan, letters: Iterable[Letter], now: datetime, *, by_hand: bool) -> list[NewsMail]:
    """The rows of the letters; a letter of the same day that another process saved stays as it is."""
    mails = []
    for letter in letters:
        with transaction.atomic():
            mail, made = NewsMail.objects.of(plan.authority).get_or_create(
                plan=plan,
                email=letter.person.email,
                day=letter.on,
                defaults={
                    "authority": plan.authority,
                    "name": letter.person.name[:200],
                    "by_hand": by_hand,
                    "prepared_at": now,
                },
            )
            if not made:
                continue
            requests = []
            for ask in letter.asks:
                request = NewsRequest(
                    authority=plan.authority,
                    mail=mail,
                    measure_id=ask.measure,
                    tier=ask.tier,
                    due_on=ask.due_on,
                    expires_at=now + GOOD_FOR,
                )
                request.digest = digest_of_token(token_for(request))
                requests.append(request)
            NewsRequest.objects.bulk_create(requests)
        mails.append(mail)
    return mails


def _end_snooze(measure: Measure, at: datetime) -> bool:
    open_ones = Snooze.objects.of(measure.authority).filter(measure=measure, ended_at__isnull=True)
    return bool(open_ones.update(ended_at=at))


def have_sent(plan: Plan, day: date, *, by: Account | None) -> None:
    """Ask for the job that sends what this plan has prepared, if anything waits."""
    waiting = NewsMail.objects.of(plan.authority).filter(plan=plan, sent_at__isnull=True)
    last = waiting.order_by("-pk").values_list("pk", flat=True).first()
    if last is not None:
        enqueue(
            kind="plans.news",
            authority=plan.authority,
            by=by,
            act_key=f"plans.news:{plan.pk}:{last}:{day}",
            payload={"plan": plan.pk},
        )
