"""Writes the plan of the invented town as four files that the demo reads: DOCX, XLSX, HTML and text.

Run `python examples/valmont/make.py` after changing plan.yaml. The files are kept in the
repository; they hold no date of their making, so that making them again changes nothing.
"""

import html
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Font

HERE = Path(__file__).parent
MADE_ON = datetime(2026, 3, 13, 8, 0)  # noqa: DTZ001 - office files hold naive dates
NAME = "plan-de-relance"


def sentence(measure: dict[str, Any]) -> str:
    """The measure as a line of prose: words, partners, money, horizon."""
    text: str = measure["text"]
    if measure["partners"]:
        text += f" Partenaires : {', '.join(measure['partners'])}."
    if measure["amount"]:
        text += f" Budget : {measure['amount']}."
    return f"{text} Échéance : {measure['horizon']}."


def as_text(plan: dict[str, Any]) -> bytes:
    lines = [plan["town"].upper(), "", plan["title"].upper(), "", plan["adopted"], ""]
    for paragraph in plan["intro"]:
        lines += [paragraph, ""]
    for rank, axis in enumerate(plan["axes"], 1):
        lines += [f"AXE {rank} : {axis['label'].upper()}", ""]
        lines += [f"  {measure['number']} {sentence(measure)}" for measure in axis["measures"]]
        lines.append("")
    return "\n".join(lines).encode()


def as_html(plan: dict[str, Any]) -> bytes:
    def row(measure: dict[str, Any]) -> str:
        return f"<li>{html.escape(measure['number'])} {html.escape(sentence(measure))}</li>"

    axes = "".join(
        f"<h2>Axe {rank} – {html.escape(axis['label'])}</h2><ul>{''.join(map(row, axis['measures']))}</ul>"
        for rank, axis in enumerate(plan["axes"], 1)
    )
    intro = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in plan["intro"])
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        f"<title>{html.escape(plan['title'])} – {html.escape(plan['town'])}</title></head><body>"
        '<nav><ul><li><a href="/">Accueil</a></li><li><a href="/demarches">Mes démarches</a></li></ul></nav>'
        f"<main><h1>{html.escape(plan['title'])}</h1><p>{html.escape(plan['adopted'])}</p>{intro}{axes}</main>"
        "<footer>Mairie de Valmont-sur-Ouvèze, 1 place du Lavoir</footer></body></html>\n"
    ).encode()


def as_docx(plan: dict[str, Any]) -> bytes:
    document = Document()
    document.core_properties.author = plan["town"]
    document.core_properties.title = plan["title"]
    document.core_properties.created = document.core_properties.modified = MADE_ON
    document.add_heading(plan["title"], 0)
    document.add_paragraph(plan["town"])
    document.add_paragraph(plan["adopted"])
    for paragraph in plan["intro"]:
        document.add_paragraph(paragraph)
    for rank, axis in enumerate(plan["axes"], 1):
        document.add_heading(f"Axe {rank} : {axis['label']}", 1)
        for measure in axis["measures"]:
            document.add_paragraph(f"{measure['number']} {sentence(measure)}", style="List Bullet")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_xlsx(plan: dict[str, Any]) -> bytes:
    book = Workbook()
    book.properties.creator = plan["town"]
    book.properties.created = book.properties.modified = MADE_ON
    sheet = book.active
    sheet.title = "Mesures"
    sheet.append([plan["title"]])
    sheet.append([f"{plan['town']} – {plan['adopted']}"])
    sheet.append([])
    sheet.append(["Axe", "N°", "Mesure", "Échéance", "Budget", "Partenaires"])
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    for axis in plan["axes"]:
        for place, measure in enumerate(axis["measures"]):
            label = axis["label"] if place == 0 else None
            partners = ", ".join(measure["partners"])
            sheet.append(
                [label, measure["number"], measure["text"], measure["horizon"], measure["amount"], partners]
            )
    for column, width in zip("ABCDEF", (32, 6, 80, 18, 14, 40), strict=True):
        sheet.column_dimensions[column].width = width
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def undated(content: bytes) -> bytes:
    """The same zip with each member dated alike, so that the same plan gives the same bytes."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                stamp = MADE_ON.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                start = data.find(b"<dcterms:modified")
                start = data.find(b">", start) + 1
                data = data[:start] + stamp + data[data.find(b"<", start) :] if start else data
            new.writestr(ZipInfo(name, MADE_ON.timetuple()[:6]), data, ZIP_DEFLATED)
    return file.getvalue()


def made(plan: dict[str, Any]) -> dict[str, bytes]:
    """File name → content."""
    return {
        f"{NAME}.txt": as_text(plan),
        f"{NAME}.html": as_html(plan),
        f"{NAME}.docx": undated(as_docx(plan)),
        f"{NAME}.xlsx": undated(as_xlsx(plan)),
    }


if __name__ == "__main__":
    for name, content in made(yaml.safe_load((HERE / "plan.yaml").read_text(encoding="utf-8"))).items():
        (HERE / name).write_bytes(content)
