"""Who may open the pages of shops: everybody reads, owners hold, officers keep the register."""

from random import Random
from typing import Any

from relance.exchange import models as m
from relance.exchange.actions import staffing
from relance.kernel import files
from relance.kernel.rules import Role
from relance.site.demo.exchange_pictures import drawing
from tests.access.matrix import PUBLIC, SIGNED_IN, Access, Side
from tests.exchange import build

# who claimed the shop is the reader of the town: holding a shop, or working in it, goes with no role
OWNER = {Role.READER}
CATALOGUE, ORDERS, EVERYTHING = Role.INSTRUCTOR, Role.DECIDER, Role.TREASURER  # of the staff of the shop
UNION = Role.REVIEWER  # holds an association that may add listings and see what is ordered
LISTINGS = OWNER | {CATALOGUE, EVERYTHING, UNION}
CARD = OWNER | {EVERYTHING}
DAY = OWNER | {ORDERS, EVERYTHING}
OFFICERS = {Role.EDITOR, Role.PLAN_LEAD}
REFUSED_WORDS = frozenset({422})


def furnish(side: Side) -> None:
    """A shop that its owner holds, one that nobody does, and what hangs on them."""
    owner = side.person(Role.READER)
    held = build.seller(side.authority, "Mercerie du Pont", claimed_by=owner)
    other = build.seller(side.authority, "Ferme du Lac", claimed_by=owner)
    free = build.seller(
        side.authority, "Quincaillerie Haute", email="haute@example.org", street="2 rue Haute"
    )
    side["shop held"], side["shop free"] = held, free
    side["shop hidden"] = build.listing(held, "Fil caché", state="draft")
    side["shop shown"] = build.listing(held, "Fil à coudre")
    side["shop closure"] = m.Closure.objects.create(
        authority=side.authority,
        seller=held,
        starts_at=build.NOW,
        ends_at=build.NOW.replace(year=2040),
        said_at=build.NOW,
    )
    side["shop grant"] = m.Grant.objects.create(
        authority=side.authority,
        giver=held,
        receiver=other,
        right="sell",
        given_by=owner,
        given_at=build.NOW.replace(year=2025),
    )
    union = build.seller(side.authority, "Union des commerçants", claimed_by=side.person(UNION))
    for right in ("add_listings", "see_orders"):
        m.Grant.objects.create(
            authority=side.authority,
            giver=held,
            receiver=union,
            right=right,
            given_by=owner,
            given_at=build.NOW,
        )
    for role, right in ((CATALOGUE, "catalogue"), (ORDERS, "orders"), (EVERYTHING, "everything")):
        person = side.person(role)  # in the other town, one person has every role
        side["shop staff"], _ = m.Staff.objects.of(side.authority).get_or_create(
            account=person,
            defaults={
                "authority": side.authority,
                "seller": held,
                "email": person.email,
                "right": right,
                "digest": f"{side.authority.pk:032x}{person.pk:032x}",
                "invited_by": owner,
                "invited_at": build.NOW.replace(year=2025),
                "expires_at": build.NOW.replace(year=2040),
                "accepted_at": build.NOW.replace(year=2025),
            },
        )
    staffing.invite(
        seller=held,
        email="invitee@example.org",
        right=m.StaffRight.ORDERS,
        by=owner,
        at=build.NOW.replace(year=2039),
        link=lambda token: side.things.setdefault("shop token", token),
    )
    photo = files.store(authority=side.authority, by=None, name="p.jpg", content=drawing(Random(1), 1, 2))
    held.photo, held.photo_words = photo, "La vitrine"
    held.save()
    side["shop report"] = m.Report.objects.create(
        authority=side.authority, seller=free, wrong="hours", at=build.NOW
    )


def town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def held(side: Side) -> dict[str, Any]:
    return {**town(side), "shop": side["shop held"].slug}


def free(side: Side) -> dict[str, Any]:
    return {**town(side), "shop": side["shop free"].slug}


def week(side: Side) -> dict[str, Any]:
    return {**held(side), "purpose": "opening"}


def token(side: Side) -> dict[str, Any]:
    return {**held(side), "token": side["shop token"]}


def listing(name: str) -> Any:
    return lambda side: {**town(side), "pk": side[name].pk}


def of_held(name: str) -> Any:
    return lambda side: {**held(side), "pk": side[name].pk}


URLS = {
    "exchange:find": [Access(PUBLIC, kwargs=town)],
    "exchange:criteria": [Access(PUBLIC, kwargs=town)],
    "exchange:geojson": [Access(PUBLIC, kwargs=town)],
    "exchange:shops_csv": [Access(PUBLIC, kwargs=town)],
    "exchange:listings_csv": [Access(PUBLIC, kwargs=town)],
    "exchange:vcard": [Access(PUBLIC, kwargs=free)],
    "exchange:manifest": [Access(PUBLIC, kwargs=town)],
    "exchange:worker": [Access(PUBLIC, kwargs=town)],
    "exchange:offline": [Access(PUBLIC, kwargs=town)],
    "exchange:photo": [
        Access(PUBLIC, kwargs=lambda side: {**town(side), "pk": side["shop held"].photo_id}),
    ],
    "exchange:small_photo": [
        Access(PUBLIC, kwargs=lambda side: {**town(side), "pk": side["shop held"].photo_id}),
    ],
    "exchange:listing": [
        Access(PUBLIC, kwargs=listing("shop shown"), case="shown"),
        Access(LISTINGS, kwargs=listing("shop hidden"), case="draft"),
    ],
    "exchange:shop": [Access(PUBLIC, kwargs=free)],
    "exchange:join": [Access(PUBLIC, kwargs=free, method="post")],
    "exchange:claim": [
        Access(SIGNED_IN, kwargs=free),
        Access(SIGNED_IN, kwargs=free, method="post", data=lambda side: {"code": "x"}, also=REFUSED_WORDS),
    ],
    "exchange:report": [
        Access(PUBLIC, kwargs=free),
        Access(PUBLIC, kwargs=free, method="post", data=lambda side: {"wrong": "hours"}),
    ],
    "exchange:day": [Access(DAY | {UNION}, kwargs=held)],
    "exchange:card": [
        Access(CARD, kwargs=held, case="held"),
        Access(OFFICERS, kwargs=free, case="nobody's"),
        Access(CARD, kwargs=held, method="post", also=REFUSED_WORDS, case="held"),
        Access(OFFICERS, kwargs=free, method="post", also=REFUSED_WORDS, case="nobody's"),
    ],
    "exchange:shop_photo": [
        Access(CARD, kwargs=held),
        Access(CARD, kwargs=held, method="post", also=REFUSED_WORDS),
    ],
    "exchange:hours": [
        Access(CARD, kwargs=week),
        Access(CARD, kwargs=week, method="post", data=lambda side: {"holidays": "closed"}),
    ],
    "exchange:closing": [
        Access(DAY, kwargs=held),
        Access(DAY, kwargs=held, method="post", data=lambda side: {"demain": "1"}),
    ],
    "exchange:lift": [Access(DAY, kwargs=of_held("shop closure"), method="post")],
    "exchange:grants": [
        Access(OWNER, kwargs=held),
        Access(OWNER, kwargs=held, method="post", data=lambda side: {"receiver": "x"}, also=REFUSED_WORDS),
    ],
    "exchange:revoke": [Access(OWNER, kwargs=of_held("shop grant"), method="post")],
    "exchange:staff": [
        Access(OWNER, kwargs=held),
        Access(OWNER, kwargs=held, method="post", data=lambda side: {"email": "x"}, also=REFUSED_WORDS),
    ],
    "exchange:dismiss": [Access(OWNER, kwargs=of_held("shop staff"), method="post")],
    "exchange:accept": [
        Access(SIGNED_IN, kwargs=token),
        Access(SIGNED_IN, kwargs=token, method="post", also=REFUSED_WORDS),  # 422: not their address
    ],
    "exchange:catalogue": [Access(LISTINGS, kwargs=held)],
    "exchange:bring_in": [Access(LISTINGS, kwargs=held, method="post", also=REFUSED_WORDS)],
    "exchange:take_away_xlsx": [Access(LISTINGS, kwargs=held)],
    "exchange:take_away_csv": [Access(LISTINGS, kwargs=held)],
    "exchange:add": [
        Access(LISTINGS, kwargs=held),
        Access(LISTINGS, kwargs=held, method="post", also=REFUSED_WORDS),
    ],
    "exchange:edit": [
        Access(LISTINGS, kwargs=of_held("shop shown")),
        Access(LISTINGS, kwargs=of_held("shop shown"), method="post", also=REFUSED_WORDS),
    ],
    "exchange:withdraw": [Access(LISTINGS, kwargs=of_held("shop shown"), method="post")],
    "exchange:desk": [
        Access(OFFICERS, kwargs=town),
        Access(OFFICERS, kwargs=town, method="post"),
    ],
    "exchange:register": [
        Access(OFFICERS, kwargs=town),
        Access(OFFICERS, kwargs=town, method="post", also=REFUSED_WORDS),
    ],
    "exchange:letters": [Access(OFFICERS, kwargs=town, method="post")],
    "exchange:mail_code": [Access(OFFICERS, kwargs=free, method="post")],
    "exchange:release": [Access(OFFICERS, kwargs=free, method="post")],
    "exchange:close": [Access(OFFICERS, kwargs=free, method="post")],
    "exchange:wishes": [Access(OFFICERS, kwargs=town)],
    "exchange:wishes_csv": [Access(OFFICERS, kwargs=town)],
    "exchange:reports": [Access(OFFICERS, kwargs=town)],
    "exchange:answer": [
        Access(OFFICERS, kwargs=listing("shop report")),
        Access(OFFICERS, kwargs=listing("shop report"), method="post", also=REFUSED_WORDS),
    ],
}
