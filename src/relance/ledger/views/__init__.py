"""Pages of the ledger, one subject per file."""
