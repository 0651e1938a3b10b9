"""Decisions of the exchange: pure, with the facts and the moment as arguments."""
