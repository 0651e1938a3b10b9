"""Asking for a job, waking the worker, and waking it again."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from relance.kernel import jobs
from relance.kernel.errors import Refused, WrongAuthority
from relance.kernel.jobs import Run, workers
from relance.kernel.jobs.waking import wake
from relance.kernel.models import Job, JobState, Worker
from tests.kernel.jobs.conftest import Ask, fresh
from tests.support.cast import Cast


def nothing(run: Run) -> None:
    pass


def messages() -> list[int]:
    return [
        message["args"][0] for message in DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)
    ]


def test_asking_twice_for_one_act_gives_one_job_and_one_message(
    ask: Ask, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(nothing, payload={"a": 1})
        again = ask(nothing, payload={"a": 2})

    assert again == first
    assert fresh(first).payload == {"a": 1}
    assert messages() == [first.pk]


def test_the_worker_is_woken_after_the_commit_alone(
    ask: Ask, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        ask(nothing)
        assert messages() == []

    assert len(callbacks) == 1


def test_an_unknown_kind_is_named(cast: Cast) -> None:
    with pytest.raises(LookupError, match="no job is called “unknown”"):
        jobs.enqueue(kind="unknown", authority=cast.valmont, by=None, act_key="x")


def test_an_act_of_another_authority_is_not_answered_with(ask: Ask, cast: Cast) -> None:
    ask(nothing, act_key="shared")

    with pytest.raises(WrongAuthority):
        jobs.enqueue(kind="test", authority=cast.brumes, by=None, act_key="shared")


def test_two_functions_cannot_share_a_kind(ask: Ask) -> None:
    jobs.job("twice")(nothing)

    with pytest.raises(ValueError, match="two functions"):
        jobs.job("twice")(lambda run: None)


def test_the_message_runs_the_job(ask: Ask) -> None:
    job = ask(nothing)

    assert wake.func(job.pk)
    assert fresh(job).state == JobState.DONE
    assert not wake.func(job.pk)


def test_abandoned_jobs_are_woken_once(ask: Ask, cast: Cast) -> None:
    job = ask(nothing)
    now = timezone.now()

    assert jobs.rewake(now) == 1
    assert jobs.rewake(now) == 0
    assert messages() == [job.pk]


def test_a_job_in_good_hands_is_left_alone(ask: Ask, cast: Cast) -> None:
    ask(nothing)
    now = timezone.now()
    Job.objects.of(cast.valmont).update(
        state=JobState.RUNNING, lease_token="t", leased_until=now + timedelta(seconds=30)
    )

    assert jobs.rewake(now) == 0
    assert jobs.rewake(now + timedelta(seconds=31)) == 1


def test_a_failed_job_is_taken_up_again_from_its_cursor(ask: Ask, cast: Cast) -> None:
    job = ask(nothing)
    Job.objects.of(cast.valmont).update(
        state=JobState.FAILED, error="raté", ended_at=timezone.now(), done=4, attempts=3
    )

    jobs.retry(job=job)

    again = fresh(job)
    assert (again.state, again.error, again.done, again.attempts) == (JobState.QUEUED, "", 4, 0)


def test_a_job_that_has_not_failed_is_not_taken_up_again(ask: Ask, cast: Cast) -> None:
    job = ask(nothing)

    with pytest.raises(Refused, match="rien à reprendre"):
        jobs.retry(job=job)


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_waits_and_says_that_it_lives(ask: Ask) -> None:
    seen: list[int] = []

    def looking(run: Run) -> None:
        seen.append(workers.alive(timezone.now()))

    job = ask(looking)

    call_command("worker", once=True)

    assert fresh(job).state == JobState.DONE
    assert seen == [1]
    assert not Worker.objects.exists()


def test_a_worker_that_says_nothing_for_a_minute_counts_as_gone(db: None) -> None:
    workers.beat()
    workers.beat()
    now = timezone.now()

    assert workers.alive(now) == 1
    assert workers.alive(now + timedelta(seconds=90)) == 0
    assert workers.forget_the_dead(now + timedelta(seconds=90)) == 0
    assert workers.forget_the_dead(now + timedelta(days=2)) == 1
