"""The expected cost of a measure, and the money that funders would bring."""

from datetime import datetime

from django.db import transaction

from relance.directory.models import Organisation
from relance.kernel.models import Account
from relance.kernel.scope import working_for
from relance.plans.actions.running.working import CannotWork, note_change
from relance.plans.models import Cost, Forecast, FundingState, Measure
from relance.plans.permissions import check_work
from relance.values.money import Money


def add_cost(
    *,
    measure: Measure,
    by: Account | None,
    at: datetime,
    year: int,
    money: Money,
    basis: str,
    spending: str,
    note: str = "",
) -> Cost:
    check_work(by, measure)
    with transaction.atomic(), working_for(measure.authority):
        made = Cost.objects.create(
            authority=measure.authority,
            measure=measure,
            year=year,
            amount=money.minor,
            currency=money.currency,
            basis=basis,
            spending=spending,
            note=note,
        )
        note_change(measure=measure, by=by, at=at, field="cost", before="", after=_cost(made))
    return made


def remove_cost(*, cost: Cost, by: Account | None, at: datetime) -> None:
    check_work(by, cost.measure)
    with transaction.atomic(), working_for(cost.authority):
        measure, words = cost.measure, _cost(cost)
        cost.delete()
        note_change(measure=measure, by=by, at=at, field="cost", before=words, after="")


def forecast(
    *,
    measure: Measure,
    by: Account | None,
    at: datetime,
    funder: Organisation,
    year: int,
    money: Money,
    basis: str,
    spending: str,
    state: str = FundingState.SOUGHT,
    evidence: str = "",
) -> Forecast:
    """Money that a funder would bring. Notified money names its evidence. Raises CannotWork."""
    check_work(by, measure)
    _check_evidence(state, evidence)
    with transaction.atomic(), working_for(measure.authority):
        made = Forecast.objects.create(
            authority=measure.authority,
            measure=measure,
            funder=funder,
            year=year,
            amount=money.minor,
            currency=money.currency,
            basis=basis,
            spending=spending,
            state=state,
            evidence=evidence,
        )
        note_change(measure=measure, by=by, at=at, field="forecast", before="", after=_line(made))
    return made


def move_forecast(
    *,
    line: Forecast,
    by: Account | None,
    at: datetime,
    state: str,
    evidence: str = "",
    money: Money | None = None,
) -> None:
    """What became of it: promised, notified or refused, and for how much."""
    check_work(by, line.measure)
    if money is not None and money.currency != line.currency:
        raise CannotWork("Un financement garde sa monnaie\u00a0: ajoutez-en un autre.", "amount")
    with transaction.atomic(), working_for(line.authority):
        held = Forecast.objects.of(line.authority).select_for_update(of=("self",)).get(pk=line.pk)
        before = _line(held)
        _check_evidence(state, evidence or held.evidence)
        held.state, held.evidence = state, evidence or held.evidence
        if money is not None:
            held.amount = money.minor
        held.save(update_fields=["state", "evidence", "amount"])
        note_change(measure=held.measure, by=by, at=at, field="forecast", before=before, after=_line(held))


def remove_forecast(*, line: Forecast, by: Account | None, at: datetime) -> None:
    check_work(by, line.measure)
    with transaction.atomic(), working_for(line.authority):
        measure, words = line.measure, _line(line)
        line.delete()
        note_change(measure=measure, by=by, at=at, field="forecast", before=words, after="")


def _check_evidence(state: str, evidence: str) -> None:
    if state == FundingState.NOTIFIED and not evidence.strip():
        raise CannotWork("Un financement notifié cite sa pièce (arrêté, convention, courrier).", "evidence")


def _cost(cost: Cost) -> str:
    return f"{cost.money.format()} {cost.get_basis_display()} · {cost.year} · {cost.get_spending_display()}"


def _line(line: Forecast) -> str:
    money = f"{line.money.format()} {line.get_basis_display()}"
    return f"{line.funder} · {money} · {line.year} · {line.get_state_display()}"
