"""Secret addresses at which calendars read the dates of a plan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel.errors import Missing
from relance.kernel.permissions import authority_called
from relance.plans.actions.running.keeping import close_feed, digest_of, open_feed
from relance.plans.models import CalendarFeed
from relance.plans.permissions import acting, works_for
from relance.plans.queries.running.calendar import calendar_of, feed_called
from relance.plans.rules.addresses import manage_path, work_path


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """One's own addresses: made, shown once, taken back."""
    found = works_for(request.user, authority, plan)
    by, shown = acting(request.user), ""
    if request.method == "POST":
        gone = request.POST.get("revoquer", "")
        if gone:
            if not gone.isdecimal() or len(gone) > 18:
                raise Missing("Cette adresse n’est pas à vous, ou n’existe plus.")
            close_feed(plan=found, by=by, at=timezone.now(), feed_id=int(gone))
            messages.success(
                request, "L’adresse est révoquée. Les agendas qui la lisaient ne reçoivent plus rien."
            )
            return redirect(reverse("plans:work_calendars", args=[authority, plan]))
        _, secret = open_feed(plan=found, by=by, at=timezone.now(), mine="mes" in request.POST)
        shown = request.build_absolute_uri(reverse("plans:work_feed", args=[authority, secret]))
    context = {
        "authority": found.authority,
        "plan": found,
        "feeds": CalendarFeed.objects.of(found.authority).filter(
            plan=found, owner=by, revoked_at__isnull=True
        ),
        "shown": shown,
        "list_url": work_path(authority, plan),
        "manage": manage_path(authority, plan),
    }
    return render(request, "plans/running/calendars.html", context)


@require_safe
def feed(request: HttpRequest, authority: str, secret: str) -> HttpResponse:
    """The calendar itself, for whoever has its address."""
    owner = authority_called(authority)
    found = feed_called(owner, digest_of(secret))
    root = request.build_absolute_uri("/").rstrip("/")
    answer = HttpResponse(
        calendar_of(found, timezone.now(), root), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="plan.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
