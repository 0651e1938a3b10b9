"""The treasurer walks from an envelope to a figure, to its rows, to another day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from relance.directory.models import Organisation
from relance.kernel.rules import Role
from relance.ledger import actions
from relance.ledger.actions import Ref, Section
from relance.values.money import Money
from tests.support.browser import Visitor
from tests.support.cast import Cast


@pytest.fixture
def fund(cast: Cast) -> int:
    """1,000 € voted in January, 400 € of them awarded in March, and somebody who waits."""
    town = Organisation.objects.create(name="Valmont-sur-Ouvèze", country="FR")
    said: dict[str, Any] = {"authority": cast.valmont, "by": cast.holding(Role.TREASURER)}
    january, march = (datetime(2026, month, 10, 9, tzinfo=UTC) for month in (1, 3))
    fund = actions.open_envelope(
        name="Aide aux loyers des commerces du centre ancien et des faubourgs",
        section=Section.OPERATING,
        shares={town: 1},
        odd_to=town,
        key="open",
        at=january,
        **said,
    )
    voted = {"cause": Ref("deliberation", "2026-01"), "on": january.date(), "at": january, **said}
    actions.vote(envelope=fund, amount=Money.of(1000, "EUR"), key="vote", **voted)
    decided = {"cause": Ref("decision", "1"), "on": date(2026, 3, 10), "at": march, **said}
    about: dict[str, Any] = {"envelope": fund, "case": Ref("award", "1")}
    actions.reserve(**about, amount=Money.of(400, "EUR"), key="reserve", **decided)
    actions.commit(**about, amount=Money.of(300, "EUR"), key="commit", **decided)
    actions.reserve(
        envelope=fund,
        case=Ref("award", "2"),
        amount=Money.of(900, "EUR"),
        complete_at=march,
        key="waits",
        **decided,
    )
    return fund


def test_a_figure_opens_onto_its_rows(visitor: Visitor, cast: Cast, fund: int) -> None:
    visitor.sign_in(cast.holding(Role.TREASURER))
    visitor.goto(f"/{cast.valmont.slug}/enveloppes/")
    visitor.check_access()

    visitor.page.get_by_role("link", name="Aide aux loyers").click()
    visitor.page.get_by_role("heading", level=1, name="Aide aux loyers").wait_for()
    visitor.check_access()
    visitor.page.get_by_role("link", name="Voir les écritures").and_(
        visitor.page.locator("[href*='chiffre=committed']")
    ).click()

    visitor.page.get_by_role("heading", level=1, name="Engagé").wait_for()
    visitor.page.get_by_role("cell", name="décision 1").wait_for()
    visitor.check_access()


def test_another_day_is_asked_for_and_shown(visitor: Visitor, cast: Cast, fund: int) -> None:
    visitor.sign_in(cast.holding(Role.TREASURER))
    visitor.goto(f"/{cast.valmont.slug}/enveloppes/{fund}/releve/")

    visitor.page.get_by_label("Au soir du").fill("2026-02-01")
    visitor.page.get_by_role("button", name="Établir le relevé").click()

    visitor.page.get_by_text("Relevé au soir du 1er février 2026, tel que connu ce jour-là.").wait_for()
    assert visitor.page.locator(".figure", has_text="Accordé").locator(".value").inner_text() == "0\xa0€"
    visitor.check_access()


def test_a_day_to_come_is_refused_beside_its_field(visitor: Visitor, cast: Cast, fund: int) -> None:
    visitor.sign_in(cast.holding(Role.TREASURER))

    visitor.goto(f"/{cast.valmont.slug}/enveloppes/{fund}/releve/?au=2199-01-01")

    visitor.page.get_by_text("Un relevé s’arrête au plus tard aujourd’hui.").first.wait_for()
    visitor.check_access()
