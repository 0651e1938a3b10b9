"""The settings of the processes that a proof starts: the tests' own, with the mail server of the proof."""

from relance.settings import *  # noqa: F403  # a process of its own: RELANCE_MODE comes from its environment

EMAIL_BACKEND = "tests.proof.mailing.server.Server"
