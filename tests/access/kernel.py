"""Who may open the kernel's addresses."""

from typing import Any

from django.utils import timezone

from relance.kernel import files
from relance.kernel.models import Account, Job, JobState, Membership
from relance.kernel.rules import Role
from tests.access.matrix import ALL_ROLES, PUBLIC, Access, Side


def furnish(side: Side) -> None:
    side["file"] = files.store(
        authority=side.authority, by=None, name="plan.txt", content=side.authority.name.encode()
    )
    side["reader"] = Account.objects.create_user(f"lecture@{side.authority.slug}.example")
    Membership.objects.create(account=side["reader"], authority=side.authority, role=Role.READER)
    side["job"] = Job.objects.create(
        authority=side.authority,
        kind="test",
        act_key=f"test:{side.authority.slug}",
        asked_at=timezone.now(),
        ended_at=timezone.now(),
        state=JobState.FAILED,
        error="Pour voir.",
    )


def of_the_town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def as_csv(side: Side) -> dict[str, Any]:
    return {"format": "csv"}


def a_new_reader(side: Side) -> dict[str, Any]:
    return {"email": "nouvelle@example.org", "role": "reader"}


def of_the_membership(side: Side) -> dict[str, Any]:
    held = Membership.objects.get(authority=side.authority, account=side["reader"])
    return {"authority": side.authority.slug, "pk": held.pk}


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
    "kernel:journal": [
        Access({Role.ADMINISTRATOR, Role.PLAN_LEAD}, kwargs=of_the_town),
        Access({Role.ADMINISTRATOR, Role.PLAN_LEAD}, kwargs=of_the_town, data=as_csv, case="CSV"),
    ],
    "kernel:members": [
        Access({Role.ADMINISTRATOR}, kwargs=of_the_town),
        Access({Role.ADMINISTRATOR}, kwargs=of_the_town, method="post", data=a_new_reader),
    ],
    "kernel:member_remove": [
        Access({Role.ADMINISTRATOR}, kwargs=of_the_membership, method="post"),
    ],
    "kernel:job": [Access(ALL_ROLES, kwargs=of_the_job)],
    "kernel:job_retry": [Access({Role.ADMINISTRATOR}, kwargs=of_the_job, method="post")],
    "kernel:language": [Access(PUBLIC), Access(PUBLIC, method="post", data=lambda side: {"langue": "fr"})],
    "kernel:mailbox": [Access(set())],  # in demo mode alone
    "kernel:legal": [Access(PUBLIC)],
}
