"""Pages of a plan that is run."""

from relance.plans.views.running.amendments import amend, amendments
from relance.plans.views.running.beside import act, add
from relance.plans.views.running.calendars import calendars, feed
from relance.plans.views.running.lists import board, bulk, cell, keep_filter, timeline, work
from relance.plans.views.running.money import money
from relance.plans.views.running.settings import settings
from relance.plans.views.running.sheets import export_list, reimport, reimported
from relance.plans.views.running.work import work_measure

__all__ = [
    "act",
    "add",
    "amend",
    "amendments",
    "board",
    "bulk",
    "calendars",
    "cell",
    "export_list",
    "feed",
    "keep_filter",
    "money",
    "reimport",
    "reimported",
    "settings",
    "timeline",
    "work",
    "work_measure",
]
