"""Where references to plans and measures lead, and what the journal calls our acts."""

from collections.abc import Collection, Mapping

from django.utils import timezone

from relance.kernel.models import Authority
from relance.kernel.panels import Address, Panel, Subject
from relance.kernel.permissions import Reader, may
from relance.kernel.rules import Right
from relance.plans.models import Measure, Plan
from relance.plans.permissions import standing_of
from relance.plans.queries.following.asking import late_measures, today_of
from relance.plans.queries.following.indicators import counts_of, indicators_of_measure
from relance.plans.queries.following.news import public_changes, public_pauses, public_updates
from relance.plans.queries.following.pledges import pledge_count, pledges_of_measure
from relance.plans.queries.running.money import held_for
from relance.plans.queries.running.public import public_work
from relance.plans.queries.running.sheet import money_lines
from relance.plans.queries.running.telling import because_words, flag_chip, status_chip
from relance.plans.rules.addresses import measure_path, plan_path, work_path
from relance.plans.rules.running.financing import accounts
from relance.plans.rules.running.standing import Standing
from relance.values.typography import locale_of

ACTS = {
    "plans.import": "a importé le document",
    "plans.present": "a modifié la présentation du plan",
    "plans.publish": "a publié le plan",
    "plans.withdraw": "a retiré le plan",
    "plans.restore": "a repris un export du plan",
    "plans.fact.accept": "a accepté le fait",
    "plans.fact.correct": "a corrigé le fait",
    "plans.fact.reject": "a écarté le fait",
    "plans.fact.reopen": "a remis le fait à relire",
    "plans.fact.add": "a ajouté le fait",
    "plans.fact.move": "a déplacé le fait",
    "plans.fact.match": "a rapproché le fait",
    "plans.omission.add": "a mis de côté le passage",
    "plans.omission.remove": "a repris le passage",
    "plans.review.undo": "a annulé son dernier acte de relecture",
    "plans.amend": "a importé une nouvelle version du document",
    "plans.axis.remove": "a retiré l’axe",
    "plans.measure.remove": "a retiré la mesure",
    "plans.measurepartner.remove": "a retiré le partenaire",
    "plans.announcedamount.remove": "a retiré la somme",
    "plans.aidparameter.remove": "a retiré le paramètre d’aide",
    "plans.finding.remove": "a retiré le constat",
    "plans.update.write": "a donné des nouvelles de",
    "plans.update.review": "a relu les nouvelles de",
    "plans.update.publish": "a publié les nouvelles de",
    "plans.update.return": "a renvoyé les nouvelles de",
    "plans.news.remind": "a relancé les retardataires du plan",
    "plans.news.rhythm": "a réglé le rythme des nouvelles de",
    "plans.news.snooze": "a mis en pause les demandes sur",
    "plans.news.rearm": "a repris les demandes sur",
    "plans.pledge.add": "a inscrit l’engagement",
    "plans.pledge.answer": "a répondu sur l’engagement",
    "plans.pledge.accept": "a accepté la réponse sur l’engagement",
    "plans.pledge.return": "a renvoyé la réponse sur l’engagement",
    "plans.partner.invite": "a invité le partenaire",
    "plans.partner.remove": "a retiré l’accès du partenaire",
    "plans.indicator.add": "a défini l’indicateur",
    "plans.indicator.edit": "a modifié l’indicateur",
    "plans.indicator.baseline": "a donné un départ à l’indicateur",
    "plans.indicator.effect": "a lié une mesure à l’indicateur",
    "plans.indicator.periods": "a ouvert des périodes de l’indicateur",
    "plans.indicator.target": "a fixé une cible de l’indicateur",
    "plans.indicator.report": "a donné une valeur de",
    "plans.indicator.approve": "a approuvé la valeur de",
    "plans.indicator.return": "a renvoyé la valeur de",
    "plans.indicator.lock": "a verrouillé la période",
    "plans.indicator.unlock": "a rouvert la période",
    "plans.feedback.take": "s’occupe d’un avis\u00a0:",
    "plans.feedback.answer": "a répondu à un avis\u00a0:",
    "plans.feedback.close": "a classé un avis\u00a0:",
    "plans.work.change": "a modifié la conduite de la mesure",
    "plans.running.change": "a modifié la conduite du plan",
    "plans.field.add": "a ajouté le champ",
    "plans.strategy.add": "a ajouté la stratégie",
    "plans.contributor.merge": "a réuni deux noms",
    "plans.contributor.account": "a dit à qui est le nom",
    "plans.version": "a enregistré l’avenant",
}


def addresses_of_plans(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
    """Public pages of plans; those of drafts open to their officers alone."""
    plans = Plan.objects.of(authority).filter(pk__in=_numbers(keys))
    return {str(plan.pk): Address(plan_path(authority.slug, plan.slug), plan.title) for plan in plans}


def addresses_of_measures(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
    measures = Measure.objects.of(authority).filter(pk__in=_numbers(keys)).select_related("plan")
    return {
        str(measure.pk): Address(measure_path(authority.slug, measure.plan.slug, measure.code), measure.title)
        for measure in measures
    }


def work_of_measure(subject: Subject, reader: Reader) -> Panel | None:
    """Where a measure of a published plan stands, for anybody; nothing where nobody said anything."""
    measure = _measure(subject)
    if measure is None or not measure.plan.is_public:
        return None
    today = timezone.localtime(timezone=subject.authority.zone).date()
    shown = public_work(measure, today)
    if not shown.has_anything:
        return None
    locale = locale_of(subject.authority.locale)
    context = {
        "authority": subject.authority,
        "plan": measure.plan,
        "measure": measure,
        "shown": shown,
        "status": status_chip(shown.work.status) if shown.work and not measure.ended_by_id else None,
        "flags": [flag_chip(flag) for flag in shown.flags],
        "because": [because_words(one, locale, public=True) for one in shown.because],
        "work_url": work_path(subject.authority.slug, measure.plan.slug, measure.code)
        if standing_of(reader, measure) >= Standing.INTERNAL
        else "",
    }
    return Panel("Où elle en est", "plans/running/panel.html", context)


def money_of_measure(subject: Subject, reader: Reader) -> Panel | None:
    """Expected and held money, for who reads internal papers."""
    if not may(reader, Right.READ_INTERNAL, subject.authority):
        return None
    measure = _measure(subject)
    if measure is None:
        return None
    today = timezone.localtime(timezone=subject.authority.zone).date()
    lines = accounts(
        *money_lines(list(measure.costs.all()), list(measure.forecasts.select_related("funder")))
    )
    held = held_for(measure.plan, [measure.pk], today)
    if not lines and not held:
        return None
    context = {"accounts": lines, "held": held, "authority": subject.authority, "today": today}
    return Panel("Son argent (vu par la collectivité)", "plans/running/panel_money.html", context)


def _measure(subject: Subject) -> Measure | None:
    keys = _numbers([subject.key])
    found = Measure.objects.of(subject.authority).filter(pk__in=keys)
    return found.select_related("plan__authority", "authority", "ended_by").first()


def news_of_measure(subject: Subject, reader: Reader) -> Panel | None:
    """What its lead last said of a measure, once public; and that news are late."""
    measure = _public(subject)
    if measure is None:
        return None
    today = today_of(subject.authority, timezone.now())
    late = late_measures(measure.plan, today, only=measure.pk)
    return Panel(
        "Dernières nouvelles",
        "plans/following/panel_news.html",
        {
            "plan": measure.plan,
            "measure": measure,
            "updates": public_updates(measure, most=5),
            "late": next(iter(late.values()), None),
            "paused": public_pauses(measure.plan, today, only=measure.pk).first(),
            "writes": measure.ended_by_id is None and standing_of(reader, measure).edits,
        },
    )


def figures_of_measure(subject: Subject, reader: Reader) -> Panel | None:
    """The public indicators that a measure is said to move."""
    measure = _public(subject)
    shown = indicators_of_measure(measure, public_only=True) if measure else []
    if measure is None or not shown:
        return None
    context = {"plan": measure.plan, "measure": measure, "indicators": shown}
    return Panel("Indicateurs", "plans/following/panel_indicators.html", context)


def promises_of_measure(subject: Subject, reader: Reader) -> Panel | None:
    """What bodies promised for a measure."""
    measure = _public(subject)
    if measure is None:
        return None
    today = today_of(subject.authority, timezone.now())
    shown = pledges_of_measure(measure, today, public_only=True)
    return Panel("Engagements", "plans/following/panel_pledges.html", {"pledges": shown}) if shown else None


def life_of_plan(subject: Subject, reader: Reader) -> Panel | None:
    """The last changes of a public plan, and the ways to all that follows it."""
    plan = Plan.objects.of(subject.authority).filter(pk__in=_numbers([subject.key])).first()
    if plan is None or not plan.is_public:
        return None
    return Panel(
        "Ce qui a changé",
        "plans/following/panel_plan.html",
        {
            "plan": plan,
            "changes": public_changes(plan)[:3],
            "indicators": counts_of(plan)["public"],
            "pledges": pledge_count(plan),
        },
    )


def _public(subject: Subject) -> Measure | None:
    """The measure, where its plan is public."""
    measure = _measure(subject)
    return measure if measure is not None and measure.plan.is_public else None


def _numbers(keys: Collection[str]) -> list[int]:
    """Keys of rows are numbers; a reference that is none leads nowhere."""
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
