"""The settings of the processes that a proof starts: the tests' own, with the app of the proof."""

from relance.settings import *  # noqa: F403  # a process of its own: RELANCE_MODE comes from its environment

INSTALLED_APPS += ["tests.proof.stepper"]  # noqa: F405  # from the line above
