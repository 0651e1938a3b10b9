"""What serves the look: the accent of an authority, the languages, what the law asks to publish."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel import colour


@require_safe
@cache_control(public=True, immutable=True, max_age=365 * 24 * 3600)
def accent(request: HttpRequest, digits: str) -> HttpResponse:
    """The style sheet of one colour; another colour has another address, so it is kept for ever."""
    return HttpResponse(colour.style_sheet(f"#{digits}"), content_type="text/css; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the screens; goes back to `suite`, a page of ours."""
    after = request.POST.get("suite") or request.GET.get("suite") or "/"
    if not url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}):
        after = "/"
    chosen = request.POST.get("langue", "")
    if request.method != "POST" or chosen not in dict(settings.LANGUAGES):
        return render(request, "kernel/language.html", {"after": after, "languages": settings.LANGUAGES})
    answer = HttpResponse(status=303, headers={"Location": after})
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "kernel/accessibility.html")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "kernel/legal.html")
