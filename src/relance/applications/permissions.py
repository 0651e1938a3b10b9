"""Who may open what in applications.

Rule in words: officers who examine or decide see the files of their authority, drafts excepted; nobody
else of the authority does, for they hold personal data. A declared conflict of interest removes the
file from every view of the person: it is not there at all. Applicants reach their own file by its
secret link (see `application_by_link`).
"""

from django.db.models import Exists, OuterRef, Q

from relance.applications.models import Application, ConflictOfInterest, Run, State
from relance.applications.rules.numbers import link_digest
from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.permissions import Reader, authority_called, may, require
from relance.kernel.rules import ROLE_RIGHTS, Right
from relance.kernel.scope import ScopedQuerySet

EXAMINES = frozenset({Right.INSTRUCT, Right.DECIDE})


def desk_for(reader: Reader, authority: str) -> Authority:
    """The authority of an address, for who examines or decides there."""
    owner = authority_called(authority)
    require_examiner(reader, owner)
    return owner


def require_examiner(reader: Reader, authority: Authority) -> None:
    """Raise unless this reader examines or decides files of the authority."""
    if any(may(reader, right, authority) for right in EXAMINES):
        return
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour continuer.")
    raise Refused(f"Votre compte ne permet pas d’ouvrir les demandes de {authority.name}.")


def visible(reader: Reader, authority: Authority) -> ScopedQuerySet[Application]:
    """The files that this officer may see: submitted ones, without those of a conflict of interest."""
    rows = Application.objects.of(authority).exclude(state=State.DRAFT)
    return rows.filter(~Exists(conflicts_over(reader, authority)))


def conflicts_over(reader: Reader, authority: Authority) -> ScopedQuerySet[ConflictOfInterest]:
    """Conflicts of this person that cover the application of the outer query."""
    mine = ConflictOfInterest.objects.of(authority).filter(
        account=reader.pk if isinstance(reader, Account) else None, lifted_at__isnull=True
    )
    return mine.filter(
        Q(application=OuterRef("pk")) | ~Q(applicant_key="") & Q(applicant_key=OuterRef("applicant_key"))
    )


def application_for(reader: Reader, authority: str, number: str, right: Right | None = None) -> Application:
    """The file of this number, for an officer who may see it (and holds the right, if one is named)."""
    owner = desk_for(reader, authority)
    if right is not None:
        require(reader, right, owner)
    rows = visible(reader, owner).filter(number=number)
    found = rows.select_related("authority", "call__scheme", "version", "holder", "organisation").first()
    if found is None:
        raise Missing("Cette demande n’existe pas ici.")
    return found


def application_by_link(authority: str, token: str) -> Application:
    """The file whose secret link this is, for whoever holds it."""
    owner = authority_called(authority)
    rows = Application.objects.of(owner).filter(link_digest=link_digest(token))
    found = rows.select_related("authority", "call__scheme", "version").first()
    if found is None:
        raise Missing("Ce lien ne mène à aucune demande\u00a0: vérifiez qu’il est entier.")
    return found


def run_for(reader: Reader, authority: str, pk: int) -> Run:
    """A run of the authority, for who examines or decides."""
    owner = desk_for(reader, authority)
    found = Run.objects.of(owner).filter(pk=pk).select_related("authority", "call__scheme").first()
    if found is None:
        raise Missing("Ce lot n’existe pas ici.")
    return found


def examiners(authority: Authority) -> list[Account]:
    """Who examines or decides files of the authority, by name."""
    roles = [role for role, rights in ROLE_RIGHTS.items() if rights & EXAMINES]
    members = Membership.objects.filter(authority=authority, role__in=roles)
    return list(Account.objects.filter(pk__in=members.values("account")).order_by("name", "pk"))


def acting(reader: Reader) -> Account:
    """Whoever acts has an account; views ask after the right was checked."""
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour continuer.")
    return reader
