"""Builds schemes, calls and files for tests, through the verbs that officers and applicants use."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import bareme
from relance.applications import actions
from relance.applications.models import Application, Identity, Outcome, State
from relance.directory.models import Organisation
from relance.kernel.models import Account, Authority
from relance.kernel.rules import Role
from relance.ledger import actions as ledger
from relance.schemes import actions as schemes
from relance.schemes.models import Call, Scheme
from relance.values.money import Money
from tests.support.cast import Cast

EXAMPLES = Path(__file__).parents[2] / "examples" / "schemes"
NOW = datetime(2020, 7, 1, 9, tzinfo=UTC)
_counter = itertools.count(1)


@cache
def text(name: str = "fonds-loyer") -> str:
    """A whole example scheme."""
    return (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def given(name: str = "fonds-loyer", test: int = 1) -> dict[str, Any]:
    """The facts of one of its own tests, as JSON has them."""
    facts: dict[str, Any] = _plain(bareme.loads(text(name)).tests[test].given)
    return facts


def _plain(value: Any) -> Any:
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int | str) or value is None else str(value)


@dataclass
class Fund:
    """A call that is open, on an envelope with money, and who works on it."""

    authority: Authority
    scheme: Scheme
    call: Call
    envelope: int
    instructor: Account
    decider: Account
    name: str
    now: datetime

    def later(self, minutes: int = 1) -> datetime:
        """A moment after the last one."""
        self.now += timedelta(minutes=minutes)
        return self.now

    def draft(self, **facts: Any) -> Application:
        """A draft with the facts of the scheme's own test, changed by `facts`."""
        application, _ = actions.start(call=self.call, applicant_kind="organisation", at=self.later())
        known = given(self.name) | facts
        return actions.answer(application=application, facts=known, at=self.later())

    def submitted(self, *, number: str = "", applicant: str = "", **facts: Any) -> Application:
        """A file deposited by an applicant of its own."""
        application = self.draft(**facts)
        name = applicant or f"Commerce {next(_counter)}"
        actions.identify_applicant(
            application=application, at=self.now, name=name, mail="contact@example.org", number=number
        )
        return actions.deposit(application=application, at=self.later())

    def taken(self, **said: Any) -> Application:
        """A file in instruction, held by the instructor."""
        return actions.take(application=self.submitted(**said), by=self.instructor, at=self.later())

    def proposed(self, outcome: Outcome = Outcome.ACCEPTED, **said: Any) -> Application:
        """A file with a proposal of the instructor."""
        application = self.taken(**said)
        motive = "" if outcome == Outcome.ACCEPTED else "Hors du champ du fonds."
        actions.propose(
            application=application, outcome=outcome, by=self.instructor, at=self.later(), motive=motive
        )
        return application


def many(fund: Fund, count: int, **facts: Any) -> list[Application]:
    """So many deposited files at once, as the verbs would have left them: for runs and races."""
    version = fund.scheme.versions.get()
    known = given(fund.name) | facts
    first = Application.objects.of(fund.authority).count()
    rows = [
        Application(
            authority=fund.authority,
            call=fund.call,
            version=version,
            number=f"2020-{first + place:09d}",
            state=State.SUBMITTED,
            applicant_kind="organisation",
            applicant_key=f"{first + place:064x}",
            facts=known,
            created_at=fund.now,
            changed_at=fund.now,
            submitted_at=fund.now + timedelta(seconds=place),
            complete_at=fund.now + timedelta(seconds=place),
            assessed_verdict="eligible",
            assessed_amount=1230_30,
        )
        for place in range(count)
    ]
    made = Application.objects.bulk_create(rows, batch_size=200)
    Identity.objects.bulk_create(
        (
            Identity(authority=fund.authority, application=row, name=f"Commerce {row.number}", folded="x")
            for row in made
        ),
        batch_size=200,
    )
    fund.later(count)
    return made


def envelope(authority: Authority, minor: int, *, key: str = "fund", on: date = date(2020, 6, 1)) -> int:
    """An envelope in which this much was voted."""
    funder, _ = Organisation.objects.get_or_create(name=authority.name, country=authority.country)
    said: dict[str, Any] = {"authority": authority, "by": None}
    opened = ledger.open_envelope(
        name=f"Enveloppe {key}",
        section=ledger.Section.OPERATING,
        shares={funder: 1},
        odd_to=funder,
        key=f"open:{key}",
        at=datetime(on.year, on.month, on.day, 16, tzinfo=UTC),
        **said,
    )
    ledger.vote(
        envelope=opened,
        amount=Money(minor, authority.currency),
        cause=ledger.Ref("deliberation", "1"),
        on=on,
        key=f"vote:{key}",
        at=datetime(on.year, on.month, on.day, 17, tzinfo=UTC),
        **said,
    )
    return opened


def fund(
    cast: Cast, name: str = "fonds-loyer", *, minor: int = 2_000_000_00, now: datetime = NOW, **more: Any
) -> Fund:
    """A scheme of the examples, with an open call in the town of its currency."""
    rules = bareme.loads(text(name))
    authority = cast.valmont if rules.currency == "EUR" else cast.brumes
    before = now - timedelta(days=10)
    scheme = schemes.make_scheme(
        authority=authority,
        slug=name,
        title=rules.title["fr"],
        currency=rules.currency,
        legal_ground="CGCT, article L1511-3",
        by=None,
        at=before,
        once=more.pop("once", False),
        regime=more.pop("regime", "none"),
    )
    schemes.add_version(scheme=scheme, text=text(name), by=None, at=before)
    money = envelope(authority, minor, key=name, on=before.date())
    call = schemes.make_call(
        scheme=scheme,
        slug=f"{name}-1",
        title=f"Appel {rules.title['fr']}",
        by=None,
        at=before,
        envelope_id=money,
        opens_on=before.date(),
        closes_on=(now + timedelta(days=120)).date(),
        **more,
    )
    schemes.open_call(call=call, by=None, at=before)
    instructor, decider = officers(cast, authority)
    return Fund(authority, scheme, call, money, instructor, decider, name, now)


def officers(cast: Cast, authority: Authority) -> tuple[Account, Account]:
    """An instructor and a decider of this town."""
    if authority == cast.valmont:
        return cast.holding(Role.INSTRUCTOR), cast.holding(Role.DECIDER)
    from relance.kernel.models import Membership
    from tests.support.cast import person

    people = person("Irène"), person("Désiré")
    for account, role in zip(people, (Role.INSTRUCTOR, Role.DECIDER), strict=True):
        Membership.objects.create(account=account, authority=authority, role=role)
    return people
