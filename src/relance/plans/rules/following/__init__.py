"""Pure rules of how a plan is followed."""
