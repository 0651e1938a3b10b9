"""Writes to the shared register."""

from relance.directory.models import Organisation
from relance.values.typography import fold, squeeze


def organisation_called(*, name: str, country: str, acronym: str = "") -> Organisation:
    """The organisation of this name in this country; entered in the register when it is not there.

    Two spellings that a French reader takes for the same name are one organisation. A known
    organisation without acronym takes the one given; nothing else of it changes.
    """
    name, acronym = squeeze(name)[:300], squeeze(acronym)[:40]
    organisation, _ = Organisation.objects.get_or_create(
        country=country, folded=fold(name)[:300], defaults={"name": name, "acronym": acronym}
    )
    if acronym and not organisation.acronym:
        organisation.acronym = acronym
        organisation.save(update_fields=["acronym"])
    return organisation
