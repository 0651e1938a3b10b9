"""Forms of a plan that is run."""
