"""Pages for applicants: without account, without JavaScript, one thing a page."""
