"""What the ledger decides without looking anything up."""
