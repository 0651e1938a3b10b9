"""At which day a statement is drawn up, and in which sense."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import TextChoices


class Basis(TextChoices):
    """KNOWN: as Relance knew it that evening; never changes. EFFECTIVE: as it truly was that day, with
    what was learnt since."""

    KNOWN = "known", "tel que connu ce jour-là"
    EFFECTIVE = "effective", "tel qu’il était vraiment ce jour-là"


@dataclass(frozen=True, slots=True)
class Cut:
    """Which lines count: with effect on `on` or before, and recorded before `recorded_before` (None: all)."""

    on: date
    basis: Basis
    recorded_before: datetime | None


def cut(*, on: date, basis: Basis, zone: tzinfo, known_at: datetime | None = None) -> Cut:
    """The cut of a statement at the end of a day, in the authority's time zone.

    `known_at`: for a statement that must print the same later, with what was known at that moment.
    """
    if basis == Basis.EFFECTIVE:
        return Cut(on, basis, known_at)
    evening = datetime.combine(on + timedelta(days=1), time(), zone)
    return Cut(on, basis, min(evening, known_at) if known_at else evening)
