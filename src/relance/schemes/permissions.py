"""Who may open what in schemes.

Rule in words: whoever reads the internal papers of an authority reads its schemes and calls in any
state; whoever edits plans writes them; whoever publishes plans opens and closes calls. A call that was
opened is public. A row of another authority is not there at all.
"""

from relance.kernel.errors import Missing, NeedsAccount
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import Reader, authority_called, authority_for, may, require
from relance.kernel.rules import Right
from relance.schemes.models import Call, Scheme, SchemeVersion

READ, EDIT, OPEN = Right.READ_INTERNAL, Right.EDIT_PLANS, Right.PUBLISH_PLANS


def scheme_for(reader: Reader, authority: str, slug: str, right: Right = READ) -> Scheme:
    """The scheme at this address, for a reader who holds the right there."""
    owner = authority_for(reader, authority, right)
    scheme = Scheme.objects.of(owner).filter(slug=slug).select_related("authority").first()
    if scheme is None:
        raise Missing("Ce dispositif n’existe pas ici.")
    return scheme


def version_for(reader: Reader, authority: str, slug: str, number: int) -> SchemeVersion:
    """One version of a scheme, for those who read internal papers."""
    scheme = scheme_for(reader, authority, slug)
    version = SchemeVersion.objects.of(scheme.authority).filter(scheme=scheme, number=number).first()
    if version is None:
        raise Missing("Ce dispositif n’a pas cette version.")
    return version


def call_for(reader: Reader, authority: str, slug: str, right: Right = READ) -> Call:
    """A call in whatever state, for a reader who holds the right there."""
    owner = authority_for(reader, authority, right)
    return _call(owner, slug, opened=False)


def public_call(reader: Reader, authority: str, slug: str) -> Call:
    """A call that was opened, for anybody; one in preparation for those who read internal papers."""
    owner = authority_called(authority)
    return _call(owner, slug, opened=not may(reader, READ, owner))


def check(by: Account | None, right: Right, authority: Authority) -> None:
    """For actions: whoever acts holds the right. None is the system itself, which a person started."""
    if by is not None:
        require(by, right, authority)


def acting(reader: Reader) -> Account:
    """Whoever acts has an account; views ask after the right was checked."""
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour continuer.")
    return reader


def _call(owner: Authority, slug: str, *, opened: bool) -> Call:
    calls = Call.objects.of(owner).filter(slug=slug).select_related("authority", "scheme", "envelope")
    if opened:
        calls = calls.filter(opened_at__isnull=False)
    call = calls.first()
    if call is None:
        raise Missing("Cet appel n’existe pas, ou n’est pas ouvert.")
    return call
