"""How long reading takes and how much memory it needs, on files written here.

Each row is read in a process of its own, so that its peak of memory is its own. "read" is by
the clock, "cpu" and "+rows" (with the rows of the plan) in seconds of processor, which is what
is judged: a busy machine stretches the clock. Promised: 300 pages of PDF under 20 s and
500 MB; 20,000 rows of a spreadsheet under 10 s.
"""

import io
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from fpdf import FPDF

PROSE = (
    "La ville soutient les commerces de proximité par une aide au loyer versée chaque trimestre, puis elle "
    "accompagne les artisans qui reprennent une boutique vacante du centre ancien ou des faubourgs. "
)
COLUMNS = (
    "Axe",
    "Sous-axe",
    "Titre de l'action",
    "Descriptif",
    "Pilote",
    "Partenaires",
    "Budget",
    "Début",
    "Fin",
    "Statut",
)


def pdf(pages: int) -> bytes:
    """Headings, prose, bullets on each page, and a ruled table on every third."""
    paper = FPDF()
    for page in range(pages):
        paper.add_page()
        paper.set_font("helvetica", "B", 16)
        paper.multi_cell(0, 9, f"AXE {page + 1} : Soutenir le commerce", new_x="LMARGIN", new_y="NEXT")
        paper.set_font("helvetica", "", 10)
        for number in range(5):
            paper.multi_cell(0, 5, f"Paragraphe {number}. {PROSE * 2}", new_x="LMARGIN", new_y="NEXT")
            paper.multi_cell(0, 5, f"\x95 Action {number} : {PROSE}", new_x="LMARGIN", new_y="NEXT")
        if page % 3 == 0:
            with paper.table() as table:
                for line in range(6):
                    row = table.row()
                    for column in range(4):
                        row.cell(f"Cellule {line} {column}")
    return bytes(paper.output())


def cells(row: int) -> tuple[str | int, ...]:
    return (
        f"Axe {row // 4000}",
        f"Sous-axe {row // 400}",
        f"Action {row}",
        PROSE,
        "Ville, CCI",
        "Région, État",
        1_000 + row,
        "01/01/2025",
        "31/12/2026",
        "En cours",
    )


def xlsx(rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    sheet.append(COLUMNS)
    for row in range(rows):
        sheet.append(cells(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(rows: int) -> bytes:
    uri = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{uri}{n}:1.0"' for n in ("office", "table", "text"))
    lines = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{value}</text:p></table:table-cell>" for value in line)
        + "</table:table-row>"
        for line in (COLUMNS, *(cells(row) for row in range(rows)))
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Plan">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return file.getvalue()


def csv(rows: int) -> bytes:
    lines = (";".join(map(str, line)) for line in (COLUMNS, *(cells(row) for row in range(rows))))
    return "\n".join(lines).encode()


CASES: tuple[tuple[str, Callable[[int], bytes], int, float, float], ...] = (
    # what, writer, size, seconds promised, megabytes promised
    ("PDF, 10 pages", pdf, 10, 2, 500),
    ("PDF, 100 pages", pdf, 100, 8, 500),
    ("PDF, 300 pages", pdf, 300, 20, 500),
    ("XLSX, 20 000 rows", xlsx, 20_000, 10, 1_000),
    ("ODS, 20 000 rows", ods, 20_000, 10, 1_000),
    ("CSV, 20 000 rows", csv, 20_000, 10, 1_000),
)


def measure(path: str) -> None:
    """Read one file and print its seconds, processor seconds, peak megabytes and blocks."""
    from relance.reading.readers import read_document
    from relance.reading.sheets import read_plan_sheet

    data = Path(path).read_bytes()
    start, begun = time.perf_counter(), time.process_time()
    document = read_document(data, name=path)
    read, cpu = time.perf_counter() - start, time.process_time() - begun
    read_plan_sheet(document)
    total = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(f"{read:.2f} {cpu:.2f} {total:.2f} {peak:.0f} {len(document.blocks)}")


def main() -> int:
    columns = f"{'read s':>8}{'cpu s':>7}{'+rows':>7}{'max s':>6}{'peak MB':>8}{'max MB':>7}"
    print(f"{'file':<20}{'MB':>5}{'blocks':>8}{columns}")
    missed = 0
    for what, write, size, seconds, megabytes in CASES:
        with tempfile.NamedTemporaryFile(suffix=f".{write.__name__}") as file:
            file.write(data := write(size))
            file.flush()
            command = [sys.executable, __file__, file.name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        read, cpu, total, peak, blocks = done.stdout.split()
        made = f"{what:<20}{len(data) / 1e6:>5.1f}{blocks:>8}"
        print(f"{made}{read:>8}{cpu:>7}{total:>7}{seconds:>6}{peak:>8}{megabytes:>7}")
        missed += float(total) > seconds or float(peak) > megabytes
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) == 2:
        measure(sys.argv[1])
    else:
        sys.exit(main())
