"""An ephemeral PostgreSQL cluster around a command.

    python -m tests.support.postgres -- pytest -m both_databases

starts a cluster of its own (socket in a temporary folder, no network, no fsync), runs the
command with RELANCE_DATABASE_URL pointing at it, and throws it away. A keeper process holds
the cluster and a pipe to us: however we die, the pipe closes and the keeper cleans up.
PostgreSQL refuses to run as root; then it runs as `postgres`, else as `nobody`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.support import left_out

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
READY_WITHIN = 30  # seconds
USER = "relance"


class PostgresqlMissing(Exception):
    """The machine has no PostgreSQL server programs."""


class PostgresqlFailed(Exception):
    """The cluster did not start; the message carries what it said."""


def programs() -> Path:
    """The folder of `initdb` and `postgres`: the newest version installed, whatever it is."""
    found = [
        folder
        for place in PLACES
        for folder in Path("/").glob(place.lstrip("/"))
        if (folder / "initdb").exists()
    ]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    if not found:
        raise PostgresqlMissing(f"no initdb in {', '.join(PLACES)} nor in PATH")
    return max(found, key=_version)


def _version(folder: Path) -> float:
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    ).stdout
    word = said.split()[2] if len(said.split()) > 2 else "0"
    digits = word.split(".")[0]
    return float(digits) if digits.isdigit() else 0


def url(folder: Path) -> str:
    """The RELANCE_DATABASE_URL of a cluster whose socket is in this folder."""
    return f"postgresql://{USER}@{quote(str(folder), safe='')}/postgres"


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster's address; stopped and removed at the end, also if we are killed."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.support.postgres", "--keep", str(programs())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a Ctrl-C is for us; the keeper is told by the pipe
        cwd=Path(__file__).resolve().parents[2],
    )
    assert keeper.stdin
    assert keeper.stdout
    try:
        said = keeper.stdout.readline().strip()
        if not said.startswith("postgresql:"):
            raise PostgresqlFailed(said + keeper.stdout.read())
        yield said
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=READY_WITHIN)
        keeper.stdout.close()


def keep(binaries: Path) -> int:
    """Start a cluster, print its address, wait for the end of standard input, clean up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="relance-pg-", dir="/tmp"))  # a socket's path is short
    server: subprocess.Popen[bytes] | None = None
    try:
        owner = _owner()
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        user, group, groups = (owner.pw_uid, owner.pw_gid, ()) if owner else (None, None, None)
        log = folder / "log"
        initdb = [
            str(binaries / "initdb"),
            "-D",
            str(folder / "data"),
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        made = subprocess.run(
            [*initdb, "--locale=C", "--no-sync"],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            user=user,
            group=group,
            extra_groups=groups,
        )
        if made.returncode:
            print(made.stdout + made.stderr)
            return 1
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with log.open("wb") as lines:
            server = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(folder / "data"), *options],
                stdout=lines,
                stderr=lines,
                cwd=folder,
                user=user,
                group=group,
                extra_groups=groups,
            )
        if not _answers(binaries, folder, server):
            print(log.read_text())
            return 1
        print(url(folder), flush=True)
        sys.stdin.read()
        return 0
    finally:
        if server and server.poll() is None:
            server.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth a checkpoint
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd | None:
    """Who runs the server, when we are root and may not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresqlFailed("PostgreSQL does not run as root and there is no user postgres nor nobody")


def _answers(binaries: Path, folder: Path, server: "subprocess.Popen[bytes]") -> bool:
    until = time.monotonic() + READY_WITHIN
    question = [str(binaries / "pg_isready"), "-q", "-h", str(folder), "-U", USER]
    while time.monotonic() < until and server.poll() is None:
        if subprocess.run(question, check=False).returncode == 0:
            return True
        time.sleep(0.05)
    return False


def main(words: list[str]) -> int:
    if words[:1] == ["--keep"]:
        return keep(Path(words[1]))
    if words[:1] != ["--"] or len(words) < 2:
        print("usage: python -m tests.support.postgres -- COMMAND…", file=sys.stderr)
        return 2
    try:
        programs()
    except PostgresqlMissing as missing:
        print(left_out.sentence("PostgreSQL absent", str(missing)), flush=True)
        return 1 if left_out.nothing_may_be() else 0
    with cluster() as address:
        return subprocess.run(
            words[1:], check=False, env=os.environ | {"RELANCE_DATABASE_URL": address}
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
