"""What several pages share: data for machines, the photo as sent, who is there."""

import json
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe

from relance.exchange.rules.photos import reencoded
from relance.exchange.rules.staff import Task
from relance.kernel import files
from relance.kernel.models import Account, Authority, StoredFile

_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def json_ld(data: dict[str, Any]) -> SafeString:
    """The data block of a page for machines; it runs nothing, so no policy stops it."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above


def account_of(request: HttpRequest) -> Account:
    """Who is signed in; the caller has checked that somebody is."""
    assert isinstance(request.user, Account)  # noqa: S101  # nobody else holds a right
    return request.user


def stored_photo(sent: "UploadedFile[bytes]", *, authority: Authority, by: Account) -> StoredFile:
    """The photo as it may be shown, kept. Raises BadPhoto, FileRefused."""
    return files.store(authority=authority, by=by, name="photo.jpg", content=reencoded(sent.read()))


def home_of(tasks: frozenset[Task]) -> str:
    """The page of a shop on which somebody who may do these tasks begins; empty: none."""
    pages = {Task.ORDERS: "day", Task.LINES: "day", Task.PRICES: "catalogue", Task.CARD: "card"}
    return next((f"exchange:{page}" for task, page in pages.items() if task in tasks), "")


def visitor_of(request: HttpRequest) -> str:
    """What tells this visitor from another: their account, else their session."""
    if isinstance(request.user, Account):
        return f"account:{request.user.pk}"
    if not request.session.session_key:
        request.session.create()
    return f"session:{request.session.session_key}"


def public_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page that anybody may read; what it shows to somebody signed in is kept by nobody."""
    answer = render(request, template, context, status=status)
    if request.user.is_authenticated:
        patch_cache_control(answer, private=True)
    return answer


def sent_in(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: texts and files of a POST, nothing before."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
