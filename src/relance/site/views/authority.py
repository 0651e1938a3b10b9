"""An authority and its published plans."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel.permissions import authority_called, rights_in
from relance.kernel.rules import Right
from relance.plans.queries import published_plans


@require_safe
def authority(request: HttpRequest, authority: str) -> HttpResponse:
    """What it publishes; for its own people, the ways to their work."""
    who = authority_called(authority)
    return render(
        request,
        "site/authority.html",
        {
            "authority": who,
            "plans": published_plans(authority=who),
            "rights": rights_in(request.user, who),
            "Right": Right,
        },
    )
