import io
import zipfile

import docx
import openpyxl
import pytest

from relance.reading.document import DamagedFile, NoText, ReadingError, TooLarge, UnknownFormat
from relance.reading.limits import Deadline, Limits
from relance.reading.readers import read_document


def word_file() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Une halle")
    document.save(file)
    return file.getvalue()


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, content if member.filename == name else old.read(member))
    return file.getvalue()


def test_a_file_too_heavy_is_refused_with_both_weights() -> None:
    with pytest.raises(TooLarge, match="pèse 2,0\u00a0Mo\u00a0; la taille maximale est de 1,0\u00a0Mo"):
        read_document(b"x" * 2_000_000, limits=Limits(file_bytes=1_000_000))


def test_a_zip_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = replaced(word_file(), "word/document.xml", b" " * 30_000_000)

    with pytest.raises(TooLarge, match="décompressé"):
        read_document(bomb, limits=Limits(unpacked_bytes=10_000_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_billion_laughs_are_not_laughed(encoding: str) -> None:
    entities = '<!ENTITY b "ha"><!ENTITY c "&b;&b;">'
    laughs = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [{entities}]><a>&c;</a>'

    with pytest.raises(DamagedFile, match="déclarations XML"):
        read_document(replaced(word_file(), "word/document.xml", laughs.encode(encoding)))


def test_deep_nesting_in_a_word_file_is_refused_or_read_but_never_crashes() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deep = "<w:sdt><w:sdtContent>" * 3_000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 3_000

    with pytest.raises(ReadingError):
        read_document(
            replaced(
                word_file(),
                "word/document.xml",
                f"<w:document {w}><w:body>{deep}</w:body></w:document>".encode(),
            )
        )


def test_too_many_cells_are_refused() -> None:
    file = io.BytesIO()
    book = openpyxl.Workbook()
    for _ in range(30):
        book.worksheets[0].append(["Ouvrir"] * 10)
    book.save(file)

    with pytest.raises(TooLarge, match="plus de 200 cellules"):
        read_document(file.getvalue(), limits=Limits(cells=200))


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(TooLarge, match="caractères"):
        read_document(b"Une halle. " * 100, limits=Limits(characters=500))


def test_time_is_bounded() -> None:
    with pytest.raises(TooLarge, match="durée maximale"):
        Deadline(-1).check()


def test_a_member_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(word_file())
    at = data.index(b"PK\x03\x04") + 40
    data[at : at + 200] = bytes(200)

    with pytest.raises(ReadingError):
        read_document(bytes(data))


def test_an_office_file_without_its_parts_is_damaged() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(DamagedFile):
        read_document(file.getvalue())


def test_a_file_with_nothing_to_read_says_so() -> None:
    with pytest.raises(NoText):
        read_document(b"<html><body><script>x</script></body></html>")


def test_every_error_is_a_sentence_in_french() -> None:
    for data in (
        b"",
        b"PK\x03\x04",
        b"\x00\x01\x02" * 50,
        b"%PDF-",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ):
        with pytest.raises((UnknownFormat, DamagedFile, NoText)) as caught:
            read_document(data)

        assert str(caught.value).startswith(("Ce ", "Le ", "Une "))
        assert str(caught.value).endswith(".")
