"""The rows behind a figure, page by page, and what each leads to."""

from collections.abc import Collection, Mapping

import pytest
from django.test import Client
from django.urls import reverse

from relance.directory.models import Organisation
from relance.kernel import panels
from relance.kernel.models import Authority
from relance.kernel.rules import Role
from relance.ledger import queries
from relance.ledger.actions import Ref
from relance.ledger.queries import Basis, cut
from relance.ledger.queries.journal import behind
from relance.ledger.rules.figures import INFLOWS, LABELS, MADE_OF
from tests.ledger.books import DAY, RENT, Till, euros
from tests.support.cast import Cast, sign_in


@pytest.fixture
def lise(cast: Cast, client: Client) -> Client:
    """The browser of somebody who may read and nothing else."""
    return sign_in(client, cast.holding(Role.READER))


def rows(client: Client, till: Till, envelope: int, **asked: str) -> str:
    response = client.get(reverse("ledger:rows", args=[till.authority.slug, envelope]), asked)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("figure", list(MADE_OF))
def test_every_figure_has_its_page(lise: Client, till: Till, fund: int, figure: str) -> None:
    shown = rows(lise, till, fund, chiffre=figure)

    assert f"« {LABELS[figure]} »" in shown  # no-break spaces, made plain by rows()


@pytest.mark.parametrize("figure", ["voted", "awarded", "committed", "paid", "available", "repaid", "reused"])
def test_the_rows_of_a_figure_sum_to_it(till: Till, shared: int, figure: str) -> None:
    on = {"envelope": shared, "case": RENT}
    till.reserve(**on, amount=euros("333.33"))
    till.commit(**on, amount=euros("300.01"))
    till.pay(**on, amount=euros("200.01"), key="p")
    till.reject(payment="p", amount=euros("50.01"))
    till.repay(**on, amount=euros("10.03"), reuse=True)
    till.release(**on, amount=euros("3.33"))
    at = cut(on=DAY, basis=Basis.KNOWN, zone=till.authority.zone)

    kinds = MADE_OF[figure]
    found = behind(till.authority, shared, at, kinds).page(1).object_list
    sign = -1 if INFLOWS & set(kinds) else 1
    total = sum(sign * (row.amount if row.target.kind in kinds else -row.amount) for row in found)

    seen = queries.statement(till.authority, shared, on=DAY).whole
    assert total == getattr(seen, figure)


def test_many_rows_come_in_pages(lise: Client, till: Till, fund: int) -> None:
    for _ in range(53):
        till.amend(envelope=fund, amount=euros(1))

    first, second = rows(lise, till, fund), rows(lise, till, fund, page="2")

    assert first.count("<tr>") == 51
    assert second.count("<tr>") == 5
    assert "page=2" in first


def test_a_row_leads_to_the_page_of_its_cause(
    lise: Client, till: Till, fund: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def addresses(authority: Authority, keys: Collection[str]) -> Mapping[str, panels.Address]:
        return {key: panels.Address(f"/deliberations/{key}/", f"Délibération {key}") for key in keys}

    monkeypatch.setattr(panels, "_addresses", {"deliberation": addresses})

    shown = rows(lise, till, fund)

    assert '<a href="/deliberations/2026-12/">Délibération 2026-12</a>' in shown


def test_the_words_of_a_row_are_never_markup(lise: Client, till: Till, fund: int) -> None:
    till.amend(envelope=fund, amount=euros(1), cause=Ref("<script>", "<b>1</b>"))

    shown = rows(lise, till, fund)

    assert "<script> <b>" not in shown
    assert "&lt;b&gt;1&lt;/b&gt;" in shown


def test_the_rows_of_a_branch_are_those_of_its_envelopes(
    lise: Client, till: Till, fund: int, town: Organisation
) -> None:
    child = till.open(name="Appel", shares={town: 1}, odd_to=town, parent=fund)
    till.allot(envelope=fund, to=child, amount=euros(5))
    till.amend(envelope=fund, amount=euros(1))

    assert rows(lise, till, fund).count("<tr>") == 5
    assert rows(lise, till, child).count("<tr>") == 2


def test_rows_of_a_day_stop_at_that_day(lise: Client, till: Till, fund: int) -> None:
    assert "Aucune ligne." in rows(lise, till, fund, au="2026-03-01")
