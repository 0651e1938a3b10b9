"""Keeps several processes running as one: restarts what dies, ends together.

For `relance demo`, which is one process for the person who starts it. In production the
system's own supervisor (systemd, a container's runtime) does this for `serve` and `worker`.
"""

import ctypes
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE = 10.0  # seconds between asking to end and forcing
LOOK = 0.2  # seconds between two looks at the children
MOST_RESTARTS = 5  # within RESTART_SPAN: it will not work by trying again
RESTART_SPAN = 30.0
PR_SET_PDEATHSIG = 1


class KeepsDying(Exception):
    """A child died again and again; the message names it."""


@dataclass
class Child:
    """A process to keep running: its name for people, its command, its environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: "deque[float]" = field(default_factory=deque)

    def start(self) -> None:
        # Its own group: a Ctrl-C in the terminal is for us, who end the children in order.
        self.process = subprocess.Popen(  # noqa: S603  # our own programs
            self.command,
            env=dict(self.environment),
            process_group=0,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # one call of the C library
        )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Runs children until it is asked to end, by SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, children: Sequence[Child], *, say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.ending = False

    def run(self, *, once_started: Callable[[], None] = lambda: None) -> None:
        """Start everything, call `once_started`, then watch. Raises KeepsDying."""
        before = {
            number: signal.signal(number, self._end)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            for child in self.children:
                child.start()
            once_started()
            while not self.ending:
                self._look()
                time.sleep(LOOK)
        finally:
            self._end_children()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.ending = True

    def _look(self) -> None:
        for child in self.children:
            if child.is_running or self.ending:
                continue
            now = time.monotonic()
            child.deaths.append(now)
            while child.deaths and now - child.deaths[0] > RESTART_SPAN:
                child.deaths.popleft()
            if len(child.deaths) > MOST_RESTARTS:
                raise KeepsDying(child.name)
            code = child.process.returncode if child.process else None
            self.say(f"{child.name} s’est arrêté (code {code})\u00a0; il redémarre.")
            child.start()

    def _end_children(self) -> None:
        running = [child.process for child in self.children if child.process and child.is_running]
        for process in running:
            process.terminate()
        until = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(timeout=max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _die_with_parent() -> None:
    """Linux ends the child when its parent dies, however it dies."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
