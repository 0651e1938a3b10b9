"""Writes of a plan that is run. Each takes who acts, when, and, where dates matter, today."""
