"""The money that the demonstration loads."""

from datetime import date

import pytest
from pytest_django import Settings

from relance.ledger import queries
from relance.ledger.models import Transfer
from relance.plans.queries.running.money import held_for
from relance.site import demo
from relance.site.demo import ledger
from tests.plans import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> demo.DemoWorld:
    settings.DEMO = True
    monkeypatch.setattr(demo, "LOADERS", ["relance.site.demo.ledger:load"])
    return demo.load()


def test_two_funds_are_there_and_their_books_hold(world: demo.DemoWorld) -> None:
    names = [one.name for one in queries.envelopes(world.valmont)]

    assert names == ["Avances remboursables aux artisans", "Loyers des boutiques à l’essai"]
    assert queries.faults(world.valmont) == []


def test_the_fund_for_rents_has_people_in_line(world: demo.DemoWorld) -> None:
    rents = queries.envelopes(world.valmont)[1]

    seen = queries.statement(world.valmont, rents.id, on=date(2026, 6, 1)).whole

    assert (seen.voted, seen.awarded, seen.paid, seen.available) == (700_000, 660_000, 345_000, 40_000)
    assert [place.key for place in queries.waiting_list(world.valmont, rents.id)] == [
        "demo:loyer-006:reserve",
        "demo:loyer-007:reserve",
    ]


def test_the_advances_are_shared_to_the_cent(world: demo.DemoWorld) -> None:
    advances = queries.envelopes(world.valmont)[0]

    seen = queries.statement(world.valmont, advances.id, on=date(2026, 12, 31))

    assert [part.figures.paid for part in seen.funders] == [600_050, 600_050]
    assert seen.whole.repaid == 99_900


def test_loading_again_writes_nothing_more(world: demo.DemoWorld) -> None:
    before = Transfer.objects.of(world.valmont).count()

    ledger.load(world)

    assert Transfer.objects.of(world.valmont).count() == before > 30


def test_each_fund_carries_out_a_measure_of_the_plan(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setattr(demo, "LOADERS", [])
    world = demo.load()
    plan = build.published(world.valmont)
    measures = [build.measure(plan, number=number) for number in ("1.2", "2.2")]

    ledger.load(world)

    held = held_for(plan, [one.pk for one in measures], date(2026, 6, 1))
    assert {(one.measure, one.name) for one in held} == {
        (measures[0].pk, "Avances remboursables aux artisans"),
        (measures[1].pk, "Loyers des boutiques à l’essai"),
    }
