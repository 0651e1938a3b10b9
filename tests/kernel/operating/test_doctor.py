"""The doctor: one line a subject, what to do where something is wrong, and an exit status."""

import os
import smtplib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection

from relance.kernel import doctor, health, immutable, serving
from relance.kernel.jobs import workers
from relance.kernel.search import index

pytestmark = pytest.mark.django_db


def examined() -> dict[str, doctor.Finding]:
    return {finding.subject: finding for finding in doctor.examine()}


def test_a_sound_installation_has_nothing_to_cure(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(health, "free_room", lambda: health.ROOM)
    workers.beat()
    out = StringIO()

    call_command("doctor", stdout=out)

    lines = out.getvalue().splitlines()
    assert len(lines) >= 9
    assert all(line.startswith("✓ ") for line in lines)


def test_something_wrong_says_what_to_do_and_ends_in_error() -> None:
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)

    assert ended.value.code == 1
    assert "✗ Travailleur\u00a0: aucun ne donne signe de vie → lancer\u00a0: relance worker" in out.getvalue()


def test_without_a_database_what_needs_it_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", away)

    found = examined()

    assert "connection refused" in found["Base de données"].cure
    assert not {"Migrations", "Travailleur", "Recherche"} & found.keys()
    assert {"Courrier", "Disque", "Clés"} <= found.keys()


def test_pending_migrations_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "pending_migrations", lambda: ["a.1", "b.2"])

    found = examined()

    assert found["Migrations"].said == "2 attendent"
    assert found["Migrations"].cure == "lancer\u00a0: relance migrate"
    assert "Lignes immuables" not in found


@pytest.mark.parametrize(("module", "subject"), [(immutable, "Lignes immuables"), (index, "Recherche")])
def test_missing_triggers_and_indexes_are_cured_by_migrate(
    monkeypatch: pytest.MonkeyPatch, module: Any, subject: str
) -> None:
    monkeypatch.setattr(module, "missing", lambda: ["one"])

    assert examined()[subject].cure == "lancer\u00a0: relance migrate"


def test_a_mail_server_that_refuses_is_named(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert "RELANCE_MAIL_URL" in doctor.mail_leaves().cure


def test_a_mail_server_that_asks_for_another_word_is_named(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    class Refusing:
        def open(self) -> None:
            raise smtplib.SMTPAuthenticationError(535, b"no")

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(doctor, "get_connection", lambda **how: Refusing())

    assert not doctor.mail_leaves().well


def test_a_full_disk_and_loose_keys_are_named(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    (tmp_path / "secret.key").touch()
    (tmp_path / "secret.key").chmod(0o644)
    monkeypatch.setattr(health, "free_room", lambda: 3 * 1024 * 1024)

    assert doctor.disk_has_room().said == "3 Mo libres"
    assert not doctor.disk_has_room().well
    assert doctor.keys_are_ours().cure == f"lancer\u00a0: chmod 600 {tmp_path / 'secret.key'}"


def test_an_antivirus_that_is_away_is_named(settings: Any) -> None:
    settings.CLAMAV = "tcp://127.0.0.1:1"

    assert not examined()["Antivirus"].well


def test_lacking_programs_of_postgresql_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert "pg_dump, pg_restore" in doctor.postgresql_programs_are_there().said


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would take our place."""
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, words: commands.append(words))
    return commands


def test_the_server_starts_where_it_is_told(started: list[list[str]], settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()

    call_command("serve", bind="127.0.0.1:9000", processes=3)

    assert started == [serving.gunicorn(bind="127.0.0.1:9000", processes=3)]


def test_the_server_waits_for_migrations(started: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "pending_migrations", lambda: ["a.1"])

    with pytest.raises(CommandError, match="relance migrate"):
        call_command("serve")
    assert started == []


def test_the_server_waits_for_its_database(started: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> list[str]:
        raise DatabaseError("away")

    monkeypatch.setattr(health, "pending_migrations", away)

    with pytest.raises(CommandError, match="ne répond pas"):
        call_command("serve")


def test_the_server_waits_for_static_files(started: list[list[str]], settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path

    with pytest.raises(CommandError, match="relance collectstatic"):
        call_command("serve")
