"""The nouns of plans, one subject per file."""

from relance.plans.models.amendment import Amendment, FactPlace
from relance.plans.models.amount import AmountPer, AmountRole, AnnouncedAmount
from relance.plans.models.axis import Axis
from relance.plans.models.change import Change, ChangeKind
from relance.plans.models.contributor import Contributor, MeasureRole, RoleOnMeasure
from relance.plans.models.document import DocumentStatus, DocumentText, SourceDocument, digest_of
from relance.plans.models.fact import IN_WORDS, KEPT, Fact, FactKind, FactState
from relance.plans.models.finding import Finding, FindingBound
from relance.plans.models.forecast import Cost, Forecast, FundingState, Spending, TaxBasis
from relance.plans.models.indicator import (
    Indicator,
    IndicatorEffect,
    IndicatorPeriod,
    IndicatorValue,
    Trend,
    ValueState,
)
from relance.plans.models.listing import CalendarFeed, SavedFilter
from relance.plans.models.measure import HorizonPrecision, Measure, MeasureKind
from relance.plans.models.news import NewsCadence, NewsMail, NewsRequest, Snooze, Update, UpdateState
from relance.plans.models.note import (
    LEVELS,
    Attachment,
    CustomField,
    CustomValue,
    FieldKind,
    Level,
    Strategy,
    StrategyLink,
    WorkNote,
)
from relance.plans.models.parameter import AidParameter, ParameterKind
from relance.plans.models.partner import MeasurePartner, PartnerRole
from relance.plans.models.plan import AxisWord, MeasureWord, Plan, PlanState
from relance.plans.models.pledge import (
    AnswerState,
    PartnerAccount,
    Pledge,
    PledgeAnswer,
    PledgeKind,
    PledgeState,
    PledgeTarget,
)
from relance.plans.models.public import Feedback, FeedbackState, Subscription
from relance.plans.models.review import Omission, Presence, ReviewAct
from relance.plans.models.version import Becoming, MeasureVersion, PlanVersion, Succession, SuccessionKind
from relance.plans.models.work import (
    OPEN_STATUSES,
    Dependency,
    Formula,
    Priority,
    Running,
    Status,
    Task,
    Work,
    WorkChange,
)

__all__ = [
    "IN_WORDS",
    "KEPT",
    "LEVELS",
    "OPEN_STATUSES",
    "AidParameter",
    "Amendment",
    "AmountPer",
    "AmountRole",
    "AnnouncedAmount",
    "AnswerState",
    "Attachment",
    "Axis",
    "AxisWord",
    "Becoming",
    "CalendarFeed",
    "Change",
    "ChangeKind",
    "Contributor",
    "Cost",
    "CustomField",
    "CustomValue",
    "Dependency",
    "DocumentStatus",
    "DocumentText",
    "Fact",
    "FactKind",
    "FactPlace",
    "FactState",
    "Feedback",
    "FeedbackState",
    "FieldKind",
    "Finding",
    "FindingBound",
    "Forecast",
    "Formula",
    "FundingState",
    "HorizonPrecision",
    "Indicator",
    "IndicatorEffect",
    "IndicatorPeriod",
    "IndicatorValue",
    "Level",
    "Measure",
    "MeasureKind",
    "MeasurePartner",
    "MeasureRole",
    "MeasureVersion",
    "MeasureWord",
    "NewsCadence",
    "NewsMail",
    "NewsRequest",
    "Omission",
    "ParameterKind",
    "PartnerAccount",
    "PartnerRole",
    "Plan",
    "PlanState",
    "PlanVersion",
    "Pledge",
    "PledgeAnswer",
    "PledgeKind",
    "PledgeState",
    "PledgeTarget",
    "Presence",
    "Priority",
    "ReviewAct",
    "RoleOnMeasure",
    "Running",
    "SavedFilter",
    "Snooze",
    "SourceDocument",
    "Spending",
    "Status",
    "Strategy",
    "StrategyLink",
    "Subscription",
    "Succession",
    "SuccessionKind",
    "Task",
    "TaxBasis",
    "Trend",
    "Update",
    "UpdateState",
    "ValueState",
    "Work",
    "WorkChange",
    "WorkNote",
    "digest_of",
]
