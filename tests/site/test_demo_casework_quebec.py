"""The Québec town of the demonstration: dollars, households, every state, letters as they write there."""

from typing import Any

import pypdfium2
import pytest

from relance.applications.models import Application, Letter, Outcome, State
from relance.applications.queries.recomputing import recomputed
from relance.kernel import files
from relance.kernel.models import Authority
from relance.ledger import queries as ledger
from relance.schemes.models import Call
from relance.site import demo
from relance.site.demo import casework_quebec
from relance.site.demo.casework import CLOSES


@pytest.fixture
def brumes(db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Authority:
    settings.DEMO = True
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(demo, "LOADERS", ["relance.site.demo.casework_quebec:load"])
    demo.load()
    return Authority.objects.get(slug="riviere-aux-brumes")


def test_households_stand_in_every_state_and_loading_again_adds_none(brumes: Authority) -> None:
    rows = Application.objects.of(brumes)
    before = rows.count()

    demo.load()

    assert set(rows.values_list("state", flat=True)) == {state.value for state in State}
    assert set(rows.values_list("outcome", flat=True)) == {"", *Outcome.values}
    assert rows.count() == before
    assert set(rows.values_list("applicant_kind", flat=True)) == {"person"}


def test_awards_are_dollars_come_out_again_and_are_told_on_letter_paper(brumes: Authority) -> None:
    call = Call.objects.of(brumes).get(slug=casework_quebec.SLUG)
    accepted = Application.objects.of(brumes).filter(outcome=Outcome.ACCEPTED)
    awarded = sum(accepted.values_list("decision__awarded", flat=True))

    seen = ledger.statement(brumes, call.envelope_id or 0, on=CLOSES)

    assert (seen.whole.awarded, call.scheme.currency) == (awarded, "CAD")
    assert awarded == 479_87 + 708_25 + 393_95
    assert [found for *_, found in recomputed(brumes) if found] == []
    waiting = Application.objects.of(brumes).filter(state=State.SUBMITTED)
    assert {row.assessed_verdict for row in waiting} == {"undetermined"}  # the rent is still to be found
    letter = Letter.objects.of(brumes).filter(application__outcome=Outcome.ACCEPTED).order_by("pk").first()
    assert letter is not None
    assert letter.file is not None
    with pypdfium2.PdfDocument(files.read(letter.file)) as paper:
        width, height = paper[0].get_size()
        text = " ".join(paper[0].get_textpage().get_text_range().split())
    assert (round(width), round(height)) == (612, 792)
    assert "479,87 $" in text
    assert "conseil; RLRQ" in text
