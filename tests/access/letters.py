"""Who may open letters: those who examine or decide, and nobody else of the town."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

from relance.applications import actions
from relance.applications.actions.lettering import make_letters, prepare_letters
from relance.applications.models import Outcome, Run, RunState
from relance.kernel.jobs import run_waiting
from relance.kernel.rules import Role
from tests.access.matrix import ALL_ROLES, Access, Side
from tests.applications.lettered import lettered
from tests.support.cast import Cast

NOBODY: frozenset[Role] = frozenset()  # an applicant's own page opens by its key alone
OFFICERS = {Role.INSTRUCTOR, Role.DECIDER}


def furnish(side: Side) -> None:
    """A decided file with its letter, a run that waits for its confirmation, one that is done."""
    france = side.authority.currency == "EUR"
    people = SimpleNamespace(
        valmont=side.authority if france else None, brumes=side.authority, holding=side.person
    )
    name, now = (
        ("fonds-loyer", datetime(2020, 7, 1, 9, tzinfo=UTC))
        if france
        else (
            "supplement-loyer",
            datetime(2022, 5, 3, 15, tzinfo=UTC),
        )
    )
    office = lettered(cast(Cast, people), name, now=now)
    draft = office.draft()
    actions.answer(application=draft, facts={}, month_aided=date(2022, 5, 1), at=office.later())
    actions.identify_applicant(
        application=draft, name="Ménage Roy", number="552100554" if france else "", at=office.later()
    )
    file = actions.deposit(application=draft, at=office.later())
    actions.take(application=file, by=office.instructor, at=office.later())
    actions.propose(application=file, outcome=Outcome.ACCEPTED, by=office.instructor, at=office.later())
    actions.decide(application=file, by=office.decider, at=office.later())
    file.refresh_from_db(from_queryset=type(file).objects.of(side.authority))
    waiting = prepare_letters(call=office.call, by=office.instructor, at=office.later())
    run_waiting()
    (letter,) = make_letters(application=file, by=office.instructor, at=office.later())
    done = Run.objects.create(
        authority=side.authority,
        call=office.call,
        kind="letters",
        state=RunState.DONE,
        preflight={"total": 1, "ready": 1, "blocked": {}},
        prepared_at=office.later(),
        prepared_by=office.instructor,
        prepared_by_name="Inès",
        confirmed_at=office.now,
        confirmed_by=office.instructor,
        confirmed_by_name="Inès",
        job_key="none",
        ended_at=office.now,
        file=letter.file,
    )
    side["letters"] = {"call": office.call, "file": file, "letter": letter, "waiting": waiting, "done": done}


def town(side: Side, **more: Any) -> dict[str, Any]:
    return {"authority": side.authority.slug, **more}


def text(side: Side) -> dict[str, Any]:
    return town(side, call=side["letters"]["call"].slug, kind="refusal")


def run(which: str) -> Any:
    return lambda side: town(side, pk=side["letters"][which].pk)


def number(side: Side) -> dict[str, Any]:
    return town(side, number=side["letters"]["file"].number)


def words(side: Side) -> dict[str, Any]:
    return {"title": "Demande {numero}", "body": "Bonjour {demandeur}.", "checked": "on"}


URLS = {
    "applications:keeping": [Access(ALL_ROLES, kwargs=town)],
    "applications:letters": [
        Access(OFFICERS, kwargs=town),
        Access(OFFICERS, kwargs=town, method="post", data=lambda side: {"call": side["letters"]["call"].pk}),
    ],
    "applications:letter_text": [
        Access(OFFICERS, kwargs=text),
        Access(OFFICERS, kwargs=text, method="post", data=words),
    ],
    "applications:letter_preview": [
        Access(OFFICERS, kwargs=text, method="post", data=words, also=frozenset({422}))
    ],
    "applications:letter_run": [Access(OFFICERS, kwargs=run("waiting"))],
    "applications:letter_run_confirm": [Access(OFFICERS, kwargs=run("waiting"), method="post")],
    "applications:letter_run_abandon": [Access(OFFICERS, kwargs=run("waiting"), method="post")],
    "applications:letter_run_send": [
        Access(OFFICERS, kwargs=run("done"), method="post", data=lambda side: {"how": "post"})
    ],
    "applications:letter_run_print": [Access(OFFICERS, kwargs=run("done"))],
    "applications:letter_file": [Access(OFFICERS, kwargs=run("letter"))],
    "applications:file_letters": [Access(OFFICERS, kwargs=number)],
    "applications:file_letters_make": [Access(OFFICERS, kwargs=number, method="post")],
    "applications:file_letters_send": [
        Access(OFFICERS, kwargs=number, method="post", data=lambda side: {"how": "post"})
    ],
    "applications:own_letter": [
        Access(NOBODY, kwargs=lambda side: {**number(side), "pk": side["letters"]["letter"].pk})
    ],
    "applications:own_bundle": [Access(NOBODY, kwargs=number)],
    "applications:export_file": [Access(OFFICERS, kwargs=number)],
}
