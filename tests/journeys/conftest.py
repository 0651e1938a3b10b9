"""A browser for the journeys, at the width of a desk and of a telephone."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.support import browser as browsing
from tests.support.browser import Visitor

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20_000  # milliseconds: a busy machine is slow, not wrong
WIDTHS = {"desk": (1280, 900), "telephone": (390, 844)}
OUTCOME = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield  # type: ignore[assignment]  # pytest sends the report in
    item.stash[OUTCOME] = item.stash.get(OUTCOME, False) or report.failed
    return report  # type: ignore[return-value]  # a wrapper hands its result on


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps a loop running in this thread; Django would take that for async code
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    browsing.program()
    with sync_playwright() as playwright:
        browser = browsing.launch(playwright, as_root=os.geteuid() == 0)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Both sizes of screen, one after the other."""
    return WIDTHS[request.param]


@pytest.fixture
def visitor(
    chromium: Browser, live_server: LiveServer, width: tuple[int, int], request: pytest.FixtureRequest
) -> Iterator[Visitor]:
    """Somebody who comes to this installation with an empty browser; checked for quiet at the end."""
    context = chromium.new_context(
        viewport={"width": width[0], "height": width[1]}, locale="fr-FR", timezone_id="Europe/Paris"
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    visitor = Visitor(context.new_page(), live_server.url)
    try:
        yield visitor
        if request.node.stash.get(OUTCOME, False):
            name = re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
            visitor.page.screenshot(path=ROOT / "var" / "journeys" / f"{name}.png", full_page=True)
        visitor.check_quiet()
    finally:
        context.close()
