"""The delay of a call, on its page, on its files, in the queue and in the receipt."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from relance.applications import actions
from relance.applications.models import CorrectionReason, Piece
from relance.applications.queries.alerts import alerts
from relance.applications.queries.clocks import clocks
from relance.applications.queries.receipt import deposited
from relance.applications.rules.receipt import mentions
from relance.kernel import files
from relance.kernel.models import Account
from relance.schemes import actions as schemes
from relance.schemes.actions import CannotOpen
from relance.schemes.models import Call
from tests.applications.build import Fund, fund
from tests.support.cast import Cast, sign_in


@pytest.fixture
def prompt(cast: Cast) -> Fund:
    return fund(cast, answer_within=2)


def seen(who: Account, name: str, *args: object) -> str:
    return sign_in(Client(), who).get(reverse(f"applications:{name}", args=args)).content.decode()


def test_a_file_and_the_queue_say_until_when_it_is_answered(prompt: Fund) -> None:
    row = prompt.taken()
    town = prompt.authority.slug

    assert "Réponse due le 1er septembre 2020" in seen(prompt.instructor, "case", town, row.number)
    assert "en retard" in seen(prompt.instructor, "case", town, row.number)
    assert "réponse due depuis le 01/09/2020" in seen(prompt.instructor, "desk", town)


def test_a_correction_stops_the_clock_and_its_answer_starts_it_again(prompt: Fund) -> None:
    row = prompt.taken()
    correction = actions.ask_correction(
        application=row,
        reason=CorrectionReason.OUTDATED,
        message="Le bail est d’avant.",
        by=prompt.instructor,
        at=prompt.now + timedelta(days=10),
    )

    asked = clocks(prompt.authority, [row], prompt.now + timedelta(days=12))[row.pk]
    actions.answer_correction(correction=correction, text="Voici.", at=prompt.now + timedelta(days=15))
    answered = clocks(prompt.authority, [row], prompt.now + timedelta(days=20))[row.pk]

    assert asked.standing_still is not None
    assert asked.standing_still.why == "Pièce périmée"
    assert (answered.standing_still, answered.paused) == (None, 5)


def test_a_decided_file_and_a_call_without_delay_have_no_clock(prompt: Fund) -> None:
    row = prompt.proposed()
    actions.decide(application=row, by=prompt.decider, at=prompt.later())
    row.refresh_from_db(from_queryset=type(row).objects.of(prompt.authority))

    assert clocks(prompt.authority, [row], prompt.now) == {}


def test_many_files_cost_one_query(prompt: Fund, django_assert_num_queries: Any) -> None:
    rows = [prompt.submitted() for _ in range(3)]
    known = list(type(rows[0]).objects.of(prompt.authority).select_related("call", "authority"))

    with django_assert_num_queries(1):
        assert len(clocks(prompt.authority, known, prompt.now)) == 3


def test_the_receipt_says_the_delay_that_the_town_states_and_no_other(prompt: Fund, cast: Cast) -> None:
    stated = " ".join(mentions(deposited(prompt.submitted())))
    grant = fund(cast, "subvention-association", now=prompt.now.replace(year=2025))
    silent = " ".join(mentions(deposited(grant.submitted())))

    assert "dans les 2\u00a0mois qui suivent ce dépôt" in stated
    assert "suspendu" in stated
    assert "mois qui suivent" not in silent


def test_an_open_call_keeps_the_delay_that_receipts_said(prompt: Fund) -> None:
    with pytest.raises(CannotOpen, match="récépissés"):
        schemes.change_call(call=prompt.call, by=None, at=prompt.later(), answer_within=3)
    schemes.change_call(call=prompt.call, by=None, at=prompt.later(), title="Autre titre")


@pytest.mark.parametrize("months", [0, 25])
def test_a_delay_is_between_one_month_and_two_years(prompt: Fund, months: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.of(prompt.authority).filter(pk=prompt.call.pk).update(answer_within=months)


def test_reasons_say_where_each_value_comes_from(prompt: Fund) -> None:
    row = prompt.taken()
    actions.set_fact(
        application=row, facts={"headcount": 4}, why="DSN", by=prompt.instructor, at=prompt.later()
    )

    shown = seen(prompt.instructor, "case", prompt.authority.slug, row.number)

    assert "4\u00a0personnes (service instructeur)" in shown
    assert "(déclaré)" in shown


def test_one_file_sent_for_two_pieces_is_an_alert(prompt: Fund, files_root: Path) -> None:
    row = prompt.taken()
    scan = files.store(authority=row.authority, by=None, name="scan.txt", content=b"un scan", at=prompt.now)
    for kind in ("bail", "quittance"):
        Piece.objects.create(
            authority=row.authority,
            application=row,
            kind=kind,
            label=kind.capitalize(),
            name="scan.txt",
            file=scan,
            sha256=scan.sha256,
            size=scan.size,
            sent_at=prompt.now,
        )

    (alert,) = alerts(row, prompt.instructor)

    assert alert.text == "Un même fichier est donné pour «\u00a0Bail\u00a0» et «\u00a0Quittance\u00a0»."
