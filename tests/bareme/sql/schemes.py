"""Small schemes that the tests of SQL share."""

HEAD = """\
language: 1
scheme: essai
title: {fr: Essai}
kind: grant
currency: EUR
valid: {from: 2020-01-01}
applies_by: filing
beneficiary: firm
"""
RENT = (
    HEAD
    + """\
inputs:
  headcount: {type: integer, unit: people, label: {fr: Effectif}, register: headcount_bracket}
  rent: {type: money, unit: EUR/month, label: {fr: Loyer}}
parameters:
  headcount_limit: [{from: 2020-01-01, value: 10 people, reference: a}]
  months: [{from: 2020-01-01, value: 3 months, reference: a}]
  cap: [{from: 2020-01-01, value: 1500 EUR, reference: a}]
eligibility:
  small: {rule: headcount < headcount_limit, else: {fr: L’effectif est trop grand}}
amount: round_half_up(min(months * rent, cap), 0.01 EUR)
"""
)
