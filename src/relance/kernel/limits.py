"""How often one may do what costs much: searching and sending files. Signing in is allauth's.

The same limiter as allauth's, so the same counting of addresses behind proxies, and the same
store, shared by every process (the database's cache table). Its public door does not count GET,
which is how one searches; so we come in by the door behind, and a test watches it.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest  # noqa: TID251  # a limit is counted on a request

SEARCH = "relance_search"
UPLOAD = "relance_upload"
INVITE = "relance_invite"
ANSWER = "relance_answer"
APPLY = "relance_apply"
WRITE = "relance_write"  # what anybody may write without an account

# How many / in how long / counted by what (an address), in allauth's notation.
RATES = {
    SEARCH: "60/m/ip",
    UPLOAD: "30/m/ip",
    INVITE: "30/h/ip",
    ANSWER: "1200/m/ip",  # a page of questions keeps nothing on the server: an office may share one address
    WRITE: "10/h/ip",
    APPLY: "30/m/ip",  # makes rows, sends mails
}

BY_ADDRESS = {"site:search": SEARCH, "exchange:find": SEARCH}
BY_POST = {
    "kernel:members": INVITE,
    "exchange:staff": INVITE,
    "applications:check": ANSWER,
    "applications:check_page": ANSWER,
    "applications:file_page": ANSWER,
    "applications:start": APPLY,
    "applications:find": APPLY,
    "applications:file_who": APPLY,
    "applications:file_check": APPLY,
    "applications:file_message": APPLY,
    "plans:partners": INVITE,
    "plans:subscribe": WRITE,
    "plans:feedback": WRITE,
}


def kind_of(request: HttpRequest) -> str:
    """Which limit this request counts against; empty for none."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if request.method == "GET":
        return BY_ADDRESS.get(name, "") if request.GET.get("q") else ""
    if request.method != "POST":
        return ""
    if name in BY_POST:
        return BY_POST[name]
    return UPLOAD if request.content_type == "multipart/form-data" and request.FILES else ""


def spend(request: HttpRequest, kind: str) -> bool:
    """Count this request; False when there were too many."""
    usage = ratelimit.consume(request, app="relance", action=kind, config=RATES, limit_get=True)
    return usage is not None
