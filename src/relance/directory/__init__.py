"""The shared register and each authority's own contacts.

Answers for: organisations (shared, read by all) and their names; the register of firms, copied from
official files with their date (legal units, establishments); later persons, households. Not for: what
an organisation does in a plan, or what a firm declares of itself.
Called by every app above it, through models, queries and actions.
"""
