"""Money in the demonstration: two envelopes of Valmont, used as a town does in a year.

Everything here is invented. Each act has a key, so loading again writes nothing more.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from relance.directory.actions import organisation_called
from relance.kernel.rules import Role
from relance.ledger import actions
from relance.ledger.actions import Nature, Ref, Section
from relance.site.demo import DemoWorld
from relance.site.demo.plans import measure_numbered
from relance.values.money import Money

OPENED = date(2026, 1, 19)
RENTS = (  # award, euros awarded, committed, paid, day
    ("loyer-001", 1500, 1500, 1500, 2),
    ("loyer-002", 1200, 1200, 1200, 5),
    ("loyer-003", 1500, 1500, 750, 9),
    ("loyer-004", 900, 900, 0, 16),
    ("loyer-005", 1500, 0, 0, 23),
)


def load(world: DemoWorld) -> None:
    """A fund for rents of trial shops that has people in line, and advances shared with the region."""
    treasurer = world.accounts[Role.TREASURER]
    said: dict[str, Any] = {"authority": world.valmont, "by": treasurer}
    town = organisation_called(name=world.valmont.name, country="FR")
    region = organisation_called(name="Région des Trois Rivières", country="FR")
    rents = actions.open_envelope(
        name="Loyers des boutiques à l’essai",
        section=Section.OPERATING,
        nature=Nature.GRANT,
        shares={town: 1},
        odd_to=town,
        year=2026,
        key="demo:rents",
        purpose=_for(world, "2.2"),
        at=_moment(OPENED),
        **said,
    )
    advances = actions.open_envelope(
        name="Avances remboursables aux artisans",
        section=Section.INVESTMENT,
        nature=Nature.ADVANCE,
        shares={town: 1, region: 1},
        odd_to=town,
        key="demo:advances",
        purpose=_for(world, "1.2"),
        at=_moment(OPENED),
        **said,
    )
    _rents(rents, said)
    _advances(advances, said)


def _rents(envelope: int, said: dict[str, Any]) -> None:
    on = {"envelope": envelope, **said}
    actions.vote(**on, amount=_euros(7000), **_act("demo:rents:vote", "deliberation", "2026-03", OPENED))
    for name, awarded, committed, paid, after in RENTS:
        day, case = OPENED + timedelta(days=10 + after), Ref("award", name)
        key = f"demo:{name}"
        about = {**on, "case": case}
        actions.request(
            **about, amount=_euros(awarded + 300), **_act(f"{key}:request", "application", name, day)
        )
        actions.reserve(**about, amount=_euros(awarded), **_act(f"{key}:reserve", "decision", name, day))
        if committed:
            later = day + timedelta(days=7)
            actions.commit(
                **about, amount=_euros(committed), **_act(f"{key}:commit", "agreement", name, later)
            )
        if paid:
            later = day + timedelta(days=21)
            actions.claim(**about, amount=_euros(paid), **_act(f"{key}:claim", "claim", name, later))
            actions.pay(**about, amount=_euros(paid), **_act(f"{key}:pay", "batch", "2026-04", later))
    for number, after in (("006", 31), ("007", 33)):
        day, name = OPENED + timedelta(days=10 + after), f"loyer-{number}"
        actions.reserve(
            **on,
            case=Ref("award", name),
            amount=_euros(1500),
            complete_at=_moment(day),
            **_act(f"demo:{name}:reserve", "decision", name, day),
        )


def _advances(envelope: int, said: dict[str, Any]) -> None:
    about = {"envelope": envelope, **said, "case": Ref("award", "avance-001")}
    day = OPENED + timedelta(days=30)
    actions.vote(
        envelope=envelope,
        amount=_euros(60_000),
        **said,
        **_act("demo:advances:vote", "deliberation", "2026-04", OPENED),
    )
    actions.reserve(**about, amount=_euros(12_001), **_act("demo:avance:reserve", "decision", "a-1", day))
    actions.commit(**about, amount=_euros(12_001), **_act("demo:avance:commit", "agreement", "a-1", day))
    actions.pay(**about, amount=_euros(12_001), **_act("demo:avance:pay", "batch", "2026-05", day))
    for number in (1, 2, 3):
        month = day + timedelta(days=30 * number)
        actions.repay(
            **about, amount=_euros(333), **_act(f"demo:avance:{number}", "instalment", f"a-1/{number}", month)
        )


def _for(world: DemoWorld, number: str) -> Ref | None:
    """What the envelope is for: a measure of the plan."""
    measure = measure_numbered(world.valmont, number)
    return Ref("plans.measure", str(measure.pk)) if measure else None


def _act(key: str, kind: str, cause: str, on: date) -> dict[str, Any]:
    return {"key": key, "cause": Ref(kind, cause), "on": on, "at": _moment(on)}


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _euros(units: int) -> Money:
    return Money.of(units, "EUR")
