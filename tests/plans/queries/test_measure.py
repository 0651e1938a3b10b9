"""One measure with all that its plan says of it."""

import pytest

from relance.plans.models import AidParameter, Finding
from relance.plans.queries import budget_of, measure_page
from relance.plans.rules.budget import Aside
from relance.values.money import Money
from tests.plans import build

pytestmark = pytest.mark.django_db


def test_a_measure_comes_with_everything_around_it() -> None:
    plan = build.published(build.authority())
    first, fund, last = (build.measure(plan, words) for words in ("Avant", "Le fonds", "Après"))
    part = build.measure(plan, "Une part", parent=fund)
    build.partner(fund, "Région", "funder")
    build.amount(fund, 20)
    AidParameter.objects.create(
        authority=plan.authority, measure=fund, kind="rate", low="30", high="30", unit="percent"
    )
    Finding.objects.create(authority=plan.authority, plan=plan, measure=fund, paraphrase="Un sur cinq")

    page = measure_page(fund)

    assert (page.previous, page.next) == (first, last)
    assert page.parts == (part,)
    assert [str(partner) for partner in page.partners] == ["Région (Financeur)"]
    assert [str(finding) for finding in page.findings] == ["Un sur cinq"]
    assert [str(parameter) for parameter in page.parameters] == ["30\u00a0%"]
    assert [str(amount) for amount in page.amounts] == ["20\u00a0€"]
    assert page.same_words == ()


def test_a_reply_under_several_priorities_knows_its_other_places() -> None:
    plan = build.published(build.authority())
    reply, other, again = (
        build.measure(plan, words) for words in ("Le ministère veillera.", "Autre", "Le ministère  veillera.")
    )

    assert measure_page(reply).same_words == (again,)
    assert measure_page(other).same_words == ()


def test_the_first_and_the_last_measure_stand_at_the_ends() -> None:
    alone = build.measure(build.published(build.authority()))

    page = measure_page(alone)

    assert (page.previous, page.next) == (None, None)


def test_the_budget_of_a_plan_opens_onto_its_rows() -> None:
    plan = build.published(build.authority())
    total = build.amount(plan, 66_100_000)
    axis = build.axis(plan)
    fund, advances, plain = (build.measure(plan, axis=axis) for _ in range(3))
    added = [build.amount(fund, 20_000_000), build.amount(advances, 6_600_000)]
    ceiling = build.amount(fund, 0, role="detail", per="beneficiary", low=None, high=150_000)
    build.amount(build.measure(build.published(plan.authority)), 5)

    budget = budget_of(plan)

    assert budget.total == total
    assert [line.amount for line in budget.added] == added
    assert [(line.amount, line.aside) for line in budget.aside] == [(ceiling, Aside.DETAIL)]
    assert budget.account.unexplained == Money.of(39_500_000, "EUR")
    assert budget.without_figure == 1
    assert plain.pk
