"""An app of the proofs: one kind of job whose steps leave lines that can be counted."""
