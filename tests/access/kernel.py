"""Who may open the kernel's addresses."""

from typing import Any

from django.utils import timezone

from relance.kernel import files
from relance.kernel.models import Job, JobState
from relance.kernel.rules import Role
from tests.access.matrix import ALL_ROLES, PUBLIC, Access, Side


def furnish(side: Side) -> None:
    side["file"] = files.store(
        authority=side.authority, by=None, name="plan.txt", content=side.authority.name.encode()
    )
    side["job"] = Job.objects.create(
        authority=side.authority,
        kind="test",
        act_key=f"test:{side.authority.slug}",
        asked_at=timezone.now(),
        ended_at=timezone.now(),
        state=JobState.FAILED,
        error="Pour voir.",
    )


def of_the_job(side: Side) -> dict[str, Any]:
    return {"pk": side["job"].pk}


def of_the_file(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "pk": side["file"].pk}


URLS = {
    "kernel:accent": [Access(PUBLIC, kwargs=lambda side: {"digits": "0b5563"})],
    "kernel:accessibility": [Access(PUBLIC)],
    "kernel:design": [Access(PUBLIC)],
    "kernel:file": [Access(ALL_ROLES, kwargs=of_the_file)],
    "kernel:health": [Access(PUBLIC)],
    "kernel:job": [Access(ALL_ROLES, kwargs=of_the_job)],
    "kernel:job_retry": [Access({Role.ADMINISTRATOR}, kwargs=of_the_job, method="post")],
    "kernel:language": [Access(PUBLIC), Access(PUBLIC, method="post", data=lambda side: {"langue": "fr"})],
    "kernel:mailbox": [Access(set())],  # in demo mode alone
    "kernel:legal": [Access(PUBLIC)],
}
