"""The command that serves pages: gunicorn with the settings that suit Relance."""

import atexit
import gc
import os
import sys
from pathlib import Path

from django.urls import get_resolver


def gunicorn(*, bind: str, processes: int, threads: int = 4) -> list[str]:
    """The words of the command. A thread waits on the database; a process uses a core."""
    memory = Path("/dev/shm")  # noqa: S108  # where a heartbeat never waits for a disk, if the system has it
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "relance.wsgi:application",
        f"--bind={bind}",
        f"--workers={processes}",
        "--worker-class=gthread",
        f"--threads={threads}",
        "--timeout=60",
        "--graceful-timeout=20",
        "--keep-alive=5",
        "--max-requests=5000",  # a slow leak never grows old
        "--max-requests-jitter=500",
        *([f"--worker-tmp-dir={memory}"] if os.access(memory, os.W_OK) else []),
        "--log-level=warning",
        "--no-control-socket",
    ]


def processes_for(cores: int | None) -> int:
    """How many server processes suit a machine: two a core up to eight; one more never waits."""
    return min(8, 2 * (cores or 1)) + 1


def worker() -> list[str]:
    return [sys.executable, "-m", "relance", "worker"]


def settle() -> None:
    """Load every page's code, and keep all that is loaded out of what Python searches for garbage.

    A full search of it takes 100 ms of processor time, in the middle of whatever page asks for memory
    at that moment; of what pages alone make it takes one. For a process that serves until it ends.
    """
    get_resolver().url_patterns  # noqa: B018  # imports every view
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # libraries check at the end that nothing of theirs is left
