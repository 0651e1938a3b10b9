"""ClamAV's daemon, spoken to directly: one command of its protocol is all we need.

Source: clamd(8), command INSTREAM: chunks preceded by their length on four octets (network
order), closed by a length of zero; answers "stream: OK", "stream: NAME FOUND" or "… ERROR".
"""

import socket
from dataclasses import dataclass
from urllib.parse import urlparse

CHUNK = 64 * 1024
SECONDS = 60


class AntivirusUnavailable(Exception):
    """The daemon does not answer, or answers that it could not examine the content."""


@dataclass(frozen=True)
class Verdict:
    """`threat` is the name the antivirus gives; empty: nothing found."""

    threat: str = ""


def examine(content: bytes, *, address: str) -> Verdict:
    """What the daemon at `address` (tcp://host:3310 or unix:///path) says of this content."""
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                line.sendall(len(chunk).to_bytes(4, "big") + chunk)
            line.sendall(bytes(4))
            answer = _answer(line)
    except OSError as error:
        raise AntivirusUnavailable(f"{address}: {error}") from error
    if answer.endswith(" FOUND"):
        return Verdict(threat=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer == "stream: OK":
        return Verdict()
    raise AntivirusUnavailable(f"{address}: {answer or 'no answer'}")


def answers(*, address: str) -> bool:
    """Whether the daemon is there (its PING)."""
    try:
        with _connected(address) as line:
            line.sendall(b"zPING\0")
            return _answer(line) == "PONG"
    except OSError:
        return False


def _connected(address: str) -> socket.socket:
    parts = urlparse(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=SECONDS)


def _answer(line: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < 4096:
        part = line.recv(4096)
        if not part:
            break
        received += part
    return received.rstrip(b"\0\n").decode("utf-8", "replace")
