"""Who may open what: every named address × every role, another town, a stranger, nobody.

The list of addresses is read from Django; what is expected is written in one small file an
app (`plans.py`, `kernel.py`…), found by its `URLS`. To add an address of the app `plans`:

    URLS = {
        "plans:plan": [
            Access(PUBLIC, kwargs=lambda side: {"slug": side["plan"].slug}, case="published"),
            Access({Role.EDITOR}, kwargs=…, method="post", data=lambda side: {"title": "x"}),
        ],
    }

`furnish(side)` in the same file saves what the addresses need, once a town:
`side["plan"] = make_plan(side.authority, by=side.person(Role.EDITOR))`. Roles are written
out, never derived from ROLE_RIGHTS: the matrix is the second opinion on it. A method without
an Access must be refused to everybody (`require_safe`, `require_POST`); whoever may open a
page of their own town must be refused the same page of another, and a mixture of both.
"""

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from relance.kernel.models import Account, Authority
from relance.kernel.rules import Role
from tests.support.cast import Cast, Who, sign_in

Method = Literal["get", "post"]
METHODS: tuple[Method, ...] = ("get", "post")
PUBLIC: Literal["public"] = "public"  # everybody, without an account
SIGNED_IN: Literal["signed in"] = "signed in"  # every account, of whatever town or none
ALL_ROLES = frozenset(Role)
REFUSALS = {401, 403, 404, 405}


@dataclass
class Side:
    """One of the two towns, with what the apps furnished there."""

    authority: Authority
    people: dict[Role, Account]
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.things[name]

    def __setitem__(self, name: str, thing: Any) -> None:
        self.things[name] = thing

    def person(self, role: Role) -> Account:
        return self.people[role]


@dataclass(frozen=True)
class Access:
    """Who may use one address by one method. `kwargs` and `data` are built from a town."""

    may: frozenset[Role] | set[Role] | Literal["public", "signed in"]
    kwargs: Callable[[Side], dict[str, Any]] = lambda side: {}
    method: Method = "get"
    data: Callable[[Side], dict[str, Any]] = lambda side: {}
    content_type: str | None = None  # "application/json" for the API
    query: str = ""  # what stands behind the "?" of the address
    case: str = ""  # tells two entries of one address apart: "draft", "published"
    also: frozenset[int] = frozenset()  # statuses that mean "let in" here, such as 409

    def lets_in(self, who: Who, holders: dict[Role, Account]) -> bool:
        if self.may == PUBLIC:
            return True
        if self.may == SIGNED_IN:
            return isinstance(who, Account)
        return any(who == holders[role] for role in self.may)


@dataclass(frozen=True)
class World:
    """Both towns and everybody who knocks."""

    valmont: Side
    brumes: Side
    cast: Cast
    browser: Client = field(default_factory=Client)  # one for all: it sets up the middleware once
    sessions: dict[int, str] = field(default_factory=dict)  # account → the cookie of its session

    def everybody(self) -> Iterator[tuple[str, Who]]:
        for role, account in self.cast.by_role.items():
            yield f"{role.value} of the town", account
        yield "administrator of another town", self.cast.dora
        yield "stranger", self.cast.charlie
        yield "anonymous", self.cast.anonymous

    def browser_of(self, who: Who) -> Client:
        """The browser, as this person opens it: their session, and no other cookie."""
        known = {settings.SESSION_COOKIE_NAME: self.sessions[who.pk]} if isinstance(who, Account) else {}
        self.browser.cookies = SimpleCookie(known)
        return self.browser


def files() -> list[str]:
    """The modules beside this one that say who may open what."""
    names = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    return [name for name in names if not name.startswith("test_") and name != "matrix"]


def entries() -> dict[str, list[Access]]:
    """Every address with its expectations, over all files."""
    found: dict[str, list[Access]] = {}
    for name in files():
        for address, access in import_module(f"tests.access.{name}").URLS.items():
            assert address not in found, f"{address} stands twice in tests/access/"
            found[address] = access
    return found


def bare(cast: Cast) -> World:
    """Both towns with their people, signed in, and nothing in them."""
    everyone_in_brumes = dict.fromkeys(Role, cast.dora)
    world = World(Side(cast.valmont, cast.by_role), Side(cast.brumes, everyone_in_brumes), cast)
    for _, who in world.everybody():
        if isinstance(who, Account):
            cookies = sign_in(Client(), who).cookies
            world.sessions[who.pk] = cookies[settings.SESSION_COOKIE_NAME].value
    return world


def build(cast: Cast) -> World:
    """Furnish both towns with what each app's addresses need."""
    world = bare(cast)
    for name in files():
        furnish = getattr(import_module(f"tests.access.{name}"), "furnish", None)
        if furnish:
            furnish(world.valmont)
            furnish(world.brumes)
    return world


def addresses() -> dict[str, str]:
    """The full name of every address of ours → its pattern. allauth's have a rule of their own."""
    return {name: pattern for name, pattern, module in _walk(get_resolver()) if not _is_allauth(module)}


def allauth_addresses() -> dict[str, str]:
    return {name: pattern for name, pattern, module in _walk(get_resolver()) if _is_allauth(module)}


def _is_allauth(module: str) -> bool:
    return module.startswith("allauth.")


def _walk(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, str]]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or ''}", pattern, entry.callback.__module__


def knock(
    world: World, who: Who, method: Method, path: str, data: dict[str, Any], content_type: str | None
) -> str:
    """What this person gets: "in", "refused" or what went wrong. Nothing of it stays."""
    cache.clear()  # a machine knocks faster than the limits allow a person
    client = world.browser_of(who)
    more = {"content_type": content_type} if content_type else {}
    before = transaction.savepoint()  # bare, so that a durable block inside still works
    try:
        answer = getattr(client, method)(path, data, **more)
        if answer.streaming:  # a file that is served stays open until it is read
            list(answer)
        return _verdict(answer, method)
    except Exception as error:  # a cell of the matrix like another: say which
        return f"raised {type(error).__name__}: {error}"
    finally:
        transaction.set_rollback(False)
        transaction.savepoint_rollback(before)


def _verdict(answer: HttpResponseBase, method: Method) -> str:
    status = answer.status_code
    if status in REFUSALS or _asks_to_sign_in(answer):
        return "refused"
    # a form that is not filled in was reached all the same
    if 200 <= status < 400 or (method == "post" and status in (400, 422)):
        return "in"
    return f"answered {status}"


def _asks_to_sign_in(answer: HttpResponseBase) -> bool:
    doors = (resolve_url(settings.LOGIN_URL), reverse("account_reauthenticate"))
    return answer.status_code in (301, 302, 303) and answer.headers["Location"].startswith(doors)


def wrong_cells(name: str, accesses: list[Access], world: World) -> list[str]:
    """Everything about one address that is not as written."""
    wrong = []
    for access in accesses:
        here = access.kwargs(world.valmont)
        path = _asked(reverse(name, kwargs=here), access)
        for title, who in world.everybody():
            wanted = "in" if access.lets_in(who, world.cast.by_role) else "refused"
            got = knock(world, who, access.method, path, access.data(world.valmont), access.content_type)
            if got != wanted and not any(got == f"answered {status}" for status in access.also):
                wrong.append(f"{access.method} {path} {access.case}: {title}: {wanted} expected, {got}")
        wrong += _across_towns(name, access, here, world)
    for method in METHODS:
        if method not in {access.method for access in accesses}:
            wrong += _unmentioned(name, method, accesses[0], world)
    return wrong


def _across_towns(name: str, access: Access, here: dict[str, Any], world: World) -> list[str]:
    """People of Valmont at the addresses of Rivière-aux-Brumes, whole and mixed with their own."""
    there = access.kwargs(world.brumes)
    if here == there:
        return []
    tried = [] if access.may in (PUBLIC, SIGNED_IN) else [there]
    for key, value in here.items():
        mixed = there | {key: value}
        if value == world.valmont.authority.slug and mixed != here and len(here) > 1:
            tried.append(mixed)
    wrong = []
    for kwargs in tried:
        path = _asked(reverse(name, kwargs=kwargs), access)
        for role, who in world.cast.by_role.items():
            got = knock(world, who, access.method, path, access.data(world.brumes), access.content_type)
            if got != "refused":
                wrong.append(
                    f"{access.method} {path} {access.case}: {role.value} of Valmont: refused expected, {got}"
                )
    return wrong


def _asked(path: str, access: Access) -> str:
    return f"{path}?{access.query}" if access.query else path


def _unmentioned(name: str, method: Method, access: Access, world: World) -> list[str]:
    path = reverse(name, kwargs=access.kwargs(world.valmont))
    wrong = []
    for title, who in world.everybody():
        got = knock(world, who, method, path, {}, access.content_type)
        if got != "refused":
            wrong.append(f"{method} {path}: {title}: no Access mentions {method}, yet: {got}")
    return wrong
