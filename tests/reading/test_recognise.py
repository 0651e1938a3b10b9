import io
import zipfile

import pytest

from relance.reading.document import EncryptedFile, NoText, UnknownFormat
from relance.reading.recognise import decode, recognise


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_french_text_is_decoded_whatever_its_encoding(encoding: str) -> None:
    text = "Le cœur de ville, c’est 5 € par « élève » à Noël."

    assert decode(text.encode(encoding)) == text
    assert recognise(text.encode(encoding)) == "text"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"<!DOCTYPE html><html><body><p>Bonjour</p></body></html>", "html"),
        (b"<div><p>Bonjour</p></div>", "html"),
        (b"# Titre\n\nTexte", "markdown"),
        (b"axe;titre;budget\nA;B;1\nA;C;2\n", "csv"),
        (b"Bonjour, dit-il, bonjour.\n\nEt puis rien.\n", "text"),
    ],
)
def test_content_decides_the_format(content: bytes, kind: str) -> None:
    assert recognise(content) == kind


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    with pytest.raises(NoText, match="vide"):
        recognise(content)


def test_what_is_not_read_is_named_and_what_is_read_is_listed() -> None:
    with pytest.raises(UnknownFormat, match=r"une image.*PDF, DOCX"):
        recognise(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def test_an_office_file_under_a_password_is_encrypted() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")

    with pytest.raises(EncryptedFile, match="mot de passe"):
        recognise(content)


def test_a_presentation_is_named() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("ppt/presentation.xml", "<p/>")

    with pytest.raises(UnknownFormat, match="PowerPoint"):
        recognise(archive.getvalue())


def test_a_file_of_no_known_kind_is_refused_in_a_right_sentence() -> None:
    with pytest.raises(UnknownFormat, match=r"n’est d’aucun format que Relance sache lire\. Formats lus"):
        recognise(b"\x00\x01\x02\xff\xfe\x00" * 50, name="plan.bin")
