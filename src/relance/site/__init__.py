"""Home, an authority's page, the joined measure page, search, demo.

Answers for: composing what each app can show. The only app that knows all others.
Nobody calls it.
"""
