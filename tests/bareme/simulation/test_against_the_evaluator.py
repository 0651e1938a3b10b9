"""Whatever the firms, a simulation answers what the evaluator, asked firm by firm, adds up to."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

import bareme
from bareme.simulation import Envelope, Loss, Simulation, TakeUp, Variant, simulate
from tests.bareme.simulation.firms import FIRMS
from tests.bareme.simulation.oracle import ON, TEXT, ZERO, Firm, cost, decided, draws, given, text, written

LOW = Variant(name="low", parameters={"cap": "700 EUR", "limit": "3 people"})
few = settings(max_examples=6, deadline=None)


def run(firms: list[Firm], **more: Any) -> Simulation:
    with tempfile.TemporaryDirectory() as folder:
        return simulate(text(), written(Path(folder) / "firmes.csv", firms), on=ON, threads=1, **more)


@few
@drawn(FIRMS)
def test_totals_and_their_bounds(firms: list[Firm]) -> None:
    decisions = decided(firms, text())

    totals = run(firms, distributed=False, funnel=False).text.totals

    verdicts = Counter(d.verdict for d in decisions)
    assert (totals.eligible, totals.to_be_checked) == (verdicts["eligible"], verdicts["to be checked"])
    assert (totals.undetermined, totals.not_eligible) == (verdicts["undetermined"], verdicts["not eligible"])
    assert totals.firms == len(firms) == sum(verdicts.values())
    assert (totals.cost.least, totals.cost.central, totals.cost.most) == cost(decisions, Decimal(1500))
    assert totals.beneficiaries.least <= totals.beneficiaries.central <= totals.beneficiaries.most


@few
@drawn(FIRMS)
def test_the_funnel_adds_up(firms: list[Firm]) -> None:
    decisions = decided(firms, text())
    tests = [[None if bareme.UNKNOWN is t else t for t in outcomes(firm)] for firm in firms]

    funnel = run(firms, distributed=False).funnel

    assert [step.condition for step in funnel] == ["small", "pledged", "enough"]
    assert [s.refused for s in funnel] == [sum(t[i] is False for t in tests) for i in range(3)]
    assert [s.unknown for s in funnel] == [sum(t[i] is None for t in tests) for i in range(3)]
    assert [s.alone for s in funnel] == [
        sum(t[i] is False and t.count(False) == 1 for t in tests) for i in range(3)
    ]
    assert sum(s.falls for s in funnel) == sum(d.verdict == "not eligible" for d in decisions)
    assert funnel[-1].left == sum(d.verdict != "not eligible" for d in decisions)
    assert [funnel[0].left + funnel[0].falls] + [s.left + s.falls for s in funnel[1:]] == [
        len(firms), funnel[0].left, funnel[1].left
    ]  # fmt: skip


def outcomes(firm: Firm) -> list[Any]:
    decision = bareme.evaluate(text(), firm.facts(), on=ON)
    return list(decision.tests)


@few
@drawn(FIRMS)
def test_winners_losers_and_the_others_are_everybody(firms: list[Firm]) -> None:
    before, after = decided(firms, text()), decided(firms, text(LOW.parameters))
    moves = [(given(b), given(a)) for b, a in zip(before, after, strict=True)]

    compared = run(firms, variants=[LOW], distributed=False, funnel=False).variants[0].compared

    assert compared is not None
    assert compared.winners + compared.losers + compared.same + compared.unknown == len(firms)
    assert compared.unknown == sum(b is None or a is None for b, a in moves)
    assert compared.losers == sum(b is not None and a is not None and a < b for b, a in moves)
    assert compared.lost == sum((b - a for b, a in moves if b is not None and a is not None and a < b), ZERO)
    assert compared.gained == sum(
        (a - b for b, a in moves if b is not None and a is not None and a > b), ZERO
    )


@few
@drawn(FIRMS)
def test_groups_add_up_to_the_whole(firms: list[Firm]) -> None:
    result = run(firms, by=["town"], variants=[LOW], distributed=False, funnel=False)

    for answer in (result.text, *result.variants):
        groups = dict(answer.groups)["town"]
        assert sum(g.firms for g in groups) == len(firms)
        assert sum(g.undetermined for g in groups) == answer.totals.undetermined
        assert sum((g.cost.central for g in groups), ZERO) == answer.totals.cost.central
        assert {g.value for g in groups} == {firm.town or None for firm in firms}


@few
@drawn(FIRMS, st.integers(0, 8000), st.sampled_from(["first_come", "pro_rata", "rank"]), st.booleans())
def test_an_envelope_is_never_exceeded(firms: list[Firm], limit: int, served: Any, dated: bool) -> None:
    envelope = Envelope(amount=Decimal(limit), served=served, filed="filed" if dated else None,
                        rank="months_asked" if served == "rank" else None)  # fmt: skip
    awards = {f.siret: a for f, d in zip(firms, decided(firms, text()), strict=True) if (a := given(d))}
    asked = sum(awards.values(), ZERO)

    (spent,) = run(firms, envelope=envelope, distributed=False, funnel=False).text.spending

    assert spent.asked == asked
    assert spent.paid <= limit
    assert spent.paid_firms + spent.left == spent.applicants == len(awards)
    assert sum((share.amount for share in spent.shares), ZERO) == spent.paid
    if served == "pro_rata":
        assert spent.paid == min(asked, Decimal(limit))
        return
    order = sorted(awards, key=lambda siret: key(firms[int(siret)], ranked=served == "rank", dated=dated))
    paid, so_far, first_left = ZERO, ZERO, None
    for siret in order:
        so_far += awards[siret]
        if so_far <= limit:
            paid += awards[siret]
        elif first_left is None:
            first_left = firms[int(siret)].filed
    assert spent.paid == paid
    assert spent.runs_out == (first_left if served == "first_come" and dated else None)
    assert spent.order_drawn is (served == "first_come" and not dated)


def key(firm: Firm, *, ranked: bool, dated: bool) -> tuple[int, date, int]:
    return (-firm.term if ranked else 0, firm.filed if dated else ON, draws(firm.siret, 1)[1])


@few
@drawn(FIRMS, st.integers(1, 3))
def test_take_up_only_grows_and_its_draws_are_those_of_the_firm(firms: list[Firm], seed: int) -> None:
    scenarios = [TakeUp(name=n, rate=Decimal(r)) for n, r in (("low", "0.3"), ("high", "0.7"), ("all", "1"))]
    awards = {f.siret: a for f, d in zip(firms, decided(firms, text()), strict=True) if (a := given(d))}

    result = run(firms, take_up=scenarios, seed=seed, variants=[LOW], distributed=False, funnel=False)

    found = result.text.spending
    assert [s.applicants for s in found] == [
        sum(draws(siret, seed)[0] < scenario.below for siret in awards) for scenario in scenarios
    ]
    assert found[0].asked <= found[1].asked <= found[2].asked == sum(awards.values(), ZERO)
    assert all(v.applicants <= t.applicants for v, t in zip(result.variants[0].spending, found, strict=True))


@few
@drawn(FIRMS)
def test_repayments_are_those_of_each_advance(firms: list[Firm]) -> None:
    expected: Counter[int] = Counter()
    lost = 0
    for decision in decided(firms, text()):
        amount = given(decision)
        if not amount:
            continue
        try:
            schedule = bareme.repayments(decision, amount, paid=ON)
        except bareme.TermsError:
            lost += 1
            continue
        for part in schedule:
            assert part.due is not None
            expected[part.due.year] += int(part.amount * 100)

    (spent,) = run(
        firms, losses=[Loss(name="rude", rate=Decimal("0.1"))], distributed=False, funnel=False
    ).text.spending

    assert spent.repayments is not None
    assert {y.year: int(y.due * 100) for y in spent.repayments.years} == dict(expected)
    assert spent.repayments.unscheduled == lost
    for year in spent.repayments.years:
        (scenario,) = year.lost
        assert scenario == ("rude", (year.due * 10 // 1) / 100)


@few
@drawn(FIRMS)
def test_the_distribution_counts_every_award_once(firms: list[Firm]) -> None:
    awards = sorted(a for d in decided(firms, text()) if (a := given(d)))

    found = run(firms, funnel=False).text.distribution

    assert found is not None
    assert found.firms == sum(c.firms for c in found.classes) == len(awards)
    assert sum((c.amount for c in found.classes), ZERO) == sum(awards, ZERO)
    if awards:
        assert (found.least, found.most) == (awards[0], awards[-1])
        assert found.deciles == tuple(awards[-(-len(awards) * rank // 10) - 1] for rank in range(1, 10))


@few
@drawn(FIRMS)
def test_shares_are_split_award_by_award(firms: list[Firm]) -> None:
    scheme = text(of=TEXT)
    parts: Counter[str] = Counter()
    for decision in decided(firms, scheme):
        amount = given(decision)
        if amount:
            for name, part in bareme.split(scheme, amount).items():
                parts[name] += int(part * 100)

    (spent,) = run(
        firms, take_up=[TakeUp(name="all", rate=Decimal(1))], distributed=False, funnel=False
    ).text.spending

    assert {s.funder: int(s.amount * 100) for s in spent.shares} == {
        "city": parts["city"],
        "region": parts["region"],
    }
