"""Verbs of the exchange. Keyword arguments only; who acts is `by`, the moment `at`."""
