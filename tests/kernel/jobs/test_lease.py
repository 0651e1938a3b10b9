"""One job, one runner: whoever holds the lease; after its end, whoever comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relance.kernel import jobs
from relance.kernel.jobs import LeaseLost, Run, leasing
from relance.kernel.models import Job, JobState
from tests.kernel.jobs.conftest import Ask, fresh
from tests.support.cast import Cast

MINUTE = timedelta(seconds=60)


def nothing(run: Run) -> None:
    pass


def test_a_job_is_taken_once(ask: Ask) -> None:
    job = ask(nothing)

    first = leasing.claim(job.pk, lease=MINUTE, now=timezone.now())
    second = leasing.claim(job.pk, lease=MINUTE, now=timezone.now())

    assert first
    assert second is None


def test_a_lease_that_has_ended_is_taken_over(ask: Ask) -> None:
    job = ask(nothing)
    now = timezone.now()
    dead = leasing.claim(job.pk, lease=MINUTE, now=now)
    assert dead

    heir = leasing.claim(job.pk, lease=MINUTE, now=now + MINUTE + timedelta(seconds=1))

    assert heir
    assert heir.lease_token != dead.lease_token
    assert heir.started_at == dead.started_at


def test_a_job_that_waits_for_its_hour_is_not_taken(ask: Ask, cast: Cast) -> None:
    job = ask(nothing)
    Job.objects.of(cast.valmont).update(wake_at=timezone.now() + MINUTE)

    assert leasing.claim(job.pk, lease=MINUTE, now=timezone.now()) is None
    assert leasing.claim(job.pk, lease=MINUTE, now=timezone.now() + 2 * MINUTE)


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_a_job_that_is_over_is_not_taken(ask: Ask, cast: Cast, state: JobState) -> None:
    job = ask(nothing)
    Job.objects.of(cast.valmont).update(state=state, ended_at=timezone.now(), error="x")

    assert leasing.claim(job.pk, lease=MINUTE, now=timezone.now()) is None


def test_whoever_lost_the_lease_writes_nothing_more(ask: Ask) -> None:
    job = ask(nothing)
    now = timezone.now()
    slow = leasing.claim(job.pk, lease=MINUTE, now=now)
    assert slow
    run = Run(slow)
    leasing.claim(job.pk, lease=MINUTE, now=now + 2 * MINUTE)

    with pytest.raises(LeaseLost), run.step():
        pytest.fail("the body of a step ran without the lease")
    with pytest.raises(LeaseLost):
        leasing.end(slow, state=JobState.DONE)
    assert fresh(job).state == JobState.RUNNING


def test_a_lease_lost_during_a_step_undoes_the_step(ask: Ask, cast: Cast) -> None:
    job = ask(nothing)
    taken = leasing.claim(job.pk, lease=MINUTE, now=timezone.now())
    assert taken
    run = Run(taken)

    def overtaken() -> None:
        with run.step():
            run.done = 5
            Job.objects.of(cast.valmont).update(lease_token="another's")

    with pytest.raises(LeaseLost):
        overtaken()

    assert run.done == 0
    assert fresh(job).done == 0
    assert fresh(job).lease_token == taken.lease_token


def test_a_runner_that_loses_its_lease_stops_quietly(ask: Ask, cast: Cast) -> None:
    def overtaken(run: Run) -> None:
        Job.objects.of(cast.valmont).update(lease_token="another's")
        with run.step():
            pytest.fail("the body of a step ran without the lease")

    job = ask(overtaken)

    assert jobs.run_job(job.pk)
    assert (fresh(job).state, fresh(job).lease_token) == (JobState.RUNNING, "another's")
