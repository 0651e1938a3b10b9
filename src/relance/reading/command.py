"""`relance read FILE [--json]`: what a document says, on the terminal or as JSON."""

import argparse
import json
import sys
from pathlib import Path

from relance.reading.document import Document, ReadingError
from relance.reading.facts import Facts, facts_of, to_json
from relance.reading.facts.summary import summary
from relance.reading.readers import read_document

FAILED = 2


def main(arguments: list[str]) -> int:
    """Read one file; 0 when it could be read, 2 with one French sentence on stderr when not."""
    parser = argparse.ArgumentParser(
        prog="relance read", description="Lit un document publié et dit ce qu’il contient."
    )
    parser.add_argument(
        "file", metavar="FICHIER", type=Path, help="texte, Markdown, HTML, DOCX, PDF, tableur…"
    )
    parser.add_argument("--json", action="store_true", help="tous les faits, avec leur place et leurs mots")
    parser.add_argument("--authority", metavar="NOM", help="qui publie le document, si on le sait")
    options = parser.parse_args(arguments)
    try:
        document, facts = _read(options.file, options.authority)
    except OSError as error:
        return _fail(f"Le fichier « {options.file} » ne peut pas être ouvert\u00a0: {_reason(error)}.")
    except ReadingError as error:
        return _fail(str(error))
    if options.json:
        json.dump(to_json(facts, source=options.file.name), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(summary(document, facts))
    return 0


def _read(path: Path, authority: str | None) -> tuple[Document, Facts]:
    document = read_document(path.read_bytes(), name=path.name)
    return document, facts_of(document, authority=authority)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "il n’existe pas"
    if isinstance(error, IsADirectoryError):
        return "c’est un dossier"
    return "le droit de le lire manque" if isinstance(error, PermissionError) else "le système l’a refusé"


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return FAILED
