"""Who may do what here.

Rule in words: everybody reads what is shown. Who claimed a shop runs it; a shop that received a right
from another may do in its name what the right says, and nothing more. Officers who run the exchange
keep the register: cards of shops that nobody claimed, codes, reports. They never see an order.
"""

from relance.exchange.models import Grant, GrantedRight, Seller, SellerState
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


def seller_to_run(reader: Reader, slug: str, shop: str) -> Seller:
    """The shop of an address, for who claimed it."""
    seller = seller_to_read(slug, shop)
    require_owner(reader, seller)
    return seller


def require_owner(reader: Reader, seller: Seller) -> None:
    """Raise unless this person claimed the shop."""
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour tenir cette boutique.")
    if not runs(reader, seller):
        raise Refused(f"Votre compte ne tient pas la boutique {seller.name}.")


def runs(reader: Reader, seller: Seller) -> bool:
    """Whether this person claimed the shop, which is still open."""
    return (
        isinstance(reader, Account)
        and reader.is_active
        and seller.state == SellerState.CLAIMED
        and seller.claimed_by_id == reader.pk
    )


def may_edit_card(reader: Reader, seller: Seller) -> bool:
    """Its owner; officers while nobody has claimed it."""
    if runs(reader, seller):
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


def acts_for(reader: Reader, seller: Seller, right: GrantedRight) -> bool:
    """Whether this person may do this in the name of the shop: as its owner, or by a right received."""
    if runs(reader, seller):
        return True
    if not isinstance(reader, Account) or not reader.is_active:
        return False
    return (
        Grant.objects.of(seller.authority)
        .filter(
            giver=seller,
            right=right,
            revoked_at__isnull=True,
            receiver__claimed_by=reader,
            receiver__state=SellerState.CLAIMED,
        )
        .exists()
    )


def require_right(reader: Reader, seller: Seller, right: GrantedRight) -> None:
    """Raise unless this person may do this in the name of the shop."""
    if acts_for(reader, seller, right):
        return
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour tenir cette boutique.")
    raise Refused(f"{seller.name} ne vous a pas donné le droit «\u00a0{right.label}\u00a0».")
