"""Papers of invented applicants, a lease, a receipt for rent, as PDF: an officer opens a real file."""

import json
from datetime import datetime
from typing import Any

import typst

from relance.applications.models import Application, Piece
from relance.kernel import files

PIECES: list[dict[str, Any]] = [
    {"key": "bail", "label": "Bail commercial", "kinds": ["pdf", "jpg", "png"]},
    {"key": "quittance", "label": "Dernière quittance de loyer", "kinds": ["pdf", "jpg", "png"]},
    {
        "key": "identite",
        "label": "Pièce d’identité du gérant",
        "kinds": ["pdf", "jpg", "png"],
        "required": False,
        "identity": True,
    },
]
"""What the rent fund asks for."""
LEASE: list[dict[str, Any]] = [{"key": "bail", "label": "Bail", "kinds": ["pdf", "jpg", "png"]}]
"""What the rent supplement asks for."""
_SHEET = b"""
#let said = json(bytes(sys.inputs.said))
#set page(paper: said.paper, margin: 25mm)
#set document(title: said.title)
#set text(lang: "fr", size: 11pt)
= #said.title
#for line in said.lines { par(line) }
"""


def paper(title: str, lines: list[str], *, size: str = "a4", at: datetime) -> bytes:
    """A page of text as PDF."""
    said = json.dumps({"title": title, "lines": lines, "paper": size})
    made = typst.compile(
        _SHEET,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"said": said},
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101  # one page, one file
    return made


def attach(row: Application, *, name: str, rent: str, at: datetime) -> None:
    """The two papers that the rent fund requires, as the applicant sent them with the deposit."""
    for asked, lines in (
        (PIECES[0], [f"Entre le bailleur et {name}, locataire.", "Exemple inventé."]),
        (PIECES[1], [f"Reçu de {name} la somme de {rent} € hors charges.", "Exemple inventé."]),
    ):
        content = paper(asked["label"], [*lines, f"Demande {row.number}."], at=at)
        file = files.store(
            authority=row.authority, by=None, name=f"{asked['key']}.pdf", content=content, at=at
        )
        Piece.objects.create(
            authority=row.authority, application=row, kind=asked["key"], label=asked["label"],
            name=file.name, file=file, sha256=file.sha256, size=file.size, sent_at=at,
        )  # fmt: skip
