"""What a browser keeps for an applicant: the answers of a pre-check, and the key of a file. Both signed."""

from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from relance.applications.models import Application
from relance.applications.permissions import application_by_link
from relance.kernel.errors import Missing
from relance.schemes.models import Call

CHECK, CHECK_SALT, CHECK_SECONDS = "essai", "applications.check", 2 * 3600
FILE, FILE_SALT, FILE_SECONDS = "dossier", "applications.file", 12 * 3600
ROOM = 3800  # what a browser surely keeps of one cookie


@dataclass
class Trail:
    """The answers of a pre-check, in the order they were given; nothing of it is on the server."""

    facts: dict[str, Any] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    number: str = ""

    def went_through(self, page: str, *, skipped: bool) -> None:
        """Remember a page once, at the place it was first seen."""
        if page not in self.pages:
            self.pages.append(page)
        self.skipped = [one for one in self.skipped if one != page] + ([page] if skipped else [])


def trail_of(request: HttpRequest) -> Trail:
    """What this browser answered so far; empty when it is too old, changed, or nothing."""
    try:
        kept = signing.loads(request.COOKIES.get(CHECK, ""), salt=CHECK_SALT, max_age=CHECK_SECONDS)
        return Trail(kept["f"], kept["p"], kept["s"], kept["n"])
    except (signing.BadSignature, KeyError, TypeError):
        return Trail()


def check_root(call: Call) -> str:
    return reverse("applications:check", args=[call.authority.slug, call.slug])


def keep_trail(response: HttpResponseBase, request: HttpRequest, call: Call, trail: Trail) -> bool:
    """Put the answers into the browser; False when they are too many for it."""
    kept = {"f": trail.facts, "p": trail.pages, "s": trail.skipped, "n": trail.number}
    value = signing.dumps(kept, salt=CHECK_SALT, compress=True)
    if len(value) > ROOM:
        return False
    # the page of the call reads it too: "déposer une demande" goes on from there
    path = reverse("applications:call", args=[call.authority.slug, call.slug])
    response.set_cookie(
        CHECK,
        value,
        max_age=CHECK_SECONDS,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return True


def forget_trail(response: HttpResponseBase, call: Call) -> None:
    response.delete_cookie(CHECK, path=reverse("applications:call", args=[call.authority.slug, call.slug]))


def file_path(application: Application) -> str:
    return reverse("applications:file", args=[application.authority.slug, application.number])


def keep_key(response: HttpResponseBase, request: HttpRequest, application: Application, token: str) -> None:
    """Let this browser open the file for half a day."""
    response.set_cookie(
        FILE,
        signing.dumps(token, salt=FILE_SALT),
        max_age=FILE_SECONDS,
        path=file_path(application),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget_key(response: HttpResponseBase, application: Application) -> None:
    response.delete_cookie(FILE, path=file_path(application))


def token_of(request: HttpRequest) -> str:
    """The secret that this browser holds for the file of the page. Raises Missing."""
    try:
        return str(signing.loads(request.COOKIES.get(FILE, ""), salt=FILE_SALT, max_age=FILE_SECONDS))
    except signing.BadSignature:
        raise Missing(
            "Ouvrez votre demande par le lien reçu par courriel, ou demandez un nouveau lien "
            "avec son numéro et votre courriel."
        ) from None


def file_of(request: HttpRequest, authority: str, number: str) -> Application:
    """The file of this address, for the browser that holds its key. Raises Missing."""
    found = application_by_link(authority, token_of(request))
    if found.number != number or found.erased_at:
        raise Missing("Cette demande n’est pas celle de votre lien.")
    return found
