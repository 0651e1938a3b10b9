"""Measures of Relance, run by hand or by `make bench`."""
