"""News of a measure: written by an officer, its lead or from a mail; reviewed, made public or sent back."""

from datetime import date, datetime

from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.following.telling import Difference, tell
from relance.plans.actions.running.working import change
from relance.plans.models import ChangeKind, Measure, NewsRequest, Status, Update, UpdateState
from relance.plans.permissions import check, check_work
from relance.plans.rules.addresses import measure_path
from relance.values.typography import short_date

NEED_WORDS = (Status.PAUSED, Status.DROPPED)


class LinkIsOver(RelanceError):
    """The link of a mail was used, or has expired; the message says which and what to do."""


class NotInThatState(RelanceError):
    """Somebody did something else with these news in between."""


class WordsMissing(RelanceError):
    """A measure that stops says why."""


def write(
    *, measure: Measure, by: Account, at: datetime, status: Status, words: str, as_of: date | None = None
) -> Update:
    """News from an editor, or from whoever leads the measure."""
    check_work(by, measure)
    return _written(
        measure,
        at=at,
        status=status,
        words=words,
        as_of=as_of or at.astimezone(measure.authority.zone).date(),
        written_by=by,
        name=str(by),
    )


def answer(*, request: NewsRequest, at: datetime, status: Status, words: str) -> Update:
    """News from the link of a mail. Raises LinkIsOver when it answered before or has expired."""
    with transaction.atomic(), working_for(request.authority):
        locked = (
            NewsRequest.objects.of(request.authority)
            .select_for_update(of=("self",))
            .select_related("mail", "measure__plan", "measure__authority", "authority")
            .get(pk=request.pk)
        )
        check_open(locked, at)
        update = _written(
            locked.measure,
            at=at,
            status=status,
            words=words,
            as_of=at.astimezone(locked.authority.zone).date(),
            written_by=None,
            name=locked.mail.name or locked.mail.email,
            request=locked,
        )
        locked.answered_at = at
        locked.save(update_fields=["answered_at"])
    return update


def check_open(request: NewsRequest, at: datetime) -> None:
    """Raise LinkIsOver unless the link may still answer."""
    if request.answered_at is not None:
        raise LinkIsOver("Ce lien a déjà servi\u00a0: votre réponse est bien arrivée.")
    if at >= request.expires_at:
        raise LinkIsOver(
            "Ce lien n’est plus valable. Vous recevrez une nouvelle demande, ou connectez-vous pour répondre."
        )


def review(*, update: Update, by: Account, at: datetime) -> None:
    """Say that the news were read and may be published."""
    with transaction.atomic(), working_for(update.authority):
        check(by, Right.REVIEW_FACTS, update.authority)
        locked = _locked(update, UpdateState.DRAFT)
        locked.state, locked.reviewed_at, locked.reviewed_by_name = UpdateState.REVIEWED, at, str(by)
        locked.save(update_fields=["state", "reviewed_at", "reviewed_by_name"])
        _record(locked, "plans.update.review", by, at)


def publish(*, update: Update, by: Account, at: datetime) -> None:
    """Make reviewed news public, tell what they change, and let the measure have the state they say."""
    with transaction.atomic(), working_for(update.authority):
        check(by, Right.PUBLISH_PLANS, update.authority)
        locked = _locked(update, UpdateState.REVIEWED)
        before = _public_before(locked)
        locked.state, locked.published_at, locked.published_by_name = UpdateState.PUBLIC, at, str(by)
        locked.save(update_fields=["state", "published_at", "published_by_name"])
        measure = locked.measure
        _declare(locked, by, at)
        tell(
            plan=locked.plan,
            measure=measure,
            kind=ChangeKind.NEWS,
            title=measure.title,
            words=locked.words,
            differences=[
                Difference(
                    "Où en est-on", before.get_status_display() if before else "", locked.get_status_display()
                )
            ],
            path=measure_path(measure.authority.slug, locked.plan.slug, measure.code),
            by_name=str(by),
            at=at,
        )
        _record(locked, "plans.update.publish", by, at)


def send_back(*, update: Update, by: Account, at: datetime, because: str) -> None:
    """Keep news from the public, with the reason. The measure is asked about again."""
    with transaction.atomic(), working_for(update.authority):
        check(by, Right.REVIEW_FACTS, update.authority)
        locked = _locked(update, UpdateState.DRAFT, UpdateState.REVIEWED)
        locked.state, locked.returned_because = UpdateState.RETURNED, because.strip()
        locked.save(update_fields=["state", "returned_because"])
        _record(locked, "plans.update.return", by, at, because=locked.returned_because)


def _written(
    measure: Measure,
    *,
    at: datetime,
    status: Status,
    words: str,
    as_of: date,
    written_by: Account | None,
    name: str,
    request: NewsRequest | None = None,
) -> Update:
    if status in NEED_WORDS and not words.strip():
        raise WordsMissing("Dites en quelques mots pourquoi la mesure s’arrête.")
    with transaction.atomic(), working_for(measure.authority):
        update = Update.objects.create(
            authority=measure.authority,
            plan=measure.plan,
            measure=measure,
            request=request,
            status=status,
            words=words.strip(),
            as_of=as_of,
            written_at=at,
            written_by=written_by,
            written_by_name=name,
        )
        _record(update, "plans.update.write", written_by, at, par=name)
    return update


def _declare(update: Update, by: Account, at: datetime) -> None:
    """The declared state of the measure is what its last public news say; an ended one keeps its own."""
    measure = update.measure
    newer = Update.objects.of(update.authority).filter(
        measure=measure, state=UpdateState.PUBLIC, as_of__gt=update.as_of
    )
    if measure.ended_by_id is not None or newer.exists():
        return
    change(
        measure=measure,
        by=by,
        at=at,
        fields={
            "status": update.status,
            "reason": (update.words.strip() or f"Selon les nouvelles du {short_date(update.as_of)}.")[:2000],
        },
        because="Nouvelles publiées",
        silently=True,  # the news themselves are told
    )


def _public_before(update: Update) -> Update | None:
    return (
        Update.objects.of(update.authority)
        .filter(measure=update.measure_id, state=UpdateState.PUBLIC)
        .order_by("-as_of", "-pk")
        .first()
    )


def _locked(update: Update, *states: UpdateState) -> Update:
    locked = (
        Update.objects.of(update.authority)
        .select_for_update(of=("self",))
        .select_related("plan", "measure__authority", "authority")
        .get(pk=update.pk)
    )
    if locked.state not in states:
        raise NotInThatState(
            f"Ces nouvelles sont déjà «\u00a0{locked.get_state_display()}\u00a0»\u00a0: "
            "quelqu’un s’en est occupé entre-temps."
        )
    return locked


def _record(update: Update, act: str, by: Account | None, at: datetime, **after: str) -> None:
    record(
        authority=update.authority,
        by=by,
        act=act,
        subject=update,
        label=update.measure.title,
        at=at,
        after={"status": update.get_status_display(), **after},
    )
