"""What is personal goes when its time is over, announced before; a skeleton that recomputes stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from relance.applications.actions import keeping
from relance.applications.actions.lettering import make_letters
from relance.applications.models import Application, Identity, Letter, Message, Note, Outcome, Proposal, State
from relance.applications.queries.keeping import due
from relance.applications.queries.recomputing import recomputed, stored_decision
from relance.applications.rules.recomputed import differences
from relance.kernel.models import AuditLine, StoredFile
from relance.kernel.nightly import run_all
from relance.schemes import queries as schemes
from tests.applications.lettered import Lettered

MONTH = timedelta(days=31)


def reread(row: Application) -> Application:
    return (
        Application.objects.of(row.authority)
        .select_related("authority", "version", "call__scheme")
        .get(pk=row.pk)
    )


def pass_time(office: Lettered, months: int) -> datetime:
    """Announce and erase as the nights do, so many months later."""
    now = office.now + MONTH * months
    keeping.announce_ends(office.authority, now)
    later = now + timedelta(days=31)
    keeping.erase_ended(office.authority, later)
    return later


def test_a_refused_file_loses_its_person_and_keeps_its_decision(office: Lettered) -> None:
    file = office.decided(Outcome.REFUSED, headcount=30)
    (letter,) = make_letters(application=file, by=office.instructor, at=office.later())

    at = pass_time(office, 25)

    row = reread(file)
    assert (row.erased_at, row.state, row.number, row.facts) == (at, State.DECIDED, file.number, {})
    for model in (Identity, Message, Note, Proposal):
        assert not model.objects.of(office.authority).filter(application=file).exists()
    kept = Letter.objects.of(office.authority).get(pk=letter.pk)
    assert (kept.file, kept.sha256, kept.erased_at) == (None, letter.sha256, at)
    assert not StoredFile.objects.of(office.authority).filter(sha256=letter.sha256).exists()
    assert differences(stored_decision(row), schemes.loaded(row.version)) == ()


def test_each_state_is_kept_for_its_own_time(office: Lettered) -> None:
    accepted, refused = office.decided(), office.decided(Outcome.REFUSED, headcount=30)
    examined, draft = office.taken(), office.draft()

    pass_time(office, 25)

    erased = {row.pk: reread(row).erased_at is not None for row in (accepted, refused, examined, draft)}
    assert erased == {accepted.pk: False, refused.pk: True, examined.pk: False, draft.pk: True}


def test_nothing_is_erased_before_it_was_announced_for_a_month(office: Lettered) -> None:
    file = office.decided(Outcome.REFUSED, headcount=30)
    now = office.now + MONTH * 40

    assert keeping.erase_ended(office.authority, now) == 0
    assert keeping.announce_ends(office.authority, now) == 1
    assert keeping.announce_ends(office.authority, now) == 0
    assert keeping.erase_ended(office.authority, now + timedelta(days=29)) == 0
    assert keeping.erase_ended(office.authority, now + timedelta(days=30)) == 1
    assert reread(file).erased_at is not None


def test_who_began_a_draft_is_told_and_taking_it_up_again_keeps_it(office: Lettered) -> None:
    from relance.applications import actions

    draft = office.draft()
    actions.identify_applicant(application=draft, at=office.now, name="Amblard", mail="a@example.org")
    now = office.now + MONTH * 3
    keeping.announce_ends(office.authority, now)
    (message,) = mail.outbox
    assert draft.number in message.subject
    assert "déposez-la" in message.body

    actions.answer(application=draft, facts={"headcount": 2}, at=now + timedelta(days=5))

    assert keeping.erase_ended(office.authority, now + timedelta(days=60)) == 0
    assert keeping.announce_ends(office.authority, now + MONTH * 3) == 1


def test_the_report_says_what_and_when_and_changes_nothing(office: Lettered) -> None:
    office.decided(Outcome.REFUSED, headcount=30)
    office.decided(Outcome.REFUSED, headcount=31)

    (line,) = due(office.authority, office.now, within=timedelta(days=800))

    assert (line.what, line.files, line.months, line.announced) == ("demandes refusées", 2, 24, 0)
    assert line.first.isoformat() == "2022-07-01"
    assert due(office.authority, office.now, within=timedelta(days=30)) == []


def test_an_erasure_leaves_a_line_in_the_journal(office: Lettered) -> None:
    file = office.decided(Outcome.REFUSED, headcount=30)

    pass_time(office, 25)

    acts = (
        AuditLine.objects.of(office.authority).filter(subject_key=str(file.pk)).values_list("act", flat=True)
    )
    assert {"applications.erasure.announce", "applications.erase"} <= set(acts)


def test_every_decision_kept_gives_the_same_again(office: Lettered) -> None:
    for _ in range(3):
        office.decided()
    office.decided(Outcome.REFUSED, headcount=30)

    found = list(recomputed(office.authority))

    assert len(found) == 4
    assert [differing for _, _, differing in found] == [()] * 4
    first = found[0][0]
    assert len(list(recomputed(office.authority, after=first))) == 3


def test_the_night_does_it_all(office: Lettered, settings: Any) -> None:
    office.draft()

    said = {one.name: one for one in run_all(office.now + MONTH * 3)}

    assert said["applications.keeping"].said.startswith("1 fin(s) annoncée(s), 0 dossier(s)")


@pytest.mark.parametrize("most", [1, 5])
def test_a_night_erases_so_many_and_the_next_goes_on(office: Lettered, most: int) -> None:
    for _ in range(2):
        office.draft()
    now = office.now + MONTH * 4
    keeping.announce_ends(office.authority, now)

    first = keeping.erase_ended(office.authority, now + MONTH, most=most)

    assert first == min(most, 2)
    assert keeping.erase_ended(office.authority, now + MONTH, most=most) == 2 - first
