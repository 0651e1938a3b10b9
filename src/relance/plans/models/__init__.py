"""The nouns of plans, one subject per file."""

from relance.plans.models.amount import AmountPer, AmountRole, AnnouncedAmount
from relance.plans.models.axis import Axis
from relance.plans.models.document import DocumentStatus, DocumentText, SourceDocument, digest_of
from relance.plans.models.fact import IN_WORDS, KEPT, Fact, FactKind, FactState
from relance.plans.models.finding import Finding, FindingBound
from relance.plans.models.measure import HorizonPrecision, Measure, MeasureKind
from relance.plans.models.parameter import AidParameter, ParameterKind
from relance.plans.models.partner import MeasurePartner, PartnerRole
from relance.plans.models.plan import AxisWord, MeasureWord, Plan, PlanState

__all__ = [
    "IN_WORDS",
    "KEPT",
    "AidParameter",
    "AmountPer",
    "AmountRole",
    "AnnouncedAmount",
    "Axis",
    "AxisWord",
    "DocumentStatus",
    "DocumentText",
    "Fact",
    "FactKind",
    "FactState",
    "Finding",
    "FindingBound",
    "HorizonPrecision",
    "Measure",
    "MeasureKind",
    "MeasurePartner",
    "MeasureWord",
    "ParameterKind",
    "PartnerRole",
    "Plan",
    "PlanState",
    "SourceDocument",
    "digest_of",
]
