"""Codes of measures: what names them in addresses, given once."""

import re
from collections.abc import Collection

from relance.values.typography import fold


def measure_code(number: str, rank: int, taken: Collection[str]) -> str:
    """The printed number where it is free ("11", "1.4" → "1-4"), else "m" and the rank.

    `rank` counts measures from 1; `taken` are the codes of the plan's other measures.
    """
    stem = re.sub(r"[^a-z0-9]+", "-", fold(number)).strip("-")[:24].strip("-")
    code = stem or f"m{rank}"
    while code in taken:
        rank += 1
        code = f"m{rank}" if not stem else f"{stem}-m{rank}"
    return code
