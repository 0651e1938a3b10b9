"""Fixtures that every test may ask for, and which tests run on which database.

A test that touches the database runs on SQLite and, by `make test`'s second pass, on
PostgreSQL: it carries `both_databases` without asking. `one_database("sqlite", reason="…")`
is for what only one of them can do.
"""

import gc
from collections.abc import Iterable
from pathlib import Path

import pytest
import pytest_django
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings

from tests.support import cast as people
from tests.support import stock
from tests.support.left_out import nothing_may_be

# no deadline, no complaint of slow draws: a busy machine is slow, not wrong. Where nothing is left out
# (CI) the same examples each time; at home others each time, so that new ones are found where somebody
# can act on them
SLOW = [HealthCheck.too_slow]
settings.register_profile("home", deadline=None, suppress_health_check=SLOW)
settings.register_profile("ci", deadline=None, suppress_health_check=SLOW, derandomize=True, print_blob=True)
settings.load_profile("ci" if nothing_may_be() else "home")

# the collector would walk through all of Django at each turn; a test leaves little behind
gc.set_threshold(100_000, 20, 50)

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "cast", "world"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
        if _touches_the_database(item) and not item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.both_databases)
    kept: list[pytest.Item] = []
    elsewhere: list[pytest.Item] = []
    for item in items:
        (kept if _runs_on(item, connection.vendor) else elsewhere).append(item)
    if elsewhere:
        items[:] = kept
        config.hook.pytest_deselected(items=elsewhere)


def _touches_the_database(item: pytest.Item) -> bool:
    asked: Iterable[str] = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & set(asked))


def _runs_on(item: pytest.Item, vendor: str) -> bool:
    """Whether the test is for this database; `reason` is asked for, so that it can be read."""
    marker = item.get_closest_marker("one_database")
    if marker is None:
        return True
    (wanted,) = marker.args
    if wanted not in ("sqlite", "postgresql") or not marker.kwargs.get("reason"):
        raise pytest.UsageError(f'{item.nodeid}: write one_database("sqlite" or "postgresql", reason="…")')
    return bool(wanted == vendor)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Start from the migrated file of an earlier run, where there is one: see tests/support/stock.py."""
    if connection.vendor != "sqlite" or request.config.getvalue("create_db"):
        return bool(request.config.getvalue("reuse_db"))
    return stock.take(Path(connection.settings_dict["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_keepdb: bool, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """The same, and keep the file for the next run."""
    if connection.vendor == "sqlite" and not django_db_keepdb:
        stock.put(Path(connection.settings_dict["NAME"]))


@pytest.fixture
def cast(db: None) -> people.Cast:
    """Two authorities and the people everybody knows: see tests/support/cast.py."""
    return people.gather()


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Each test begins with empty limiters: all come from one address, many in a minute."""
    cache.clear()


@pytest.fixture
def alice(cast: people.Cast, client: Client) -> Client:
    """A browser in which Alice, editor of Valmont, is signed in."""
    return people.sign_in(client, cast.alice)
