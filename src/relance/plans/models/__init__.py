"""The nouns of plans, one subject per file."""

from relance.plans.models.amendment import Amendment, FactPlace
from relance.plans.models.amount import AmountPer, AmountRole, AnnouncedAmount
from relance.plans.models.axis import Axis
from relance.plans.models.document import DocumentStatus, DocumentText, SourceDocument, digest_of
from relance.plans.models.fact import IN_WORDS, KEPT, Fact, FactKind, FactState
from relance.plans.models.finding import Finding, FindingBound
from relance.plans.models.measure import HorizonPrecision, Measure, MeasureKind
from relance.plans.models.parameter import AidParameter, ParameterKind
from relance.plans.models.partner import MeasurePartner, PartnerRole
from relance.plans.models.plan import AxisWord, MeasureWord, Plan, PlanState
from relance.plans.models.review import Omission, Presence, ReviewAct

__all__ = [
    "IN_WORDS",
    "KEPT",
    "AidParameter",
    "Amendment",
    "AmountPer",
    "AmountRole",
    "AnnouncedAmount",
    "Axis",
    "AxisWord",
    "DocumentStatus",
    "DocumentText",
    "Fact",
    "FactKind",
    "FactPlace",
    "FactState",
    "Finding",
    "FindingBound",
    "HorizonPrecision",
    "Measure",
    "MeasureKind",
    "MeasurePartner",
    "MeasureWord",
    "Omission",
    "ParameterKind",
    "PartnerRole",
    "Plan",
    "PlanState",
    "Presence",
    "ReviewAct",
    "SourceDocument",
    "digest_of",
]
