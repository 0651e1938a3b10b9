"""Public pages count what costs; pieces wait for the antivirus where there is one."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import resolve

from relance.applications.models import Piece
from relance.kernel import limits
from relance.kernel.files import examine_waiting
from tests.applications.public.conftest import PDF, Applicant

# The test file of EICAR, harmless by construction; in two parts, so that no antivirus stops this one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    """clamd's INSTREAM (clamd(8)): chunks after their length, then a verdict."""

    def handle(self) -> None:
        assert self.rfile.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        found = b"Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@pytest.fixture
def clamav(settings: Any) -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.CLAMAV = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield settings.CLAMAV
        server.shutdown()
        thread.join()


def sent(applicant: Applicant, content: bytes) -> Any:
    return applicant.post(
        applicant.root + "pieces/", {"piece": "lease", "file": SimpleUploadedFile("bail.pdf", content)}
    )


def test_a_sane_piece_says_that_it_was_examined(shopkeeper: Applicant, clamav: str) -> None:
    shopkeeper.begin()

    sent(shopkeeper, PDF)

    assert "analysé, sain" in shopkeeper.get(shopkeeper.root + "pieces/")


def test_an_infected_piece_is_refused_in_words(shopkeeper: Applicant, clamav: str) -> None:
    shopkeeper.begin()

    answer = sent(shopkeeper, PDF + EICAR)

    assert answer.status_code == 422
    assert "EICAR" in answer.content.decode()
    assert not Piece.objects.of(shopkeeper.fund.authority).exists()


def test_a_piece_is_held_until_the_antivirus_has_seen_it(
    shopkeeper: Applicant, clamav: str, settings: Any
) -> None:
    shopkeeper.begin()
    settings.CLAMAV = "tcp://127.0.0.1:9"  # nobody answers there
    sent(shopkeeper, PDF)
    piece = Piece.objects.of(shopkeeper.fund.authority).get()
    url = f"{shopkeeper.root}pieces/{piece.pk}/"

    held = shopkeeper.client.get(url)
    settings.CLAMAV = clamav
    examine_waiting()

    assert held.status_code == 403
    assert "attend l’analyse" in held.content.decode()
    given = shopkeeper.client.get(url)
    assert b"".join(given.streaming_content) == PDF  # type: ignore[attr-defined]  # it streams


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v/aides/a/essai/", limits.ANSWER),
        ("/v/aides/a/essai/question/rent/", limits.ANSWER),
        ("/v/aides/a/demande/", limits.APPLY),
        ("/v/demandes/retrouver/", limits.APPLY),
        ("/v/demande/2026-A/verifier/", limits.APPLY),
        ("/v/demande/2026-A/messages/", limits.APPLY),
        ("/v/demande/2026-A/quitter/", ""),
    ],
)
def test_what_a_public_page_counts_against(path: str, kind: str) -> None:
    request = RequestFactory().post(path)
    request.resolver_match = resolve(path)

    assert limits.kind_of(request) == kind


def test_whoever_begins_too_many_files_waits(shopkeeper: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, limits.APPLY, "1/m/ip")
    shopkeeper.begin()

    assert shopkeeper.post(shopkeeper.home + "demande/").status_code == 429
