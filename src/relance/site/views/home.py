"""The first page: who publishes plans here."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.plans.queries import published_plans


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Authorities with their published plans, in one query."""
    plans = published_plans().order_by("authority__name", "title")
    return render(
        request,
        "site/home.html",
        {"authorities": [(who, list(their)) for who, their in groupby(plans, lambda plan: plan.authority)]},
    )
