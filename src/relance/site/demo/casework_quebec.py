"""A town of Québec in the demonstration: its rent supplement for households, in dollars, in every state.

Rivière-aux-Brumes, its people and its households are invented. Everything goes through the verbs of
applicants and of officers; the rent that the town recognises is found by an officer, as the scheme says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from relance.applications import actions
from relance.applications.actions.lettering import How, make_letters, notify
from relance.applications.actions.supplying import send_piece
from relance.applications.models import Application, CorrectionReason, Outcome
from relance.kernel.models import Account, Authority
from relance.kernel.rules import Role
from relance.schemes.models import Call
from relance.site.demo import DemoWorld, Person, accounts_of
from relance.site.demo.casework import moments, open_call
from relance.site.demo.casework_papers import LEASE, paper
from relance.site.demo.plans import examples
from relance.values.money import Money

SLUG = "supplement-au-loyer"
PEOPLE = (
    Person(
        "Aurèle Thibodeau",
        "aurele@brumes.example",
        (Role.PLAN_LEAD, Role.TREASURER, Role.ADMINISTRATOR),
        "dirige, à Rivière-aux-Brumes (Québec)",
    ),
    Person("Maëlle Gingras", "maelle@brumes.example", (Role.INSTRUCTOR,), "instruit, au Québec"),
    Person("Rosaire Beaulieu", "rosaire@brumes.example", (Role.DECIDER,), "décide, au Québec"),
)
GROUND = "Résolution 2026-014 du conseil; RLRQ, c. S-8 (exemple, à vérifier)"
MONTH = date(2026, 3, 1)
RENT = "avis d’augmentation de loyer, reçu le 3 avril 2026"


@dataclass(frozen=True)
class Household:
    """Who asks, the monthly incomes, and the monthly rent that the town recognises, in dollars."""

    name: str
    incomes: tuple[str, ...]
    rent: str
    couple: bool = False
    here: bool = True

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "home": {"mrc": "66" if self.here else "hors-liste"},
            "couple": self.couple,
            "members": [{"income": f"{income} CAD/month", "student": False} for income in self.incomes],
        }


ACCEPTED = (
    Household("Océane Lavallée-Roy", ("1500.50", "900"), "1080", couple=True),
    Household("Mamadou Diallo", ("2150",), "1245.75"),
    Household("Jeannine Boisvert", ("1684.20",), "815"),
)
REFUSED = Household("Gaétan Péloquin", ("2600", "1450"), "1190")
ELSEWHERE = Household("Noémie Castonguay", ("1900",), "990", here=False)
CLOSED = Household("Ulysse Bérubé", ("1200",), "700")
ASKED = Household("Fernande Ouellette", ("1425", "310.75"), "930")
PROPOSED = Household("Thierry Charlebois", ("2010",), "1100")
WAITING = (
    Household("Aïcha Benali", ("1875.40",), "1010"),
    Household("Léopold Tremblay-Audet", ("980", "1020"), "890", couple=True),
)


def load(world: DemoWorld) -> None:
    """Whatever is not there yet. Loading twice changes nothing."""
    town, _ = Authority.objects.get_or_create(
        slug="riviere-aux-brumes",
        defaults={
            "name": "Rivière-aux-Brumes",
            "country": "CA",
            "currency": "CAD",
            "time_zone": "America/Toronto",
            "languages": ["fr-ca"],
            "is_example": True,
        },
    )
    people = accounts_of(town, PEOPLE)
    call = open_call(
        town=town,
        lead=people[Role.PLAN_LEAD],
        treasurer=people[Role.TREASURER],
        slug=SLUG,
        title="Supplément au loyer",
        text=(examples() / "schemes" / "supplement-loyer.yaml").read_text(encoding="utf-8"),
        voted=Money.of(60_000, "CAD"),
        ground=GROUND,
        answer_within=12,
        pieces=LEASE,
        contact="Service de l’habitation\nHôtel de ville\nRivière-aux-Brumes (Québec)  H0H 0H0",
    )
    if not Application.objects.of(town).filter(call=call).exists():
        work(call, people[Role.INSTRUCTOR], people[Role.DECIDER], moments())


def work(call: Call, instructor: Account, decider: Account, clock: Iterator[datetime]) -> None:
    """Files in every state: as applicants left them, and as officers went on."""
    for place, one in enumerate(ACCEPTED):
        row = _examined(call, one, instructor, clock)
        _decided(row, Outcome.ACCEPTED, instructor, decider, clock, told=place != 2)
    row = _examined(call, REFUSED, instructor, clock)
    _decided(row, Outcome.REFUSED, instructor, decider, clock)
    row = _examined(call, ELSEWHERE, instructor, clock)
    _decided(row, Outcome.REFUSED, instructor, decider, clock)
    row = _examined(call, CLOSED, instructor, clock)
    _decided(
        row, Outcome.CLOSED, instructor, decider, clock, motive="Vous avez retiré votre demande le 7 avril."
    )
    row = _examined(call, ASKED, instructor, clock)
    actions.ask_correction(
        application=row,
        reason=CorrectionReason.INCORRECT,
        message="L’avis de cotisation de la deuxième personne dit un autre revenu. Revoyez-le.",
        facts=["members"],
        by=instructor,
        at=next(clock),
    )
    row = _examined(call, PROPOSED, instructor, clock)
    actions.propose(application=row, outcome=Outcome.ACCEPTED, by=instructor, at=next(clock))
    for one in WAITING:  # nobody has looked at these: the rent is still to be found
        _filed(call, one, clock)
    draft, _ = actions.start(call=call, applicant_kind="person", at=next(clock))
    actions.answer(application=draft, facts={"couple": False}, month_aided=MONTH, at=next(clock))


def _filed(call: Call, one: Household, clock: Iterator[datetime]) -> Application:
    draft, _ = actions.start(call=call, applicant_kind="person", at=next(clock))
    actions.answer(application=draft, facts=one.facts, month_aided=MONTH, at=next(clock))
    actions.identify_applicant(
        application=draft,
        name=one.name,
        mail=f"menage{len(one.name)}@menages.example",
        address="118, rue du Moulin\nRivière-aux-Brumes (Québec)  H0H 0H0",
        at=next(clock),
    )
    at = next(clock)
    lines = [f"Le locateur et {one.name}, locataire.", "Exemple inventé."]
    lease = paper("Bail de logement", lines, size="us-letter", at=at)
    send_piece(application=draft, key="bail", name="bail.pdf", content=lease, at=at)
    return actions.deposit(application=draft, at=next(clock))


def _examined(call: Call, one: Household, instructor: Account, clock: Iterator[datetime]) -> Application:
    row = actions.take(application=_filed(call, one, clock), by=instructor, at=next(clock))
    facts = {"recognised_rent": f"{one.rent} CAD/month"}
    return actions.set_fact(application=row, facts=facts, why=RENT, by=instructor, at=next(clock))


def _decided(
    row: Application,
    outcome: Outcome,
    instructor: Account,
    decider: Account,
    clock: Iterator[datetime],
    *,
    motive: str = "",
    told: bool = True,
) -> None:
    actions.propose(application=row, outcome=outcome, motive=motive, by=instructor, at=next(clock))
    actions.decide(application=row, by=decider, at=next(clock))
    if told:
        make_letters(application=row, by=instructor, at=next(clock))
        notify(application=row, how=How.POST, by=instructor, at=next(clock))
