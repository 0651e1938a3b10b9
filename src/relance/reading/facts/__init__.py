"""Blocks → facts: what a document says, each fact with its place, exact words and confidence.

Public doors: `facts_of(document, *, authority=None) -> Facts` for any document, plan
spreadsheets included; `extract` for what is read as prose and tables. `to_json` gives them in
the form of the shared gold files. Inside: lines → noise → headings → outline → amounts,
horizons, partners, parameters, findings, each in its file.
"""

from relance.reading.facts.extract import extract
from relance.reading.facts.sheet import facts_of
from relance.reading.facts.types import Facts
from relance.reading.facts.wire import to_json

__all__ = ["Facts", "extract", "facts_of", "to_json"]
