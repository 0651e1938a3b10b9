"""The public page of a plan: its axes and measures, filtered; and the same to print."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from relance.kernel.components import Figure, Link
from relance.kernel.panels import Subject, panels_for
from relance.kernel.permissions import authority_called
from relance.plans.models import Plan
from relance.plans.queries import (
    Budget,
    Choices,
    MeasureFilter,
    PlanPage,
    budget_of,
    choices_of,
    plan_page,
    published_plan,
)
from relance.site.forms import MeasureFilterForm
from relance.values.typography import Locale, locale_of, long_date, number


@require_safe
def plan(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The plan in the order of its document, with what the reader chose to see."""
    who = authority_called(authority)
    shown = published_plan(authority=who, slug=plan)
    chosen, choices = chosen_in(request.GET), choices_of(shown)
    page, money = plan_page(shown, chosen, sheet=request.GET.get("page")), budget_of(shown)
    measures = [measure for group in page.groups for measure in group.measures]
    return render(
        request,
        "site/plan.html",
        {
            "authority": who,
            "plan": shown,
            "page": page,
            "budget": money,
            "words": shown.words,
            "form": MeasureFilterForm(request.GET or None, choices=choices, axis_word=shown.words[0].label),
            "without": without_links(choices),
            "found": found_words(page),
            "figures": figures(shown, page, money, choices, locale=locale_of(who.locale)),
            "findings": shown.findings.filter(measure__isnull=True).select_related("source"),
            "all_paraphrased": all(measure.is_paraphrase for measure in measures),
            "panels": panels_for(Subject("plans.plan", str(shown.pk), who), request.user),
            "numbered": any(measure.number for measure in measures),
        },
    )


@require_safe
def printed(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The whole plan on one page, with each measure's details, made to be printed."""
    who = authority_called(authority)
    shown = published_plan(authority=who, slug=plan)
    return render(
        request,
        "site/plan_print.html",
        {
            "authority": who,
            "plan": shown,
            "page": plan_page(shown),
            "budget": budget_of(shown),
            "words": shown.words,
        },
    )


def chosen_in(query: QueryDict) -> MeasureFilter:
    """The reader's choices, from the words of the address."""
    said = {name: query.get(name, "") for name in ("axis", "partner", "kind")}
    if said["axis"] == "none":
        said |= {"axis": "", "no_axis": "1"}
    when = query.get("when", "")
    said |= {"ongoing": "1"} if when == "ongoing" else {"year": when}
    missing = {"horizon": "without_horizon", "partenaire": "without_partner", "somme": "without_amount"}
    said |= {missing[word]: "1" for word in query.getlist("sans") if word in missing}
    return MeasureFilter.from_query(said)


def without_links(choices: Choices) -> list[Link]:
    """The "sans…" of the list, those that some measure answers to."""
    links = [
        Link("sans horizon", "horizon", choices.without_horizon),
        Link("sans partenaire nommé", "partenaire", choices.without_partner),
        Link("sans somme", "somme", choices.without_amount),
    ]
    return [link for link in links if link.count]


def found_words(page: PlanPage) -> str:
    """ "29 priorités", or "4 priorités sur 29"."""
    word = page.plan.words[1]
    words = f"{page.shown} {word.plural if page.shown > 1 else word.label}"
    return words if page.shown == page.total else f"{words} sur {page.total}"


def figures(plan: Plan, page: PlanPage, money: Budget, choices: Choices, *, locale: Locale) -> list[Figure]:
    """The plan in a few numbers, each with the rows behind it."""
    here = reverse("site:plan", args=[plan.authority.slug, plan.slug])
    dated = (
        f"Au {long_date(plan.published_at.astimezone(plan.authority.zone).date(), locale)}"
        if plan.published_at
        else ""
    )
    word = plan.words[1]
    listed = Figure(
        number(page.total, locale),
        f"{word.plural if page.total > 1 else word.label} dans ce texte".capitalize(),
        f"{plan.announced_measures} sont annoncées" if plan.announced_measures else dated,
        f"{here}#mesures",
        link="Voir la liste",
    )
    dates = Figure(
        number(page.total - choices.without_horizon, locale),
        "Ont un horizon",
        dated,
        f"{here}?sans=horizon#mesures" if choices.without_horizon else f"{here}#mesures",
        unit=f"sur {page.total}",
        link="Voir celles qui n’en ont pas" if choices.without_horizon else "Voir la liste",
    )
    shown = [listed, dates]
    if money.account.announced is not None:
        shown.insert(
            0,
            Figure(
                money.account.announced.format(locale),
                "Budget annoncé",
                "Selon le document",
                reverse("site:budget", args=[plan.authority.slug, plan.slug]),
                link="Voir ce que le texte en détaille",
            ),
        )
    return shown
