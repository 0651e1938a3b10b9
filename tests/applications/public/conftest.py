"""A call that is open today, and an applicant who fills its pages in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from relance.applications.models import Application
from tests.applications.build import Fund, fund
from tests.support.cast import Cast

BAKER = "55208131766522"
LEASE = {"key": "lease", "label": "Bail commercial"}
PAPER = {"key": "paper", "label": "Pièce d’identité", "kinds": ["jpg"], "required": False, "identity": True}
PDF = b"%PDF-1.4\n%%EOF"
ANSWERS: dict[str, dict[str, Any]] = {
    "fonds-loyer": {
        "headcount": "3",
        "profit": "22 000 €",
        "shop": "200093201",
        "legal_form": "1000",
        "tenant": "yes",
        "window": "yes",
        "yearly_turnover": "180 000",
        "created": "01/03/2015",
        "register_kind": "craft",
        "monthly_rent": "620",
        "turnover": ["15 000", "15 000", "4 000", "4 000"],
    },
    "subvention-association": {
        "body_kind": "association",
        "declared": "01/06/2015",
        "requested": "30 000",
        "other_authorities": "0",
        "republican_pledge": "yes",
        "project.cost": "80 000",
        "project.ends": "31/12/2099",
    },
    "supplement-loyer": {"home": "66", "couple": "no"},
}


@dataclass
class Applicant:
    """Somebody with a browser, before one call."""

    fund: Fund
    client: Client
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def home(self) -> str:
        return f"/{self.fund.authority.slug}/aides/{self.fund.call.slug}/"

    def get(self, url: str, status: int = 200) -> str:
        answer = self.client.get(url)
        assert answer.status_code == status, f"{url}: {answer.status_code}"
        return answer.content.decode()

    def post(self, url: str, data: dict[str, Any] | None = None) -> HttpResponse:
        return self.client.post(url, data or {})  # type: ignore[return-value]  # Django's own answer

    def on(self, url: str, data: dict[str, Any]) -> str:
        """Send a page that is right; where it leads."""
        answer = self.post(url, data)
        assert answer.status_code == 302, words_of(answer.content.decode())[-1500:]
        return answer["Location"]

    def typed(self, url: str) -> dict[str, str]:
        """What this person answers to the question of this address."""
        said = (ANSWERS[self.fund.name] | self.answers)[url.rstrip("/").rpartition("/")[2]]
        listed = said if isinstance(said, list) else [said]
        return {f"q{rank}": text for rank, text in enumerate(listed)}

    def check(self, *, number: str = "") -> str:
        """Go through the pre-check; the page of the answer."""
        url = self.on(self.home + "essai/", {"number": number} if number else {"sans": "1"})
        if url.endswith("/entreprise/"):
            url = onward(self.get(url))
        while "/question/" in url:
            self.get(url)
            url = self.on(url, self.typed(url))
        return self.get(url)

    def begin(self) -> str:
        """Start a file; the address of its first page."""
        return self.on(self.home + "demande/", {})

    def file(self) -> Application:
        return Application.objects.of(self.fund.authority).latest("pk")

    @property
    def root(self) -> str:
        return f"/{self.fund.authority.slug}/demande/{self.file().number}/"

    def fill(self, *, number: str = BAKER, upto: str = "") -> str:
        """Go on with the file until `upto` (the end of an address) or until everything is there."""
        url = self.root
        steps: dict[str, Callable[[str], str]] = {
            "numero/": lambda at: self.on(at, {"number": number}),
            "entreprise/": lambda at: onward(self.get(at)),
            "demandeur/": lambda at: self.on(at, WHO),
            "compte/": lambda at: self.on(
                at, {"holder": "Lucie Amblard", "number": "FR76 3000 6000 0112 3456 7890 189"}
            ),
            "pieces/": self._send,
        }
        url = onward(self.get(url))
        while not url.endswith("verifier/") and not (upto and url.endswith(upto)):
            if "/question/" in url:
                url = self.on(url, self.typed(url))
                continue
            url = next(go for end, go in steps.items() if url.endswith(end))(url)
        return url

    def _send(self, url: str) -> str:
        self.on(url, {"piece": "lease", "file": SimpleUploadedFile("bail.pdf", PDF)})
        return onward(self.get(url))

    def deposit(self) -> str:
        """Fill everything in and deposit; the address of the file."""
        self.begin()
        return self.on(self.fill(), {"true": "on"})


ACCOUNT = {"holder": "Lucie Amblard", "number": "FR76 3000 6000 0112 3456 7890 189"}
WHO = {"name": "Boulangerie Amblard", "mail": "lucie@example.org", "address": "4, place du Marché"}


def onward(page: str) -> str:
    """Where the "Continuer" of a page leads."""
    found = re.search(r'class="button" href="([^"]+)">Continuer', page)
    assert found, words_of(page)
    return found[1]


def words_of(page: str) -> str:
    """The words of a page's content, without markup."""
    content = page.partition("<main")[2].partition("</main")[0]
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", content))


@pytest.fixture(autouse=True)
def patient() -> None:
    """A machine answers faster than the limits allow a person."""
    cache.clear()


@pytest.fixture
def shopkeeper(cast: Cast, client: Client) -> Applicant:
    """Before the rent fund of Valmont, which is open today."""
    return Applicant(fund(cast, now=timezone.now(), pieces=[LEASE, PAPER]), client)


@pytest.fixture
def association(cast: Cast, client: Client) -> Applicant:
    more: dict[str, Any] = {"pieces": [], "agreement_above": 23_000_00}
    return Applicant(fund(cast, "subvention-association", now=timezone.now(), **more), client)


@pytest.fixture
def household(cast: Cast, client: Client) -> Applicant:
    return Applicant(fund(cast, "supplement-loyer", now=timezone.now()), client)
