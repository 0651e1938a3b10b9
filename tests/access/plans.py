"""Who may open the addresses of plans."""

from typing import Any

from relance.kernel.rules import Role
from tests.access.matrix import ALL_ROLES, PUBLIC, Access, Side
from tests.plans import build

EDITORS = {Role.EDITOR, Role.PLAN_LEAD}
REVIEWERS = {Role.EDITOR, Role.PLAN_LEAD, Role.REVIEWER}


def furnish(side: Side) -> None:
    """A published plan with its document, and a draft with a fact to review."""
    public = build.document(side.authority, title="Plan publié")
    build.text(public, "Ouvrir une halle")
    side["public document"] = public
    side["published"] = build.published(side.authority, slug="publie", document=public)
    draft = build.document(side.authority, title="Plan en préparation")
    source = build.text(draft, "Fermer une halle")
    side["draft document"] = draft
    side["pdf"] = build.pdf(side.authority)
    side["draft"] = build.plan(side.authority, slug="brouillon", document=draft)
    build.measure(side["draft"], code="aide")
    side["fact"] = build.fact(side["draft"], source, "Fermer une halle", value={"number": "1"})
    side["omission"] = build.omission(side["draft"], source, "une halle", by=side.person(Role.EDITOR))


def draft(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "plan": "brouillon"}


def published(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "plan": "publie"}


def fact(side: Side) -> dict[str, Any]:
    return {**draft(side), "fact": side["fact"].pk}


def aid(side: Side) -> dict[str, Any]:
    return {**draft(side), "code": "aide"}


def town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


URLS = {
    "plans:add": [
        Access(EDITORS, kwargs=draft, query="passage=0-6"),
        Access(EDITORS, kwargs=draft, method="post", query="passage=0-6", also=frozenset({422})),
    ],
    "plans:left": [
        Access(ALL_ROLES, kwargs=draft),
        Access(REVIEWERS, kwargs=draft, method="post", data=lambda side: {"passage": "0-6"}),
    ],
    "plans:take_back": [
        Access(
            REVIEWERS,
            kwargs=lambda side: {**draft(side), "omission": side["omission"].pk},
            method="post",
        )
    ],
    "plans:accept": [
        Access(REVIEWERS, kwargs=draft, method="post", data=lambda side: {"partie": "sans-axe"})
    ],
    "plans:correct": [
        Access(EDITORS, kwargs=fact),
        Access(EDITORS, kwargs=fact, method="post", data=lambda side: {"wording": "Fermer"}),
    ],
    "plans:decide": [
        Access(
            REVIEWERS,
            kwargs=fact,
            method="post",
            data=lambda side: {"decision": "accept", "seen": "proposed"},
        )
    ],
    "plans:desk": [Access(ALL_ROLES, kwargs=town)],
    "plans:document": [
        Access(PUBLIC, kwargs=lambda side: {**town(side), "document": side["public document"].pk}),
        Access(
            ALL_ROLES,
            kwargs=lambda side: {**town(side), "document": side["draft document"].pk},
            case="of a draft",
        ),
    ],
    "plans:export": [Access(ALL_ROLES, kwargs=lambda side: {**draft(side), "form": "json"})],
    "plans:import": [
        Access(EDITORS, kwargs=town),
        Access(EDITORS, kwargs=town, method="post", also=frozenset({422})),
    ],
    "plans:measure": [Access(ALL_ROLES, kwargs=aid)],
    "plans:scheme_draft": [Access(ALL_ROLES, kwargs=aid)],
    "plans:manage": [Access(ALL_ROLES, kwargs=draft)],
    "plans:present": [
        Access(EDITORS, kwargs=draft),
        Access(EDITORS, kwargs=draft, method="post", also=frozenset({422})),
    ],
    "plans:publish": [
        Access(EDITORS, kwargs=draft),
        Access(EDITORS, kwargs=draft, method="post", also=frozenset({409})),
    ],
    "plans:restore": [
        Access(EDITORS, kwargs=town),
        Access(EDITORS, kwargs=town, method="post", also=frozenset({422})),
    ],
    "plans:page_image": [
        Access(
            ALL_ROLES,
            kwargs=lambda side: {**town(side), "document": side["pdf"].pk, "page": 1},
            case="of a PDF",
        )
    ],
    "plans:place": [Access(ALL_ROLES, kwargs=fact)],
    "plans:shape": [
        Access(EDITORS, kwargs=fact),
        Access(EDITORS, kwargs=fact, method="post", data=lambda side: {"acte": "couper"}),
    ],
    "plans:versions": [Access(ALL_ROLES, kwargs=draft)],
    "plans:settle": [Access(REVIEWERS, kwargs=fact, method="post", data=lambda side: {"choix": "autre"})],
    "plans:undo": [Access(REVIEWERS, kwargs=draft, method="post")],
    "plans:review": [Access(ALL_ROLES, kwargs=draft)],
    "plans:withdraw": [
        Access(EDITORS, kwargs=published),
        Access(EDITORS, kwargs=published, method="post", also=frozenset({422})),
    ],
}
