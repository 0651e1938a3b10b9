"""Builds what follows a plan for tests: leads, rhythms, news, pledges, indicators, readers."""

from datetime import datetime
from typing import Any

from relance.directory.models import Organisation
from relance.kernel.models import Account, Authority
from relance.plans.actions.following import asking, feedback, indicators, pledging, subscribing, writing
from relance.plans.actions.following.asking import token_for
from relance.plans.actions.running.people import contributor_called, contributor_of, put_role
from relance.plans.models import (
    Contributor,
    Feedback,
    Indicator,
    IndicatorPeriod,
    IndicatorValue,
    Measure,
    NewsRequest,
    PartnerAccount,
    Plan,
    Pledge,
    PledgeAnswer,
    PledgeState,
    RoleOnMeasure,
    Status,
    Subscription,
    Update,
    UpdateState,
)
from relance.plans.rules.following.periods import Every, periods
from relance.values.typography import fold
from tests.plans.build import AT, measure, published


def contributor(of: Authority, name: str, email: str = "") -> Contributor:
    who = contributor_called(authority=of, name=name)
    who.email = email
    who.save()
    return who


def leads(who: Contributor | Account, of: Measure, role: RoleOnMeasure = RoleOnMeasure.LEAD) -> None:
    """Give a role on a measure to a name or an account."""
    if isinstance(who, Account):
        who = contributor_of(authority=of.authority, account=who)
    put_role(measure=of, role=role, contributor=who, by_name="Alice", at=AT)


def followed(of: Authority, *, by: Account, leads_it: str = "Zoé Marcellin", measures: int = 1) -> Plan:
    """A public plan that asks for news every three months, its measures led by one reachable person."""
    plan = published(of)
    who = contributor(of, leads_it, f"{fold(leads_it).split()[0]}@x.example")
    for number in range(measures):
        leads(who, measure(plan, f"Rouvrir la vitrine {number + 1}"))
    asking.set_rhythm(plan=plan, by=by, at=AT, every_months=3)
    return plan


def asked(plan: Plan, at: datetime = AT) -> NewsRequest:
    """The first request of the mails that are due, prepared as the night does."""
    asking.prepare(plan=plan, now=at)
    request = (
        NewsRequest.objects.of(plan.authority)
        .filter(mail__plan=plan)
        .select_related("authority", "mail", "measure__plan", "measure__authority")
        .order_by("-pk")
        .first()
    )
    assert request is not None
    return request


def token(of: NewsRequest) -> str:
    return token_for(of)


def update(
    of: Measure, *, by: Account, status: Status = Status.UNDER_WAY, words: str = "", **when: Any
) -> Update:
    """News that wait for a reader."""
    return writing.write(measure=of, by=by, at=when.get("at", AT), status=status, words=words)


def public_update(of: Measure, *, by: Account, **said: Any) -> Update:
    """News that the public reads."""
    row = update(of, by=by, **said)
    writing.review(update=row, by=by, at=said.get("at", AT))
    writing.publish(update=row, by=by, at=said.get("at", AT))
    row.refresh_from_db()
    assert row.state == UpdateState.PUBLIC
    return row


def body(name: str = "Chambre de métiers", country: str = "FR") -> Organisation:
    return Organisation.objects.get_or_create(name=name, country=country)[0]


def pledge(
    plan: Plan, *, of: Organisation | None = None, words: str = "Former 20 artisans", **said: Any
) -> Pledge:
    """A pledge that a body gave, towards a measure of the plan."""
    said = {"state": PledgeState.GIVEN, "measures": said.pop("measures", None) or [measure(plan)], **said}
    who = of or body(country=plan.authority.country)
    return pledging.add_pledge(plan=plan, organisation=who, by=None, at=AT, words=words, **said)


def answers_for(who: Account, organisation: Organisation, at: Authority) -> PartnerAccount:
    """Let an account answer for a body."""
    return PartnerAccount.objects.create(
        authority=at, account=who, organisation=organisation, invited_by_name="Alice", invited_at=AT
    )


def answered(
    of: Pledge, *, by: Account, state: PledgeState = PledgeState.KEPT, words: str = "Fait"
) -> PledgeAnswer:
    """An answer that waits for an officer."""
    said = pledging.Said(pledge=of, state=state, words=words)
    (answer,) = pledging.answer_pledges(said=[said], by=by, at=AT)
    return answer


def indicator(plan: Plan, code: str = "vacance", **fields: Any) -> Indicator:
    places = fields.pop("places", 1)
    fields = {
        "name": "Locaux vacants",
        "definition": "Part des locaux commerciaux sans enseigne.",
        "unit": "percent",
        "source": "Relevé de rue",
        **fields,
    }
    return indicators.define(plan=plan, by=None, at=AT, code=code, places=places, fields=fields)


def years(of: Indicator, first: int = 2026, last: int = 2028) -> list[IndicatorPeriod]:
    """Yearly periods of an indicator, in order."""
    span = list(periods(Every.YEAR, first, last))
    indicators.add_periods(indicator=of, periods=span, by=None, at=AT)
    return list(of.periods.select_related("indicator", "authority").order_by("starts"))


def value(
    of: IndicatorPeriod, minor: int | None = 215, *, by: Account | None = None, **said: Any
) -> IndicatorValue:
    """A value that waits for approval."""
    return indicators.report(period=of, by=by, at=AT, minor=minor, **said)


def approved(of: IndicatorPeriod, minor: int, *, by: Account, **said: Any) -> IndicatorValue:
    row = value(of, minor, **said)
    indicators.approve(value=row, by=by, at=AT)
    row.refresh_from_db()
    return row


def subscriber(plan: Plan, email: str = "lou@x.example", *, confirmed: bool = True) -> Subscription:
    row = subscribing.subscribe(plan=plan, email=email, at=AT)
    if confirmed:
        subscribing.confirm(subscription=row, at=AT)
    return row


def written(plan: Plan, words: str = "Quand rouvre la halle ?", **said: Any) -> Feedback:
    """A message of a reader."""
    return feedback.receive(plan=plan, at=AT, words=words, **said)
