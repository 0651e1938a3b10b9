"""The progress page: for who asked and for the authority's people, with and without JavaScript."""

import pytest
from django.test import Client
from django.utils import timezone

from relance.kernel import jobs
from relance.kernel.jobs import Run
from relance.kernel.models import Job, JobState
from tests.kernel.jobs.conftest import Ask, fresh
from tests.support.cast import Cast, sign_in


@pytest.fixture
def job(ask: Ask) -> Job:
    def half(run: Run) -> None:
        pass

    return ask(half, label="Lecture d’un document")


def progress(job: Job, **fields: object) -> None:
    Job.objects.everywhere("a test").filter(pk=job.pk).update(**fields)


def test_the_page_says_how_far_it_is_and_refreshes_itself(alice: Client, job: Job) -> None:
    progress(
        job, state=JobState.RUNNING, lease_token="t", leased_until=timezone.now(), done=30, total=120,
        report=["Page 3 lue"],
    )  # fmt: skip

    page = alice.get(f"/travaux/{job.pk}/").content.decode()

    assert "Lecture d’un document" in page
    assert '<progress id="avancement" max="120" value="30">25\u00a0%</progress>' in page
    assert "Page 3 lue" in page
    assert f'hx-get="/travaux/{job.pk}/"' in page
    assert "Actualiser l’avancement" in page


def test_the_part_that_is_refreshed_comes_alone(alice: Client, job: Job) -> None:
    part = alice.get(f"/travaux/{job.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith("<section")
    assert "<html" not in part


def test_a_job_that_is_over_stops_refreshing_and_leads_to_its_result(alice: Client, job: Job) -> None:
    progress(job, state=JobState.DONE, ended_at=timezone.now(), leads_to="/resultat/")

    page = alice.get(f"/travaux/{job.pk}/").content.decode()

    assert "hx-get" not in page
    assert 'href="/resultat/"' in page
    assert "Terminé" in page


def test_a_failed_job_says_why_and_is_taken_up_again(alice: Client, job: Job) -> None:
    progress(job, state=JobState.FAILED, ended_at=timezone.now(), error="Colonne absente.")
    assert "Colonne absente." in alice.get(f"/travaux/{job.pk}/").content.decode()

    answer = alice.post(f"/travaux/{job.pk}/reprendre/")

    assert answer.status_code == 302
    assert fresh(job).state == JobState.QUEUED


def test_who_asked_sees_it_wherever_they_belong(client: Client, cast: Cast, job: Job) -> None:
    progress(job, asked_by=cast.charlie)

    assert sign_in(client, cast.charlie).get(f"/travaux/{job.pk}/").status_code == 200


def test_strangers_do_not_learn_whether_a_job_exists(client: Client, cast: Cast, job: Job) -> None:
    sign_in(client, cast.dora)
    theirs = client.get(f"/travaux/{job.pk}/")
    nobodys = client.get("/travaux/999999/")

    assert theirs.status_code == nobodys.status_code == 404
    assert "ne vous est pas ouvert" in theirs.content.decode()


def test_the_page_takes_few_queries(alice: Client, job: Job, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # pytest-django's own context manager
        alice.get(f"/travaux/{job.pk}/")


def test_a_kind_without_a_label_has_a_name_all_the_same() -> None:
    assert jobs.label_of("gone") == "Travail en arrière-plan"
