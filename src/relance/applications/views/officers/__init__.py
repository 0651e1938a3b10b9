"""Pages of officers: the queue, a file, runs."""
