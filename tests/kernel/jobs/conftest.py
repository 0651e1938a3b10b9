"""A registry of its own for each test, and kinds of jobs to try."""

from collections.abc import Callable
from typing import Any

import pytest

from relance.kernel import jobs
from relance.kernel.jobs import Run, registry, running
from relance.kernel.models import Job
from tests.support.cast import Cast

Ask = Callable[..., Job]


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", {})
    running.stopping.clear()


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """Register a function as the kind "test" and ask for one job of it."""

    def asked(function: Callable[[Run], None], *, act_key: str = "test:1", **more: Any) -> Job:
        options = {name: more.pop(name) for name in ("attempts", "lease", "label") if name in more}
        jobs.job("test", **options)(function)
        return jobs.enqueue(kind="test", authority=cast.valmont, by=cast.alice, act_key=act_key, **more)

    return asked


def fresh(job: Job) -> Job:
    return Job.objects.everywhere("a test").get(pk=job.pk)
