"""A plan as tables of cells: what is exported, under which names, and how each value is written."""

from relance.plans.queries.exchange.export import book_of, export_plan
from relance.plans.queries.exchange.spec import LAYOUT, TABLES, Column, TableSpec

__all__ = ["LAYOUT", "TABLES", "Column", "TableSpec", "book_of", "export_plan"]
