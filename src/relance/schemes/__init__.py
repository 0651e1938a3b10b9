"""Schemes of aid as dated texts of rules, and the calls that open them.

Answers for: the stored texts and which of them applies, what they compute (through `bareme`), calls
with their window, pieces and delegations, the legal ground without which none opens.
Not for: who applied (`applications`) nor what is left of an envelope (`ledger`).
Called by `applications` and `site`, through actions, queries, permissions and models.
"""
