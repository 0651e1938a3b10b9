"""Blocks → facts: what a document says, each fact with its place, exact words and confidence.

One public door: `extract(document, *, authority=None) -> Facts`. `to_json` gives them in the
form of the shared gold files. Inside: lines → noise → headings → outline → amounts,
horizons, partners, parameters, findings, each in its file.
"""

from relance.reading.facts.extract import extract
from relance.reading.facts.types import Facts
from relance.reading.facts.wire import to_json

__all__ = ["Facts", "extract", "to_json"]
