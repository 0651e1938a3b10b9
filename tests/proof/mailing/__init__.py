"""A mail server for the proofs that dies, and its senders with it, where it is told to."""
