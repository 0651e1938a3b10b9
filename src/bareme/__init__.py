"""Aid schemes as rules: exact in money, explained step by step.

Knows no web framework, no product and no clock: the date is always an argument.
Anybody may import it; it imports nothing of `relance`.
"""
