"""A world that is long to make, made once for a whole file of tests.

    @pytest.fixture(scope="module")
    def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
        with once.a_file(django_db_blocker):
            yield make_world()

Each test then undoes what it did itself, as ever; the end of the file undoes the world.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def a_file(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Inside, the database is open; of what is written there nothing stays."""
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]  # as TestCase does: durable blocks work inside
    with blocker.unblock(), whole:
        try:
            yield
        finally:
            transaction.set_rollback(True)
