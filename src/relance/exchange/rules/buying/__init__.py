"""Decisions about prices, offers, stock, slots and steps of an order: facts in, answer out."""
