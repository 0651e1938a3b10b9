"""`relance demo` as a person runs it: it serves, heals, ends together, and a second time harms nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVES_WITHIN = 60
ENDS_WITHIN = 15
LINUX = sys.platform == "linux"

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(not LINUX, reason="reads the tree of processes in /proc"),
]


class Demo:
    """The command, started in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self.output = folder / "output.log"
        environment = os.environ | {
            "PYTHONPATH": str(ROOT / "src"),
            "RELANCE_DEMO_DATA": str(folder / "demo"),
            "DJANGO_SETTINGS_MODULE": "relance.settings",
            "RELANCE_MODE": "development",
            "RELANCE_DATABASE_URL": "postgresql://never@nowhere/used",  # the demo keeps to its own file
        }
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "relance", "demo", f"--port={port}"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            content: bytes = answer.read()
        return content.decode()

    def serves(self) -> bool:
        with suppress(urllib.error.URLError, OSError):
            return bool(self.get("/sante/"))
        return False

    def said(self) -> str:
        return self.output.read_text()

    def children(self) -> dict[int, str]:
        """Processes directly under the command: their key and their command line."""
        found = {}
        for pid in children_of(self.process.pid):
            with suppress(FileNotFoundError, ProcessLookupError):
                found[pid] = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        return found

    def child(self, word: str) -> int:
        return next(pid for pid, command in self.children().items() if word in command)

    def has_another(self, word: str, before: int) -> bool:
        return any(word in command and pid != before for pid, command in self.children().items())

    def tree(self) -> list[int]:
        """Every process of the demonstration."""
        found = [self.process.pid]
        for pid in found:
            found += children_of(pid)
        return found


def children_of(parent: int) -> list[int]:
    """Read from every process's own word: the kernel's list of children skips some while others die."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            after_name = stat.read_text().rpartition(")")[2].split()
            if int(after_name[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def until(what: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    pause = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    try:
        while time.monotonic() < end:
            if what():
                return True
            with suppress(subprocess.TimeoutExpired):
                pause.wait(timeout=0.1)
        return False
    finally:
        pause.kill()
        pause.communicate()


def alive(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = Demo(tmp_path, port)
    assert until(started.serves, seconds=SERVES_WITHIN), started.said()
    assert until(lambda: "Ctrl-C" in started.said(), seconds=10)
    yield started
    for pid in started.tree():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    started.process.wait()


def test_it_serves_says_where_and_heals_then_ends_together(demo: Demo) -> None:
    assert f"http://localhost:{demo.port}/" in demo.said()
    assert "helene@valmont.example" in demo.said()
    assert "Démonstration" in demo.get("/")
    assert "Courrier de la démonstration" in demo.get("/demo/courrier/")

    for word in ("relance worker", "gunicorn"):
        before = demo.child(word)
        os.kill(before, signal.SIGKILL)
        assert until(partial(demo.has_another, word, before), seconds=10), word
    assert until(lambda: len(demo.tree()) >= 5, seconds=30), demo.said()
    assert until(demo.serves, seconds=20), demo.said()

    tree = demo.tree()
    demo.process.send_signal(signal.SIGINT)

    assert demo.process.wait(timeout=ENDS_WITHIN) == 0
    assert until(lambda: not any(map(alive, tree)), seconds=ENDS_WITHIN)
    assert "arrêtée" in demo.said()
    assert "Traceback" not in demo.said()


def test_its_children_die_with_it_even_when_it_is_killed(demo: Demo) -> None:
    tree = demo.tree()

    demo.process.kill()
    demo.process.wait()

    assert until(lambda: not any(map(alive, tree)), seconds=ENDS_WITHIN + 20)


def test_a_second_one_on_the_same_port_gives_a_sentence_and_a_later_one_finds_its_data(
    demo: Demo, tmp_path: Path
) -> None:
    (tmp_path / "second").mkdir()
    second = Demo(tmp_path / "second", demo.port)
    assert second.process.wait(timeout=SERVES_WITHIN) == 1
    assert f"Le port {demo.port} est déjà pris" in second.said()
    assert demo.serves()

    demo.process.terminate()
    assert demo.process.wait(timeout=ENDS_WITHIN) == 0
    again = Demo(tmp_path, demo.port)
    try:
        assert until(again.serves, seconds=SERVES_WITHIN), again.said()
    finally:
        again.process.terminate()
        assert again.process.wait(timeout=ENDS_WITHIN) == 0
