"""The work of the night: everything is tried, what fails is said."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from relance.kernel import nightly
from relance.kernel.jobs.waking import wake_up

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_each_function_runs_and_one_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "_functions", {})

    @nightly.nightly("b.fails")
    def fails(now: object) -> str:
        raise ValueError("raté")

    @nightly.nightly("c.works")
    def works(now: object) -> str:
        return "3 rappels"

    first, second = nightly.run_all(NOW)

    assert (first.name, first.said, first.error) == ("b.fails", "", "ValueError: raté")
    assert (second.name, second.said, second.error) == ("c.works", "3 rappels", "")


def test_two_functions_cannot_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "_functions", {})
    nightly.nightly("a")(lambda now: "")

    def other(now: object) -> str:
        return ""

    with pytest.raises(ValueError, match="two nightly functions"):
        nightly.nightly("a")(other)


def test_sessions_that_are_over_and_old_messages_go() -> None:
    for days in (-1, 1):
        session = SessionStore()
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=NOW + timedelta(days=days))
    for age, status in ((8, "SUCCESSFUL"), (8, "RUNNING"), (8, "READY"), (1, "SUCCESSFUL")):
        wake_up(1)
        fresh = DBTaskResult.objects.filter(status="READY", enqueued_at__gte=NOW - timedelta(days=1))
        fresh.update(status=status, enqueued_at=NOW - timedelta(days=age))

    said = nightly.clean_up(NOW)

    assert said == "1 session(s) et 2 message(s) retirés"
    assert Session.objects.count() == 1
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]


def test_the_command_says_what_was_done() -> None:
    out = StringIO()

    call_command("tick", stdout=out)

    assert "kernel.antivirus\u00a0: 0 fichier(s) analysé(s)" in out.getvalue()
    assert "travaux réveillés\u00a0: 0" in out.getvalue()


def test_the_command_fails_when_something_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "_functions", {"a": lambda now: 1 / 0})
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("tick", stdout=out)

    assert ended.value.code == 1
    assert "a\u00a0: échec, ZeroDivisionError" in out.getvalue()
