"""Pages of the exchange, one subject per file."""
