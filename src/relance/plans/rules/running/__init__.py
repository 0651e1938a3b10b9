"""What is decided of a plan that is run, in pure functions: facts and the day are arguments."""
