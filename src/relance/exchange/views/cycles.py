"""Grouped orders, for whoever buys in them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from relance.exchange.models import OrderCycle
from relance.exchange.queries.cycles import cycle_page, cycles_to_order
from relance.exchange.rules.buying.words import moment, span
from relance.exchange.views.common import public_page
from relance.kernel.models import Authority
from relance.kernel.permissions import authority_called
from relance.values.typography import locale_of


@require_safe
def groups(request: HttpRequest, authority: str) -> HttpResponse:
    """The grouped orders that are open, or will be."""
    who = authority_called(authority)
    now = timezone.now()
    rows = [
        {"cycle": one, "open": one.opens_at <= now, **_words(who, one)}
        for one in cycles_to_order(who, at=now)
    ]
    return render(request, "exchange/groups.html", {"authority": who, "cycles": rows})


@require_safe
def group(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    """One of them: what is sold, until when, where and when it is fetched."""
    who = authority_called(authority)
    page = cycle_page(who, pk, at=timezone.now())
    context = {"authority": who, "page": page, "cycle": page.cycle, **_words(who, page.cycle)}
    return public_page(request, "exchange/group.html", context)


def _words(who: Authority, cycle: OrderCycle) -> dict[str, str]:
    zone, locale = who.zone, locale_of(who.locale)
    same_day = cycle.pick_up_from.astimezone(zone).date() == cycle.pick_up_until.astimezone(zone).date()
    fetched = (
        span(cycle.pick_up_from, cycle.pick_up_until, zone, locale)
        if same_day
        else f"du {moment(cycle.pick_up_from, zone, locale)} au {moment(cycle.pick_up_until, zone, locale)}"
    )
    return {
        "opens": moment(cycle.opens_at, zone, locale),
        "closes": moment(cycle.closes_at, zone, locale),
        "fetched": fetched,
    }
