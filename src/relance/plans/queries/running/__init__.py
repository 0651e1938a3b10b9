"""Reads of a plan that is run: who leads, where measures stand, their lists and their money.

`leads_of` and `pilot_of` are for whoever writes to leads; `work_of` for pages of one measure.
"""

from relance.plans.queries.running.leading import lead_of, leads_of, pilot_of

__all__ = ["lead_of", "leads_of", "pilot_of"]
