"""What a simulation must answer, worked out firm by firm by the evaluator: slow, and plain to read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import bareme
from bareme.model import Scheme
from bareme.populations.files import Population, open_population

ON = date(2020, 7, 1)
ZERO = Decimal(0)
RULES = """\
inputs:
  headcount: {type: integer, unit: people, label: {fr: Effectif}, register: headcount_bracket}
  rent: {type: money, unit: EUR/month, max: 100000, label: {fr: Loyer}}
  months_asked: {type: duration, unit: months, max: 120, label: {fr: Durée}}
questions: {charter: {fr: Charte signée ?}}
parameters:
  limit: [{from: 2020-01-01, value: 10 people, reference: article 1}]
  months: [{from: 2020-01-01, value: 3 months, reference: article 2}]
  least_rent: [{from: 2020-01-01, value: 100 EUR/month, reference: article 2}]
  cap: [{from: 2020-01-01, value: 1500 EUR, scope: award, reference: article 2}]
  pause: [{from: 2020-01-01, value: 2 months, reference: article 3}]
eligibility:
  small: {rule: headcount < limit, else: {fr: Trop grand}}
  pledged: {rule: charter, else: {fr: Sans charte}}
  enough: {rule: rent >= least_rent, else: {fr: Trop petit loyer}}
"""
AMOUNT = "amount: min(months * rent, cap)\n"
FUNDED = """\
envelope:
  amount: [{from: 2020-01-01, value: 5000 EUR, reference: article 4}]
  served: first_come
  funders: [{name: city, key: 2, label: {fr: Ville}}, {name: region, key: 1.5, label: {fr: Région}}]
  odd_cent: region
repayment: {term: months_asked, grace: pause, every: month, odd_cent: last}
"""
HEAD = """\
language: 1
scheme: essai
title: {fr: Essai}
kind: advance
currency: EUR
valid: {from: 2020-01-01}
applies_by: filing
beneficiary: firm
"""
TEXT = HEAD + RULES + AMOUNT + FUNDED


@dataclass(frozen=True, slots=True)
class Firm:
    """One row of the file."""

    siret: str
    town: str
    bracket: str | None
    charter: bool | None
    rent: Decimal | None
    term: int
    filed: date

    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = {"rent": self.rent, "charter": self.charter, "months_asked": self.term}
        return found | ({"headcount_bracket": self.bracket} if self.bracket else {})


def written(path: Path, firms: Sequence[Firm]) -> Population:
    """The firms as a CSV file, opened."""
    lines = ["siret,town,headcount_bracket,charter,rent,months_asked,filed"]
    for f in firms:
        charter = {True: "oui", False: "non", None: ""}[f.charter]
        rent = "" if f.rent is None else str(f.rent)
        lines.append(f"{f.siret},{f.town},{f.bracket or ''},{charter},{rent},{f.term},{f.filed}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_population(path)


def text(parameters: Mapping[str, str] | None = None, *, of: str = TEXT) -> Scheme:
    return bareme.loads(of, path="essai.yaml", parameters=parameters)


def decided(firms: Sequence[Firm], scheme: Scheme) -> list[bareme.Decision]:
    return [bareme.evaluate(scheme, firm.facts(), on=ON) for firm in firms]


def given(decision: bareme.Decision) -> Decimal | None:
    """What a firm receives in the central case; None if nobody knows."""
    if decision.verdict == "not eligible":
        return ZERO
    if decision.verdict == "undetermined":
        return None
    assert isinstance(decision.amount, Decimal)
    return decision.amount


def cost(
    decisions: Sequence[bareme.Decision], ceiling: Decimal | None
) -> tuple[Decimal, Decimal, Decimal | None]:
    """At least, in the central case, at most; `ceiling`: what counts for whom nothing else bounds."""
    open_ = [d for d in decisions if d.verdict == "undetermined"]
    certain = [d.amount for d in decisions if d.verdict == "eligible"]
    certain += [d.least for d in open_ if d.met is True and isinstance(d.least, Decimal)]
    least = sum((amount for amount in certain if isinstance(amount, Decimal)), ZERO)
    highest = [most for d in open_ if isinstance(most := d.most if d.most is not None else ceiling, Decimal)]
    if len(highest) < len(open_):
        return least, least, None
    sure = sum(
        (d.amount for d in decisions if isinstance(d.amount, Decimal) and d.verdict == "eligible"), ZERO
    )
    return least, least, sure + sum(highest, ZERO)


def draws(siret: str, seed: int) -> tuple[int, int]:
    """Both draws of a firm: whether it applies, and its turn."""
    hashed = hashlib.md5(f"{siret}|{seed}".encode(), usedforsecurity=False).hexdigest()
    return int(hashed[:15], 16), int(hashed[16:31], 16)
