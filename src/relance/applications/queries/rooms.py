"""What is left to applicants under the ceilings of public aid, with its rows; for many files at once."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from django.db.models import Q, Sum

from relance.applications.models import Application, Decision, GroupLink, Outcome, PriorAid
from relance.applications.rules.ceilings import Aid, Period, Room, ceiling_on, group_of, room
from relance.kernel.models import Authority
from relance.schemes.models import Regime
from relance.values.money import Money

WARNING = (
    "Relance ne connaît que les aides qu’il a accordées ici et celles qui ont été déclarées\u00a0: "
    "les aides d’autres donneurs peuvent manquer."
)


class Rooms:
    """The room left to the applicants of some files, on a day; what it needs is read once for all."""

    def __init__(
        self, authority: Authority, regime: str, applications: Iterable[Application], on: date
    ) -> None:
        self.authority, self.regime, self.on = authority, regime, on
        self.given: dict[str, int] = {}
        self._links = _links(authority, on) if regime not in (Regime.NONE, Regime.QUEBEC_YEAR) else []
        ceiling = ceiling_on(regime, on)
        self._whole = ceiling is not None and ceiling.period is Period.YEAR_OF_AUTHORITY
        self._groups: dict[str, frozenset[str]] = {}
        keys = {key for one in applications for key in self.group(one.applicant_key)}
        self._aids: dict[str, list[Aid]] = {}
        self._of_authority: list[Aid] = []
        if ceiling is None:
            return
        since = ceiling.first_day(on)
        if self._whole:
            self._of_authority = _whole_year(authority, regime, since)
        else:
            self._read(keys, since)

    def group(self, key: str) -> frozenset[str]:
        """The single undertaking of an applicant."""
        if not self._links:
            return frozenset({key})
        if key not in self._groups:
            self._groups[key] = group_of(key, self._links)
        return self._groups[key]

    def of(self, application: Application) -> Room | None:
        """The room left to this applicant; None where the scheme follows no ceiling."""
        if self.regime == Regime.NONE:
            return None
        if self._whole:
            return room(self.regime, self.on, self._of_authority)
        group = self.group(application.applicant_key)
        return room(self.regime, self.on, [aid for key in group for aid in self._aids.get(key, [])])

    def exceeded(self, application: Application, amount: Money | None) -> bool:
        """Whether an award of this amount would pass the ceiling, with those given since this was read."""
        found = self.of(application)
        if amount is None or found is None or found.left is None or found.left.currency != amount.currency:
            return False
        keys = self.given if self._whole else self.group(application.applicant_key)
        since = sum(self.given.get(key, 0) for key in keys)
        return amount.minor + since > found.left.minor

    def add(self, application: Application, amount: Money) -> None:
        """Tell of an award made since."""
        key = application.applicant_key
        self.given[key] = self.given.get(key, 0) + amount.minor

    def _read(self, keys: Collection[str], since: date) -> None:
        decisions = _decisions(self.authority, self.regime, since).filter(application__applicant_key__in=keys)
        for key, number, title, at, awarded, currency in decisions.values_list(
            "application__applicant_key",
            "application__number",
            "version__scheme__title",
            "decided_at",
            "awarded",
            "currency",
        ):
            day = at.astimezone(self.authority.zone).date()
            aid = Aid(self.authority.name, day, Money(awarded, currency), title, number)
            self._aids.setdefault(key, []).append(aid)
        for row in PriorAid.objects.of(self.authority).filter(applicant_key__in=keys, regime=self.regime):
            known = "déclarée par le demandeur" if row.declared else f"saisie par {row.by_name}"
            aid = Aid(row.giver, row.granted_on, Money(row.amount, row.currency), known)
            self._aids.setdefault(row.applicant_key, []).append(aid)


def room_of(application: Application, on: date) -> Room | None:
    """The room left to the applicant of one file."""
    scheme = application.call.scheme
    return Rooms(application.authority, scheme.regime, [application], on).of(application)


def _decisions(authority: Authority, regime: str, since: date):  # type: ignore[no-untyped-def]  # a typed queryset of values is a page long
    rows = Decision.objects.of(authority).filter(outcome=Outcome.ACCEPTED, version__scheme__regime=regime)
    return rows.filter(decided_at__gte=datetime.combine(since, time.min, authority.zone))


def _whole_year(authority: Authority, regime: str, since: date) -> list[Aid]:
    """One line a scheme: the year's awards of the whole authority."""
    summed = _decisions(authority, regime, since).values_list("version__scheme__title", "currency")
    return [
        Aid(authority.name, since, Money(whole, currency), title)
        for title, currency, whole in summed.annotate(Sum("awarded")).order_by()
    ]


def _links(authority: Authority, on: date) -> list[tuple[str, str]]:
    rows = GroupLink.objects.of(authority).filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)
    return list(rows.values_list("first_key", "second_key"))
