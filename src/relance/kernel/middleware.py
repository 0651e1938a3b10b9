"""Turns expected refusals into pages and ends the scope of a request."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.files import FileHeld
from relance.kernel.scope import working_for

PAGES: dict[type[Exception], tuple[int, str]] = {
    Missing: (404, "404.html"),
    Refused: (403, "403.html"),
    FileHeld: (403, "403.html"),
}


class ScopeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with working_for(None):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NeedsAccount):
            return redirect_to_login(request.get_full_path())
        for kind, (status, template) in PAGES.items():
            if isinstance(exception, kind):
                return render(request, template, {"sentence": str(exception)}, status=status)
        return None
