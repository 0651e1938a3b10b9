"""Who may open the pages for applicants: anybody the calls, the holder of a link alone a file."""

from typing import Any

from django.utils import timezone

from relance.applications import actions
from relance.applications.actions import links
from relance.schemes import actions as schemes
from relance.schemes.models import Call
from tests.access.matrix import PUBLIC, Access, Side
from tests.applications.build import envelope, text

NOBODY: frozenset[Any] = frozenset()
"""Not even officers: whoever holds the link of the file, which no person of the matrix does."""


def furnish(side: Side) -> None:
    now, owner = timezone.now(), side.authority
    name = "subvention-association" if owner.currency == "EUR" else "supplement-loyer"
    scheme = schemes.make_scheme(
        authority=owner,
        slug="aide-publique",
        title="Aide",
        currency=owner.currency,
        legal_ground="Délibération",
        by=None,
        at=now,
    )
    schemes.add_version(scheme=scheme, text=text(name), by=None, at=now)
    call: Call = schemes.make_call(
        scheme=scheme,
        slug=f"appel-{owner.slug}",
        title="Appel",
        by=None,
        at=now,
        envelope_id=envelope(owner, 100_00, key="public", on=now.date()),
        opens_on=now.astimezone(owner.zone).date(),
    )
    schemes.open_call(call=call, by=None, at=now)
    side["public_call"] = call
    side["public_file"], token = actions.start(call=call, applicant_kind="organisation", at=now)
    side["public_link"] = links.link_url(side["public_file"], token).rstrip("/").rpartition("/")[2]


def of_the_town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def of_the_call(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "call": side["public_call"].slug}


def of_the_file(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "number": side["public_file"].number}


def of_a_question(side: Side) -> dict[str, Any]:
    key = "requested" if side.authority.currency == "EUR" else "couple"
    return {**of_the_call(side), "page": key}


def both(kwargs: Any) -> list[Access]:
    """A page of a file that is read and sent: closed to everybody without the link."""
    return [Access(NOBODY, kwargs=kwargs), Access(NOBODY, kwargs=kwargs, method="post")]


URLS = {
    "applications:calls": [Access(PUBLIC, kwargs=of_the_town)],
    "applications:call": [Access(PUBLIC, kwargs=of_the_call)],
    "applications:check": [
        Access(PUBLIC, kwargs=of_the_call),
        Access(PUBLIC, kwargs=of_the_call, method="post", data=lambda side: {"sans": "1"}),
    ],
    "applications:check_firm": [Access(PUBLIC, kwargs=of_the_call)],
    "applications:check_page": [
        Access(PUBLIC, kwargs=of_a_question),
        Access(PUBLIC, kwargs=of_a_question, method="post"),
    ],
    "applications:check_answer": [Access(PUBLIC, kwargs=of_the_call)],
    "applications:check_again": [Access(PUBLIC, kwargs=of_the_call, method="post")],
    "applications:start": [
        Access(PUBLIC, kwargs=of_the_call),
        Access(PUBLIC, kwargs=of_the_call, method="post"),
    ],
    "applications:find": [
        Access(PUBLIC, kwargs=of_the_town),
        Access(PUBLIC, kwargs=of_the_town, method="post"),
    ],
    "applications:link": [
        Access(PUBLIC, kwargs=lambda side: {**of_the_town(side), "signed": side["public_link"]})
    ],
    **{
        f"applications:{name}": both(of_the_file)
        for name in (
            "file_number",
            "file_who",
            "file_month",
            "file_account",
            "file_pieces",
            "file_check",
            "file_correct",
            "file_abandon",
        )
    },
    "applications:file": [Access(NOBODY, kwargs=of_the_file)],
    "applications:file_firm": [Access(NOBODY, kwargs=of_the_file)],
    "applications:receipt": [Access(NOBODY, kwargs=of_the_file)],
    "applications:file_page": both(lambda side: {**of_the_file(side), "page": "requested"}),
    "applications:file_piece": [Access(NOBODY, kwargs=lambda side: {**of_the_file(side), "piece": 1})],
    "applications:file_letter": [Access(NOBODY, kwargs=lambda side: {**of_the_file(side), "letter": 1})],
    "applications:file_message": [Access(NOBODY, kwargs=of_the_file, method="post")],
    "applications:file_leave": [Access(NOBODY, kwargs=of_the_file, method="post")],
}
