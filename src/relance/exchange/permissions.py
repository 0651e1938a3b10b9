"""Who may do what here.

Rule in words: everybody reads what is shown. Who claimed a shop runs it, and may let people work in it
with a right (`Staff`); an organisation that received a right from another may do in its name what the
right says (`Grant`), by those who do the same at home. Nobody but the owner gives rights. Officers who run
the exchange keep the register: cards of shops that nobody claimed, codes, reports. They never see an order.
"""

from relance.exchange.models import Grant, Seller, SellerState, Staff
from relance.exchange.rules.staff import OWNER, Task, by_grants, of_staff
from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import Reader, authority_called, authority_for, may
from relance.kernel.rules import Right


def authority_to_run(reader: Reader, slug: str) -> Authority:
    """The authority of an address, for officers who run its exchange."""
    return authority_for(reader, slug, Right.RUN_EXCHANGE)


def seller_to_read(slug: str, shop: str) -> Seller:
    """A shop that everybody may read about; one that is closed for good too, and its page says so."""
    authority = authority_called(slug)
    found = Seller.objects.of(authority).filter(slug=shop).select_related("authority", "photo").first()
    if found is None:
        raise Missing("Cette boutique n’existe pas ici.")
    return found


def seller_to_run(reader: Reader, slug: str, shop: str, *tasks: Task) -> Seller:
    """The shop of an address, for who may do one of these tasks in it."""
    seller = seller_to_read(slug, shop)
    require_task(reader, seller, *tasks)
    return seller


def require_task(reader: Reader, seller: Seller, *tasks: Task) -> None:
    """Raise unless this person may do one of these tasks in the shop."""
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour tenir cette boutique.")
    if tasks_of(reader, seller).isdisjoint(tasks):
        raise Refused(f"Votre compte n’a pas ce droit dans la boutique {seller.name}.")


def tasks_of(reader: Reader, seller: Seller) -> frozenset[Task]:
    """What this person may do in the shop; no query for its owner, at most three for others."""
    if not isinstance(reader, Account) or not reader.is_active or seller.state != SellerState.CLAIMED:
        return frozenset()
    if runs(reader, seller):
        return OWNER
    granted = [
        (one.right, one.receiver)
        for one in Grant.objects.of(seller.authority)
        .filter(giver=seller, revoked_at__isnull=True, receiver__state=SellerState.CLAIMED)
        .select_related("receiver")
    ]
    works: dict[int, list[str]] = {}
    for shop, right in (
        Staff.objects.of(seller.authority)
        .filter(account=reader, accepted_at__isnull=False, revoked_at__isnull=True)
        .values_list("seller", "right")
    ):
        works.setdefault(shop, []).append(right)
    return of_staff(works.get(seller.pk, [])) | by_grants(
        (right, OWNER if runs(reader, home) else of_staff(works.get(home.pk, []))) for right, home in granted
    )


def runs(reader: Reader, seller: Seller) -> bool:
    """Whether this person claimed the shop, which is still open."""
    return (
        isinstance(reader, Account)
        and reader.is_active
        and seller.state == SellerState.CLAIMED
        and seller.claimed_by_id == reader.pk
    )


def may_edit_card(reader: Reader, seller: Seller) -> bool:
    """Its owner, and who may in its staff; officers while nobody has claimed it."""
    if Task.CARD in tasks_of(reader, seller):
        return True
    return seller.state == SellerState.LISTED and may(reader, Right.RUN_EXCHANGE, seller.authority)


def seller_to_edit(reader: Reader, slug: str, shop: str) -> Seller:
    """The shop of an address, for who may write its card."""
    seller = seller_to_read(slug, shop)
    if may_edit_card(reader, seller):
        return seller
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour tenir cette boutique.")
    raise Refused(f"Votre compte ne tient pas la boutique {seller.name}.")
