"""Reads of plans: what is public, what a page of it shows, its money, its texts.

Everything under `published`, `page`, `measure`, `budget` takes rows of published plans, or
a plan that the caller was given by a function that checked the right to it.
"""

from relance.plans.queries.budget import Budget, BudgetLine, budget_of
from relance.plans.queries.filters import Choices, MeasureFilter, choices_of, measures_of
from relance.plans.queries.measure import MeasurePage, measure_page, published_measure
from relance.plans.queries.page import Group, PlanPage, plan_page
from relance.plans.queries.passages import Passage, Piece, pieces_of, public_text
from relance.plans.queries.published import published_documents, published_plan, published_plans
from relance.plans.rules.addresses import passage_path
from relance.plans.rules.budget import Aside

__all__ = [
    "Aside",
    "Budget",
    "BudgetLine",
    "Choices",
    "Group",
    "MeasureFilter",
    "MeasurePage",
    "Passage",
    "Piece",
    "PlanPage",
    "budget_of",
    "choices_of",
    "measure_page",
    "measures_of",
    "passage_path",
    "pieces_of",
    "plan_page",
    "public_text",
    "published_documents",
    "published_measure",
    "published_plan",
    "published_plans",
]
