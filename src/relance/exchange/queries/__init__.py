"""Reads of the exchange: what is found, what a page shows, what the council sees."""
