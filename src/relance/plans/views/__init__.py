"""Pages of plans: each finds its row with the right to it, calls one action or query, and answers."""

from relance.plans.views.coverage import add, left, take_back
from relance.plans.views.desk import desk, manage, present, send_document
from relance.plans.views.document import document
from relance.plans.views.exchange import export, restore
from relance.plans.views.measure import measure, scheme_draft
from relance.plans.views.place import page_image, place
from relance.plans.views.publish import publish, withdraw
from relance.plans.views.review import accept, correct, decide, review, undo
from relance.plans.views.shape import shape
from relance.plans.views.versions import settle, versions

__all__ = [
    "accept",
    "add",
    "correct",
    "decide",
    "desk",
    "document",
    "export",
    "left",
    "manage",
    "measure",
    "page_image",
    "place",
    "present",
    "publish",
    "restore",
    "review",
    "scheme_draft",
    "send_document",
    "settle",
    "shape",
    "take_back",
    "undo",
    "versions",
    "withdraw",
]
