"""`python -m relance` is `relance`."""

from relance.cli import main

main()
