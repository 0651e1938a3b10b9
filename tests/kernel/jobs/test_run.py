"""A job runs step by step, and each step happens once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from relance.kernel import jobs, search
from relance.kernel.errors import WrongAuthority
from relance.kernel.jobs import JobFailed, Run, running
from relance.kernel.models import Job, JobState, SearchEntry
from tests.kernel.jobs.conftest import Ask, fresh
from tests.support.cast import Cast


def write(run: Run, key: str) -> None:
    """Something a step does in the database."""
    search.put(authority=run.authority, kind="test", key=key, title=key, address="/")


def written(cast: Cast) -> list[str]:
    return sorted(SearchEntry.objects.of(cast.valmont).values_list("key", flat=True))


def seconds_to_wait(job: Job) -> int:
    assert job.wake_at
    return round((job.wake_at - timezone.now()).total_seconds())


def three_steps(run: Run) -> None:
    run.total = 3
    for place in range(run.done, 3):
        with run.step():
            write(run, f"step {place}")
            run.cursor, run.done = {"next": place + 1}, place + 1
            run.say(f"étape {place}")


def test_a_job_is_done_with_its_progress_and_report(ask: Ask, cast: Cast) -> None:
    job = ask(three_steps)

    assert jobs.run_waiting() == 1

    job = fresh(job)
    assert job.state == JobState.DONE
    assert (job.done, job.total, job.cursor) == (3, 3, {"next": 3})
    assert job.report == ["étape 0", "étape 1", "étape 2"]
    assert job.lease_token == ""
    assert job.started_at
    assert job.ended_at
    assert written(cast) == ["step 0", "step 1", "step 2"]


def test_the_function_knows_what_was_asked_by_whom_and_where(ask: Ask, cast: Cast) -> None:
    seen: list[Any] = []
    ask(lambda run: seen.append((run.payload, run.by, run.authority, run.cursor)), payload={"file": 7})

    jobs.run_waiting()

    assert seen == [({"file": 7}, cast.alice, cast.valmont, None)]


def test_a_step_that_fails_leaves_nothing_and_its_job_goes_on_from_there(ask: Ask, cast: Cast) -> None:
    stumbles = iter([True, False])

    def stumbling(run: Run) -> None:
        for place in range(run.done, 3):
            with run.step():
                write(run, f"step {place}")
                run.done = place + 1
                run.say(f"étape {place}")
                if place == 1 and next(stumbles):
                    raise ValueError("for once")

    job = ask(stumbling)
    jobs.run_waiting()
    half = fresh(job)
    assert (half.state, half.done, half.report) == (JobState.QUEUED, 1, ["étape 0"])
    assert written(cast) == ["step 0"]
    assert seconds_to_wait(half) > 0

    Job.objects.of(cast.valmont).update(wake_at=timezone.now())
    jobs.run_waiting()

    assert fresh(job).state == JobState.DONE
    assert fresh(job).report == ["étape 0", "étape 1", "étape 2"]
    assert written(cast) == ["step 0", "step 1", "step 2"]


def test_an_expected_failure_ends_the_job_with_its_sentence(ask: Ask) -> None:
    def refusing(run: Run) -> None:
        raise JobFailed("Le fichier n’a pas de colonne « SIREN ».")

    job = ask(refusing)
    jobs.run_waiting()

    assert fresh(job).state == JobState.FAILED
    assert fresh(job).error == "Le fichier n’a pas de colonne « SIREN »."
    assert fresh(job).ended_at


def always_stumbling(run: Run) -> None:
    raise KeyError("nobody expected this")


def test_an_unexpected_error_is_tried_again_later_and_later_then_ends(ask: Ask, cast: Cast) -> None:
    job = ask(always_stumbling, attempts=3)
    delays = []

    for _ in range(2):
        jobs.run_waiting()
        delays.append(seconds_to_wait(fresh(job)))
        Job.objects.of(cast.valmont).update(wake_at=timezone.now())
    jobs.run_waiting()

    assert delays == [10, 40]
    assert fresh(job).state == JobState.FAILED
    assert "(KeyError)" in fresh(job).error
    assert str(job.pk) in fresh(job).error
    assert "nobody expected" not in fresh(job).error


def test_a_job_that_advances_keeps_all_its_attempts(ask: Ask, cast: Cast) -> None:
    def advancing(run: Run) -> None:
        while run.done < 6:
            with run.step():
                run.done += 1
            raise ValueError("after each step")

    job = ask(advancing, attempts=2)
    for _ in range(7):
        jobs.run_waiting()
        Job.objects.of(cast.valmont).filter(state=JobState.QUEUED).update(wake_at=None)

    assert fresh(job).state == JobState.DONE


def test_a_job_that_kills_its_runners_is_given_up(ask: Ask, cast: Cast) -> None:
    job = ask(three_steps, attempts=3)
    Job.objects.of(cast.valmont).update(
        state=JobState.RUNNING, attempts=3, lease_token="dead", leased_until=timezone.now() - timedelta(1)
    )

    jobs.run_waiting()

    assert fresh(job).state == JobState.FAILED
    assert "arrêté 3 fois sans avancer" in fresh(job).error


def test_a_kind_that_this_version_no_longer_knows_fails_with_a_sentence(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(three_steps)
    monkeypatch.setattr("relance.kernel.jobs.registry._kinds", {})

    jobs.run_waiting()

    assert fresh(job).error == "Cette version de Relance ne connaît plus ce travail."


def test_a_process_asked_to_end_gives_the_job_back_without_counting_it(ask: Ask, cast: Cast) -> None:
    def ending(run: Run) -> None:
        for place in range(run.done, 3):
            with run.step():
                write(run, f"step {place}")
                run.done = place + 1
            if place == 0:
                running.stopping.set()

    job = ask(ending, attempts=1)
    assert jobs.run_job(job.pk)
    assert (fresh(job).state, fresh(job).done, fresh(job).wake_at) == (JobState.QUEUED, 1, None)

    running.stopping.clear()
    jobs.run_waiting()

    assert fresh(job).state == JobState.DONE
    assert written(cast) == ["step 0", "step 1", "step 2"]


def test_a_job_cannot_write_for_another_authority(ask: Ask, cast: Cast) -> None:
    def straying(run: Run) -> None:
        with run.step():
            SearchEntry.objects.create(authority=cast.brumes, kind="x", key="1", title="x", address="/")

    errors: list[str] = []

    def watched(run: Run) -> None:
        try:
            straying(run)
        except WrongAuthority as error:
            errors.append(str(error))

    ask(watched)
    jobs.run_waiting()

    assert errors
    assert not SearchEntry.objects.of(cast.brumes).exists()


def test_what_is_said_after_the_last_step_is_kept(ask: Ask) -> None:
    def telling(run: Run) -> None:
        three_steps(run)
        run.say("fini")
        run.leads_to = "/valmont-sur-ouveze/plans/1/"

    job = ask(telling)
    jobs.run_waiting()

    assert fresh(job).report[-1] == "fini"
    assert fresh(job).leads_to == "/valmont-sur-ouveze/plans/1/"
