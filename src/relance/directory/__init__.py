"""The shared register and each authority's own contacts.

Answers for: organisations (shared, read by all) and their names; later establishments,
communes, persons, households. Not for: what an organisation does in a plan.
Called by every app above it, through models, queries and actions.
"""
