"""The type of a file is what its content says."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.kernel.files import media_type_of


def archive(*names: str, **contents: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, contents.get(name, ""))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"GIF89a\x01\x00", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"MZ\x90\x00" + bytes(200), "application/vnd.microsoft.portable-executable"),
        (b"PK\x03\x04damaged", "application/zip"),
        (archive("a.txt"), "application/zip"),
        (
            archive("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (archive("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"<!doctype html><html><body>x</body></html>", "text/html"),
        ("Relance à Valmont, 66,1 M€.".encode(), "text/plain"),
        ("Prêts d’honneur : été".encode("cp1252"), "text/plain"),
        (b"BM est un sigle, pas une image.", "text/plain"),
        (b"\x01\x02\x03garbage\x00\xff\xfe\x00\x00", "application/octet-stream"),
    ],
)
def test_content_says_the_type(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@given(st.binary(max_size=400))
def test_any_content_has_a_type(content: bytes) -> None:
    kind, slash, name = media_type_of(content).partition("/")

    assert kind
    assert slash
    assert name
