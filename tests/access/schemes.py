"""Who may open the addresses of schemes and calls."""

from datetime import UTC, datetime
from typing import Any

from relance.kernel.rules import Role
from relance.schemes import actions
from tests.access.matrix import ALL_ROLES, Access, Side
from tests.applications.build import envelope, text

WRITERS = frozenset({Role.EDITOR, Role.PLAN_LEAD})
AT = datetime(2026, 1, 5, 12, tzinfo=UTC)


def furnish(side: Side) -> None:
    name = "fonds-loyer" if side.authority.currency == "EUR" else "supplement-loyer"
    scheme = actions.make_scheme(
        authority=side.authority,
        slug="aide",
        title="Aide",
        currency=side.authority.currency,
        legal_ground="CGCT L1511-3",
        by=None,
        at=AT,
    )
    actions.add_version(scheme=scheme, text=text(name), by=None, at=AT)
    call = actions.make_call(
        scheme=scheme,
        slug="appel",
        title="Appel",
        by=None,
        at=AT,
        envelope_id=envelope(side.authority, 10_000_00, key="schemes"),
        opens_on=AT.date(),
    )
    side["scheme"], side["call"] = scheme, call


def of_the_town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def of_the_scheme(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "scheme": "aide"}


def of_the_version(side: Side) -> dict[str, Any]:
    return {**of_the_scheme(side), "number": 1}


def of_the_call(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "call": "appel"}


def _both(kwargs: Any) -> list[Access]:
    return [Access(WRITERS, kwargs=kwargs), Access(WRITERS, kwargs=kwargs, method="post")]


URLS = {
    "schemes:schemes": [Access(ALL_ROLES, kwargs=of_the_town)],
    "schemes:new": _both(of_the_town),
    "schemes:scheme": [Access(ALL_ROLES, kwargs=of_the_scheme)],
    "schemes:change": _both(of_the_scheme),
    "schemes:add_rules": _both(of_the_scheme),
    "schemes:version": [Access(ALL_ROLES, kwargs=of_the_version)],
    "schemes:version_text": [Access(ALL_ROLES, kwargs=of_the_version)],
    "schemes:new_call": _both(of_the_scheme),
    "schemes:call": [Access(ALL_ROLES, kwargs=of_the_call)],
    "schemes:change_call": _both(of_the_call),
    "schemes:open_call": [Access(WRITERS, kwargs=of_the_call, method="post")],
    "schemes:close_call": [Access(WRITERS, kwargs=of_the_call, method="post")],
    "schemes:delegate": [Access(WRITERS, kwargs=of_the_call, method="post")],
}
