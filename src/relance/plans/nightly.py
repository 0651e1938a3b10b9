"""What plans do every night: ask for news, tell subscribers, erase what was kept long enough."""

from datetime import datetime

from relance.kernel.nightly import nightly
from relance.plans.actions.following.asking import ask_tonight
from relance.plans.actions.following.feedback import erase_old
from relance.plans.actions.following.subscribing import forget_unconfirmed, tell_subscribers


@nightly("plans.news")
def ask_for_news(now: datetime) -> str:
    return f"{ask_tonight(now=now)} demande(s) de nouvelles"


@nightly("plans.subscribers")
def tell_what_changed(now: datetime) -> str:
    return f"{tell_subscribers(now=now)} abonné(s) prévenu(s)"


@nightly("plans.forgetting")
def forget(now: datetime) -> str:
    """Names and addresses past their time, and subscriptions that nobody confirmed."""
    return f"{erase_old(now=now)} avis et {forget_unconfirmed(now=now)} abonnement(s) effacés"
