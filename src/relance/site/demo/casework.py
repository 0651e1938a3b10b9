"""Files of applicants in the demonstration: the rent fund in every state, a few grants to associations.

Shops, associations and people are invented. What was deposited is written in bulk; what officers do to it
(take, ask, propose, decide in bulk, write letters, notify) goes through their own verbs.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from relance.applications import actions
from relance.applications.actions import bulk
from relance.applications.actions.lettering import How, make_letters, notify, save_shipped
from relance.applications.models import (
    Application,
    CorrectionReason,
    Identity,
    Outcome,
    State,
)
from relance.applications.queries.queue import Filter
from relance.directory.actions import organisation_called
from relance.kernel.models import Account, Authority
from relance.kernel.rules import Role
from relance.ledger import actions as ledger
from relance.plans.models import Measure
from relance.schemes import actions as schemes
from relance.schemes import queries
from relance.schemes.models import Call
from relance.site.demo import DemoWorld
from relance.site.demo.casework_papers import PIECES, attach
from relance.site.demo.plans import examples, measure_numbered
from relance.values.money import Money
from relance.values.typography import fold

OPENED = datetime(2026, 1, 20, 9, tzinfo=UTC)
CLOSES = date(2026, 12, 31)
CHUNK = 200
LATEST = 12
A_TOWN = 400  # files that the 600,000 € of the plan can pay; more of them ask for Lille’s 20 M€
TRADES = (
    "Boulangerie", "Librairie", "Café", "Fleurs", "Coiffure", "Épicerie", "Restaurant", "Mercerie",
    "Cordonnerie", "Quincaillerie", "Pharmacie", "Torréfaction", "Bijouterie", "Fromagerie",
    "Poissonnerie", "Atelier",
)  # fmt: skip
NAMES = (
    "Amblard", "Bessac", "Chastang", "Delmas", "Estève", "Faugère", "Gineste", "Hébrard", "Issartel",
    "Jaubert", "Lacombe", "Malzieu", "Noguès", "Olagnon", "Pradier", "Quintin", "Rouvière", "Sabatier",
    "Teissier", "Vialle",
)  # fmt: skip
STREETS = ("place du Marché", "rue de l’Ouvèze", "rue des Tanneurs", "cours Gambetta", "rue du Vieux-Pont")
GROUND = "Délibération 2026-03 du 19 janvier 2026\u00a0; CGCT, article L1511-3 (exemple, à vérifier)"


def load(world: DemoWorld) -> None:
    """Whatever is not there yet. Loading twice changes nothing."""
    fund(world, world.files)
    grants(world)


def fund(world: DemoWorld, count: int) -> Call:
    """The rent fund with so many files: most decided, the rest in every other state."""
    call = open_fund(world)
    deposited = Application.objects.of(world.valmont).filter(call=call).exclude(state=State.DRAFT)
    known = deposited.count()
    if known >= count:
        return call
    deposit(call, count - LATEST if not known else count, after=known)
    if not known:
        _work(world, call)
        deposit(call, count, after=count - LATEST)  # nobody has looked at these yet
        _papers(call)
    else:
        at = OPENED + timedelta(days=80, minutes=count)
        decide_all(world, call, Outcome.ACCEPTED, at=at)
        decide_all(world, call, Outcome.REFUSED, at=at + timedelta(minutes=1))
    return call


def _papers(call: Call) -> None:
    """Papers for the files that officers are at, and for the latest; those decided have been read."""
    rows = Application.objects.of(call.authority).filter(call=call, outcome="").exclude(state=State.DRAFT)
    for row in rows.select_related("authority", "identity").order_by("-pk")[:36]:
        assert row.submitted_at is not None  # noqa: S101  # no draft is among them
        attach(row, name=row.identity.name, rent=row.facts["monthly_rent"], at=row.submitted_at)


def open_fund(world: DemoWorld, regime: str = "de_minimis") -> Call:
    """The scheme, its envelope and its call, with the texts of its letters."""
    text = (examples() / "valmont" / "aide-au-loyer.yaml").read_text(encoding="utf-8")
    voted = Money.of(20_000_000 if world.files > A_TOWN else 600_000, "EUR")
    measure = measure_numbered(world.valmont, "1.1")
    return _call(
        world,
        "aide-au-loyer",
        "Aide au loyer des commerces",
        text,
        voted,
        regime=regime,
        pieces=PIECES,
        measure=measure,
    )


def deposit(call: Call, count: int, *, after: int = 0, seed: int = 7) -> None:
    """Deposited files of invented shops up to so many, in bulk: one in eight is not entitled."""
    version = queries.version_on(call.scheme, OPENED.date())
    zone = call.authority.zone
    chance = random.Random(seed + after)  # noqa: S311  # invented shops, the same each time
    for start in range(after, count, CHUNK):
        shops = [_shop(chance, number) for number in range(start + 1, min(start + CHUNK, count) + 1)]
        with transaction.atomic():
            rows = Application.objects.bulk_create(
                Application(
                    authority=call.authority,
                    call=call,
                    version=version,
                    number=f"2026-{call.pk:02}{number:06}",
                    state=State.SUBMITTED,
                    applicant_kind="organisation",
                    applicant_key=hashlib.sha256(f"{call.pk}:{number}".encode()).hexdigest(),
                    facts=facts,
                    sources={
                        name: {"from": "declared", "on": at.astimezone(zone).date().isoformat()}
                        for name in facts
                    },
                    created_at=at,
                    changed_at=at,
                    submitted_at=at,
                    complete_at=at,
                    assessed_verdict=verdict,
                    assessed_amount=amount,
                    assessed_at=at,
                )
                for number, _, facts, at, (verdict, amount) in shops
            )
            Identity.objects.bulk_create(
                Identity(
                    authority=call.authority,
                    application=row,
                    name=name,
                    folded=fold(name),
                    mail=f"contact{number}@commerces.example",
                    address=f"{number % 60 + 1}, {STREETS[number % len(STREETS)]}\n84000 Valmont-sur-Ouvèze",
                    commune="Valmont-sur-Ouvèze",
                )
                for row, (number, name, *_) in zip(rows, shops, strict=True)
            )


def decide_all(world: DemoWorld, call: Call, outcome: Outcome, *, at: datetime) -> int:
    """Decide in bulk what the rules answer, as officers do; how many files were looked at."""
    verdict = "eligible" if outcome == Outcome.ACCEPTED else "not eligible"
    wanted = Filter(state=State.SUBMITTED.value, verdict=verdict)
    run = bulk.prepare_run(
        call=call, outcome=outcome, wanted=wanted, by=world.accounts[Role.INSTRUCTOR], at=at
    )
    bulk.confirm_run(run=run, by=world.accounts[Role.DECIDER], at=at)
    run = bulk.of_authority(call.authority, run.pk)
    done = 0
    while True:
        with transaction.atomic():
            step = bulk.decide_step(run, at)
        if not step:
            break
        done += step
    bulk.end_run(run, at)
    return done


def _shop(
    chance: random.Random, number: int
) -> tuple[int, str, dict[str, Any], datetime, tuple[str, int | None]]:
    """One shop: its name, what it answers, when it deposits, and what the rules say of it."""
    rent = chance.randrange(28_000, 92_000, 500)
    before = chance.randrange(18_000, 90_000, 100)
    entitled = number % 8 != 0
    facts: dict[str, Any] = {
        "register_kind": chance.choice(("trade", "craft")),
        "created": f"{chance.randrange(1985, 2025)}-0{chance.randrange(1, 10)}-15",
        "headcount": chance.randrange(0, 9) if entitled else chance.randrange(10, 40),
        "monthly_rent": f"{rent // 100}.{rent % 100:02}",
        "turnover_before": str(before),
        "turnover_now": str(before * chance.randrange(20, 65) // 100),
        "tenant": True,
        "charter": True,
    }
    name = f"{chance.choice(TRADES)} {chance.choice(NAMES)} {number}"
    at = OPENED + timedelta(minutes=7 * (number % 15_000))  # all within 75 days
    return (
        number,
        name,
        facts,
        at,
        (("eligible", min(3 * rent, 150_000)) if entitled else ("not eligible", None)),
    )


def _work(world: DemoWorld, call: Call) -> None:
    """What officers did with the files so far, and some drafts."""
    instructor, decider = world.accounts[Role.INSTRUCTOR], world.accounts[Role.DECIDER]
    clock = moments()
    held_back = list(Application.objects.of(call.authority).filter(call=call).order_by("-pk")[:24])
    for row in held_back:  # taken by hand, so that the bulk decision leaves them
        actions.take(application=row, by=instructor, at=next(clock))
    for row in held_back[:4]:
        actions.ask_correction(
            application=row,
            reason=CorrectionReason.INCOMPLETE,
            message="Envoyez la dernière quittance de loyer.",
            by=instructor,
            at=next(clock),
        )
    for row in held_back[4:10]:
        refused = row.assessed_verdict != "eligible"
        outcome = Outcome.REFUSED if refused else Outcome.ACCEPTED
        actions.propose(application=row, outcome=outcome, by=instructor, at=next(clock))
    for row in held_back[10:13]:
        actions.propose(
            application=row,
            outcome=Outcome.CLOSED,
            motive="Le commerce a retiré sa demande.",
            by=instructor,
            at=next(clock),
        )
        actions.decide(application=row, by=decider, at=next(clock))
    _known_of(held_back[19], held_back[21], by=instructor, at=next(clock))
    waiting = list(held_back[13:])
    for row in waiting[:6]:
        actions.release(application=row, by=instructor, at=next(clock))
    decide_all(world, call, Outcome.ACCEPTED, at=next(clock))
    decide_all(world, call, Outcome.REFUSED, at=next(clock))
    for outcome in (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.CLOSED):
        rows = Application.objects.of(call.authority).filter(call=call, outcome=outcome, state=State.DECIDED)
        for row in rows.order_by("pk")[:6]:
            make_letters(application=row, by=instructor, at=next(clock))
            notify(application=row, how=How.POST, by=instructor, at=next(clock))
    for number in range(1, 9):
        draft, _ = actions.start(call=call, applicant_kind="organisation", at=next(clock))
        actions.answer(application=draft, facts={"headcount": number, "tenant": True}, at=next(clock))


def _known_of(row: Application, linked: Application, *, by: Account, at: datetime) -> None:
    """What an officer found about one shop: an aid of the region, a firm of the same group, its true rent."""
    actions.add_prior_aid(
        application=row, regime="de_minimis", giver="Région (prêt d’honneur, exemple)",
        amount=Money.of(12_000, "EUR"), granted_on=date(2025, 6, 12), by=by, at=at,
    )  # fmt: skip
    actions.link_applicants(
        first=row, second=linked, since=date(2022, 1, 1), by=by, at=at,
        ground="majorité des droits de vote (statuts reçus le 2 avril 2026)",
    )  # fmt: skip
    actions.set_fact(
        application=row, facts={"monthly_rent": "610.00"}, by=by, at=at,
        why="quittance de mars 2026, qui distingue les charges",
    )  # fmt: skip


def grants(world: DemoWorld) -> None:
    """The grant to associations, below and above 23,000 €."""
    text = (examples() / "schemes" / "subvention-association.yaml").read_text(encoding="utf-8")
    call = _call(
        world,
        "subvention-association",
        "Subvention de projet aux associations",
        text,
        Money.of(180_000, "EUR"),
        agreement_above=2_300_000,
    )
    if Application.objects.of(world.valmont).filter(call=call).exists():
        return
    instructor, decider = world.accounts[Role.INSTRUCTOR], world.accounts[Role.DECIDER]
    clock = moments()
    for name, number, asked, cost in (
        ("Les Amis de l’Ouvèze", "999000011", 9_000, 30_000),
        ("Valmont en fête", "999000029", 30_000, 90_000),
        ("Atelier des deux rives", "999000037", 23_000, 50_000),
    ):
        row, _ = actions.start(call=call, applicant_kind="organisation", at=next(clock))
        facts = {
            "body_kind": "association",
            "declared": "2015-06-01",
            "requested": str(asked),
            "granted_this_year": "0",
            "other_authorities": "0",
            "republican_pledge": True,
            "project": {"cost": str(cost), "ends": "2027-06-30"},
        }
        actions.answer(application=row, facts=facts, at=next(clock))
        actions.identify_applicant(
            application=row, name=name, number=number, mail="bureau@associations.example", at=next(clock),
            address="Maison des associations\n84000 Valmont-sur-Ouvèze",
        )  # fmt: skip
        row = actions.deposit(application=row, at=next(clock))
        actions.take(application=row, by=instructor, at=next(clock))
        actions.propose(application=row, outcome=Outcome.ACCEPTED, by=instructor, at=next(clock))
        actions.decide(application=row, by=decider, at=next(clock))
        if asked != 9_000:  # that one waits for its letter
            make_letters(application=row, by=instructor, at=next(clock))
            notify(application=row, how=How.POST, by=instructor, at=next(clock))


def _call(world: DemoWorld, slug: str, title: str, text: str, voted: Money, **more: Any) -> Call:
    """An open call of Valmont on an envelope of its own."""
    return open_call(
        town=world.valmont, lead=world.accounts[Role.PLAN_LEAD], treasurer=world.accounts[Role.TREASURER],
        slug=slug, title=title, text=text, voted=voted, ground=GROUND,
        contact="Direction du commerce\nHôtel de ville, 84000 Valmont-sur-Ouvèze", **more,
    )  # fmt: skip


def open_call(
    *, town: Authority, lead: Account, treasurer: Account, slug: str, title: str, text: str, voted: Money,
    ground: str, regime: str = "none", measure: Measure | None = None, **more: Any,
) -> Call:  # fmt: skip
    """An open call on an envelope of its own, with its letters; the one of this address when it is there."""
    known = Call.objects.of(town).filter(slug=slug).select_related("authority", "scheme__authority").first()
    if known is not None:
        return known
    before = OPENED - timedelta(days=1)
    payer = organisation_called(name=town.name, country=town.country)
    envelope = ledger.open_envelope(
        authority=town, name=title, section=ledger.Section.OPERATING, nature=ledger.Nature.GRANT,
        shares={payer: 1}, odd_to=payer, year=2026, key=f"demo:{slug}", at=before, by=treasurer,
        purpose=ledger.Ref("plans.measure", str(measure.pk)) if measure else None,
    )  # fmt: skip
    ledger.vote(
        authority=town, envelope=envelope, amount=voted, cause=ledger.Ref("deliberation", "2026-03"),
        on=before.date(), key=f"demo:{slug}:vote", at=before, by=treasurer,
    )  # fmt: skip
    scheme = schemes.make_scheme(
        authority=town, slug=slug, title=title, currency=voted.currency, legal_ground=ground, by=lead,
        at=before, regime=regime, measure_key=str(measure.pk) if measure else "",
        keep_because="Exemple de durées, à accorder au tableau de gestion de la collectivité.",
    )  # fmt: skip
    schemes.add_version(scheme=scheme, text=text, by=lead, at=before)
    call = schemes.make_call(
        scheme=scheme, slug=slug, title=title, by=lead, at=before, envelope_id=envelope,
        opens_on=OPENED.date(), closes_on=CLOSES, **more,
    )  # fmt: skip
    schemes.open_call(call=call, by=lead, at=before)
    save_shipped(authority=town, scheme=scheme, checked=True, by=None, at=before)
    return Call.objects.of(town).select_related("authority", "scheme__authority").get(pk=call.pk)


def moments() -> Iterator[datetime]:
    """Moments of officers' days, one after the other, after every deposit."""
    at = OPENED + timedelta(days=75)
    while True:
        at += timedelta(minutes=3)
        yield at
