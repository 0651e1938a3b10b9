"""From the published document to the measure.

Answers for: documents, drafts under review, plans, axes, measures, announced amounts,
findings. Not for: money voted or paid (`ledger`), nor how a text is read (`reading`).
Called by `site` and the instruments, through models, queries, actions, permissions.
"""
