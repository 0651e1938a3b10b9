"""Takes a workbook of values back: each row checked and told of, before anything is written."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.plans.actions.following.indicators import report
from relance.plans.models import IndicatorPeriod, IndicatorValue, Plan, ValueState
from relance.plans.permissions import check
from relance.plans.queries.following.sheets import LAYOUT
from relance.plans.rules.exchange.book import BadFile, Row
from relance.plans.rules.exchange.recognise import read_book
from relance.plans.rules.following.figures import NotAFigure, minor_of
from relance.plans.rules.following.periods import called


class Outcome(StrEnum):
    """What becomes of a row; the value is the word on screen."""

    NEW = "À approuver"
    SAME = "Inchangée"
    EMPTY = "Vide"
    WRONG = "Refusée"


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row of the file: where it stands, what it is about, what becomes of it and why."""

    where: str
    about: str
    outcome: Outcome
    message: str = ""


@dataclass(frozen=True, slots=True)
class SheetReport:
    """All rows of a file. `written` is how many values wait for approval now."""

    rows: tuple[RowReport, ...]
    written: int
    unknown: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Value:
    minor: int | None
    missing: str
    note: str
    evidence: str


def take_values(*, plan: Plan, content: bytes, by: Account, at: datetime, dry_run: bool) -> SheetReport:
    """Propose the values of a workbook; those of wrong rows are left out and named.

    A value that counts or waits already is left alone: sending the file twice changes nothing.
    Raises BadFile when the file as a whole cannot be read.
    """
    check(by, Right.EDIT_PLANS, plan.authority)
    book = read_book(content, LAYOUT)
    if not book.rows("values"):
        raise BadFile("Ce classeur n’a pas de feuille «\u00a0Valeurs\u00a0» avec des lignes.")
    periods = {
        (one.indicator.code, one.starts): one
        for one in IndicatorPeriod.objects.of(plan.authority)
        .filter(indicator__plan=plan)
        .select_related("indicator", "authority")
    }
    known = _known(plan)
    reports, written, seen = [], 0, set[tuple[int, str]]()
    with transaction.atomic():
        for row in book.rows("values"):
            if row.is_empty:
                continue
            about, period, said = _read(row, periods)
            if isinstance(said, RowReport):
                reports.append(said)
            if isinstance(said, RowReport) or period is None:
                continue
            place = (period.pk, _text(row, "territory"))
            if said is None:
                reports.append(RowReport(row.where("value"), about, Outcome.EMPTY))
            elif place in seen:
                reports.append(
                    RowReport(row.where("value"), about, Outcome.WRONG, "Cette ligne vient deux fois.")
                )
            elif said in known.get(place, ()):
                reports.append(RowReport(row.where("value"), about, Outcome.SAME))
            else:
                seen.add(place)
                if not dry_run:
                    report(
                        period=period,
                        by=by,
                        at=at,
                        minor=said.minor,
                        missing_because=said.missing,
                        territory=place[1],
                        note=said.note,
                        evidence_url=said.evidence,
                    )
                    written += 1
                reports.append(RowReport(row.where("value"), about, Outcome.NEW))
    return SheetReport(tuple(reports), written, tuple(book.unknown))


def _known(plan: Plan) -> dict[tuple[int, str], list[_Value]]:
    """What counts and what waits, by period and territory."""
    found: dict[tuple[int, str], list[_Value]] = {}
    rows = IndicatorValue.objects.of(plan.authority).filter(
        period__indicator__plan=plan, state__in=(ValueState.APPROVED, ValueState.PROPOSED)
    )
    for one in rows:
        value = _Value(one.minor, one.missing_because, one.note, one.evidence_url)
        found.setdefault((one.period_id, one.territory), []).append(value)
    return found


def _read(
    row: Row, periods: dict[tuple[str, date], IndicatorPeriod]
) -> tuple[str, IndicatorPeriod | None, "_Value | RowReport | None"]:
    """What a row is about and says; a report when it is wrong, None when it says nothing."""
    code, starts = _text(row, "indicator"), _day(row, "starts")
    period = periods.get((code, starts)) if starts else None
    if period is None:
        words = f"L’indicateur «\u00a0{code}\u00a0» n’a pas de période qui commence là."
        return code, None, RowReport(row.where("starts"), code or "?", Outcome.WRONG, words)
    indicator = period.indicator
    about = f"{indicator.name}, {called(period.starts, period.ends)}"
    if territory := _text(row, "territory"):
        about += f", {territory}"

    def wrong(column: str, words: str) -> tuple[str, IndicatorPeriod, RowReport]:
        return about, period, RowReport(row.where(column), about, Outcome.WRONG, words)

    number, missing = _text(row, "value"), _text(row, "missing")
    if not number and not missing:
        return about, period, None
    if number and missing:
        return wrong("missing", "Une valeur, ou pourquoi il n’y en a pas, pas les deux.")
    if period.locked_at is not None:
        return wrong("value", "Cette période est verrouillée.")
    minor = None
    if number:
        try:
            minor = minor_of(number, indicator.places)
        except NotAFigure as error:
            return wrong("value", str(error))
    for column, most in (("missing", 300), ("note", 300), ("territory", 120), ("evidence", 500)):
        if len(_text(row, column)) > most:
            return wrong(column, f"{most} lettres au plus.")
    evidence = _text(row, "evidence")
    if evidence:
        try:
            URLValidator(schemes=["http", "https"])(evidence)
        except ValidationError:
            return wrong("evidence", "Écrivez une adresse complète, comme https://exemple.fr/rapport.")
    return about, period, _Value(minor, missing, _text(row, "note"), evidence)


def _text(row: Row, column: str) -> str:
    value = row.cells.get(column)
    if value is None:
        return ""
    if isinstance(value, float):  # a cell typed as a number: its shortest writing is what was typed
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()


def _day(row: Row, column: str) -> date | None:
    value = row.cells.get(column)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(_text(row, column)[:10])
    except ValueError:
        return None
