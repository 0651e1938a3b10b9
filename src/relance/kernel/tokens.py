"""The colours of the style sheet, read from it, and the contrasts that they must keep. Pure but for one file.

Goals: WCAG 2.2, 1.4.3 (text: 4.5) and 1.4.11 (edges of fields and drawings: 3).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from relance.kernel.colour import contrast

SHEET: Final = Path(__file__).parent / "static" / "relance" / "relance.css"
SURFACES: Final = ("paper", "sheet", "sunk")
PAIRS: Final = (
    *(("ink", surface, 4.5) for surface in SURFACES),
    *(("soft", surface, 4.5) for surface in SURFACES),
    *(("accent", surface, 4.5) for surface in SURFACES),
    ("on-accent", "accent", 4.5),
    *(
        (tone, surface, 4.5)
        for tone in ("good", "warn", "bad", "info")
        for surface in ("paper", f"{tone}-wash")
    ),
    ("ink", "warn-wash", 4.5),
    ("ink", "info-wash", 4.5),
    *(("edge", surface, 3.0) for surface in SURFACES),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tokens one on the other, in one scheme. `ratio` from 1 to 21."""

    front: str
    back: str
    dark: bool
    ratio: float
    goal: float

    @property
    def enough(self) -> bool:
        return self.ratio >= self.goal


@cache
def colours(*, dark: bool) -> dict[str, str]:
    """The colour tokens of a scheme: {"ink": "#211e1a", …}."""
    text = SHEET.read_text(encoding="utf-8")
    light_text, dark_text = text.split("@media (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light_text))
    if dark:
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark_text.split("@layer", 1)[0]))
    return found


def pairs() -> list[Pair]:
    """Every pair of tokens that meet on a page, in both schemes, with its contrast."""
    out = []
    for dark in (False, True):
        known = colours(dark=dark)
        for front, back, goal in PAIRS:
            out.append(Pair(front, back, dark, contrast(known[front], known[back]), goal))
    return out
