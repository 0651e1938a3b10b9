"""Reads the mails that the demonstration keeps as files instead of sending them."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

END = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend writes after each mail


@dataclass(frozen=True)
class Mail:
    """A mail as its reader would see it. `at` is None when it carries no date."""

    to: str
    subject: str
    text: str
    at: datetime | None


def mails(folder: Path, *, most: int = 50) -> list[Mail]:
    """The latest mails first, out of all files of the folder."""
    found: list[Mail] = []
    for path in sorted(folder.glob("*.log"), reverse=True):
        kept = [_mail(part) for part in path.read_bytes().split(END) if part.strip()]
        found.extend(reversed(kept))
        if len(found) >= most:
            break
    return found[:most]


def _mail(content: bytes) -> Mail:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  # what this policy makes
    body = message.get_body(("plain", "html"))
    date = message["Date"]
    return Mail(
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content().strip() if body else "",
        at=parsedate_to_datetime(str(date)) if date else None,
    )
