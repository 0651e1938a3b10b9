"""Reading takes time in proportion to the length of the text, and little of it."""

import time
from pathlib import Path

from relance.reading.document import Document
from relance.reading.facts import extract
from relance.reading.readers.text import text_blocks

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
PAGE = 3000  # characters


def seconds(pages: int) -> float:
    base = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.txt")))
    text = (base * (pages * PAGE // len(base) + 1))[: pages * PAGE]
    document = Document(text=text, blocks=tuple(text_blocks(text)), format="text", sha256="")
    start = time.process_time()
    extract(document)
    return time.process_time() - start


def test_a_hundred_pages_take_ten_times_ten_pages() -> None:
    ten, hundred = min(seconds(10) for _ in range(2)), seconds(100)

    assert hundred < 20 * ten + 0.5
    assert hundred < 5  # 300 pages are promised in that time on an idle machine
