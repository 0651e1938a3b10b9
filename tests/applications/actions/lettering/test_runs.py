"""Letters of many files: checked first, made by a job, bound for the printer, sent with their evidence."""

import io

import pypdfium2
import pytest
from django.core import mail

from relance.applications.actions.errors import WrongState
from relance.applications.actions.lettering import (
    How,
    abandon_letters,
    confirm_letters,
    make_letters,
    notify,
    prepare_letters,
    send_letters,
)
from relance.applications.models import (
    Application,
    ItemState,
    Letter,
    LetterKind,
    Outcome,
    Run,
    RunState,
    State,
)
from relance.kernel import files
from relance.kernel.jobs import run_waiting
from relance.kernel.models import Job, JobState
from tests.applications.lettered import Lettered


def prepared(office: Lettered, *, outcome: str = "", again: bool = False) -> Run:
    run = prepare_letters(
        call=office.call, by=office.instructor, at=office.later(), outcome=outcome, again=again
    )
    run_waiting()
    return reread(run)


def made(office: Lettered) -> Run:
    run = prepared(office)
    confirm_letters(run=run, by=office.instructor, at=office.later())
    run_waiting()
    return reread(run)


def reread(run: Run) -> Run:
    return Run.objects.of(run.authority).select_related("authority", "call", "file").get(pk=run.pk)


def file_again(row: Application) -> Application:
    return Application.objects.of(row.authority).get(pk=row.pk)


def test_a_run_from_its_check_to_its_print_file_and_its_posting(office: Lettered) -> None:
    awarded, refused = office.decided(), office.decided(Outcome.REFUSED, headcount=30)
    office.taken()

    run = prepared(office)
    assert run.preflight == {"total": 2, "ready": 2, "blocked": {}}
    confirm_letters(run=run, by=office.instructor, at=office.later())
    run_waiting()

    run = reread(run)
    assert run.state == RunState.DONE
    letters = Letter.objects.of(office.authority).filter(run=run).order_by("pk")
    assert [(one.application_id, one.kind) for one in letters] == [
        (awarded.pk, "acceptance"),
        (refused.pk, "refusal"),
    ]
    assert run.file is not None
    with pypdfium2.PdfDocument(io.BytesIO(files.read(run.file))) as pdf:
        assert len(pdf) == 4  # a leaf each
        assert awarded.number in pdf[0].get_textpage().get_text_range()
        assert refused.number in pdf[2].get_textpage().get_text_range()

    posted = office.later()
    send_letters(run=run, how=How.POST, by=office.instructor, at=posted)
    run_waiting()

    told = file_again(awarded)
    assert (told.state, told.notified_at) == (State.NOTIFIED, posted)
    assert told.notified_how.startswith("par courrier postal, le 1er juillet 2020")
    assert {one.sent_at for one in letters.all()} == {posted}


def test_files_that_lack_something_are_named_and_left_out(office: Lettered) -> None:
    office.text(LetterKind.REFUSAL, "Par {motivation}.")
    office.decided()
    lacking = office.decided(Outcome.REFUSED, headcount=30)
    lacking.identity.delete()

    run = prepared(office)

    assert (run.preflight["total"], run.preflight["ready"]) == (2, 1)
    (reason,) = run.preflight["blocked"]
    assert "identité" in reason
    assert run.items.get(application=lacking).state == ItemState.REFUSED


def test_a_run_in_which_nothing_is_ready_is_not_confirmed(office: Lettered) -> None:
    office.text(LetterKind.ACCEPTANCE, "Bravo.", checked=False)
    office.decided()
    run = prepared(office)

    with pytest.raises(WrongState, match="prêt"):
        confirm_letters(run=run, by=office.instructor, at=office.later())


def test_a_run_is_confirmed_after_its_check_and_once(office: Lettered) -> None:
    office.decided()
    early = prepare_letters(call=office.call, by=office.instructor, at=office.later())
    with pytest.raises(WrongState, match="contrôle"):
        confirm_letters(run=early, by=office.instructor, at=office.later())
    run_waiting()

    first = confirm_letters(run=reread(early), by=office.instructor, at=office.later())
    second = confirm_letters(run=reread(early), by=office.decider, at=office.later())

    assert first == second


def test_a_file_that_has_its_letter_is_not_chosen_again_unless_asked(office: Lettered) -> None:
    file = office.decided()
    make_letters(application=file, by=office.instructor, at=office.later())

    assert prepared(office).preflight["total"] == 0
    assert prepared(office, again=True).preflight["total"] == 1
    assert prepared(office, again=True, outcome="refused").preflight["total"] == 0


def test_a_run_is_given_up_only_before_it_is_confirmed(office: Lettered) -> None:
    office.decided()
    run = prepared(office)
    abandon_letters(run=run, by=office.instructor, at=office.later())
    assert reread(run).state == RunState.ABANDONED

    done = made(office)
    with pytest.raises(WrongState):
        abandon_letters(run=done, by=office.instructor, at=office.later())


def test_a_run_goes_on_where_it_stopped(office: Lettered, monkeypatch: pytest.MonkeyPatch) -> None:
    from relance.applications.actions.lettering import jobs, making

    monkeypatch.setattr(jobs, "CHUNK", 1)
    for _ in range(3):
        office.decided()
    run = prepared(office)
    confirm_letters(run=run, by=office.instructor, at=office.later())
    whole = making.write_rows
    monkeypatch.setattr(
        jobs,
        "write_rows",
        lambda *a, **k: 1 / 0 if Letter.objects.of(office.authority).exists() else whole(*a, **k),
    )
    run_waiting()
    assert Letter.objects.of(office.authority).count() == 1

    monkeypatch.setattr(jobs, "write_rows", whole)
    Job.objects.of(office.authority).filter(state=JobState.QUEUED).update(wake_at=None)
    run_waiting()

    assert reread(run).state == RunState.DONE
    assert Letter.objects.of(office.authority).count() == 3
    assert set(run.items.values_list("state", flat=True)) == {ItemState.DONE}


def test_mails_carry_the_letter_and_who_has_no_address_stays(office: Lettered) -> None:
    told, silent = office.decided(), office.decided()
    silent.identity.mail = ""
    silent.identity.save()
    run = made(office)

    job = send_letters(run=run, how=How.MAIL, by=office.instructor, at=office.later())
    run_waiting()

    (message,) = mail.outbox
    ((name, content, kind),) = message.attachments
    assert (kind, bytes(content)[:4]) == ("application/pdf", b"%PDF")
    assert name == f"{told.number}-acceptance.pdf"
    assert (
        f"/demandes/retrouver/?demande={told.number}" in message.body
    )  # a way in, which opens nothing itself
    assert (file_again(told).state, file_again(silent).state) == (State.NOTIFIED, State.DECIDED)
    job.refresh_from_db(from_queryset=Job.objects.of(office.authority))
    assert "1 dossier(s) non notifié(s)" in job.report[-1]


def test_one_file_is_notified_by_itself_and_once(office: Lettered) -> None:
    file = office.decided()
    with pytest.raises(WrongState, match="établie"):
        notify(application=file, how=How.POST, by=office.instructor, at=office.later())
    make_letters(application=file, by=office.instructor, at=office.later())

    first = notify(application=file, how=How.PAGE, by=office.instructor, at=office.later())
    second = notify(application=file, how=How.POST, by=office.instructor, at=office.later())

    assert first.state == State.NOTIFIED
    assert second.notified_how == first.notified_how


def test_who_lost_the_right_meanwhile_makes_no_letters(office: Lettered) -> None:
    office.decided()
    run = prepared(office)
    job = confirm_letters(run=run, by=office.instructor, at=office.later())
    office.instructor.memberships.all().delete()

    run_waiting()

    job.refresh_from_db(from_queryset=Job.objects.of(office.authority))
    assert job.state == JobState.FAILED
    assert "droit" in job.error
