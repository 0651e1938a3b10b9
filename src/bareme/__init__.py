"""Aid schemes as rules: exact in money, explained step by step.

Knows no web framework, no product and no clock: the date is always an argument.
Anybody may import it; it imports nothing of `relance`.

    scheme = bareme.load("fonds-loyer.yaml")
    decision = bareme.evaluate(scheme, {"headcount": 3, "monthly_rent": "620 EUR/month"}, on=date(2020, 7, 1))
    decision.verdict, decision.amount, decision.questions, decision.sentences("fr")

The language: docs/bareme/reference.md. Names are loaded when first used, so that importing costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bareme.decision import Decision as Decision
    from bareme.decision import Receipt as Receipt
    from bareme.decision import Rounding as Rounding
    from bareme.difference import differences as differences
    from bareme.errors import BaremeError as BaremeError
    from bareme.errors import FactsError as FactsError
    from bareme.errors import NotInForce as NotInForce
    from bareme.errors import Problem as Problem
    from bareme.errors import SchemeError as SchemeError
    from bareme.errors import Span as Span
    from bareme.errors import TermsError as TermsError
    from bareme.evaluation import evaluate as evaluate
    from bareme.loader import load as load
    from bareme.loader import loads as loads
    from bareme.loader import text_hash as text_hash
    from bareme.model import Scheme as Scheme
    from bareme.questions import Question as Question
    from bareme.reasons import Reason as Reason
    from bareme.shapes import json_schema as json_schema
    from bareme.terms import DueAmount as DueAmount
    from bareme.terms import due_date as due_date
    from bareme.terms import instalments as instalments
    from bareme.terms import repayments as repayments
    from bareme.terms import split as split
    from bareme.testing import TestReport as TestReport
    from bareme.testing import TestResult as TestResult
    from bareme.testing import run_tests as run_tests
    from bareme.values import NOT_APPLICABLE as NOT_APPLICABLE
    from bareme.values import UNKNOWN as UNKNOWN
    from bareme.values import Days as Days
    from bareme.values import Interval as Interval

_WHERE = {
    "decision": ("Decision", "Receipt", "Rounding"),
    "difference": ("differences",),
    "errors": ("BaremeError", "FactsError", "NotInForce", "Problem", "SchemeError", "Span", "TermsError"),
    "evaluation": ("evaluate",),
    "loader": ("load", "loads", "text_hash"),
    "model": ("Scheme",),
    "questions": ("Question",),
    "reasons": ("Reason",),
    "shapes": ("json_schema",),
    "terms": ("DueAmount", "due_date", "instalments", "repayments", "split"),
    "testing": ("TestReport", "TestResult", "run_tests"),
    "values": ("NOT_APPLICABLE", "UNKNOWN", "Days", "Interval"),
}
_HOME = {name: module for module, names in _WHERE.items() for name in names}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'bareme' has no attribute {name!r}")
    value = getattr(import_module(f"bareme.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
