"""Several processes as one: they are restarted, end together, and are given up when they keep dying."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from relance.kernel import serving, supervision
from relance.kernel.supervision import Child, KeepsDying, Supervisor

STAYS = [sys.executable, "-c", "import signal; signal.pause()"]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "LOOK", 0.01)


def child(command: list[str]) -> Child:
    return Child("L’essai", command, os.environ)


def test_all_end_when_asked() -> None:
    children = [child(STAYS), child(STAYS)]

    Supervisor(children, say=print).run(once_started=lambda: os.kill(os.getpid(), signal.SIGTERM))

    assert [one.process and one.process.returncode for one in children] == [-signal.SIGTERM] * 2


def test_a_child_that_dies_is_restarted_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    one = child(STAYS)

    def say(sentence: str) -> None:
        said.append(sentence)
        os.kill(os.getpid(), signal.SIGINT)

    def kill_it() -> None:
        assert one.process
        one.process.kill()
        one.process.wait()

    Supervisor([one], say=say).run(once_started=kill_it)

    assert said == ["L’essai s’est arrêté (code -9)\u00a0; il redémarre."]
    assert one.process
    assert one.process.returncode == -signal.SIGTERM


def test_a_child_that_keeps_dying_is_given_up_and_the_others_end() -> None:
    other = child(STAYS)

    with pytest.raises(KeepsDying, match="L’essai"):
        Supervisor([child(DIES), other], say=lambda sentence: None).run()

    assert not other.is_running


def test_a_child_that_ignores_the_request_is_forced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(supervision, "GRACE", 0.05)
    up = tmp_path / "up"
    deaf = f"import signal; signal.signal(15, signal.SIG_IGN); open({str(up)!r}, 'w'); signal.pause()"
    one = child([sys.executable, "-c", deaf])

    def end_when_up() -> None:
        while not up.exists():
            assert one.is_running
        os.kill(os.getpid(), signal.SIGTERM)

    Supervisor([one], say=print).run(once_started=end_when_up)

    assert one.process
    assert one.process.returncode == -signal.SIGKILL


def test_our_own_handlers_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)

    Supervisor([], say=print).run(once_started=lambda: os.kill(os.getpid(), signal.SIGTERM))

    assert signal.getsignal(signal.SIGTERM) is before
    assert threading.active_count() >= 1


@pytest.mark.parametrize(("cores", "processes"), [(None, 3), (1, 3), (2, 5), (64, 9)])
def test_server_processes_suit_the_machine(cores: int | None, processes: int) -> None:
    assert serving.processes_for(cores) == processes


def test_the_server_s_command_names_its_address() -> None:
    words = serving.gunicorn(bind="127.0.0.1:9", processes=3)

    assert "--bind=127.0.0.1:9" in words
    assert "--workers=3" in words


def test_a_serving_process_keeps_its_code_out_of_the_search_for_garbage() -> None:
    script = "import gc; import relance.wsgi; print(gc.get_freeze_count())"

    seen = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": str(Path(serving.__file__).parents[2]), "RELANCE_MODE": "test"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(seen.stdout) > 100_000
    assert seen.stderr == ""
