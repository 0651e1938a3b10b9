"""Which format a file has, and in which encoding its text is, by its content alone.

The name of the file only settles what content cannot tell: whether plain text is meant
as Markdown or CSV.
"""

import io
import re
import zipfile

import puremagic

from relance.reading.document import DamagedFile, EncryptedFile, NoText, UnknownFormat

READABLE = "PDF, DOCX, ODT, XLSX, ODS, CSV, HTML, Markdown et texte"
_NAMES = {
    ".doc": "un document Word d’avant 2007",
    ".xls": "un classeur Excel d’avant 2007",
    ".ppt": "une présentation PowerPoint d’avant 2007",
    ".pptx": "une présentation PowerPoint",
    ".odp": "une présentation OpenDocument",
    ".rtf": "un document RTF",
    ".zip": "une archive ZIP",
    ".epub": "un livre EPUB",
    ".png": "une image",
    ".jpg": "une image",
    ".gif": "une image",
    ".tif": "une image",
    ".tiff": "une image",
    ".webp": "une image",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|table|div|section|ul|ol|h[1-6]|p)\b", re.I
)
_MARKDOWN = re.compile(
    r"^#{1,6}[ \t]+\S.*$|^\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*$",
    re.M,
)


def recognise(data: bytes, *, name: str | None = None) -> str:
    """The format of `data`: "pdf", "docx", "odt", "xlsx", "ods", "csv", "html", "markdown" or "text".

    Raises NoText (empty), EncryptedFile, DamagedFile (a ZIP that does not open) or
    UnknownFormat, which says what the file seems to be.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NoText("Ce fichier est vide.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        return _refuse_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_format(data)
    if data.startswith(b"{\\rtf"):
        raise _unknown(".rtf")
    text = _decoded(data)
    if text is None:
        raise _unknown(_magic_extension(data))
    return text_format(text, name=name)


def decode(data: bytes) -> str:
    """`data` as text: UTF-8 (with or without mark), UTF-16 or Windows-1252, line ends as "\\n".

    Raises UnknownFormat when it is no text.
    """
    text = _decoded(data)
    if text is None:
        raise _unknown("")
    return text


def text_format(text: str, *, name: str | None = None) -> str:
    """ "html", "csv", "markdown" or "text" for a decoded text."""
    extension = name.lower().rpartition(".")[2] if name and "." in name else ""
    head = text[:4096].lstrip()
    if extension not in {"txt", "md", "markdown", "csv", "tsv"} or head.lower().startswith(
        ("<!doctype", "<html")
    ):
        if head.startswith("<") and _HTML.search(head):
            return "html"
        if extension in {"html", "htm", "xhtml"}:
            return "html"
    if extension in {"csv", "tsv"} or (extension not in {"txt", "md", "markdown"} and _looks_like_csv(text)):
        return "csv"
    if extension in {"md", "markdown"} or (extension != "txt" and _MARKDOWN.search(text)):
        return "markdown"
    return "text"


def _looks_like_csv(text: str) -> bool:
    """Nearly all lines hold the same number (≥ 2) of semicolons or commas.

    Tabs are left to the text reader, which reads tables inside prose.
    """
    bare = re.sub(r'"(?:[^"]|"")*"', "q", text[:20_000])
    lines = [line for line in bare.split("\n")[:60] if line.strip()]
    for separator, fewest in ((";", 2), (",", 3)):
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        if len(lines) >= fewest and usual >= 2 and counts.count(usual) >= 0.9 * len(lines):
            return True
    return False


def _decoded(data: bytes) -> str | None:
    text = _decoded_raw(data)
    if text is None:
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    # One character for one: form feeds and the rarer line ends become plain ones.
    text = text.translate({0x0D: "\n", 0x0C: "\n", 0x0B: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"})
    controls = sum(1 for c in text if c < " " and c not in "\n\t")
    if "\x00" in text or controls > 2 + len(text) // 500:
        return None
    return text.translate({code: " " for code in range(32) if code not in (9, 10)})


def _decoded_raw(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(data, "utf-16")
    if b"\x00" in data[:4096]:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        if odd > 3 * even:
            return _try(data, "utf-16-le")
        return _try(data, "utf-16-be") if even > 3 * odd else None
    text = _try(data, "utf-8")
    if text is not None:
        return text
    # Windows-1252 leaves five codes undefined; pages that use them are rare and lose one letter.
    text = data.decode("cp1252", errors="replace")
    return text if text.count("\ufffd") <= len(text) // 200 and _mostly_words(text) else None


def _mostly_words(text: str) -> bool:
    """Binary read as Windows-1252 is full of signs; French is letters, spaces and digits."""
    sample = text[:20_000]
    return sum(c.isalnum() or c.isspace() for c in sample) >= 0.6 * len(sample)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _zip_format(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                if archive.getinfo("mimetype").file_size > 200:
                    raise _unknown(".zip")
                return _open_document(archive.read("mimetype").decode("ascii", "replace"), names)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError) as error:
        raise DamagedFile(
            "Ce fichier est endommagé\u00a0: son archive ne s’ouvre pas. Envoyez-le de nouveau."
        ) from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "ppt/presentation.xml" in names:
        raise _unknown(".pptx")
    if "[Content_Types].xml" in names:
        return "docx" if any(n.startswith("word/") for n in names) else "xlsx"
    if "content.xml" in names:
        return "odt"
    raise _unknown(".zip")


def _open_document(mimetype: str, names: set[str]) -> str:
    kind = mimetype.strip().removeprefix("application/vnd.oasis.opendocument.")
    if kind.startswith("text") and "content.xml" in names:
        return "odt"
    if kind.startswith("spreadsheet") and "content.xml" in names:
        return "ods"
    raise _unknown(".odp" if kind.startswith("presentation") else ".epub" if "epub" in mimetype else ".zip")


def _refuse_ole(data: bytes) -> str:
    """Old Office files, and new ones under a password, share one container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFile(
            "Ce fichier est protégé par un mot de passe. "
            "Enregistrez-le sans mot de passe, puis envoyez-le de nouveau."
        )
    if "WordDocument".encode("utf-16-le") in data:
        raise _unknown(".doc")
    raise _unknown(".xls" if "Workbook".encode("utf-16-le") in data else _magic_extension(data))


def _magic_extension(data: bytes) -> str:
    try:
        return puremagic.from_string(data[:65_536])
    except (puremagic.PureError, ValueError):
        return ""


def _unknown(extension: str) -> UnknownFormat:
    seems = _NAMES.get(extension.lower())
    said = (
        f"Ce fichier semble être {seems}, que Relance ne lit pas."
        if seems
        else "Le contenu de ce fichier n’est d’aucun format que Relance sache lire."
    )
    return UnknownFormat(f"{said} Formats lus\u00a0: {READABLE}.")
