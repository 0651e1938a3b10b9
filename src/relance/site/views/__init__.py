"""Pages that join what the apps keep apart, one subject per file."""
