"""Forms of applications, one subject per file."""
