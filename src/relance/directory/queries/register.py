"""What the register knows of a number, with its source and its date."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max

from relance.directory.models import Establishment, LegalUnit, RegisterImport
from relance.directory.rules.classes import headcount_words
from relance.kernel.models import Authority
from relance.values.identifiers import Scheme, identify


@dataclass(frozen=True, slots=True)
class RegisteredFacts:
    """A firm as the register shows it on a day; what is kept with a decision.

    `number` is the SIRET, SIREN or NEQ asked for. `headcount` is the class of the establishment (of
    the unit when a SIREN or NEQ was asked), `unit_headcount` that of the whole firm: codes of Insee,
    brackets and never numbers. Texts are empty and days None where the register is silent.
    `public` False: the person asked not to be shown, and the register keeps no name nor address.
    `source` names the file, `as_of` the day it was drawn up; `unit_as_of` that of the unit's file.
    """

    number: str
    country: str
    unit_number: str
    name: str
    legal_form: str
    activity: str
    headcount: str
    unit_headcount: str
    created_on: date | None
    is_open: bool
    state_since: date | None
    is_seat: bool
    address: str
    postcode: str
    commune: str
    commune_name: str
    public: bool
    source: str
    as_of: date
    unit_as_of: date | None

    @property
    def headcount_words(self) -> str:
        return headcount_words(self.headcount)

    def as_json(self) -> dict[str, Any]:
        """For keeping beside an application or a decision: days as texts."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }


def registered_facts(number: str) -> RegisteredFacts | None:
    """What the register says of this SIRET, SIREN or NEQ (spaces allowed); at most two queries.

    None when the number is none, or the register does not hold it: the applicant goes on, the facts
    are "unverified" and the final decision waits.
    """
    found = identify(number)
    if found is None:
        return None
    country = "CA" if found.scheme is Scheme.NEQ else "FR"
    key = found.siren or found.number
    unit = LegalUnit.objects.filter(country=country, number=key).first()
    if found.scheme is Scheme.SIRET:
        place = Establishment.objects.filter(country=country, number=found.number).first()
        return _of_establishment(place, unit) if place else None
    return _of_unit(unit) if unit else None


def _of_establishment(place: Establishment, unit: LegalUnit | None) -> RegisteredFacts:
    shown = place.public and (unit is None or unit.public)
    return RegisteredFacts(
        number=place.number,
        country=place.country,
        unit_number=place.unit_number,
        name=(place.name or (unit.name if unit else "")) if shown else "",
        legal_form=unit.legal_form if unit else "",
        activity=place.activity or (unit.activity if unit else ""),
        headcount=place.headcount,
        unit_headcount=unit.headcount if unit else "",
        created_on=place.created_on,
        is_open=place.is_open and (unit is None or unit.is_open),
        state_since=place.state_since,
        is_seat=place.is_seat,
        address=place.address if shown else "",
        postcode=place.postcode if shown else "",
        commune=place.commune,
        commune_name=place.commune_name,
        public=shown,
        source=place.source,
        as_of=place.as_of,
        unit_as_of=unit.as_of if unit else None,
    )


def _of_unit(unit: LegalUnit) -> RegisteredFacts:
    return RegisteredFacts(
        number=unit.number,
        country=unit.country,
        unit_number=unit.number,
        name=unit.name,
        legal_form=unit.legal_form,
        activity=unit.activity,
        headcount=unit.headcount,
        unit_headcount=unit.headcount,
        created_on=unit.created_on,
        is_open=unit.is_open,
        state_since=unit.state_since,
        is_seat=True,
        address=unit.address,
        postcode="",
        commune=unit.commune,
        commune_name=unit.commune_name,
        public=unit.public,
        source=unit.source,
        as_of=unit.as_of,
        unit_as_of=unit.as_of,
    )


@dataclass(frozen=True, slots=True)
class RegisterState:
    """How many rows the register holds, and the latest day a file of theirs was drawn up."""

    establishments: int
    establishments_as_of: date | None
    units: int
    units_as_of: date | None
    neq: int
    neq_as_of: date | None


def state_of_register() -> RegisterState:
    """Two queries."""
    places = Establishment.objects.aggregate(n=Count("pk"), day=Max("as_of"))
    units: dict[str, Any] = {
        row["country"]: row
        for row in LegalUnit.objects.order_by().values("country").annotate(n=Count("pk"), day=Max("as_of"))
    }
    none: dict[str, Any] = {"n": 0, "day": None}
    french, quebec = units.get("FR", none), units.get("CA", none)
    return RegisterState(
        establishments=places["n"],
        establishments_as_of=places["day"],
        units=french["n"],
        units_as_of=french["day"],
        neq=quebec["n"],
        neq_as_of=quebec["day"],
    )


def imports_of(authority: Authority) -> list[RegisterImport]:
    """The latest readings of register files that this authority asked for."""
    return list(
        RegisterImport.objects.of(authority).select_related("file", "asked_by", "job", "authority")[:30]
    )
