"""How the demonstration's plan is followed."""

import pytest
from django.core import mail as outbox
from pytest_django import Settings

from relance.kernel.models import Account
from relance.plans.models import Feedback, NewsMail, Plan, Pledge, Update
from relance.plans.queries.following.asking import late_measures, today_of
from relance.plans.queries.following.indicators import indicators_of_plan
from relance.plans.queries.following.news import public_changes
from relance.plans.queries.following.pledges import pledges_of_plan, pledges_to_answer
from relance.site import demo
from relance.site.demo import following

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> demo.DemoWorld:
    settings.DEMO, settings.FILES_ROOT = True, tmp_path
    monkeypatch.setattr(demo, "LOADERS", ["relance.site.demo.plans:load", "relance.site.demo.following:load"])
    return demo.load()


def test_the_plan_of_the_town_is_followed_and_loading_again_adds_nothing(world: demo.DemoWorld) -> None:
    from django.utils import timezone

    plan = Plan.objects.of(world.valmont).get(state="published")
    today = today_of(world.valmont, timezone.now())

    # news: some public, some to be read, some late; and mails that ask for them
    assert {one.state for one in Update.objects.of(world.valmont)} == {"draft", "reviewed", "public"}
    assert late_measures(plan, today)
    assert public_changes(plan).filter(differences__isnull=False).exists()
    asking = [mail for mail in outbox.outbox if "où en" in mail.subject]
    assert asking
    assert all("/nouvelles/" in mail.body for mail in asking)

    # figures: one that starts from a finding of the document
    vacancy = next(
        one for one in indicators_of_plan(plan, public_only=True) if one.indicator.code == "locaux-vacants"
    )
    assert vacancy.baseline is not None
    assert vacancy.indicator.finding_id
    assert vacancy.drawing is not None

    # pledges: of a body that answers for its own, and of the ministry of another plan
    iris = Account.objects.get(email=following.PARTNER)
    assert len(pledges_to_answer(iris, world.valmont, today)) == 3
    assert any(one.late for one in pledges_of_plan(plan, today, public_only=True))
    replies = Plan.objects.everywhere("the examples").get(slug="reponses-du-ministere")
    answers = [len(one.targets) for one in pledges_of_plan(replies, today, public_only=True)]
    assert max(answers) == 4

    # readers
    assert {one.state for one in Feedback.objects.of(world.valmont)} == {"answered", "received"}

    mails = NewsMail.objects.of(world.valmont).count()
    pledges = Pledge.objects.everywhere("all of the demonstration").count()
    following.load(world)
    assert NewsMail.objects.of(world.valmont).count() == mails
    assert Pledge.objects.everywhere("all of the demonstration").count() == pledges
