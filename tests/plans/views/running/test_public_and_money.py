"""What the public reads, the calendars, the money and the amendments of a plan that is run."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from relance.directory.models import Organisation
from relance.kernel.rules import Role
from relance.ledger import actions as ledger
from relance.plans.actions.running import amending, beside, funding
from relance.plans.actions.running.amending import Deed
from relance.plans.actions.running.planning import add_field
from relance.plans.actions.running.working import change
from relance.plans.models import CalendarFeed, Measure, Plan
from relance.values.money import Money
from tests.plans import build
from tests.plans.actions.running.build import AT, led_by, plan
from tests.support.cast import Cast, sign_in


@pytest.fixture
def world(cast: Cast) -> tuple[Plan, list[Measure]]:
    return plan(cast.valmont)


def public(measure: Measure) -> str:
    slugs = [measure.authority.slug, measure.plan.slug, measure.code]
    answer = Client().get(reverse("site:measure", args=slugs))
    assert answer.status_code == 200
    return str(answer.content.decode())


def url(name: str, the_plan: Plan, *more: object) -> str:
    return reverse(f"plans:{name}", args=[the_plan.authority.slug, the_plan.slug, *more])


def test_a_measure_that_nobody_runs_says_nothing_more_than_its_document(world: Any) -> None:
    assert "Où elle en est" not in public(world[1][0])


def test_the_public_reads_state_lead_and_why_it_is_late_but_no_working_paper(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, _) = world
    led_by(fund, cast.charlie)
    seen = add_field(
        plan=the_plan, by=cast.alice, at=AT, name="Quartier", kind="text", seen_by="public", edited_by="team"
    )
    hidden = add_field(
        plan=the_plan, by=cast.alice, at=AT, name="Avis", kind="text", seen_by="editors", edited_by="editors"
    )
    fields = {
        "status": "under_way",
        "reason": "Le marché est infructueux.",
        "due_on": date(2026, 1, 31),
        f"custom:{seen.pk}": "Le centre",
        f"custom:{hidden.pk}": "Très risqué",
    }
    change(measure=fund, by=cast.alice, at=AT, fields=fields)
    said: dict[str, Any] = {"measure": fund, "by": cast.alice, "at": AT}
    beside.add_task(title="Appeler le notaire", due_on=date(2026, 2, 1), **said)
    beside.depend(needs=hall, **said)
    for level in ("public", "internal", "team", "editors"):
        beside.write_note(text=f"Note {level}.", level=level, **said)
    funding.add_cost(year=2027, money=Money.of(1234, "EUR"), basis="net", spending="operating", **said)

    page = public(fund)

    for shown in (
        "En cours",
        "En retard",
        "Le marché est infructueux.",
        "Charlie",
        "Le centre",
        "Note public.",
    ):
        assert shown in page
    assert "Son échéance était le 31 janvier 2026" in page
    assert "Une étape attendue le" in page
    for kept in ("notaire", "Très risqué", "Note internal", "Note team", "Note editors", "1 234", "1234"):
        assert kept not in page


def test_a_measure_that_was_merged_answers_and_points_on(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, _) = world
    deed = Deed(the_plan, cast.alice, AT, AT.date(), "Deux fonds font double emploi.")
    amending.merge(deed, measures=[fund], into=hall)

    page = public(fund)

    assert "N’est plus au plan" in page
    assert "Deux fonds font double emploi." in page
    assert reverse("site:measure", args=[cast.valmont.slug, the_plan.slug, hall.code]) in page
    assert "Vient de" in public(hall)


def test_the_amendments_are_public_and_their_forms_are_not(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, _) = world
    build.amount(fund, 600)
    client = sign_in(Client(), cast.alice)
    forms: dict[str, dict[str, Any]] = {
        "montant": {"money": "900"},
        "dates": {"ends_on": "2028-06-30"},
        "diviser": {"wordings": "Un prêt\nUn don"},
        "reunir": {"others": [hall.pk]},
    }
    for act, more in forms.items():
        one = Measure.objects.of(cast.valmont).filter(plan=the_plan, ended_by__isnull=True).order_by("-order")
        target = fund if act in ("montant", "dates", "diviser") else one[0]
        said = {"measure": target.pk, "on": "2026-12-01", "because": f"Raison {act}.", **more}
        answer = client.post(url("amend", the_plan, act), said)
        assert answer.status_code == 302, answer.content.decode()

    page = Client().get(url("amendments", the_plan)).content.decode()

    for act in forms:
        assert f"Raison {act}." in page
        assert Client().get(url("amend", the_plan, act)).status_code == 302
    assert "Avenant n° 4" in page
    assert "Amender le plan" not in page
    assert "Amender le plan" in client.get(url("amendments", the_plan)).content.decode()


def test_an_amendment_that_is_refused_keeps_what_was_typed(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    _, (elsewhere, *_) = plan(cast.valmont)
    client = sign_in(Client(), cast.alice)

    empty = client.post(
        url("amend", the_plan, "montant"), {"measure": fund.pk, "money": "900", "on": "2026-12-01"}
    )
    other = client.post(
        url("amend", the_plan, "retirer"),
        {"measure": elsewhere.pk, "on": "2026-12-01", "because": "Sans objet."},
    )

    assert empty.status_code == other.status_code == 422
    assert 'value="900"' in empty.content.decode()
    elsewhere.refresh_from_db()
    assert elsewhere.ended_by is None
    assert client.get(url("amend", the_plan, "effacer")).status_code == 404


def test_a_calendar_holds_open_dates_and_ends_with_its_address_or_its_reader(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, windows) = world
    led_by(fund, cast.charlie)
    change(measure=fund, by=cast.alice, at=AT, fields={"due_on": date(2027, 6, 30)})
    change(measure=hall, by=cast.alice, at=AT, fields={"due_on": date(2027, 7, 1)})
    change(measure=windows, by=cast.alice, at=AT, fields={"due_on": date(2027, 7, 2), "status": "done"})
    beside.add_task(measure=fund, by=cast.alice, at=AT, title="Choisir", due_on=date(2027, 1, 5))
    client = sign_in(Client(), cast.charlie)
    page = client.post(url("work_calendars", the_plan), {"mes": "1"}).content.decode()
    address = page.split("<code>")[1].split("</code>")[0].removeprefix("http://testserver")
    feed = CalendarFeed.objects.of(cast.valmont).get()

    answer = Client().get(address)

    calendar = Calendar.from_ical(answer.content)
    events: list[Any] = calendar.walk("VEVENT")
    days = {str(event["summary"]): event["dtstart"].dt for event in events}
    assert days == {"Fonds\u00a0: échéance": date(2027, 6, 30), "Choisir\u00a0: tâche": date(2027, 1, 5)}
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert feed.digest not in address
    assert Client().get(address.replace(".ics", "x.ics")).status_code == 404
    assert (
        sign_in(Client(), cast.alice).post(url("work_calendars", the_plan), {"revoquer": feed.pk}).status_code
        == 404
    )
    led_by(fund, cast.alice)
    assert Client().get(address).status_code == 404
    led_by(fund, cast.charlie)
    assert Client().get(address).status_code == 200
    client.post(url("work_calendars", the_plan), {"revoquer": feed.pk})
    assert Client().get(address).status_code == 404


def test_the_money_of_a_plan_is_told_apart_and_what_nothing_explains_too(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, windows) = world
    build.amount(the_plan, 1000)
    build.amount(fund, 600)
    region = Organisation.objects.create(name="Région", country="FR")
    said: dict[str, Any] = {"by": cast.alice, "at": AT, "year": 2027, "spending": "operating"}
    funding.add_cost(measure=hall, money=Money.of(500, "EUR"), basis="net", **said)
    funding.forecast(
        measure=hall, money=Money.of(200, "EUR"), basis="net", funder=region, state="promised", **said
    )
    funding.add_cost(measure=hall, money=Money.of(77, "EUR"), basis="gross", **said)
    act: dict[str, Any] = {"authority": cast.valmont, "by": None}
    envelope = ledger.open_envelope(
        name="Travaux de la halle",
        section=ledger.Section.OPERATING,
        shares={region: 1},
        odd_to=region,
        key="halle",
        purpose=ledger.Ref("plans.measure", str(hall.pk)),
        **act,
    )
    ledger.vote(
        envelope=envelope,
        amount=Money.of(450, "EUR"),
        cause=ledger.Ref("deliberation", "1"),
        on=timezone.localdate() - timedelta(days=1),  # the page shows today
        key="vote",
        **act,
    )

    page = sign_in(Client(), cast.holding(Role.READER)).get(url("work_money", the_plan)).content.decode()
    flat = page.replace("\u202f", " ").replace("\u00a0", " ")

    for shown in ("1 000 €", "400 €", "500 €", "200 €", "300 €", "77 €", "450 €", "Travaux de la halle"):
        assert shown in flat
    by_funder = flat.split("Par financeur</caption>")[1].split("</table>")[0]
    for shown in ("Région", "2027", "Fonctionnement", "EUR HT", "200 €"):
        assert shown in by_funder
    assert "577 €" not in flat
    assert "1 mesure" in flat
    assert windows.plan_id == the_plan.pk


def test_the_money_of_a_plan_costs_no_more_queries_with_more_envelopes(cast: Cast, world: Any) -> None:
    the_plan, measures = world
    region = Organisation.objects.create(name="Région", country="FR")
    client = sign_in(Client(), cast.holding(Role.READER))

    def opened(number: int) -> int:
        for turn in range(number):
            ledger.open_envelope(
                authority=cast.valmont,
                by=None,
                name=f"Enveloppe {turn}",
                section=ledger.Section.OPERATING,
                shares={region: 1},
                odd_to=region,
                key=f"{number}-{turn}",
                purpose=ledger.Ref("plans.measure", str(measures[turn % len(measures)].pk)),
            )
        client.get(url("work_money", the_plan))
        with CaptureQueriesContext(connection) as seen:
            page = client.get(url("work_money", the_plan))
        assert f"Enveloppe {number - 1}" in page.content.decode()
        return len(seen)

    assert opened(1) == opened(7)


def test_only_officers_see_the_money_of_a_measure_on_its_public_page(cast: Cast, world: Any) -> None:
    _, (fund, *_) = world
    funding.add_cost(
        measure=fund,
        by=cast.alice,
        at=AT,
        year=2027,
        money=Money.of(4321, "EUR"),
        basis="net",
        spending="operating",
    )
    address = reverse("site:measure", args=[fund.authority.slug, fund.plan.slug, fund.code])

    assert "Son argent" in sign_in(Client(), cast.alice).get(address).content.decode()
    for who in (cast.charlie, cast.dora):
        assert "Son argent" not in sign_in(Client(), who).get(address).content.decode()
    assert "Son argent" not in public(fund)
