"""The health page: 200 while pages can be served, and in production no more than yes or no to strangers."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from relance.kernel import health
from relance.kernel.jobs import workers
from relance.kernel.models import Account
from tests.support.cast import sign_in

pytestmark = pytest.mark.django_db
ALL = {"well", "database", "migrations", "worker", "disk"}


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "free_room", lambda: health.ROOM)


def test_all_is_well_with_a_worker(client: Client) -> None:
    workers.beat()

    answer = client.get("/sante/")

    assert (answer.status_code, answer.json()) == (200, dict.fromkeys(ALL, True))


def test_without_a_worker_pages_are_served_and_all_is_not_well(client: Client) -> None:
    answer = client.get("/sante/")

    assert answer.status_code == 200
    assert (answer.json()["well"], answer.json()["worker"]) == (False, False)


def test_a_full_disk_is_not_well(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    workers.beat()
    monkeypatch.setattr(health, "free_room", lambda: health.ROOM - 1)

    assert client.get("/sante/").json()["well"] is False


def test_pending_migrations_stop_serving(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "pending_migrations", lambda: ["plans.0009_next"])

    answer = client.get("/sante/")

    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


def test_a_database_that_is_away_stops_serving(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", away)

    answer = client.get("/sante/")

    assert (answer.status_code, answer.json()["database"]) == (503, False)


def test_in_production_strangers_get_yes_or_no_and_administrators_all(
    client: Client, anna: Account, settings: Any
) -> None:
    settings.PRODUCTION = True

    assert client.get("/sante/").json().keys() == {"well"}
    assert sign_in(client, anna).get("/sante/").json().keys() == ALL


def test_keys_that_others_may_read_are_named(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    (tmp_path / "good.key").touch(0o600)
    (tmp_path / "bad.key").touch()
    (tmp_path / "bad.key").chmod(0o644)

    assert health.loose_keys() == [str(tmp_path / "bad.key")]
