"""Who may open the pages of shops: everybody reads, owners hold, officers keep the register."""

from typing import Any

from relance.exchange import models as m
from relance.kernel import files
from relance.kernel.rules import Role
from tests.access.matrix import PUBLIC, SIGNED_IN, Access, Side
from tests.exchange import build

# who claimed the shop is the reader of the town: holding a shop goes with no role
OWNER = {Role.READER}
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
    photo = files.store(authority=side.authority, by=None, name="p.jpg", content=b"\xff\xd8\xff\xe0 photo")
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


def listing(name: str) -> Any:
    return lambda side: {**town(side), "pk": side[name].pk}


def of_held(name: str) -> Any:
    return lambda side: {**held(side), "pk": side[name].pk}


URLS = {
    "exchange:find": [Access(PUBLIC, kwargs=town)],
    "exchange:criteria": [Access(PUBLIC, kwargs=town)],
    "exchange:geojson": [Access(PUBLIC, kwargs=town)],
    "exchange:manifest": [Access(PUBLIC, kwargs=town)],
    "exchange:worker": [Access(PUBLIC, kwargs=town)],
    "exchange:offline": [Access(PUBLIC, kwargs=town)],
    "exchange:photo": [
        Access(PUBLIC, kwargs=lambda side: {**town(side), "pk": side["shop held"].photo_id}),
    ],
    "exchange:listing": [
        Access(PUBLIC, kwargs=listing("shop shown"), case="shown"),
        Access(OWNER, kwargs=listing("shop hidden"), case="draft"),
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
    "exchange:day": [Access(OWNER, kwargs=held)],
    "exchange:card": [
        Access(OWNER, kwargs=held, case="held"),
        Access(OFFICERS, kwargs=free, case="nobody's"),
        Access(OWNER, kwargs=held, method="post", also=REFUSED_WORDS, case="held"),
        Access(OFFICERS, kwargs=free, method="post", also=REFUSED_WORDS, case="nobody's"),
    ],
    "exchange:shop_photo": [
        Access(OWNER, kwargs=held),
        Access(OWNER, kwargs=held, method="post", also=REFUSED_WORDS),
    ],
    "exchange:hours": [
        Access(OWNER, kwargs=week),
        Access(OWNER, kwargs=week, method="post", data=lambda side: {"holidays": "closed"}),
    ],
    "exchange:closing": [
        Access(OWNER, kwargs=held),
        Access(OWNER, kwargs=held, method="post", data=lambda side: {"demain": "1"}),
    ],
    "exchange:lift": [Access(OWNER, kwargs=of_held("shop closure"), method="post")],
    "exchange:grants": [
        Access(OWNER, kwargs=held),
        Access(OWNER, kwargs=held, method="post", data=lambda side: {"receiver": "x"}, also=REFUSED_WORDS),
    ],
    "exchange:revoke": [Access(OWNER, kwargs=of_held("shop grant"), method="post")],
    "exchange:catalogue": [Access(OWNER, kwargs=held)],
    "exchange:bring_in": [Access(OWNER, kwargs=held, method="post", also=REFUSED_WORDS)],
    "exchange:take_away_xlsx": [Access(OWNER, kwargs=held)],
    "exchange:take_away_csv": [Access(OWNER, kwargs=held)],
    "exchange:add": [
        Access(OWNER, kwargs=held),
        Access(OWNER, kwargs=held, method="post", also=REFUSED_WORDS),
    ],
    "exchange:edit": [
        Access(OWNER, kwargs=of_held("shop shown")),
        Access(OWNER, kwargs=of_held("shop shown"), method="post", also=REFUSED_WORDS),
    ],
    "exchange:withdraw": [Access(OWNER, kwargs=of_held("shop shown"), method="post")],
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
