"""Opens an authority in the installation, with whoever will administer it.

Done by who runs the server (`relance authority`), hardly ever; everything after it is done on
the pages of the authority by its own people.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from relance.kernel import audit
from relance.kernel.errors import RelanceError
from relance.kernel.members import AlreadyMember, give_role
from relance.kernel.models import Authority
from relance.kernel.models.authority import Country, Currency
from relance.kernel.rules import RESERVED_SLUGS, Role
from relance.values.identifiers import InvalidIdentifier, neq, siren
from relance.values.typography import quote

OF_COUNTRY = {
    Country.FRANCE: (Currency.EURO, "Europe/Paris", ["fr"]),
    Country.CANADA: (Currency.CANADIAN_DOLLAR, "America/Toronto", ["fr-ca"]),
}


class BadAuthority(RelanceError):
    """What was said of the authority cannot be; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of an authority. Empty: what its country usually has."""

    slug: str
    name: str
    country: str = Country.FRANCE
    time_zone: str = ""
    identifier: str = ""


def open_authority(*, described: Described, administrator: str, at: datetime) -> Authority:
    """The authority of this address, made if it is not there, administered by this e-mail address too.

    Run again, it changes nothing of an authority that is there but its administrators. The new
    account has no password: the person chooses one by "Mot de passe oublié". Raises BadAuthority.
    """
    _check(described)
    try:
        validate_email(administrator)
    except ValidationError as error:
        raise BadAuthority(f"{quote(administrator)} n’est pas une adresse de courriel.") from error
    currency, zone, languages = OF_COUNTRY[Country(described.country)]
    with transaction.atomic():
        authority, made = Authority.objects.get_or_create(
            slug=described.slug,
            defaults={
                "name": described.name,
                "country": described.country,
                "currency": currency,
                "time_zone": described.time_zone or zone,
                "languages": languages,
                "identifier": described.identifier,
            },
        )
        if made:
            audit.record(authority=authority, by=None, act="kernel.authority.open", subject=authority, at=at)
        with suppress(AlreadyMember):  # run again: the person administers it already
            give_role(authority=authority, email=administrator, role=Role.ADMINISTRATOR, by=None, at=at)
    return authority


def _check(described: Described) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", described.slug) or len(described.slug) > 60:
        raise BadAuthority(
            f"{quote(described.slug)} ne peut pas servir d’adresse\u00a0: des minuscules sans accent, "
            "des chiffres et des tirets sont attendus, 60 signes au plus."
        )
    if described.slug in RESERVED_SLUGS:
        raise BadAuthority(
            f"{quote(described.slug)} est une adresse de Relance\u00a0: choisissez-en une autre."
        )
    if not described.name.strip():
        raise BadAuthority("Le nom de la collectivité est attendu.")
    if described.country not in Country.values:
        raise BadAuthority(
            f"{quote(described.country)} n’est pas un pays connu\u00a0: {', '.join(Country.values)}."
        )
    if described.time_zone and described.time_zone not in available_timezones():
        raise BadAuthority(
            f"{quote(described.time_zone)} n’est pas un fuseau horaire\u00a0: Europe/Paris, Indian/Reunion…"
        )
    if described.identifier:
        try:
            (siren if described.country == Country.FRANCE else neq)(described.identifier)
        except InvalidIdentifier as error:
            raise BadAuthority(str(error)) from error
