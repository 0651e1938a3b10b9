"""Applications: from the draft of a form to the decision and its letter.

Answers for: files and their states, pieces, corrections, instruction, alerts, ceilings, decisions one
by one and in bulk, letters. Not for: the rules themselves (`schemes`), money (`ledger`, told by acts),
payments after the award (`payments`).
Called by `site` and by the apps above, through actions, queries, permissions and models.
"""
