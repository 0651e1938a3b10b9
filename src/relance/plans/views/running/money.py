"""The money of a plan at work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from relance.kernel.components import Column, Link, Row, Table
from relance.plans.models import FundingState, Plan, Spending, TaxBasis
from relance.plans.permissions import plan_for
from relance.plans.queries.running.money import MeasureMoney, PlanMoney, money_of
from relance.plans.rules.addresses import manage_path, work_path
from relance.plans.rules.running.financing import Account


@require_safe
def money(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Announced, expected, to be found, voted, committed, paid; and what nothing explains."""
    found = plan_for(request.user, authority, plan)
    today = timezone.localtime(timezone=found.authority.zone).date()
    all_of_it = money_of(found, today)
    context = {
        "authority": found.authority,
        "plan": found,
        "word": found.words[1],
        "today": today,
        "money": all_of_it,
        "accounts": accounts_table(all_of_it),
        "years": years_table(all_of_it),
        "funders": funders_table(all_of_it),
        "measures": measures_table(found, all_of_it),
        "held": held_table(found, all_of_it),
        "list_url": work_path(authority, plan),
        "manage": manage_path(authority, plan),
    }
    return render(request, "plans/running/money.html", context)


def accounts_table(money: PlanMoney) -> Table:
    """One row a currency and tax basis: never added together."""
    return Table(
        "Coûts et financements prévus",
        [
            Column("Base"),
            Column("Coût prévu", number=True),
            Column("Notifié", number=True),
            Column("Promis", number=True),
            Column("Recherché", number=True),
            Column("Refusé", number=True),
            Column("Reste à trouver", number=True),
        ],
        [
            Row(
                [
                    f"{one.currency} {TaxBasis(one.basis).label}",
                    one.cost if one.has_cost else None,
                    *(one.by_state.get(state.value) for state in _STATES),
                    one.gap if one.has_cost else None,
                ]
            )
            for one in money.accounts
        ],
        note="Promis et notifié viennent en déduction du coût\u00a0; le recherché et le refusé, non.",
    )


_STATES = (FundingState.NOTIFIED, FundingState.PROMISED, FundingState.SOUGHT, FundingState.REFUSED)


def years_table(money: PlanMoney) -> Table:
    """By year, section and basis."""
    return Table(
        "Par année",
        [
            Column("Année"),
            Column("Section"),
            Column("Base"),
            Column("Coût prévu", number=True),
            Column("Promis et notifié", number=True),
        ],
        [
            Row(
                [
                    str(year),
                    Spending(spending).label,
                    f"{one.currency} {TaxBasis(one.basis).label}",
                    cost,
                    secured,
                ]
            )
            for one in money.accounts
            for (year, spending), (cost, secured) in sorted(one.by_year.items())
        ],
    )


def funders_table(money: PlanMoney) -> Table:
    """By funder, year, section and basis, each state of the money apart."""
    return Table(
        "Par financeur",
        [
            Column("Financeur"),
            Column("Année"),
            Column("Section"),
            Column("Base"),
            *(Column(str(state.label), number=True) for state in _STATES),
        ],
        [
            Row(
                [
                    funder,
                    str(year),
                    Spending(spending).label,
                    f"{one.currency} {TaxBasis(one.basis).label}",
                    *(sums.get(state.value) for state in _STATES),
                ]
            )
            for one in money.accounts
            for (funder, year, spending), sums in sorted(one.by_funder.items())
        ],
    )


def measures_table(plan: Plan, money: PlanMoney) -> Table:
    """Measure by measure, and basis by basis."""
    rows = []
    for one in money.measures:
        for account in one.accounts:
            rows.append(_measure_row(plan, one, account))
    return Table(
        "Par mesure",
        [
            Column("Mesure"),
            Column("Base"),
            Column("Coût prévu", number=True),
            Column("Promis et notifié", number=True),
            Column("Reste à trouver", number=True),
        ],
        rows,
    )


def _measure_row(plan: Plan, one: MeasureMoney, account: Account) -> Row:
    url = work_path(plan.authority.slug, plan.slug, one.measure.code)
    return Row(
        [
            Link(one.measure.title, f"{url}#cout"),
            f"{account.currency} {TaxBasis(account.basis).label}",
            account.cost if account.has_cost else None,
            account.secured,
            account.gap if account.has_cost else None,
        ]
    )


def held_table(plan: Plan, money: PlanMoney) -> Table:
    """What the ledger holds in envelopes opened for measures of the plan."""
    authority = plan.authority.slug
    return Table(
        "Au grand livre",
        [
            Column("Mesure"),
            Column("Enveloppe"),
            Column("Voté", number=True),
            Column("Engagé", number=True),
            Column("Payé", number=True),
        ],
        [
            Row(
                [
                    Link(one.measure.title, work_path(authority, plan.slug, one.measure.code)),
                    Link(held.name, f"/{authority}/enveloppes/{held.envelope}/releve/"),
                    held.voted,
                    held.committed,
                    held.paid,
                ]
            )
            for one in money.measures
            for held in one.held
        ],
    )
