"""What plans do every night."""

from datetime import timedelta

import pytest
from django.core import mail as outbox

from relance.kernel import nightly
from relance.kernel.jobs import run_waiting
from relance.kernel.nightly import Outcome
from tests.plans import follow
from tests.plans.build import AT
from tests.support.cast import Cast

OURS = ("plans.forgetting", "plans.news", "plans.subscribers")


@pytest.fixture
def tonight(cast: Cast) -> None:
    """A plan that is followed, with a subscriber and a message a year old."""
    plan = follow.followed(cast.valmont, by=cast.alice, measures=2)
    follow.subscriber(plan)
    follow.subscriber(plan, "never@x.example", confirmed=False)
    follow.written(plan, name="Lou", email="lou@x.example")
    follow.public_update(plan.measures.all()[0], by=cast.alice)


def said(days: int) -> dict[str, str]:
    outcomes: list[Outcome] = nightly.run_all(AT + timedelta(days=days))
    assert not [one for one in outcomes if one.name in OURS and one.error]
    return {one.name: one.said for one in outcomes if one.name in OURS}


def test_the_night_asks_tells_and_forgets_and_says_how_much(tonight: None) -> None:
    assert said(1) == {
        "plans.forgetting": "0 avis et 0 abonnement(s) effacés",
        "plans.news": "1 demande(s) de nouvelles",
        "plans.subscribers": "1 abonné(s) prévenu(s)",
    }


def test_twice_on_one_night_sends_nothing_twice(tonight: None) -> None:
    said(1)
    run_waiting()
    sent = len(outbox.outbox)

    said(1)
    run_waiting()

    assert len(outbox.outbox) == sent


def test_a_year_later_names_and_addresses_are_gone(tonight: None) -> None:
    assert said(366)["plans.forgetting"] == "1 avis et 1 abonnement(s) effacés"
