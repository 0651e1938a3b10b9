"""What plans do in the background: mails leave from here, so that no page waits for a mail server."""

from django.utils import timezone

from relance.kernel.jobs import Run, job
from relance.plans.actions.following.mailing import send_news_mail, waiting_mails
from relance.plans.actions.following.notices import send_notice
from relance.plans.models import Plan


@job("plans.news", label="Envoi des demandes de nouvelles")
def send_news(run: Run) -> None:
    """Each waiting mail of a plan; who is killed in between leaves the rest to the next."""
    plan = Plan.objects.of(run.authority).select_related("authority").get(pk=run.payload["plan"])
    waiting = waiting_mails(plan, timezone.now())
    run.total = run.done + len(waiting)
    for pk in waiting:
        send_news_mail(plan, pk, timezone.now())
        with run.step():
            run.done += 1


@job("plans.notice", label="Envoi d’un courriel")
def send_one_notice(run: Run) -> None:
    """One mail to one person: a confirmation, an answer, what changed."""
    send_notice(run.authority, run.payload["what"], run.payload["row"], timezone.now())
