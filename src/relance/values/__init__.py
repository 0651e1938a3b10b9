"""Small frozen values: money, horizons, identifiers, typography.

Answers for: how such a value is compared, checked and printed in each locale.
Not for: storage, forms, anything that reads or writes. Imports no Django.
A library: any part of Relance may call it.
"""
