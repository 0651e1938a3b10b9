"""Pages of schemes and calls."""
