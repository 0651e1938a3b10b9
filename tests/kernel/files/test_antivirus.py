"""The antivirus, spoken to through a real socket: a small server that knows clamd's protocol."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relance.kernel import files
from relance.kernel.files import antivirus
from relance.kernel.models import Authority, FileState, StoredFile

THREAT = b"threat inside"
pytestmark = pytest.mark.usefixtures("files_root")


class Clamd(socketserver.StreamRequestHandler):
    """INSTREAM and PING as clamd(8) describes them; names what holds THREAT."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        assert command == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        if content.startswith(b"too big"):
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif THREAT in content:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture(params=["tcp", "unix"])
def clamav(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[str]:
    server: socketserver.BaseServer
    if request.param == "tcp":
        server = Server(("127.0.0.1", 0), Clamd)
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = UnixServer(str(tmp_path / "clamd.sock"), Clamd)
        address = f"unix://{tmp_path / 'clamd.sock'}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.CLAMAV = address
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_sane_file_is_clean(valmont: Authority, clamav: str) -> None:
    file = files.store(authority=valmont, by=None, name="a.txt", content=b"sane" * 50_000)

    assert file.state == FileState.CLEAN
    files.check_servable(file)


def test_an_infected_file_is_refused_kept_apart_and_never_served(valmont: Authority, clamav: str) -> None:
    with pytest.raises(files.FileInfected, match="Eicar-Test-Signature"):
        files.store(authority=valmont, by=None, name="a.txt", content=THREAT)

    file = StoredFile.objects.of(valmont).get()
    assert file.state == FileState.REFUSED
    with pytest.raises(files.FileHeld, match="Eicar"):
        files.check_servable(file)


def test_sending_an_infected_file_again_is_refused_again(valmont: Authority, clamav: str) -> None:
    for _ in range(2):
        with pytest.raises(files.FileInfected):
            files.store(authority=valmont, by=None, name="a.txt", content=THREAT)


def test_what_the_antivirus_cannot_examine_waits(valmont: Authority, clamav: str) -> None:
    file = files.store(authority=valmont, by=None, name="a.txt", content=b"too big")

    assert file.state == FileState.UNSCANNED
    with pytest.raises(files.FileHeld, match="attend l’analyse"):
        files.check_servable(file)


def test_an_antivirus_that_is_away_holds_the_file_and_sees_it_later(
    valmont: Authority, clamav: str, settings: Any
) -> None:
    settings.CLAMAV = "tcp://127.0.0.1:1"
    sane = files.store(authority=valmont, by=None, name="a.txt", content=b"sane")
    infected = files.store(authority=valmont, by=None, name="b.txt", content=THREAT)
    assert files.examine_waiting() == 0

    settings.CLAMAV = clamav
    assert files.examine_waiting() == 2

    sane.refresh_from_db()
    infected.refresh_from_db()
    assert (sane.state, infected.state) == (FileState.CLEAN, FileState.REFUSED)


def test_without_an_antivirus_files_are_given_out_and_none_waits(valmont: Authority, settings: Any) -> None:
    settings.CLAMAV = ""
    file = files.store(authority=valmont, by=None, name="a.txt", content=b"sane")

    files.check_servable(file)
    assert files.examine_waiting() == 0


def test_whether_the_daemon_is_there(clamav: str) -> None:
    assert antivirus.answers(address=clamav)
    assert not antivirus.answers(address="tcp://127.0.0.1:1")
    assert not antivirus.answers(address="unix:///nowhere.sock")
