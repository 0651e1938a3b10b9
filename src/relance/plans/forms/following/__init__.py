"""Forms about following a plan."""
