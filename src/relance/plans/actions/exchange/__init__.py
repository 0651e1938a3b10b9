"""Takes an exported plan in again: here, for another authority, or in another installation."""

from relance.plans.actions.exchange.report import Change, ExchangeReport, Outcome, RowReport
from relance.plans.actions.exchange.restore import restore

__all__ = ["Change", "ExchangeReport", "Outcome", "RowReport", "restore"]
