"""Progress of a job, for who asked and for those who read the authority's internal papers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from relance.kernel import jobs
from relance.kernel.components import Chip, Meaning
from relance.kernel.errors import Missing, NeedsAccount
from relance.kernel.jobs.leasing import all_jobs
from relance.kernel.models import Account, Job, JobState
from relance.kernel.permissions import Reader, may, require
from relance.kernel.rules import Right

MEANING = {
    JobState.QUEUED: Meaning.NEUTRAL,
    JobState.RUNNING: Meaning.INFO,
    JobState.DONE: Meaning.GOOD,
    JobState.FAILED: Meaning.BAD,
}


def job_for(reader: Reader, pk: int) -> Job:
    """The job, if this reader may follow it. A stranger does not learn whether it exists."""
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour suivre ce travail.")
    job = all_jobs().select_related("authority", "asked_by").filter(pk=pk).first()
    if job is None or not (job.asked_by_id == reader.pk or may(reader, Right.READ_INTERNAL, job.authority)):
        raise Missing("Ce travail n’existe pas, ou ne vous est pas ouvert.")
    return job


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page, or the part that htmx asks for again every other second."""
    job = job_for(request.user, pk)
    state = JobState(job.state)
    context = {
        "authority": job.authority,
        "job": job,
        "label": jobs.label_of(job.kind),
        "chip": Chip(state.label, MEANING[state]),
        "over": state in (JobState.DONE, JobState.FAILED),
        "failed": state is JobState.FAILED,
        "may_retry": job.asked_by == request.user or may(request.user, Right.ADMINISTER, job.authority),
        "percent": min(100, job.done * 100 // job.total) if job.total else None,
    }
    part = bool(request.headers.get("HX-Request"))
    return render(request, "kernel/job_part.html" if part else "kernel/job.html", context)


@require_POST
def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up a failed job again, where it stopped: for who asked, and who administers."""
    job = job_for(request.user, pk)
    if job.asked_by != request.user:
        require(request.user, Right.ADMINISTER, job.authority)
    jobs.retry(job=job)
    return redirect(reverse("kernel:job", kwargs={"pk": pk}))
