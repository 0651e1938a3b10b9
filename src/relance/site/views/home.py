"""The first page: what Relance is, who runs a plan with it, and whose plan it only shows."""

from itertools import groupby

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.exchange.models import Seller
from relance.kernel.models import Authority
from relance.plans.queries import published_plans
from relance.schemes.models import Call
from relance.site.demo import PASSWORD, PEOPLE
from relance.site.demo.casework_quebec import PEOPLE as NEIGHBOURS

WHY = "the first page says where one may apply and buy, in any authority that publishes a plan"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Authorities with their published plans, in two queries: those at work here before the others."""
    calls = Call.objects.everywhere(WHY).filter(opened_at__isnull=False, closed_at__isnull=True)
    shops = Seller.objects.everywhere(WHY)
    plans = (
        published_plans()
        .annotate(
            has_calls=Exists(calls.filter(authority=OuterRef("authority"))),
            has_shops=Exists(shops.filter(authority=OuterRef("authority"))),
        )
        .order_by("authority__name", "title")
    )
    authorities = [(who, list(their)) for who, their in groupby(plans, lambda plan: plan.authority)]
    at_work = [(who, their) for who, their in authorities if their[0].has_calls or their[0].has_shops]
    without_plan = Authority.objects.filter(Exists(calls.filter(authority=OuterRef("pk")))).exclude(
        pk__in=[who.pk for who, _ in authorities]
    )
    return render(
        request,
        "site/home.html",
        {
            "at_work": at_work,
            "without_plan": without_plan.order_by("name"),
            "authorities": [pair for pair in authorities if pair not in at_work],
            "people": (*PEOPLE, *NEIGHBOURS) if settings.DEMO else (),
            "password": PASSWORD,
        },
    )
