"""A shop's card, hours and closures, rights given to others, and its end."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from relance.exchange.actions.errors import ExchangeRefused, WrongHours
from relance.exchange.actions.showing import show_listings, show_shops
from relance.exchange.models import Closure, Grant, GrantedRight, Hours, Purpose, Seller, SellerState, Sells
from relance.exchange.permissions import may_edit_card, require_task
from relance.exchange.rules import hours
from relance.exchange.rules.staff import Task
from relance.kernel import audit
from relance.kernel.errors import Refused
from relance.kernel.models import Account, StoredFile
from relance.values.typography import NBSP

CARD = frozenset(
    {
        "name", "category", "produces", "sells", "text", "street", "postcode", "city", "latitude",
        "longitude", "phone", "email", "website", "languages", "access", "payments", "labels", "delivery",
        "preparation",
        "slot_minutes", "slot_capacity",
    }
)  # fmt: skip
LONGEST_CLOSURE = timedelta(days=400)


def edit_card(*, seller: Seller, values: Mapping[str, Any], by: Account, at: datetime) -> None:
    """Change what the shop's page says; what stays the same is not written down."""
    _require_card(by, seller)
    strange = values.keys() - CARD
    if strange:
        raise ValueError(f"not on the card: {sorted(strange)}")
    before = {name: getattr(seller, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(seller, name, value)
    seller.changed_at = at
    with transaction.atomic():
        seller.save(update_fields=[*changed, "changed_at"])
        _show(seller, at)
        audit.record(
            authority=seller.authority,
            by=by,
            act="exchange.seller.edit",
            subject=seller,
            at=at,
            before={name: before[name] for name in changed},
            after=dict(changed),
        )


def set_photo(*, seller: Seller, photo: StoredFile | None, words: str, by: Account, at: datetime) -> None:
    """The picture of the shop, and what it shows, in words; None takes it away."""
    _require_card(by, seller)
    seller.photo, seller.photo_words, seller.changed_at = photo, words if photo else "", at
    seller.save(update_fields=["photo", "photo_words", "changed_at"])


def set_hours(*, seller: Seller, purpose: Purpose, osm: str, by: Account, at: datetime) -> None:
    """The usual hours for a purpose, as an OSM string; empty: no longer said. Raises WrongHours."""
    _require_card(by, seller)
    try:
        kept = hours.check(osm) if osm.strip() else ""
    except hours.BadHours as error:
        raise WrongHours(str(error)) from error
    mine = Hours.objects.of(seller.authority).filter(seller=seller, purpose=purpose)
    with transaction.atomic():
        before = mine.values_list("osm", flat=True).first() or ""
        if before == kept:
            return
        if before and kept:
            mine.update(osm=kept, set_at=at)
        elif kept:
            Hours.objects.create(
                authority=seller.authority, seller=seller, purpose=purpose, osm=kept, set_at=at
            )
        else:
            mine.delete()
        audit.record(
            authority=seller.authority,
            by=by,
            act="exchange.seller.edit",
            subject=seller,
            at=at,
            before={f"horaires ({purpose.label})": before},
            after={f"horaires ({purpose.label})": kept},
        )


def close_until_tomorrow(*, seller: Seller, by: Account, at: datetime, reason: str = "") -> Closure:
    """One tap: closed from now to the end of the day, in the time of the town."""
    zone = seller.authority.zone
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return _close(seller, at, datetime.combine(tomorrow, time.min, zone), reason, by, at)


def close_between(
    *, seller: Seller, first: date, last: date, reason: str, by: Account, at: datetime
) -> Closure:
    """Closed from the beginning of one day to the end of another. Raises WrongHours."""
    zone = seller.authority.zone
    if last < first:
        raise WrongHours("Le dernier jour de fermeture vient avant le premier.")
    if last < at.astimezone(zone).date():
        raise WrongHours("Cette fermeture est déjà passée.")
    if last - first > LONGEST_CLOSURE:
        raise WrongHours(
            f"Une fermeture dure {LONGEST_CLOSURE.days} jours au plus{NBSP}: "
            "au-delà, déclarez la boutique fermée définitivement."
        )
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    return _close(seller, max(start, at), end, reason, by, at)


def lift_closure(*, closure: Closure, by: Account, at: datetime) -> None:
    """Open again before the closure would have ended; asking twice changes nothing."""
    require_task(by, closure.seller, Task.CARD, Task.ORDERS)
    Closure.objects.of(closure.authority).filter(pk=closure.pk, lifted_at__isnull=True).update(lifted_at=at)


def give_right(*, giver: Seller, receiver: Seller, right: GrantedRight, by: Account, at: datetime) -> Grant:
    """Let another shop do this in the name of this one; giving twice changes nothing."""
    require_task(by, giver, Task.RIGHTS)
    if giver.pk == receiver.pk:
        raise ExchangeRefused("Une boutique ne se donne pas de droit à elle-même.")
    if receiver.authority_id != giver.authority_id or receiver.state != SellerState.CLAIMED:
        raise ExchangeRefused(f"{receiver.name} n’est pas encore tenue par son responsable.")
    with transaction.atomic():
        mine = Grant.objects.of(giver.authority).filter(
            giver=giver, receiver=receiver, right=right, revoked_at__isnull=True
        )
        known = mine.first()
        if known:
            return known
        grant = Grant.objects.create(
            authority=giver.authority, giver=giver, receiver=receiver, right=right, given_by=by, given_at=at
        )
        audit.record(
            authority=giver.authority,
            by=by,
            act="exchange.grant.give",
            subject=giver,
            at=at,
            after={"à": receiver.name, "droit": right.label},
        )
    return grant


def revoke_right(*, grant: Grant, by: Account, at: datetime) -> None:
    """Take the right back; it counts at once."""
    require_task(by, grant.giver, Task.RIGHTS)
    with transaction.atomic():
        done = Grant.objects.of(grant.authority).filter(pk=grant.pk, revoked_at__isnull=True)
        if done.update(revoked_at=at):
            audit.record(
                authority=grant.authority,
                by=by,
                act="exchange.grant.revoke",
                subject=grant.giver,
                at=at,
                before={"à": grant.receiver.name, "droit": GrantedRight(grant.right).label},
            )


def close_for_good(*, seller: Seller, by: Account, at: datetime) -> None:
    """The shop exists no more: neither found nor ordered from, its page says so. Raises when orders wait."""
    _require_card(by, seller)
    if seller.parts.filter(ended_at__isnull=True).exists():
        raise ExchangeRefused("Des commandes attendent encore\u00a0: remettez-les ou annulez-les d’abord.")
    with transaction.atomic():
        seller.state, seller.sells, seller.closed_at, seller.changed_at = (
            SellerState.CLOSED,
            Sells.NONE,
            at,
            at,
        )
        seller.save(update_fields=["state", "sells", "closed_at", "changed_at"])
        Grant.objects.of(seller.authority).filter(giver=seller, revoked_at__isnull=True).update(revoked_at=at)
        Grant.objects.of(seller.authority).filter(receiver=seller, revoked_at__isnull=True).update(
            revoked_at=at
        )
        seller.staff.filter(revoked_at__isnull=True).update(revoked_at=at)
        show_shops([seller])
        audit.record(authority=seller.authority, by=by, act="exchange.seller.close", subject=seller, at=at)


def _close(seller: Seller, start: datetime, end: datetime, reason: str, by: Account, at: datetime) -> Closure:
    require_task(by, seller, Task.CARD, Task.ORDERS)
    return Closure.objects.create(
        authority=seller.authority,
        seller=seller,
        starts_at=start,
        ends_at=end,
        reason=reason.strip()[:200],
        by=by,
        said_at=at,
    )


def _require_card(by: Account, seller: Seller) -> None:
    if not may_edit_card(by, seller):
        raise Refused(f"Votre compte ne tient pas la boutique {seller.name}.")


def _show(seller: Seller, at: datetime) -> None:
    show_shops([seller])
    today = at.astimezone(seller.authority.zone).date()
    show_listings(list(seller.listings.select_related("seller")), today=today)
