"""One measure, joined: what the document says, and what each app can show about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel.panels import Subject, panels_for
from relance.kernel.permissions import authority_called
from relance.plans.queries import measure_page, published_measure


@require_safe
def measure(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """The measure of a published plan, with its panels."""
    who = authority_called(authority)
    shown = published_measure(authority=who, plan=plan, code=code)
    return render(
        request,
        "site/measure.html",
        {
            "authority": who,
            "plan": shown.plan,
            "measure": shown,
            "page": measure_page(shown),
            "word": shown.plan.words[1].label,
            "panels": panels_for(Subject("plans.measure", str(shown.pk), who), request.user),
        },
    )
