"""Envelopes, and every euro that leaves or enters them.

Answers for: votes, sub-envelopes, what is reserved, committed, paid, recovered, the waiting list.
Not for: who deserves an aid (`schemes`, `applications`) nor how a bank is told (`payments`).
Called by everybody above, only through `actions` and `queries`; it knows its callers by plain
references (kind, key) and imports none of them.
"""
