"""A visitor in a real browser, who notices what a person would only feel.

Whatever a journey does, it fails when a page wrote an error to the console, was stopped by
the content security policy, asked another host for anything, or left a resource unanswered.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response, Route

from relance.kernel.models import Account
from tests.support.cast import PASSWORD
from tests.support.left_out import leave_out

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

# A browser that calls home fails slowly on a closed network, and tells others what we do on an open one.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def program() -> str:
    """Where Chromium is; leaves the journey out when it is nowhere."""
    found = [path for path in map(shutil.which, PROGRAMS) if path]
    if found:
        return found[0]
    return leave_out("Chromium absent", f"aucun de {', '.join(PROGRAMS)}")


def launch(playwright: Playwright, *, as_root: bool) -> Browser:
    """A headless Chromium with an empty profile; its sandbox cannot work as root."""
    sandbox = ["--no-sandbox"] if as_root else []
    return playwright.chromium.launch(executable_path=program(), args=[*QUIET, *sandbox], timeout=60_000)


@dataclass
class Visitor:
    """One window on one installation. `page` is Playwright's, for all that is not here."""

    page: Page
    home: str
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("response", self._receive)
        self.page.on("requestfailed", self._miss)
        self.page.route("**/*", self._ask)

    def goto(self, path: str, *, status: int = 200) -> None:
        """Open an address of this installation; the answer must have this status."""
        answer = self.page.goto(self.home + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}, {status} expected"

    def sign_in(self, who: Account) -> None:
        """Through the form, as a person does."""
        self.goto("/compte/login/")
        self.page.locator("input[name=login]").fill(who.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("input[name=password]").press("Enter")
        assert "/login/" not in self.page.url, self.page.locator("main").inner_text()

    def path(self) -> str:
        """Where we are, without the host."""
        return urlsplit(self.page.url).path

    def check_access(self) -> None:
        """Nothing that axe finds, and no scrolling sideways, on the page as it stands."""
        self.page.wait_for_load_state()  # a click returns before the new page has its style sheet
        found = Axe().run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        if found.violations_count:
            raise AssertionError(f"{self.page.url}\n{found.generate_report()}")
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"

    def check_quiet(self) -> None:
        """Nothing went wrong behind the page since the window was opened."""
        assert not self.problems, "\n".join(self.problems)

    @contextmanager
    def forgiving(self) -> Iterator[None]:
        """Inside, what goes wrong is what the journey is about."""
        known = len(self.problems)
        yield
        del self.problems[known:]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console of {self.page.url}: {message.text}")

    def _ask(self, route: Route) -> None:
        address = route.request.url
        if address.startswith((self.home, "data:", "blob:")):
            route.continue_()
            return
        self.problems.append(f"{self.page.url} asked another host: {address}")
        route.abort()

    def _receive(self, response: Response) -> None:
        """A page may refuse (403, 404) as a journey expects; its parts may not be missing."""
        limit = 500 if response.request.is_navigation_request() else 400
        if response.status >= limit and not response.url.endswith("/favicon.ico"):
            self.problems.append(f"{self.page.url}: {response.url} answered {response.status}")

    def _miss(self, request: Request) -> None:
        # a navigation cut short by the next one is no failure, nor is a download
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{self.page.url}: {request.url} failed ({request.failure})")
