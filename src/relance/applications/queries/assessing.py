"""What the scheme answers for a file, with everything that Relance knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from relance.applications.models import Application, Check, Decision, Outcome
from relance.applications.rules.facts import day_applied, whole
from relance.kernel.models import Authority
from relance.schemes import queries as schemes
from relance.schemes.models import Scheme
from relance.values.money import Money


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer, with what it was given: the facts and the day."""

    answer: schemes.Answer
    facts: dict[str, Any]
    on: date

    @property
    def verdict(self) -> str:
        return self.answer.verdict

    @property
    def amount(self) -> Money | None:
        return self.answer.amount


def assess(application: Application, today: date) -> Assessment | None:
    """What the scheme answers now; None while the month aided is wanted and unknown.

    `today`: the authority's day, used by schemes that apply by the day of the decision. Raises
    bareme.BaremeError, schemes.rules.amounts.Unrounded (a ValueError).
    """
    return Assessor(application.authority, application.call.scheme, [application]).assess(application, today)


class Assessor:
    """Assesses many files of one scheme; what they need beside their own row is read once, for all."""

    def __init__(self, authority: Authority, scheme: Scheme, applications: Iterable[Application]) -> None:
        self.authority, self.scheme = authority, scheme
        self.rows = list(applications)
        self._checks = _checks(authority, self.rows)
        scopes = {path for row in self.rows for path in schemes.loaded(row.version).inputs}
        self._awarded = _awarded(authority, scheme, self.rows) if "already.firm" in scopes else {}
        self._whole = _all_awarded(authority, scheme) if "already.scheme" in scopes else 0

    def assess(self, application: Application, today: date) -> Assessment | None:
        """One of the files that this assessor was made for."""
        zone = self.authority.zone
        filed = application.submitted_at or application.changed_at
        on = day_applied(
            application.version.applies_by,
            filed=filed.astimezone(zone).date() if application.submitted_at else today,
            complete=(application.complete_at or filed).astimezone(zone).date(),
            decided=today,
            month_aided=application.month_aided,
        )
        if on is None:
            return None
        facts = self.facts_of(application)
        return Assessment(schemes.answer(application.version, facts, on=on), facts, on)

    def facts_of(self, application: Application) -> dict[str, Any]:
        """All that `bareme` is told of a file."""
        wanted = schemes.loaded(application.version).inputs
        currency = self.scheme.currency
        already: dict[str, Money] = {}
        if "already.firm" in wanted:
            already["firm"] = Money(self._awarded.get(application.applicant_key, 0), currency)
        if "already.scheme" in wanted:
            already["scheme"] = Money(self._whole, currency)
        return whole(application.facts, checks=self._checks.get(application.pk, {}), already=already)

    def add_award(self, application: Application, awarded: int) -> None:
        """Tell the assessor of an award made since, so that the next file of the applicant knows it."""
        key = application.applicant_key
        self._awarded[key] = self._awarded.get(key, 0) + awarded
        self._whole += awarded


def _checks(authority: Authority, rows: Iterable[Application]) -> Mapping[int, dict[str, bool]]:
    found: dict[int, dict[str, bool]] = {}
    checks = Check.objects.of(authority).filter(application__in=[row.pk for row in rows])
    for application, name, met in checks.values_list("application", "name", "met"):
        found.setdefault(application, {})[name] = met
    return found


def _awarded(authority: Authority, scheme: Scheme, rows: Iterable[Application]) -> dict[str, int]:
    keys = {row.applicant_key for row in rows if row.applicant_key}
    decisions = Decision.objects.of(authority).filter(
        outcome=Outcome.ACCEPTED, version__scheme=scheme, application__applicant_key__in=keys
    )
    summed = decisions.values_list("application__applicant_key").annotate(Sum("awarded")).order_by()
    return dict(summed)


def _all_awarded(authority: Authority, scheme: Scheme) -> int:
    decisions = Decision.objects.of(authority).filter(outcome=Outcome.ACCEPTED, version__scheme=scheme)
    return int(decisions.aggregate(whole=Sum("awarded"))["whole"] or 0)
