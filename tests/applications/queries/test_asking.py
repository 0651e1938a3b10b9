"""Where an applicant stands: the same text for the pre-check and for a file."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from relance.applications import actions
from relance.applications.queries import asking
from relance.applications.rules.asking import pages
from relance.schemes import queries as schemes
from tests.applications.build import Fund, fund
from tests.support.cast import Cast


@pytest.fixture
def town(cast: Cast) -> Fund:
    return fund(cast, now=timezone.now() - timedelta(hours=2))


def test_a_pre_check_and_a_file_answer_alike(town: Fund) -> None:
    file, today = town.draft(), timezone.localdate()
    version = asking.version_of(town.call, today)

    checked = asking.state_of_check(
        version, today=today, declared=file.facts, skipped=frozenset(), register=None
    )
    filed = asking.state_of(file, today)

    assert pages.decision_of(checked).verdict == pages.decision_of(filed).verdict
    assert pages.still_to_ask(checked) == pages.still_to_ask(filed)


def test_the_day_asked_for_is_within_the_text(town: Fund) -> None:
    version = asking.version_of(town.call, timezone.localdate())

    early = asking.state_of_check(
        version, today=date(1999, 1, 1), declared={}, skipped=frozenset(), register=None
    )

    assert early.on == version.valid_from


def test_a_file_that_helps_a_month_is_asked_at_that_month(cast: Cast) -> None:
    town = fund(cast, "supplement-loyer", now=timezone.now() - timedelta(hours=2))
    file, _ = actions.start(call=town.call, applicant_kind="person", at=town.later())
    month = date(2026, 3, 1)

    file = actions.answer(application=file, facts={}, month_aided=month, at=town.later())

    assert asking.state_of(file, timezone.localdate()).on == month
    assert asking.is_for_people(file.version)


def test_what_an_officer_established_is_taken_as_said(town: Fund) -> None:
    file = town.taken()

    actions.set_fact(
        application=file,
        facts={"headcount": 7},
        why="registre du personnel",
        by=town.instructor,
        at=town.later(),
    )

    again = type(file).objects.of(town.authority).select_related("version").get(pk=file.pk)
    assert asking.state_of(again, timezone.localdate()).declared["headcount"] == 7


def test_no_number_is_looked_up_for_nobody(db: None) -> None:
    assert asking.looked_up("") is None


def test_a_call_without_rules_for_the_day_says_so(town: Fund) -> None:
    with pytest.raises(schemes.NoVersion):
        asking.version_of(town.call, date(1999, 1, 1))
