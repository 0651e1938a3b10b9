"""The announced money of a plan, and what its text does not cost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from relance.kernel.components import Column, Link, MoneyBar, Row, Table, announced_bar
from relance.kernel.permissions import authority_called
from relance.plans.models import AnnouncedAmount, Plan
from relance.plans.queries import Aside, Budget, BudgetLine, budget_of, published_plan
from relance.values.typography import locale_of

WHY_ASIDE = {
    Aside.DETAIL: "Plafond, part ou somme citée en passant",
    Aside.PERIODIC: "Somme par période ou par bénéficiaire",
    Aside.CURRENCY: "Autre monnaie que celle du plan",
    Aside.IN_AXIS: "Déjà comprise dans l’enveloppe de son axe",
    Aside.IN_MEASURE: "Déjà comprise dans l’enveloppe de la mesure dont elle fait partie",
}


@require_safe
def budget(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Each sum that the document names: those that explain the total, and the others with the reason."""
    who = authority_called(authority)
    shown = published_plan(authority=who, slug=plan)
    money = budget_of(shown)
    return render(
        request,
        "site/budget.html",
        {
            "authority": who,
            "plan": shown,
            "budget": money,
            "bar": bar_of(money),
            "added": table_of("Sommes qui composent le détail", money.added, shown),
            "aside": table_of("Sommes citées, qui ne s’ajoutent pas", money.aside, shown),
        },
    )


def bar_of(money: Budget) -> MoneyBar | None:
    """The bar, where the document announces a total that its parts do not exceed."""
    account = money.account
    if account.announced is None or account.high > account.announced:
        return None
    return announced_bar(
        title="Ce que le texte détaille du budget annoncé", announced=account.announced, detailed=account.high
    )


def table_of(caption: str, lines: tuple[BudgetLine, ...], plan: Plan) -> Table | None:
    """The sums as a table, each opening onto its measure; None without any."""
    if not lines:
        return None
    why = any(line.aside for line in lines)
    return Table(
        caption,
        [
            Column("De quoi"),
            Column("Ce que c’est"),
            Column("Somme", number=True),
            *([Column("Pourquoi elle ne s’ajoute pas")] if why else []),
        ],
        [
            Row(
                [
                    _about(line.amount, plan),
                    line.amount.meaning or line.amount.get_role_display(),
                    line.amount.format(locale_of(plan.authority.locale)),
                    *([WHY_ASIDE[line.aside] if line.aside else None] if why else []),
                ]
            )
            for line in lines
        ],
    )


def _about(amount: AnnouncedAmount, plan: Plan) -> Link:
    place = [plan.authority.slug, plan.slug]
    if amount.measure is not None:
        return Link(amount.measure.title, reverse("site:measure", args=[*place, amount.measure.code]))
    return Link(amount.axis.wording if amount.axis else "Le plan entier", reverse("site:plan", args=place))
