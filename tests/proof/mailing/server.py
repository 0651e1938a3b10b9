"""Writes each mail that leaves as a line of a file, and kills its own process at a chosen point."""

import hashlib
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

Point = tuple[str, int]  # "saving", "before" or "after", and at which mail from 1
counts: dict[str, int] = {}
chosen: list[Point] = []


def left() -> Path:
    """The file of what left: number of the message, address, digest of the text."""
    return Path(settings.DATA) / "left.txt"


def reach(what: str, **_: Any) -> None:
    """Die as by `kill -9` if this is the point chosen: nothing is cleaned up, no exception is raised."""
    counts[what] = counts.get(what, 0) + 1
    if (what, counts[what]) in chosen:
        os.kill(os.getpid(), signal.SIGKILL)


class Server(BaseEmailBackend):
    """Django's way to send, onto a file that no death of its writer undoes."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for one in email_messages:
            reach("before")
            digest = hashlib.sha256(str(one.body).encode()).hexdigest()
            line = f"{one.extra_headers['Message-ID']} {one.to[0].split()[-1].strip('<>')} {digest}\n"
            place = os.open(left(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(place, line.encode())
            os.close(place)
            reach("after")
        return len(email_messages)
