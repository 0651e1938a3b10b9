"""Who may do what: the one place that joins accounts, memberships and rights.

Rule in words: a right is held in one authority, through any of one's roles there.
Holding nothing in an authority is being a stranger to it, whatever one holds elsewhere.
"""

from django.contrib.auth.models import AnonymousUser

from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import ROLE_RIGHTS, Right, Role, rights_of
from relance.kernel.scope import tell_hours_of

Reader = Account | AnonymousUser


def rights_in(reader: Reader, authority: Authority) -> frozenset[Right]:
    """The rights of this reader in this authority; read once per reader object."""
    if not isinstance(reader, Account) or not reader.is_active:
        return frozenset()
    known: dict[int, frozenset[Right]] = reader.__dict__.setdefault("_rights_in", {})
    if authority.pk not in known:
        roles = Membership.objects.filter(account=reader, authority=authority).values_list("role", flat=True)
        known[authority.pk] = rights_of({Role(role) for role in roles})
    return known[authority.pk]


def may(reader: Reader, right: Right, authority: Authority) -> bool:
    return right in rights_in(reader, authority)


def authorities_where(reader: Reader, right: Right) -> frozenset[int]:
    """Keys of the authorities in which this reader holds the right; one query."""
    if not isinstance(reader, Account) or not reader.is_active:
        return frozenset()
    roles = [role for role, rights in ROLE_RIGHTS.items() if right in rights]
    held = Membership.objects.filter(account=reader, role__in=roles).values_list("authority_id", flat=True)
    return frozenset(held)


def authority_called(slug: str) -> Authority:
    """The authority of an address, for pages that everybody may read; they tell its hours from here on."""
    authority = Authority.objects.filter(slug=slug).first()
    if authority is None:
        raise Missing("Cette collectivité n’existe pas ici.")
    tell_hours_of(authority)
    return authority


def authority_for(reader: Reader, slug: str, right: Right) -> Authority:
    """The authority of an address, if the reader holds the right there."""
    authority = authority_called(slug)
    require(reader, right, authority)
    return authority


def require(reader: Reader, right: Right, authority: Authority) -> None:
    """Raise unless the reader holds the right in the authority."""
    if may(reader, right, authority):
        return
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour continuer.")
    raise Refused(f"Votre compte ne donne pas ce droit pour {authority.name}.")
