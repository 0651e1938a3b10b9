"""Who may open the site's own pages."""

from typing import Any

from tests.access.matrix import PUBLIC, Access, Side
from tests.plans import build


def furnish(side: Side) -> None:
    side["public_plan"] = build.published(side.authority, slug="public")
    side["public_measure"] = build.measure(side["public_plan"])


def of_the_plan(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "plan": side["public_plan"].slug}


URLS = {
    "site:home": [Access(PUBLIC)],
    "site:search": [Access(PUBLIC)],
    "site:authority": [Access(PUBLIC, kwargs=lambda side: {"authority": side.authority.slug})],
    "site:plan": [Access(PUBLIC, kwargs=of_the_plan)],
    "site:plan_print": [Access(PUBLIC, kwargs=of_the_plan)],
    "site:budget": [Access(PUBLIC, kwargs=of_the_plan)],
    "site:measure": [
        Access(PUBLIC, kwargs=lambda side: {**of_the_plan(side), "code": side["public_measure"].code})
    ],
}
