"""How Valmont's plan is followed: news, some of them late, indicators, pledges, a message answered.

All of it is invented, and dated from the day it is loaded, so that links in mails still open.
Loading again changes nothing; mails that are due by then leave.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from relance.directory.actions import organisation_called
from relance.kernel.models import Account
from relance.kernel.rules import Role
from relance.plans.actions.following import asking, feedback, indicators, pledging, subscribing, writing
from relance.plans.actions.following.mailing import send_news_mail, waiting_mails
from relance.plans.actions.running.people import contributor_called, put_role
from relance.plans.models import (
    Finding,
    Measure,
    MeasureRole,
    NewsCadence,
    PartnerAccount,
    Plan,
    PlanState,
    PledgeKind,
    PledgeState,
    RoleOnMeasure,
    Status,
    Subscription,
    Trend,
    Update,
)
from relance.site.demo import DemoWorld

PARTNER = "iris@chambre.example"
CHAMBER = "Chambre de métiers et de l’artisanat"
LEADS = {  # who leads what no other loader gave a lead: number of the measure → name, address
    "1.1": ("Mireille Castan", "mireille@valmont.example"),
    "2.2": ("Yanis Delorme", "yanis@valmont.example"),
    "3.1": ("Mireille Castan", "mireille@valmont.example"),
}
NEWS = (  # measure, days ago, state, words, how far it went
    ("1.1", 96, Status.UNDER_WAY, "Le règlement du fonds est voté, les dossiers arrivent.", "public"),
    ("1.1", 12, Status.UNDER_WAY, "Sept commerces aidés à ce jour.", "public"),
    ("2.2", 170, Status.UNDER_WAY, "Deux baux signés rue Haute.", "public"),
    ("2.4", 40, Status.UNDER_WAY, "Les premières devantures sont refaites.", "reviewed"),
    ("3.1", 3, Status.PAUSED, "Le prestataire a cessé son activité\u00a0: un nouveau marché part.", "draft"),
    ("3.2", 20, Status.DONE, "Le marché du mercredi soir compte douze producteurs.", "public"),
)


def load(world: DemoWorld) -> None:
    """Whatever is not there yet, for the town's published plan and the ministry's replies."""
    now = timezone.now()
    plan = Plan.objects.of(world.valmont).filter(state=PlanState.PUBLISHED).order_by("pk").first()
    if plan is None:
        return
    if not NewsCadence.objects.of(world.valmont).filter(plan=plan).exists():
        measures = {
            one.number: one
            for one in Measure.objects.of(world.valmont)
            .filter(plan=plan, ended_by__isnull=True)
            .select_related("plan__authority", "authority")
            if one.number
        }
        _news(world, plan, measures, now)
        _readers(world, plan, measures, now)
        _figures(world, plan, measures, now)
        _pledges(world, plan, measures, now)
    asking.prepare(plan=plan, now=now)
    for pk in waiting_mails(plan, now):
        send_news_mail(plan, pk, now)
    _replies(now)


def _news(world: DemoWorld, plan: Plan, measures: dict[str, Measure], now: datetime) -> None:
    by = world.accounts[Role.PLAN_LEAD]
    asking.set_rhythm(plan=plan, by=by, at=now - timedelta(days=200), every_months=3)
    for number, (name, email) in LEADS.items():
        measure = measures.get(number)
        held = MeasureRole.objects.of(world.valmont).filter(
            measure=measure, role=RoleOnMeasure.LEAD, until__isnull=True
        )
        if measure is None or held.exists():
            continue
        who = contributor_called(authority=world.valmont, name=name)
        who.email = who.email or email
        who.save()
        put_role(measure=measure, role=RoleOnMeasure.LEAD, contributor=who, by_name=str(by), at=now)
    for number, days, status, words, far in sorted(NEWS, key=lambda news: -news[1]):
        if number not in measures:
            continue
        at = now - timedelta(days=days)
        update = writing.write(measure=measures[number], by=by, at=at, status=status, words=words)
        _moved(update, far, world, at)
    if "2.3" in measures:
        asking.snooze(
            measure=measures["2.3"],
            by=by,
            at=now,
            until=(now + timedelta(days=60)).date(),
            reason="Le conseil municipal en délibère à l’hiver.",
            is_public=True,
        )


def _moved(update: Update, far: str, world: DemoWorld, at: datetime) -> None:
    if far in ("reviewed", "public"):
        writing.review(update=update, by=world.accounts[Role.REVIEWER], at=at)
    if far == "public":
        update.refresh_from_db()
        writing.publish(update=update, by=world.accounts[Role.PLAN_LEAD], at=at)


def _figures(world: DemoWorld, plan: Plan, measures: dict[str, Measure], now: datetime) -> None:
    lead, editor, reviewer = (world.accounts[role] for role in (Role.PLAN_LEAD, Role.EDITOR, Role.REVIEWER))
    said: dict[str, Any] = {"by": lead, "at": now}
    vacancy = indicators.define(
        plan=plan,
        code="locaux-vacants",
        places=1,
        fields={
            "name": "Locaux vacants au centre",
            "definition": "Part des locaux commerciaux du centre sans enseigne ouverte le jour du relevé.",
            "unit": "percent",
            "trend": Trend.DOWN,
            "source": "Relevé de rue du service commerce",
            "method": "Passage de tous les locaux à pied, en février et en septembre.",
        },
        **said,
    )
    finding = (
        Finding.objects.of(world.valmont).filter(plan=plan, value="18", unit="percent").order_by("pk").first()
    )
    if finding is not None:
        indicators.start_from(indicator=vacancy, finding=finding, **said)
    year = now.year
    rows = indicators.open_years(indicator=vacancy, first=year - 2, last=year + 1, **said)
    for row, target, minor in zip(rows, (175, 165, 150, 120), (176, 168, None, None), strict=True):
        row.indicator = vacancy
        indicators.set_target(period=row, target=target, **said)
        if minor is not None:
            value = indicators.report(
                period=row, by=editor, at=now, minor=minor, note=f"Relevé de {row.starts.year}"
            )
            indicators.approve(value=value, by=reviewer, at=now)
    indicators.lock(period=rows[0], **said)
    indicators.report(period=rows[2], by=editor, at=now, minor=161, note="Relevé de février, à confirmer")
    centre = indicators.report(
        period=rows[1], by=editor, at=now, minor=224, territory="Rue Haute", note="Relevé"
    )
    indicators.approve(value=centre, by=reviewer, at=now)
    if "2.2" in measures:
        indicators.claim_effect(
            indicator=vacancy,
            measure=measures["2.2"],
            effect="Deux points de vacance en moins en deux ans",
            claimed_by="l’Office foncier de l’Ouvèze",
            **said,
        )
    helped = indicators.define(
        plan=plan,
        code="commerces-aides",
        places=0,
        fields={
            "name": "Commerces aidés pour leur loyer",
            "definition": "Commerces qui ont reçu au moins un versement du fonds.",
            "unit": "commerces",
            "trend": Trend.UP,
            "source": "Grand livre de la collectivité",
        },
        **said,
    )
    first, second = indicators.open_years(indicator=helped, first=year - 1, last=year, **said)
    none = indicators.report(
        period=first, by=editor, at=now, missing_because="Le fonds n’était pas encore ouvert"
    )
    some = indicators.report(period=second, by=editor, at=now, minor=7, note="Versements de l’année")
    for value in (none, some):
        indicators.approve(value=value, by=reviewer, at=now)


def _pledges(world: DemoWorld, plan: Plan, measures: dict[str, Measure], now: datetime) -> None:
    by = world.accounts[Role.PLAN_LEAD]
    chamber = organisation_called(name=CHAMBER, country=world.valmont.country)
    account = Account.objects.filter(email=PARTNER).first()
    if account is not None:
        PartnerAccount.objects.of(world.valmont).get_or_create(
            organisation=chamber,
            account=account,
            defaults={"authority": world.valmont, "invited_by_name": str(by), "invited_at": now},
        )
    made = []
    for words, number, kind, days in (
        ("Accompagner vingt artisans dans leur rénovation de devanture", "2.4", PledgeKind.SUPPORT, 120),
        ("Tenir la permanence mensuelle de conseil", "1.4", PledgeKind.REPLY, -30),
        ("Afficher la charte d’engagement chez ses adhérents aidés", "1.1", PledgeKind.CHARTER, 60),
    ):
        if number in measures:
            made.append(
                pledging.add_pledge(
                    plan=plan,
                    organisation=chamber,
                    by=by,
                    at=now,
                    words=words,
                    measures=[measures[number]],
                    kind=kind,
                    state=PledgeState.GIVEN,
                    due_on=(now + timedelta(days=days)).date(),
                )
            )
    if account is not None and made:
        said = pledging.Said(pledge=made[0], state=PledgeState.PARTLY, words="Neuf artisans accompagnés")
        (answer,) = pledging.answer_pledges(said=[said], by=account, at=now)
        pledging.accept_answer(answer=answer, by=by, at=now)


def _readers(world: DemoWorld, plan: Plan, measures: dict[str, Measure], now: datetime) -> None:
    by = world.accounts[Role.EDITOR]
    asked = feedback.receive(
        plan=plan,
        measure=measures.get("3.2"),
        at=now - timedelta(days=6),
        words="Le marché du mercredi soir aura-t-il lieu aussi l’hiver\u00a0?",
        name="Lou Marande",
        email="lou@habitants.example",
    )
    feedback.answer(
        feedback=asked,
        by=by,
        at=now - timedelta(days=4),
        words="Oui, jusqu’à 19 heures de novembre à mars, sous la halle.",
        public=True,
    )
    feedback.receive(plan=plan, at=now, words="Où puis-je signaler un local vide rue des Tanneurs\u00a0?")
    if not Subscription.objects.of(world.valmont).filter(plan=plan).exists():
        reader = subscribing.subscribe(plan=plan, email="lou@habitants.example", at=now)
        subscribing.confirm(subscription=reader, at=now)


def _replies(now: datetime) -> None:
    """The ministry's replies to Laval's priorities as its pledges: one text under several is one."""
    plan = (
        Plan.objects.everywhere("one of the five published examples, of another authority")
        .filter(authority__slug="laval", slug="reponses-du-ministere", state=PlanState.PUBLISHED)
        .select_related("authority")
        .first()
    )
    if plan is not None:
        ministry = organisation_called(name="Ministère de l’Économie", country=plan.authority.country)
        pledging.pledges_from_replies(plan=plan, organisation=ministry, by=None, at=now)
