"""Who may bring a file into the register.

Rule in words: the register is common to all authorities and holds public facts alone. Who administers
an authority of the installation may bring a file in; a file never replaces what a later one said.
Who reads internal papers sees the state of the register, and the reports of their own authority's files.
"""

from relance.directory.models import RegisterImport
from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.kernel.permissions import Reader, authority_for
from relance.kernel.rules import Right


def authority_to_read_register(reader: Reader, slug: str) -> Authority:
    return authority_for(reader, slug, Right.READ_INTERNAL)


def authority_to_import(reader: Reader, slug: str) -> Authority:
    return authority_for(reader, slug, Right.ADMINISTER)


def import_for(reader: Reader, slug: str, pk: int) -> RegisterImport:
    """The report of a file of this authority, for its own people."""
    authority = authority_to_read_register(reader, slug)
    found = (
        RegisterImport.objects.of(authority).select_related("file", "asked_by", "job").filter(pk=pk).first()
    )
    if found is None:
        raise Missing("Cet import n’existe pas ici.")
    return found
