"""A stored file reaches those who may read it, and only as something to keep."""

import pytest
from django.test import Client

from relance.kernel import files
from relance.kernel.models import Authority, FileState, StoredFile
from tests.support.cast import Cast, sign_in

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ncontent"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
HTML = b"<!doctype html><script>alert(1)</script>"

pytestmark = pytest.mark.usefixtures("files_root")


def stored(authority: Authority, content: bytes = PDF, name: str = "plan voté.pdf") -> StoredFile:
    return files.store(authority=authority, by=None, name=name, content=content)


def address(file: StoredFile, query: str = "") -> str:
    return f"/{file.authority.slug}/fichiers/{file.pk}/{query}"


def test_a_member_downloads_the_file(alice: Client, valmont: Authority) -> None:
    response = alice.get(address(stored(valmont)))

    assert response.status_code == 200
    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''plan%20vot%C3%A9.pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    ("content", "disposition"),
    [(PDF, "inline"), (PNG, "inline"), (HTML, "attachment"), (b"texte", "attachment")],
)
def test_only_pdf_and_png_are_shown_in_the_browser(
    alice: Client, valmont: Authority, content: bytes, disposition: str
) -> None:
    response = alice.get(address(stored(valmont, content), "?voir"))
    response.close()

    assert response["Content-Disposition"].startswith(disposition)
    assert response["Content-Security-Policy"].startswith("sandbox")


def test_a_stranger_is_sent_to_sign_in(client: Client, valmont: Authority) -> None:
    response = client.get(address(stored(valmont)))

    assert response.status_code == 302
    assert response["Location"].startswith("/compte/login/")


def test_a_member_of_another_authority_is_refused(client: Client, valmont: Authority, cast: Cast) -> None:
    sign_in(client, cast.dora)

    assert client.get(address(stored(valmont))).status_code == 403


def test_a_file_of_another_authority_is_not_found_under_ours(
    alice: Client, valmont: Authority, brumes: Authority
) -> None:
    assert alice.get(f"/valmont-sur-ouveze/fichiers/{stored(brumes).pk}/").status_code == 404


def test_a_refused_file_is_never_served(alice: Client, valmont: Authority) -> None:
    file = stored(valmont)
    StoredFile.objects.of(valmont).update(state=FileState.REFUSED, state_reason="l’antivirus y reconnaît X")

    response = alice.get(address(file))

    assert response.status_code == 403
    assert "l’antivirus y reconnaît X" in response.content.decode()


def test_a_file_lost_from_the_disk_says_so(alice: Client, valmont: Authority) -> None:
    file = stored(valmont)
    files.path_of(file).unlink()

    response = alice.get(address(file))

    assert response.status_code == 404
    assert "plus sur le disque" in response.content.decode()
