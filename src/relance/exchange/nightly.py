"""What the exchange does every night."""

from datetime import datetime

from relance.exchange.actions import buying
from relance.exchange.actions.forgetting import forget_visitors
from relance.exchange.actions.showing import show_again
from relance.exchange.actions.staffing import forget_staff
from relance.exchange.models import Seller
from relance.kernel.models import Authority
from relance.kernel.nightly import nightly


@nightly("exchange.baskets")
def end_baskets(now: datetime) -> str:
    freed, gone = buying.free_ended(now), buying.forget_baskets(now)
    return f"{freed} réservations rendues, {gone} paniers oubliés"


@nightly("exchange.buyers")
def forget_buyers(now: datetime) -> str:
    return f"{buying.forget_buyers(now)} acheteurs oubliés"


@nightly("exchange.names")
def forget_names(now: datetime) -> str:
    wishes, addresses = forget_visitors(now)
    return f"{wishes} souhaits et {addresses} courriels de signalement oubliés"


@nightly("exchange.staff")
def forget_old_staff(now: datetime) -> str:
    return f"{forget_staff(now)} invitations et départs oubliés"


@nightly("exchange.showcase")
def show_todays_offers(now: datetime) -> str:
    """Offers that begin or end, and windows written by an earlier version, are shown as they are today."""
    towns = Seller.objects.everywhere("every town has its windows").values("authority")
    rows = 0
    for town in Authority.objects.filter(pk__in=towns):
        rows += show_again(authority=town, today=now.astimezone(town.zone).date())
    return f"{rows} vitrines écrites"
