"""What plans do in the background: mails leave from here, so that no page waits for a mail server."""

from django.utils import timezone

from relance.kernel import files
from relance.kernel.errors import RelanceError
from relance.kernel.jobs import JobFailed, Run, job
from relance.kernel.models import StoredFile
from relance.plans.actions.following.mailing import send_news_mail, waiting_mails
from relance.plans.actions.following.notices import send_notice
from relance.plans.actions.running.reimporting import apply_rows, check_sheet
from relance.plans.models import Plan
from relance.plans.queries.running.sheet_report import kept
from relance.plans.rules.addresses import reimport_path, work_path
from relance.plans.rules.exchange import BadFile

ROWS_A_STEP = 25


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


@job("plans.sheet_check", label="Lecture d’un tableur")
def look_at_sheet(run: Run) -> None:
    """What an edited list would change, kept row by row for who sent it; nothing of the plan is written."""
    plan = Plan.objects.of(run.authority).select_related("authority").get(pk=run.payload["plan"])
    stored = StoredFile.objects.of(run.authority).get(pk=run.payload["file"])

    def told(done: int, total: int) -> None:
        with run.step():
            run.done, run.total = done, total

    try:
        report = kept(check_sheet(plan=plan, by=run.by, content=files.read(stored), told=told))
    except BadFile as error:
        raise JobFailed(str(error)) from error
    with run.step():
        run.cursor, run.done = report, len(report["rows"])
        run.leads_to = f"{reimport_path(plan.authority.slug, plan.slug)}?travail={run.job.pk}"


@job("plans.sheet", label="Reprise d’un tableur")
def take_sheet_in(run: Run) -> None:
    """An edited list, a few rows a step: each is judged anew, so that stopping in between loses nothing."""
    plan = Plan.objects.of(run.authority).select_related("authority").get(pk=run.payload["plan"])
    stored = StoredFile.objects.of(run.authority).get(pk=run.payload["file"])
    try:
        rows = check_sheet(plan=plan, by=run.by, content=files.read(stored)).rows
    except (BadFile, RelanceError) as error:
        raise JobFailed(str(error)) from error
    # What an earlier run wrote reads as unchanged now; the cursor tells where its report ended.
    start = run.cursor or 0
    run.total = len(rows)
    for place in range(start, len(rows), ROWS_A_STEP):
        with run.step():
            done = apply_rows(plan=plan, rows=rows[place : place + ROWS_A_STEP], by=run.by, at=timezone.now())
            for line in done.refused:
                run.say(line)
            run.cursor = run.done = min(place + ROWS_A_STEP, len(rows))
            run.leads_to = work_path(plan.authority.slug, plan.slug)
