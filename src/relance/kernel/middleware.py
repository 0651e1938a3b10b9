"""What surrounds every page: its number in the logs, its scope, expected refusals, limits."""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relance.kernel import limits
from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.files import FileHeld
from relance.kernel.logs import request_id
from relance.kernel.scope import answering

log = logging.getLogger("relance.access")

Answer = Callable[[HttpRequest], HttpResponse]

PAGES: dict[type[Exception], tuple[int, str]] = {
    Missing: (404, "404.html"),
    Refused: (403, "403.html"),
    FileHeld: (403, "403.html"),
}
# What the platform can do that no page of ours does.
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


class RequestMiddleware:
    """Gives each request a number, and writes one line about it: the kind of page, never its address."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        token = request_id.set(number)
        began = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
            match = request.resolver_match
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "page": match.view_name if match else "",
                    "status": response.status_code,
                    "ms": round((time.monotonic() - began) * 1000),
                },
            )
            return response
        finally:
            request_id.reset(token)


class ScopeMiddleware:
    """Ends the scope of a request with it, and turns expected refusals into pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        kind = limits.kind_of(request)
        if kind and not limits.spend(request, kind):
            response = render(request, "429.html", status=429)
            response["Retry-After"] = "60"
            return response
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NeedsAccount):
            return redirect_to_login(request.get_full_path())
        for kind, (status, template) in PAGES.items():
            if isinstance(exception, kind):
                return render(request, template, {"sentence": str(exception)}, status=status)
        return None
