"""Pages about following a plan, one subject per file."""

from relance.plans.views.following.answering import news_answer
from relance.plans.views.following.changes import changes, changes_atom
from relance.plans.views.following.evidence import evidence
from relance.plans.views.following.inbox import inbox, inbox_one
from relance.plans.views.following.indicators import (
    indicator,
    indicator_act,
    indicator_add,
    indicator_decide,
    indicator_desk,
    indicator_edit,
    indicator_lock,
    indicator_manage,
    indicators,
)
from relance.plans.views.following.news import news, news_act, news_log, news_moderate, news_write
from relance.plans.views.following.pledges import (
    partner,
    partner_remove,
    partners,
    pledge_decide,
    pledge_desk,
    pledge_replies,
    pledges,
)
from relance.plans.views.following.readers import (
    feedback,
    feedback_follow,
    subscribe,
    subscribe_confirm,
    subscribe_stop,
)
from relance.plans.views.following.sheets import indicator_import, indicator_values

__all__ = [
    "changes",
    "changes_atom",
    "evidence",
    "feedback",
    "feedback_follow",
    "inbox",
    "inbox_one",
    "indicator",
    "indicator_act",
    "indicator_add",
    "indicator_decide",
    "indicator_desk",
    "indicator_edit",
    "indicator_import",
    "indicator_lock",
    "indicator_manage",
    "indicator_values",
    "indicators",
    "news",
    "news_act",
    "news_answer",
    "news_log",
    "news_moderate",
    "news_write",
    "partner",
    "partner_remove",
    "partners",
    "pledge_decide",
    "pledge_desk",
    "pledge_replies",
    "pledges",
    "subscribe",
    "subscribe_confirm",
    "subscribe_stop",
]
