"""Who may open the addresses of applications: officers who examine or decide."""

from datetime import UTC, datetime
from typing import Any

from relance.applications import actions
from relance.applications.models import ConflictOfInterest, GroupLink, Outcome, Piece
from relance.applications.queries.queue import Filter
from relance.kernel import files
from relance.kernel.models import Account
from relance.kernel.rules import Role
from relance.schemes import actions as schemes
from tests.access.matrix import Access, Side
from tests.applications.build import envelope, text

OFFICERS = frozenset({Role.INSTRUCTOR, Role.DECIDER})
DECIDERS = frozenset({Role.DECIDER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
AT = datetime(2026, 1, 6, 12, tzinfo=UTC)


def furnish(side: Side) -> None:
    owner = side.authority
    name = "fonds-loyer" if owner.currency == "EUR" else "supplement-loyer"
    scheme = schemes.make_scheme(
        authority=owner,
        slug="loyers",
        title="Loyers",
        currency=owner.currency,
        legal_ground="CGCT L1511-3",
        by=None,
        at=AT,
    )
    schemes.add_version(scheme=scheme, text=text(name), by=None, at=AT)
    call = schemes.make_call(
        scheme=scheme,
        slug="loyers-1",
        title="Loyers",
        by=None,
        at=AT,
        envelope_id=envelope(owner, 10_000_00, key="applications"),
        opens_on=AT.date(),
    )
    schemes.open_call(call=call, by=None, at=AT)
    draft, _ = actions.start(call=call, applicant_kind="organisation", at=AT)
    actions.identify_applicant(application=draft, name="Au bon pain", mail="a@example.org", at=AT)
    side["case"] = actions.deposit(application=draft, at=AT)
    stored = files.store(authority=owner, by=None, name="bail.txt", content=b"un bail", at=AT)
    side["piece"] = Piece.objects.create(
        authority=owner,
        application=side["case"],
        kind="lease",
        label="Bail",
        name="bail.txt",
        file=stored,
        sha256=stored.sha256,
        size=stored.size,
        sent_at=AT,
    )
    side["decisions_run"] = _run(side, call)
    side["fact_page"] = "headcount" if owner.currency == "EUR" else "recognised_rent"
    side["group_link"] = GroupLink.objects.create(
        authority=owner,
        first_key=side["case"].applicant_key,
        second_key="f" * 64,
        ground="majorité des droits de vote",
        since=AT.date(),
        at=AT,
        by_name="Inès",
    )
    side["recusal"] = ConflictOfInterest.objects.create(
        authority=owner,
        account=account(side),
        application=side["case"],
        declared_at=AT,
        declared_by_name="Anna",
    )


def account(side: Side) -> Account:
    """Somebody who is kept away: a role that opens no file, so that nobody else's page changes."""
    return side.person(Role.READER)


def _run(side: Side, call: Any) -> Any:
    who: Account = side.person(Role.INSTRUCTOR)
    if side.authority.slug == "valmont-sur-ouveze":
        return actions.prepare_run(call=call, outcome=Outcome.ACCEPTED, wanted=Filter(), by=who, at=AT)
    from relance.applications.models import Run

    return Run.objects.create(
        authority=side.authority,
        call=call,
        kind="decisions",
        outcome="accepted",
        prepared_at=AT,
        prepared_by=who,
        prepared_by_name=str(who),
    )


def of_the_town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def of_the_case(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "number": side["case"].number}


def of_the_piece(side: Side) -> dict[str, Any]:
    return {**of_the_case(side), "pk": side["piece"].pk}


def of_the_run(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "pk": side["decisions_run"].pk}


def of_the_fact(side: Side) -> dict[str, Any]:
    return {**of_the_case(side), "page": side["fact_page"]}


def of_the_link(side: Side) -> dict[str, Any]:
    return {**of_the_case(side), "pk": side["group_link"].pk}


def of_the_conflict(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "pk": side["recusal"].pk}


def _form(name: str) -> list[Access]:
    return [Access(OFFICERS, kwargs=of_the_case), Access(OFFICERS, kwargs=of_the_case, method="post")]


def _press(kwargs: Any = of_the_case, may: frozenset[Role] = OFFICERS) -> list[Access]:
    return [Access(may, kwargs=kwargs, method="post")]


URLS = {
    "applications:desk": [
        Access(OFFICERS, kwargs=of_the_town),
        Access(OFFICERS, kwargs=of_the_town, method="post"),
    ],
    "applications:case": [Access(OFFICERS, kwargs=of_the_case)],
    "applications:piece": [Access(OFFICERS, kwargs=of_the_piece)],
    **{
        f"applications:{name}": _form(name)
        for name in ("correction", "propose", "conflict", "prior_aid", "group")
    },
    "applications:facts": [Access(OFFICERS, kwargs=of_the_case)],
    "applications:fact": [
        Access(OFFICERS, kwargs=of_the_fact),
        Access(OFFICERS, kwargs=of_the_fact, method="post"),
    ],
    "applications:group_end": [
        Access(OFFICERS, kwargs=of_the_link),
        Access(OFFICERS, kwargs=of_the_link, method="post"),
    ],
    "applications:conflicts": [
        Access(ADMINISTRATORS, kwargs=of_the_town),
        Access(ADMINISTRATORS, kwargs=of_the_town, method="post"),
    ],
    "applications:conflict_lift": _press(of_the_conflict, ADMINISTRATORS),
    **{
        f"applications:{name}": _press()
        for name in (
            "take",
            "release",
            "correction_withdraw",
            "tick",
            "note",
            "message",
            "proposal_withdraw",
        )
    },
    "applications:confirm": _press(may=frozenset({Role.INSTRUCTOR})),
    "applications:decide": _press(may=DECIDERS),
    "applications:runs": [Access(OFFICERS, kwargs=of_the_town)],
    "applications:run": [Access(OFFICERS, kwargs=of_the_run)],
    "applications:run_confirm": _press(of_the_run, DECIDERS),
    "applications:run_abandon": _press(of_the_run),
}
