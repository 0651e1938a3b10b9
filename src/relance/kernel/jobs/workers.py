"""The worker process: its loop, and the sign of life by which the health page knows it."""

import logging
import os
import signal
import socket
import threading
from datetime import datetime, timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as Queue
from django_tasks_db.models import DBTaskResult

from relance.kernel.models import Worker

log = logging.getLogger("relance.jobs")

BEAT = timedelta(seconds=10)
SILENT = timedelta(seconds=60)  # without a beat for so long, a worker counts as gone
PAUSE = 0.5  # seconds between two looks at an empty queue
REWAKE = timedelta(seconds=2)


def my_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


def beat() -> None:
    """Say that this process is alive."""
    now = timezone.now()
    if not Worker.objects.filter(name=my_name()).update(seen_at=now):
        Worker.objects.get_or_create(name=my_name(), defaults={"started_at": now, "seen_at": now})


def alive(now: datetime) -> int:
    """How many workers gave a sign of life lately."""
    return Worker.objects.filter(seen_at__gte=now - SILENT).count()


def work(*, once: bool = False) -> None:
    """Run jobs until asked to end (SIGTERM, Ctrl-C): the current step is finished, the rest stays."""
    from relance.kernel.jobs.running import stopping
    from relance.kernel.jobs.waking import rewake

    queue = Queue(
        queue_names=["*"],
        interval=PAUSE,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=my_name()[:64],
        excluded_queue_names=[],
    )
    if threading.current_thread() is threading.main_thread():
        _listen(queue, stopping)
    beaten = looked = datetime.min.replace(tzinfo=timezone.get_current_timezone())
    while not stopping.is_set():
        try:
            close_old_connections()
            now = timezone.now()
            if now - beaten >= BEAT:
                beat()
                beaten = now
            if once or now - looked >= REWAKE:
                rewake(now)
                looked = now
            if DBTaskResult.objects.ready().exists():  # a look without a lock
                queue.run()
                continue
        except DatabaseError:  # locked, or restarting: what we ran keeps its lease and is taken over
            log.exception("the worker lost the database for a moment")
            connection.close()
        if once:
            break
        stopping.wait(PAUSE)
    Worker.objects.filter(name=my_name()).delete()


def forget_the_dead(now: datetime) -> int:
    """Remove signs of life older than a day; how many."""
    removed, _ = Worker.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return removed


def _listen(queue: Queue, stopping: threading.Event) -> None:
    def end(number: int, frame: FrameType | None) -> None:
        if stopping.is_set():  # asked twice: at once
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        stopping.set()
        queue.running = False

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
