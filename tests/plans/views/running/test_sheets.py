"""An edited list sent back: a large file is looked at in the background, and told row by row."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relance.kernel import jobs
from relance.kernel.models import Account, Job, JobState, Membership
from relance.kernel.rules import Role
from relance.plans.models import Measure, Plan
from relance.plans.queries.running.sheets import export_of
from relance.plans.views.running import sheets
from tests.plans.actions.running.build import lines, plan, work
from tests.plans.queries.running.test_sheets import Sheet
from tests.support.cast import Cast, sign_in


@pytest.fixture
def world(cast: Cast) -> tuple[Plan, list[Measure]]:
    return plan(cast.valmont)


@pytest.fixture
def _any_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGE", 0)


def url(name: str, the_plan: Plan, *more: object) -> str:
    return reverse(f"plans:{name}", args=[the_plan.authority.slug, the_plan.slug, *more])


def sent(who: Account, the_plan: Plan, content: bytes, name: str = "mesures.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return sign_in(Client(), who).post(url("work_reimport", the_plan), {"file": file})


def edited(the_plan: Plan) -> bytes:
    sheet = Sheet(the_plan)
    sheet.put(0, "Priorité", "Haute")
    sheet.put(1, "Échéance de travail", "demain")
    return sheet.content()


def test_a_list_leaves_and_comes_back_as_ods(cast: Cast, world: Any) -> None:
    the_plan, _ = world

    answer = sign_in(Client(), cast.alice).get(url("work_export", the_plan, "ods"))
    page = sent(cast.alice, the_plan, answer.content, "mesures.ods")

    assert answer["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    assert answer["Content-Disposition"].endswith('.ods"')
    assert "3 restent comme elles sont" in page.content.decode()


def test_a_small_file_is_shown_at_once(cast: Cast, world: Any) -> None:
    page = sent(cast.alice, world[0], edited(world[0]))

    assert "Ce que le fichier change" in page.content.decode()
    assert not Job.objects.of(cast.valmont).exists()


@pytest.mark.usefixtures("_any_file_is_large")
def test_a_large_file_is_looked_at_in_the_background_and_written_once_it_was_seen(
    cast: Cast, world: Any
) -> None:
    the_plan, (fund, *_) = world
    client = sign_in(Client(), cast.alice)

    answer = sent(cast.alice, the_plan, edited(the_plan))
    job = Job.objects.of(cast.valmont).get()
    assert answer["Location"] == reverse("kernel:job", args=[job.pk])
    jobs.run_waiting()
    job.refresh_from_db()
    page = client.get(job.leads_to).content.decode()

    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert "Ce que le fichier change" in page
    assert "n’est pas une date" in page
    assert lines(fund) == []
    stored = page.split('name="stored" value="')[1].split('"')[0]
    client.post(url("work_reimported", the_plan), {"stored": stored})
    assert work(fund).priority == 3


@pytest.mark.usefixtures("_any_file_is_large")
def test_what_becomes_of_each_row_is_a_file_too(cast: Cast, world: Any) -> None:
    the_plan, _ = world
    sent(cast.alice, the_plan, edited(the_plan))
    jobs.run_waiting()
    job = Job.objects.of(cast.valmont).get()

    answer = sign_in(Client(), cast.alice).get(f"{job.leads_to}&lignes=1")

    told = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Type"] == "text/csv"
    assert told[0].startswith("Ligne;Mesure;")
    assert [line.split(";")[2].split("\u00a0")[0] for line in told[1:]] == [
        "change",
        "à corriger",
        "reste comme elle est",
    ]


@pytest.mark.usefixtures("_any_file_is_large")
def test_a_reading_is_for_who_asked_for_it_in_its_plan_and_once_it_is_over(cast: Cast, world: Any) -> None:
    the_plan, _ = world
    other, _ = plan(cast.valmont)
    sent(cast.alice, the_plan, edited(the_plan))
    job = Job.objects.of(cast.valmont).get()
    address = f"{url('work_reimport', the_plan)}?travail={job.pk}"
    client = sign_in(Client(), cast.alice)

    assert client.get(address).status_code == 404
    jobs.run_waiting()
    assert client.get(address).status_code == 200
    assert client.get(f"{url('work_reimport', other)}?travail={job.pk}").status_code == 404
    assert client.get(f"{url('work_reimport', the_plan)}?travail=x").status_code == 404
    colleague = Account.objects.create_user("edith@valmont.example", name="Edith")
    Membership.objects.create(account=colleague, authority=cast.valmont, role=Role.EDITOR)
    assert sign_in(Client(), colleague).get(address).status_code == 404


@pytest.mark.usefixtures("_any_file_is_large")
def test_a_large_file_that_is_not_ours_fails_with_its_reason(cast: Cast, world: Any) -> None:
    the_plan, _ = world
    other = export_of(the_plan, [], form="xlsx")

    sent(cast.alice, the_plan, other)
    jobs.run_waiting()

    job = Job.objects.of(cast.valmont).get()
    assert job.state == JobState.FAILED
    assert "n’a pas les colonnes" in job.error
