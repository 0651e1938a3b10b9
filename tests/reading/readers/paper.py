"""PDF files that the tests print themselves."""

from collections.abc import Sequence

from fpdf import FPDF

PROSE = (
    "La ville soutient les commerces de proximité par une aide au loyer versée chaque trimestre, "
    "puis elle accompagne les artisans qui reprennent une boutique vacante du centre ancien. "
)


class Paper(FPDF):
    """A sheet of A4 in Helvetica, with a header and a footer on each page when asked."""

    def __init__(self, *, running: str | None = None) -> None:
        super().__init__()
        self._running = running
        self.set_font("helvetica", "", 11)

    def header(self) -> None:
        if self._running:
            self.set_font("helvetica", "I", 8)
            self.line_of(self._running)
            self.ln(4)

    def footer(self) -> None:
        if self._running:
            self.set_y(-15)
            self.set_font("helvetica", "", 8)
            self.cell(text=f"Page {self.page_no()} sur 9")

    def line_of(self, words: str, *, size: float | None = None, bold: bool = False) -> None:
        if size:
            self.set_font("helvetica", "B" if bold else "", size)
        self.cell(text=words, new_x="LMARGIN", new_y="NEXT")

    def prose(self, words: str, *, size: float = 11, indent: float = 0) -> None:
        self.set_font("helvetica", "", size)
        if indent:
            self.set_x(self.l_margin + indent)
        self.multi_cell(0, size * 0.5, words, new_x="LMARGIN", new_y="NEXT")
        self.ln(size * 0.25)

    def rows(self, lines: Sequence[Sequence[str]]) -> None:
        self.set_font("helvetica", "", 10)
        with self.table() as table:
            for line in lines:
                row = table.row()
                for words in line:
                    row.cell(words)

    def bytes(self) -> bytes:
        return bytes(self.output())
