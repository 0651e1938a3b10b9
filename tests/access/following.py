"""Who may open the addresses by which a plan is followed: officers, partners, readers of mails."""

from typing import Any

from django.utils import timezone

from relance.kernel import files
from relance.kernel.rules import Role
from relance.plans.actions.following import feedback, subscribing
from relance.plans.models import NewsCadence, PledgeState
from tests.access.matrix import ALL_ROLES, PUBLIC, Access, Side
from tests.plans import build, follow

EDITORS = {Role.EDITOR, Role.PLAN_LEAD}
REVIEWERS = {Role.EDITOR, Role.PLAN_LEAD, Role.REVIEWER}
PARTNER = {Role.READER}  # by invitation, whatever their role: here it is the reader of the town
LEADER = {Role.TREASURER}  # leads a measure, whatever their role: here it is the treasurer


def furnish(side: Side) -> None:
    """A public plan that is followed, with one of everything."""
    plan = build.published(side.authority, slug="suivi")
    side["followed"] = plan
    side["led"] = build.measure(plan, "Rouvrir les vitrines", code="vitrines")
    follow.leads(side.person(Role.TREASURER), side["led"])
    who = follow.contributor(side.authority, "Zoé Marcellin", "zoe@x.example")
    asked_about = build.measure(plan, "Aider les loyers", code="loyers")
    follow.leads(who, asked_about)
    build_rhythm(side)
    side["request"] = follow.asked(plan, timezone.now())  # links are good for some weeks
    side["update"] = follow.update(side["led"], by=side.person(Role.TREASURER))
    body = follow.body(country=side.authority.country)
    side["partner"] = follow.answers_for(side.person(Role.READER), body, side.authority)
    side["pledge"] = follow.pledge(plan, of=body, measures=[side["led"]], state=PledgeState.GIVEN)
    side["answer"] = follow.answered(side["pledge"], by=side.person(Role.READER))
    side["indicator"] = follow.indicator(plan)
    side["period"], other = follow.years(side["indicator"], 2026, 2027)
    side["value"] = follow.value(side["period"])
    content = f"relevé de {side.authority.slug}".encode()
    proof = files.store(authority=side.authority, by=None, name="releve.txt", content=content, at=build.AT)
    shown = follow.value(other, evidence_file=proof)
    shown.state, shown.decided_at, shown.decided_by_name = "approved", build.AT, "Bob"
    shown.save()
    side["shown"] = shown
    side["subscription"] = follow.subscriber(plan, confirmed=False)
    side["feedback"] = follow.written(plan)


def build_rhythm(side: Side) -> None:
    NewsCadence.objects.create(
        authority=side.authority, plan=side["followed"], every_months=3, from_day=build.TODAY
    )


def town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def followed(side: Side) -> dict[str, Any]:
    return {**town(side), "plan": "suivi"}


def led(side: Side) -> dict[str, Any]:
    return {**followed(side), "code": "vitrines"}


def measured(side: Side) -> dict[str, Any]:
    return {**followed(side), "code": side["indicator"].code}


def news_link(side: Side) -> dict[str, Any]:
    return {**town(side), "token": follow.token(side["request"])}


def row(name: str, key: str) -> Any:
    return lambda side: {**followed(side), key: side[name].pk}


FORM = frozenset({422})

URLS = {
    # --- what anybody reads and writes
    "plans:changes": [Access(PUBLIC, kwargs=followed)],
    "plans:changes_atom": [Access(PUBLIC, kwargs=followed)],
    "plans:pledges": [Access(PUBLIC, kwargs=followed)],
    "plans:indicators": [Access(PUBLIC, kwargs=followed)],
    "plans:indicator": [Access(PUBLIC, kwargs=measured)],
    "plans:evidence": [Access(PUBLIC, kwargs=lambda side: {**town(side), "value": side["shown"].pk})],
    "plans:subscribe": [
        Access(PUBLIC, kwargs=followed),
        Access(PUBLIC, kwargs=followed, method="post", data=lambda side: {"email": "a@x.example"}),
    ],
    "plans:feedback": [
        Access(PUBLIC, kwargs=followed),
        Access(PUBLIC, kwargs=followed, method="post", data=lambda side: {"words": "Bonjour"}),
    ],
    # --- by the secret of a mail, and by nothing else; of another town it opens nothing
    "plans:news_answer": [
        Access(PUBLIC, kwargs=news_link),
        Access(PUBLIC, kwargs=news_link, method="post", data=lambda side: {"etat": "done"}),
    ],
    "plans:subscribe_confirm": [
        Access(
            PUBLIC,
            kwargs=lambda side: {**town(side), "token": subscribing.confirm_token(side["subscription"])},
        ),
        Access(
            PUBLIC,
            kwargs=lambda side: {**town(side), "token": subscribing.confirm_token(side["subscription"])},
            method="post",
            also=frozenset({410}),
        ),
    ],
    "plans:subscribe_stop": [
        Access(
            PUBLIC,
            kwargs=lambda side: {**town(side), "token": subscribing.stop_token(side["subscription"])},
            method=method,
        )
        for method in ("get", "post")
    ],
    "plans:feedback_follow": [
        Access(PUBLIC, kwargs=lambda side: {**town(side), "token": feedback.follow_token(side["feedback"])})
    ],
    # --- partners
    "plans:partner": [
        Access(PARTNER, kwargs=town),
        Access(PARTNER, kwargs=town, method="post"),
    ],
    "plans:partners": [
        Access(EDITORS, kwargs=town),
        Access(EDITORS, kwargs=town, method="post", also=FORM),
    ],
    "plans:partner_remove": [
        Access(EDITORS, kwargs=lambda side: {**town(side), "partner": side["partner"].pk}, method="post")
    ],
    # --- officers
    "plans:news": [Access(ALL_ROLES, kwargs=followed)],
    "plans:news_log": [Access(ALL_ROLES, kwargs=followed)],
    "plans:news_act": [
        Access(EDITORS, kwargs=followed, method="post", data=lambda side: {"acte": "relancer"})
    ],
    "plans:news_moderate": [
        Access(REVIEWERS, kwargs=row("update", "update"), method="post", data=lambda side: {"acte": "relire"})
    ],
    "plans:news_write": [
        Access(EDITORS | LEADER, kwargs=led),
        Access(EDITORS | LEADER, kwargs=led, method="post", data=lambda side: {"etat": "done"}),
    ],
    "plans:pledge_desk": [
        Access(ALL_ROLES, kwargs=followed),
        Access(EDITORS, kwargs=followed, method="post", also=FORM),
    ],
    "plans:pledge_replies": [Access(EDITORS, kwargs=followed, method="post")],
    "plans:pledge_decide": [
        Access(EDITORS, kwargs=row("answer", "answer"), method="post", data=lambda side: {"acte": "accepter"})
    ],
    "plans:indicator_desk": [Access(ALL_ROLES, kwargs=followed)],
    "plans:indicator_values": [Access(ALL_ROLES, kwargs=followed)],
    "plans:indicator_import": [
        Access(EDITORS, kwargs=followed),
        Access(EDITORS, kwargs=followed, method="post", also=FORM),
    ],
    "plans:indicator_add": [
        Access(EDITORS, kwargs=followed),
        Access(EDITORS, kwargs=followed, method="post", also=FORM),
    ],
    "plans:indicator_edit": [
        Access(EDITORS, kwargs=measured),
        Access(EDITORS, kwargs=measured, method="post", also=FORM),
    ],
    "plans:indicator_manage": [
        Access(ALL_ROLES, kwargs=measured),
        Access(EDITORS, kwargs=measured, method="post", also=FORM),
    ],
    "plans:indicator_act": [
        Access(EDITORS, kwargs=measured, method="post", data=lambda side: {"acte": "periodes"}, also=FORM)
    ],
    "plans:indicator_decide": [
        Access(
            REVIEWERS, kwargs=row("value", "value"), method="post", data=lambda side: {"acte": "approuver"}
        )
    ],
    "plans:indicator_lock": [Access(EDITORS, kwargs=row("period", "period"), method="post")],
    "plans:inbox": [Access(ALL_ROLES, kwargs=followed)],
    "plans:inbox_one": [
        Access(ALL_ROLES, kwargs=row("feedback", "feedback")),
        Access(
            EDITORS, kwargs=row("feedback", "feedback"), method="post", data=lambda side: {"acte": "prendre"}
        ),
    ],
}
